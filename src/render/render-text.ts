import { bylineOf } from './byline.ts'
import type { EntryModel, IssueModel } from './issue-model.ts'
import { markdownToText } from './markdown-to-text.ts'
import type { RecipientSlots } from './rendered-issue.ts'
import { mailWords } from './words.ts'
import { wrap } from './wrap.ts'

/** Columns; RFC 5322 wants at most 78, and quoting takes some. */
const WIDTH = 72

/** The text part of an issue's mail. Addresses are never broken and stand alone on their line. */
export function renderText(model: IssueModel, slots: RecipientSlots): string {
  const words = mailWords(model.lang)
  const upper = (text: string) => wrap(text.toLocaleUpperCase(model.lang), WIDTH)
  const blocks: string[][] = [
    [...upper(model.title), ...wrap(`${model.publication}, ${model.month}`, WIDTH)],
    [`${words.viewInBrowser}:`, model.urls.issue],
  ]
  if (model.intro.trim() !== '') blocks.push([markdownToText(model.intro, WIDTH)])
  model.sections.forEach((section, index) => {
    if (section.name !== null) blocks.push(upper(section.name))
    else if (index > 0) blocks.push(['* * *'])
    for (const entry of section.entries) blocks.push(entryLines(entry, model.lang))
  })
  if (model.outro.trim() !== '') blocks.push(['* * *'], [markdownToText(model.outro, WIDTH)])
  blocks.push([
    '* * *',
    slots.reason,
    `${words.unsubscribe}: ${slots.unsubscribeUrl}`,
    ...(slots.preferencesUrl === undefined
      ? []
      : [`${words.preferences}: ${slots.preferencesUrl}`]),
    `${words.archive}: ${model.urls.archive}`,
  ])
  return `${blocks.map((lines) => lines.join('\n')).join('\n\n')}\n`
}

function entryLines(entry: EntryModel, locale: string): string[] {
  const marker = `${entry.number}. `
  const indent = ' '.repeat(marker.length)
  const width = WIDTH - indent.length
  const byline = bylineOf(entry, locale).replaceAll('\u00a0', ' ')
  const lines = [
    ...wrap(entry.title, width),
    ...(byline === '' ? [] : wrap(byline, width)),
    ...(entry.url === null ? [] : [entry.url]),
    ...(entry.note.trim() === '' ? [] : markdownToText(entry.note, width).split('\n')),
  ]
  return lines.map((line, index) => `${index === 0 ? marker : indent}${line}`.trimEnd())
}
