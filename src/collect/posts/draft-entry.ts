import { type Byline, readByline, readBylineLine, splitTitle } from './byline.ts'
import { type Block, dropText, nodesOf, nodesOfBlock, textOfRuns } from './flow.ts'
import { lineOf, type MarkupNode } from './markup-tree.ts'
import type { EntryPart } from './regions.ts'

export interface FoundEntry {
  title: string
  href: string
  authors: string[]
  note: MarkupNode[]
}
/** An entry whose author is not settled yet. */
export interface Draft extends FoundEntry {
  byline?: Byline | undefined
  /** What to do once the byline is believed. */
  take?: () => void
}

/** An entry of its title line and the blocks of its note. */
export function draftOf({ lead }: EntryPart, blocks: Block[]): Draft {
  const beside = textOfRuns(lead.rest)
  const byline = readByline(beside)
  const noteOf = (rest: typeof lead.rest, others: Block[]): MarkupNode[] => {
    const before = dropText(lead.before, 0)
    const ownWords = [
      ...nodesOf(before),
      ...(before.length && rest.length ? [' '] : []),
      ...nodesOf(rest),
    ]
    const own =
      /[\p{L}\p{N}]/u.test(textOfRuns([...before, ...rest])) || rest.some(({ picture }) => picture)
        ? [{ name: 'p', attribs: {}, children: ownWords }]
        : []
    return [...own, ...others.map(nodesOfBlock)]
  }
  const draft: Draft = {
    title: lead.title,
    href: lead.href,
    authors: [],
    note: noteOf(withoutHost(lead.rest, lead.href), blocks),
  }
  if (byline) {
    draft.byline = byline
    draft.take = () => {
      draft.authors = byline.authors
      draft.note = noteOf(withoutHost(dropText(lead.rest, byline.length), lead.href), blocks)
    }
    return draft
  }
  const [first, ...others] = blocks
  if (beside.trim() !== '' || first?.kind !== 'paragraph') return draft
  const text = textOfRuns(first.runs)
  if (isHost(lineOf(text), lead.href)) {
    draft.note = noteOf([], others)
    return draft
  }
  const line = readBylineLine(text)
  const start = line ?? firstLineByline(text)
  if (!start) return draft
  draft.byline = start
  draft.take = () => {
    const rest = dropText(first.runs, start.length)
    draft.authors = start.authors
    draft.note = noteOf([], rest.length > 0 ? [{ ...first, runs: rest }, ...others] : others)
  }
  return draft
}

/** "by Ida Norn" in the first line of a note, or before its first mark. */
function firstLineByline(text: string): Byline | undefined {
  const begins = /^\s*[–—-]?\s*(?:by|von)\s+(?:(?:the|de|van|von)\s+)*[\p{Lu}@]/iu.test(text)
  const byline = begins ? readByline(` ${text}`) : undefined
  return byline && { ...byline, length: byline.length - 1 }
}

function isHost(text: string, href: string): boolean {
  const host = URL.parse(href)?.host.replace(/^www\./, '')
  return (
    host !== undefined && text.replace(/^[([\s]+|[)\]\s]+$/g, '').replace(/^www\./, '') === host
  )
}

/** "(norn.example)" beside the title says what the address says. */
function withoutHost(runs: EntryPart['lead']['rest'], href: string) {
  const text = textOfRuns(runs)
  const found = /^[\s·|–—,([-]*((?:[\w-]+\.)+\w{2,})[)\]]?(?:\s*[·|–—:.,-]+|(?=\s|$))\s*/.exec(text)
  if (found?.[1] && isHost(found[1], href)) return dropText(runs, found[0].length)
  const mark = /^\s*(?:[:.;,–—|·]+|-{1,3}(?=\s))\s*/.exec(text)
  return mark ? dropText(runs, mark[0].length) : runs
}

/** Weak bylines count where certain ones of the same kind show that authors are written so. */
export function settleAuthors(drafts: readonly Draft[]): void {
  const strong = new Map<string, number>()
  for (const { byline } of drafts)
    if (byline && !byline.isWeak) strong.set(byline.kind, (strong.get(byline.kind) ?? 0) + 1)
  const stops = drafts.filter(({ byline }) => byline?.kind === 'stop').length
  // A sentence may begin like a name; most entries do not.
  if (stops > 1 && stops >= drafts.length / 2) strong.set('stop', stops)
  for (const { byline, take } of drafts)
    if (byline && (!byline.isWeak || (strong.get(byline.kind) ?? 0) > 1)) take?.()
  if (drafts.some(({ authors }) => authors.length > 0)) return
  const titles = drafts.map((draft) => ({ draft, split: splitTitle(draft.title) }))
  if (titles.filter(({ split }) => split).length < 2) return
  for (const { draft, split } of titles) if (split) Object.assign(draft, split)
}
