/**
 * A text → intro, sections and entries of an issue.
 *
 * Nobody writes roundups alike, so the way of writing is looked for first: whether entries are
 * headings, lines or list items, whether notes stand before or after them, how authors are named.
 * What finds no place is said, not lost.
 */
import { type Draft, draftOf, type FoundEntry, settleAuthors } from './draft-entry.ts'
import { type Block, nodesOfBlock, textOfBlock, textOfRuns } from './flow.ts'
import { leadOfBlock } from './lead.ts'
import { lineOf, type MarkupNode } from './markup-tree.ts'
import { cutIntoRegions, type EntryPart, type Part, partsOf } from './regions.ts'

export interface FoundPost {
  title: string | undefined
  intro: MarkupNode[]
  outro: MarkupNode[]
  sections: { name: string | null; entries: FoundEntry[] }[]
  /** Texts between a heading and its first entry, or under a heading without any. */
  unplaced: { section: string; text: string }[]
}

interface Group {
  name: string | null
  parts: Part[]
}

export function recognise(
  blocks: readonly Block[],
  known: { title?: string | undefined },
): FoundPost {
  const { title, rest } = takeTitle(blocks, known.title)
  const regions = cutIntoRegions(rest)
  const groups = splitAtRules(
    regions.map((region) => ({
      name: region.name,
      parts: partsOf(region, { isAlone: regions.length === 1 }),
    })),
  )
  const isBefore = hasNotesBefore(groups)
  const first = groups.findIndex(hasEntries)
  const last = groups.findLastIndex(hasEntries)
  const found: FoundPost = { title, intro: [], outro: [], sections: [], unplaced: [] }
  const drafts: Draft[] = []
  groups.forEach(({ name, parts }, index) => {
    if (!hasEntries({ name, parts })) {
      const nodes = [...headingOf(name), ...nodesOfTexts(parts)]
      if (first === -1 || index < first) found.intro.push(...nodes)
      else if (index > last) found.outro.push(...nodes)
      else found.unplaced.push(...unplacedOf(name, parts))
      return
    }
    const { lead, entries, trail } = assign(parts, isBefore)
    if (index === first && (name === null || isBefore)) found.intro.push(...nodesOfTexts(lead))
    else found.unplaced.push(...unplacedOf(name, lead))
    if (index === last) found.outro.push(...nodesOfTexts(trail))
    else found.unplaced.push(...unplacedOf(name, trail))
    drafts.push(...entries)
    addSection(found, name, entries)
  })
  settleAuthors(drafts)
  return found
}

const hasEntries = ({ parts }: Group) => parts.some(({ kind }) => kind === 'entry')

/** The heading that names the whole post. */
function takeTitle(blocks: readonly Block[], known: string | undefined) {
  const [head, next] = blocks
  const headings = blocks.filter(
    (block): block is Block & { kind: 'heading' } =>
      block.kind === 'heading' && leadOfBlock(block) === undefined,
  )
  if (head?.kind !== 'heading' || leadOfBlock(head)) return { title: known, rest: [...blocks] }
  const text = lineOf(textOfRuns(head.runs))
  const isOnly = headings.filter(({ level }) => level === head.level).length === 1
  const isHighest = headings.every(({ level }) => level >= head.level)
  const beginsSection = next !== undefined && leadOfBlock(next) !== undefined
  const isSame = known !== undefined && text.toLowerCase() === known.toLowerCase()
  const names =
    isSame ||
    (head.level === 1 && isOnly && headings.length > 1) ||
    (known === undefined &&
      isOnly &&
      isHighest &&
      !beginsSection &&
      next?.kind !== 'heading' &&
      headings.length > 2) ||
    (known === undefined && head.level === 1 && !beginsSection)
  if (!names) return { title: known, rest: [...blocks] }
  return { title: known ?? text, rest: blocks.slice(1) }
}

/**
 * A rule between entries, the only one there, ends the named section: what follows stands under
 * no heading. A post that has a rule after each entry means nothing by it.
 */
