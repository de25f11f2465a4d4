import { type Block, dropText, type Run, textOfRuns, trimRuns } from './flow.ts'
import { lineOf, type MarkupElement } from './markup-tree.ts'

/** The title with its link that an entry begins with, and what stands around it. */
export interface Lead {
  title: string
  href: string
  /** Before the link: a number, a bullet, or words of the note. */
  before: Run[]
  rest: Run[]
}

/** A number, a bullet or a picture sign before a title is no word of it. */
const ORNAMENT =
  /^[\s\u00a0]*(?:(?:\(?\d{1,3}[.)]|#\d{1,3}:?|[•·*–—→»"“„«'‘-]|(?:\p{Extended_Pictographic}\uFE0F?\u200d?)+)[\s\u00a0]*)*$/u
/** Link texts that name no page; the title stands before them. */
const GENERIC =
  /^(?:link|links?|url|read(?: it| more| here| on)?|source|code|repo(?:sitory)?|github|website|web ?site|homepage|site|here|click here|pdf|video|watch|article|paper|hier|lesen|weiterlesen|quelle|artikel|permalink|→|»|↗|🔗|\[link\])$/iu

const linkAround = ({ around }: Run): MarkupElement | undefined =>
  around.find(({ name, attribs }) => name === 'a' && isOutward(attribs.href))

/** Leads to a page, well or badly; not to a place on this one, nor to a mailbox. */
export function isOutward(href: string | undefined): boolean {
  return href !== undefined && href.trim() !== '' && !/^\s*(?:#|mailto:|tel:)/i.test(href)
}

/** What stands first with a link in it; undefined when other words come first. */
export function leadOf(runs: readonly Run[]): Lead | undefined {
  const lead = firstLink(runs)
  if (!lead) return undefined
  const before = textOfRuns(lead.before)
  if (GENERIC.test(lead.title)) {
    const bold = boldStart(lead.before)
    if (bold) {
      const after = lead.rest.map((run, index) =>
        index === 0 ? { ...run, text: run.text.replace(/^\s*[)\]]/, '') } : run,
      )
      return { ...lead, ...bold, before: [], rest: [...bold.rest, ...after] }
    }
    const title = lineOf(before)
      .replace(ORNAMENT_START, '')
      .replace(/[\s(:[–—,|·-]+$/, '')
    // "Seastar (code)", "Seastar – link"
    if (title === '' || title.length > 200 || /[.!?]$/.test(title)) return undefined
    return { ...lead, title, before: [], rest: dropText(lead.rest, closing(lead.rest)) }
  }
  if (!ORNAMENT.test(before)) return undefined
  const isQuoted = /["“„«'‘]\s*$/.test(before)
  const quote = isQuoted ? (/^\s*["”“»'’]/.exec(textOfRuns(lead.rest))?.[0].length ?? 0) : 0
  return { ...lead, before: [], rest: quote > 0 ? dropText(lead.rest, quote) : lead.rest }
}

/** "**Seastar** by Ida Norn (link)": the bold words are the title, the rest stands beside it. */
function boldStart(before: readonly Run[]): { title: string; rest: Run[] } | undefined {
  const runs = trimRuns(before)
  const bold = runs[0]?.around.find(({ name }) => name === 'strong' || name === 'b')
  if (!bold) return undefined
  const until = runs.findIndex(({ around }) => !around.includes(bold))
  const title = lineOf(textOfRuns(until < 0 ? runs : runs.slice(0, until))).replace(/:$/, '')
  if (title === '' || title.length > 200) return undefined
  const rest = until < 0 ? [] : runs.slice(until)
  // The bracket that holds the link goes with it.
  return { title, rest: rest.map((run) => ({ ...run, text: run.text.replace(/\s*[([]\s*$/, '') })) }
}

const ORNAMENT_START =
  /^(?:(?:\(?\d{1,3}[.)]|#\d{1,3}:?|[•·*–—→»-]|(?:\p{Extended_Pictographic}\uFE0F?)+)\s+)+/u

const closing = (runs: readonly Run[]) => /^\s*[)\]]?/.exec(textOfRuns(runs))?.[0].length ?? 0

/** The first link to a page, wherever it stands. */
export function firstLink(runs: readonly Run[]): Lead | undefined {
  const from = runs.findIndex((run) => {
    const link = linkAround(run)
    return link !== undefined && (run.text.trim() !== '' || run.picture !== undefined)
  })
  const link = runs[from] && linkAround(runs[from])
  if (!link) return undefined
  let until = from + 1
  // Pieces of one link, and links right beside each other that lead to the same page.
  while (until < runs.length && runs[until] && isSameLink(runs[until] as Run, link)) until++
  const title = lineOf(
    runs
      .slice(from, until)
      .map(({ text, picture }) => (picture ? (picture.attribs.alt ?? '') : text))
      .join(''),
  )
  return {
    title: title.replace(/\s*[#¶§🔗]$/u, '') || title,
    href: link.attribs.href ?? '',
    before: runs.slice(0, from),
    // Where the line ends after the title, the byline or the note begins: not trimmed.
    rest: runs.slice(until).filter(isNoPermalink),
  }
}

function isSameLink(run: Run, link: MarkupElement): boolean {
  const other = linkAround(run)
  return other === link || (other !== undefined && other.attribs.href === link.attribs.href)
}

/** "#" and "¶" beside a heading lead to the heading itself. */
export const withoutPermalinks = (runs: readonly Run[]): Run[] =>
  trimRuns(runs.filter(isNoPermalink))

function isNoPermalink({ text, around, picture }: Run): boolean {
  const anchor = around.find(({ name }) => name === 'a')
  const isInside = anchor !== undefined && /^\s*#/.test(anchor.attribs.href ?? '')
  return !(isInside && picture === undefined && /^[\s#¶§🔗]*$/u.test(text))
}

/** The lead of a block that can hold one. */
export function leadOfBlock(block: Block | undefined): Lead | undefined {
  if (block?.kind !== 'heading' && block?.kind !== 'paragraph') return undefined
  return leadOf(withoutPermalinks(block.runs))
}

/** How many links to pages a text has. */
export function countLinks(runs: readonly Run[]): number {
  return new Set(runs.flatMap((run) => linkAround(run) ?? [])).size
}

/** Every letter stands within one kind of element, such as bold. */
export function isAllWithin(runs: readonly Run[], names: readonly string[]): boolean {
  const words = runs.filter(({ text }) => text.trim() !== '')
  return (
    words.length > 0 && words.every(({ around }) => around.some(({ name }) => names.includes(name)))
  )
}
