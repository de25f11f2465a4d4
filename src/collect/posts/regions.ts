/** A post cut at its section headings, and in each part what begins an entry. */
import { readByline, readBylineLine } from './byline.ts'
import { type Block, dropText, type Run, textOfRuns, trimRuns } from './flow.ts'
import {
  countLinks,
  firstLink,
  isAllWithin,
  type Lead,
  leadOf,
  leadOfBlock,
  withoutPermalinks,
} from './lead.ts'
import { lineOf } from './markup-tree.ts'

export interface Region {
  /** Null before the first heading. */
  name: string | null
  blocks: Block[]
}

/** An entry's title line; `inside` is what stands in the same list item. */
export interface EntryPart {
  kind: 'entry'
  lead: Lead
  inside: Block[]
  /** A list says where its entry ends. */
  isClosed: boolean
}
export type Part = EntryPart | { kind: 'text'; block: Block } | { kind: 'rule' }

const MOST_NAME_LENGTH = 120

export function cutIntoRegions(blocks: readonly Block[]): Region[] {
  const regions: Region[] = [{ name: null, blocks: [] }]
  const flow = withLinkedHeadings(blocks.flatMap(unfoldSections))
  flow.forEach((block, index) => {
    const name = sectionName(block, flow[index + 1])
    if (name !== undefined) regions.push({ name, blocks: [] })
    else regions.at(-1)?.blocks.push(block)
  })
  return regions
}

/** The name of a section that begins with this block. */
function sectionName(block: Block, next: Block | undefined): string | undefined {
  if (block.kind === 'heading') {
    const runs = withoutPermalinks(block.runs)
    if (countLinks(runs) > 0 || runs.length === 0) return undefined
    return cleanName(textOfRuns(runs))
  }
  if (block.kind !== 'paragraph' || countLinks(block.runs) > 0) return undefined
  const text = lineOf(textOfRuns(block.runs))
  if (text === '' || text.length > 100 || !next || !beginsEntry(next)) return undefined
  const isBold = isAllWithin(block.runs, ['strong', 'b']) && !/[.!?]$/.test(text)
  const announcesList = next.kind === 'list' && text.length <= 60 && text.endsWith(':')
  return isBold || announcesList ? cleanName(text) : undefined
}

const cleanName = (text: string) =>
  lineOf(text).replace(/\s*:$/, '').slice(0, MOST_NAME_LENGTH).toWellFormed()

function beginsEntry(block: Block): boolean {
  if (block.kind === 'list') return leadsOfList(block) > 0
  return leadOfBlock(block) !== undefined
}

const leadsOfList = (block: Block & { kind: 'list' }) =>
  block.items.filter((item) => leadOfBlock(item[0]) !== undefined).length

/** "- Articles" with the entries in a list below it: the outer items are headings. */
function unfoldSections(block: Block): Block[] {
  if (block.kind !== 'list' || block.items.length === 0) return [block]
  const isSection = (item: Block[]) => {
    const [head, list] = item
    return (
      head?.kind === 'paragraph' &&
      countLinks(head.runs) === 0 &&
      list?.kind === 'list' &&
      leadsOfList(list) > 0
    )
  }
  if (!block.items.every(isSection)) return [block]
  return block.items.flatMap(([head, ...rest]) =>
    head?.kind === 'paragraph'
      ? [{ kind: 'heading', level: 6, runs: head.runs } as const, ...rest]
      : rest,
  )
}

/** A heading without a link whose link is in the next line, alone or with a byline before it. */
function withLinkedHeadings(blocks: readonly Block[]): Block[] {
  const out: Block[] = []
  for (let index = 0; index < blocks.length; index++) {
    const block = blocks[index] as Block
    out.push(block)
    if (block.kind !== 'heading' || countLinks(block.runs) > 0) continue
    const byline = isByline(blocks[index + 1]) ? blocks[index + 1] : undefined
    const next = blocks[index + (byline ? 2 : 1)]
    if (next?.kind !== 'paragraph' || countLinks(next.runs) !== 1) continue
    const link = firstLink(next.runs)
    if (!link || !isBareLink(link)) continue
    const around = { name: 'a', attribs: { href: link.href }, children: [] }
    out[out.length - 1] = {
      ...block,
      runs: withoutPermalinks(block.runs).map((run) => ({
        ...run,
        around: [around, ...run.around],
      })),
    }
    const left = trimRuns([...link.before, ...link.rest])
    if (byline) out.push(byline)
    if (/[\p{L}\p{N}]/u.test(textOfRuns(left))) out.push({ kind: 'paragraph', runs: tidy(left) })
    index += byline ? 2 : 1
  }
  return out
}

const isByline = (block: Block | undefined) =>
  block?.kind === 'paragraph' &&
  countLinks(block.runs) === 0 &&
  readBylineLine(textOfRuns(block.runs)) !== undefined

function isBareLink(link: Lead): boolean {
  const about = lineOf(textOfRuns([...link.before, ...link.rest]))
  const host = URL.parse(link.href)?.host.replace(/^www\./, '')
  const isAddress =
    link.title === link.href || /^https?:\/\/\S+$/.test(link.title) || link.title === host
  const isGeneric = leadOf([{ text: 'x ', around: [] }, ...runsOfLink(link)]) !== undefined
  // Beside it a byline at most: a whole entry under a heading has more.
  const isBeside =
    about.replace(/[\s()[\]·|–—:-]+/g, '') === '' || readBylineLine(about) !== undefined
  return (isAddress || isGeneric) && isBeside
}