function splitAtRules(groups: Group[]): Group[] {
  const inner = ({ parts }: Group) => {
    const from = parts.findIndex(({ kind }) => kind === 'entry')
    const until = parts.findLastIndex(({ kind }) => kind === 'entry')
    return parts.flatMap(({ kind }, at) => (kind === 'rule' && at > from && at < until ? [at] : []))
  }
  const isOrnament = groups.some((group) => inner(group).length > 1)
  const last = groups.findLastIndex(hasEntries)
  return groups.flatMap((group, index) => {
    const [at] = isOrnament ? [] : inner(group)
    const split =
      at === undefined || group.name === null
        ? [group]
        : [
            { name: group.name, parts: group.parts.slice(0, at) },
            { name: null, parts: group.parts.slice(at + 1) },
          ]
    if (index !== last) return split
    // After the last entry, a rule begins the closing words.
    const end = split.pop() as Group
    const lastEntry = end.parts.findLastIndex(({ kind }) => kind === 'entry')
    const rule = end.parts.findIndex(({ kind }, place) => kind === 'rule' && place > lastEntry)
    if (rule === -1) return [...split, end]
    return [
      ...split,
      { ...end, parts: end.parts.slice(0, rule) },
      { name: null, parts: end.parts.slice(rule + 1) },
    ]
  })
}

/** Nearly every entry has a text before it, and no section ends with one. */
function hasNotesBefore(groups: Group[]): boolean {
  let entries = 0
  let preceded = 0
  let leading = 0
  for (const { parts } of groups.filter(hasEntries)) {
    const shown = parts.filter(({ kind }) => kind !== 'rule')
    if (shown.at(-1)?.kind !== 'entry') return false
    if (shown[0]?.kind === 'text') leading++
    shown.forEach((part, at) => {
      if (part.kind !== 'entry') return
      if (part.isClosed || part.inside.length > 0) entries += 1_000
      entries++
      if (shown[at - 1]?.kind === 'text') preceded++
    })
  }
  return leading > 0 && entries > 0 && preceded >= 0.6 * entries && preceded > 1
}

/** Which texts belong to which entry. */
function assign(parts: readonly Part[], isBefore: boolean) {
  const lead: Part[] = []
  const trail: Part[] = []
  const entries: Draft[] = []
  let waiting: Block[] = []
  let current: { part: EntryPart; blocks: Block[] } | undefined
  let isAfterList = false

  const end = () => {
    if (current) entries.push(draftOf(current.part, current.blocks))
    current = undefined
  }
  for (const part of parts) {
    if (part.kind === 'entry') {
      end()
      isAfterList = part.isClosed
      if (isBefore && entries.length === 0 && waiting.length > 1)
        lead.push(...waiting.splice(0, waiting.length - 1).map(textPart))
      current = { part, blocks: [...part.inside, ...waiting] }
      waiting = []
      if (isBefore || part.isClosed) end()
    } else if (part.kind === 'text') {
      if (isBefore) waiting.push(part.block)
      else if (current) current.blocks.push(part.block)
      else (isAfterList ? trail : lead).push(part)
    }
  }
  end()
  return { lead, entries, trail: [...trail, ...waiting.map(textPart)] }
}

const textPart = (block: Block): Part => ({ kind: 'text', block })

function addSection(found: FoundPost, name: string | null, drafts: Draft[]): void {
  // The same objects: their authors are settled when all are known.
  const section = found.sections.find((each) => each.name === name)
  if (section) section.entries.push(...drafts)
  else found.sections.push({ name, entries: drafts })
}

const INTRO = /^(?:intro(?:duction)?|einleitung|vorwort|hello|hallo|welcome)$/i

function headingOf(name: string | null): MarkupNode[] {
  if (name === null || INTRO.test(name)) return []
  return [{ name: 'p', attribs: {}, children: [{ name: 'strong', attribs: {}, children: [name] }] }]
}

function nodesOfTexts(parts: readonly Part[]): MarkupNode[] {
  return parts.flatMap((part) => (part.kind === 'text' ? [nodesOfBlock(part.block)] : []))
}

function unplacedOf(name: string | null, parts: readonly Part[]) {
  const text = lineOf(
    parts.flatMap((part) => (part.kind === 'text' ? [textOfBlock(part.block)] : [])).join(' '),
  )
  return text === '' ? [] : [{ section: name ?? '', text }]
}
