import { html } from 'hono/html'
import type { IssueChange } from '../../../../domain/issue-difference.ts'
import { shortened, type TextPart } from '../../../../domain/text-difference.ts'
import type { Html } from '../../layout.ts'
import type { HistoryWords } from './history-words.ts'

const LONGEST_TITLE = 80

/** A change in one line. */
export function changeText(change: IssueChange, words: HistoryWords): string {
  const title = 'title' in change ? clipped(change.title) : ''
  const section = (name: string | null) => name ?? words.noSection
  switch (change.kind) {
    case 'text':
      return words.field[change.field]
    case 'entry-text':
      return words.entryField[change.field](title)
    case 'entry-added':
      return words.entryAdded(title, section(change.section))
    case 'entry-removed':
      return words.entryRemoved(title, section(change.section))
    case 'entry-moved':
      return words.entryMoved(title, section(change.from), section(change.to))
    case 'reordered':
      return words.reordered(section(change.section))
    case 'section-added':
      return words.sectionAdded(change.name)
    case 'section-removed':
      return words.sectionRemoved(change.name)
    case 'section-renamed':
      return words.sectionRenamed(change.from, change.to)
    case 'sections-reordered':
      return words.sectionsReordered
  }
}

/** The first changes in a line each, and how many there are besides. */
export function changeLines(changes: IssueChange[], most: number, words: HistoryWords): Html {
  const shown = changes.length > most ? changes.slice(0, most - 1) : changes
  const left = changes.length - shown.length
  return html`<ul class="changes">${shown.map(
    (change) => html`<li>${changeText(change, words)}</li>
`,
  )}${left > 0 ? html`<li class="muted">${words.more(left)}</li>` : ''}</ul>`
}

/** Each change with what it did: words that came and went, or the new order. */
export function changeDetails(changes: IssueChange[], words: HistoryWords): Html {
  return html`<ul class="changes full">${changes.map(
    (change) => html`<li><p class="change-name">${changeText(change, words)}</p>
${'parts' in change ? difference(change.parts, words) : ''}${order(change, words)}</li>
`,
  )}</ul>`
}

function order(change: IssueChange, words: HistoryWords): Html {
  const items =
    change.kind === 'reordered'
      ? change.titles
      : change.kind === 'sections-reordered'
        ? change.names
        : []
  if (items.length === 0) return html``
  return html`<p class="muted">${words.newOrder}</p><ol>${items.map((item) => html`<li>${clipped(item)}</li>`)}</ol>`
}

/** Underlined and struck out as well as coloured, and said to those who do not see it. */
function difference(parts: TextPart[], words: HistoryWords): Html {
  const said = (text: string) => html`<span class="unseen">${text} </span>`
  const isGone = parts.every(({ kind }) => kind === 'removed')
  return html`<p class="difference">${shortened(parts).map(({ kind, text }) =>
    kind === 'added'
      ? html`<ins>${said(words.added)}${text}</ins>`
      : kind === 'removed'
        ? html`<del>${said(words.removed)}${text}</del>`
        : text,
  )}${isGone ? html` <span class="muted">(${words.empty})</span>` : ''}</p>`
}

const clipped = (title: string) =>
  title.length > LONGEST_TITLE ? `${title.slice(0, LONGEST_TITLE).trimEnd()}…` : title