const runsOfLink = (link: Lead): Run[] => [
  { text: link.title, around: [{ name: 'a', attribs: { href: link.href }, children: [] }] },
]

const tidy = (runs: Run[]) => {
  const text = textOfRuns(runs)
  const mark = /^[\s·|–—:-]+/.exec(text)?.[0].length ?? 0
  return dropText(runs, mark)
}

/** What follows a title in its own line: nothing or a byline, a note after a mark, or prose. */
type LineKind = 'title' | 'note' | 'prose'

function lineKind(lead: Lead): LineKind {
  const text = textOfRuns(lead.rest)
  const byline = readByline(text)
  const rest = text.slice(byline?.length ?? 0).trim()
  if (rest === '' || (rest.length < 60 && /^[([][^()]*[)\]]$/.test(rest))) return 'title'
  if (byline) return 'note'
  return /^\s*(?:\n|[:–—|·.([]|-{1,3}\s)/.test(text) ? 'note' : 'prose'
}

/** The entries of a region in the way in which most of it is written. */
export function partsOf(region: Region, { isAlone }: { isAlone: boolean }): Part[] {
  const { blocks } = region
  const headings = blocks.filter((block) => block.kind === 'heading')
  const lines = blocks.flatMap((block) => {
    const lead = block.kind === 'paragraph' ? leadOfBlock(block) : undefined
    return lead ? [{ kind: lineKind(lead), isBold: isBoldLead(block) }] : []
  })
  const listed = blocks.reduce(
    (sum, block) => sum + (block.kind === 'list' ? leadsOfList(block) : 0),
    0,
  )
  const titles = lines.filter(({ kind, isBold }) => kind === 'title' || isBold).length
  const noted = lines.filter(({ kind, isBold }) => kind === 'note' && !isBold).length
  const isOpening = region.name === null && !isAlone
  if (headings.length > 0) return parts(blocks, (block) => block.kind === 'heading')
  if (titles > 0 && titles + noted >= listed)
    return parts(blocks, (block, lead) => isBoldLead(block) || lineKind(lead) !== 'prose')
  if (listed > 0 && listed >= noted) return listParts(blocks)
  // An opening text may well begin a paragraph with a link.
  if (noted > (isOpening ? 1 : 0)) return parts(blocks, (_, lead) => lineKind(lead) !== 'prose')
  if (lines.length > 0 && !isOpening) return parts(blocks, () => true)
  return isOpening ? parts(blocks, () => false) : looseParts(blocks)
}

function isBoldLead(block: Block): boolean {
  if (block.kind !== 'paragraph') return false
  const [first] = block.runs.filter(({ text }) => text.trim() !== '')
  return (
    first !== undefined && isAllWithin([first], ['strong', 'b']) && leadOf(block.runs) !== undefined
  )
}

function parts(blocks: readonly Block[], isEntry: (block: Block, lead: Lead) => boolean): Part[] {
  return blocks.map((block): Part => {
    if (block.kind === 'rule') return { kind: 'rule' }
    const lead =
      leadOfBlock(block) ?? (block.kind === 'heading' ? wholeLead(block.runs) : undefined)
    if (lead && isEntry(block, lead)) return { kind: 'entry', lead, inside: [], isClosed: false }
    return { kind: 'text', block }
  })
}

/** A heading with a link somewhere in it: all of it is the title. */
function wholeLead(runs: readonly Run[]): Lead | undefined {
  const link = firstLink(runs)
  return (
    link && { ...link, title: lineOf(textOfRuns(withoutPermalinks(runs))), before: [], rest: [] }
  )
}

function listParts(blocks: readonly Block[]): Part[] {
  return blocks.flatMap((block): Part[] => {
    if (block.kind === 'rule') return [{ kind: 'rule' }]
    if (block.kind !== 'list' || leadsOfList(block) + looseOf(block) === 0)
      return [{ kind: 'text', block }]
    return block.items.map((item): Part => {
      const [head, ...inside] = item
      const lead = leadOfBlock(head) ?? looseLead(head)
      if (!lead)
        return {
          kind: 'text',
          block: head ?? { kind: 'rule' },
        }
      const isClosed = block.items.length > 1 || inside.length > 0
      return { kind: 'entry', lead, inside: inside.map(unwrapSingle), isClosed }
    })
  })
}

const looseOf = (block: Block & { kind: 'list' }) =>
  block.items.filter((item) => looseLead(item[0]) !== undefined).length

/** "Great on clocks: Clocks that lie": the one link of a line, with the words before it as note. */
function looseLead(block: Block | undefined): Lead | undefined {
  if (block?.kind !== 'paragraph' || countLinks(block.runs) !== 1) return undefined
  return firstLink(block.runs)
}

/** Nothing begins with a link: lines that hold just one are entries all the same. */
function looseParts(blocks: readonly Block[]): Part[] {
  if (blocks.some((block) => block.kind === 'list' && looseOf(block) > 0)) return listParts(blocks)
  return blocks.map((block): Part => {
    if (block.kind === 'rule') return { kind: 'rule' }
    const lead = looseLead(block)
    if (!lead || textOfRuns(lead.before).length + textOfRuns(lead.rest).length > 400)
      return { kind: 'text', block }
    return { kind: 'entry', lead, inside: [], isClosed: true }
  })
}

/** A list of one, below a title, is the note and no list. */
function unwrapSingle(block: Block): Block {
  const [only] = block.kind === 'list' && block.items.length === 1 ? (block.items[0] ?? []) : []
  return only && block.kind === 'list' && block.items[0]?.length === 1 ? only : block
}
