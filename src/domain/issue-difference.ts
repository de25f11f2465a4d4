import { type EntryContent, entriesOf, type IssueContent } from './issue-content.ts'
import { type TextPart, textDifference } from './text-difference.ts'

/** One thing that is different between two states of an issue. */
export type IssueChange =
  | { kind: 'text'; field: 'title' | 'slug' | 'intro' | 'outro'; parts: TextPart[] }
  | { kind: 'entry-text'; title: string; field: EntryField; parts: TextPart[] }
  | { kind: 'entry-added' | 'entry-removed'; title: string; section: string | null }
  | { kind: 'entry-moved'; title: string; from: string | null; to: string | null }
  | { kind: 'reordered'; section: string | null; titles: string[] }
  | { kind: 'section-added' | 'section-removed'; name: string }
  | { kind: 'section-renamed'; from: string; to: string }
  | { kind: 'sections-reordered'; names: string[] }

export type EntryField = 'title' | 'authors' | 'note' | 'url'
type Section = IssueContent['sections'][number]

const TEXTS = ['title', 'intro', 'outro', 'slug'] as const
const ENTRY_TEXTS = ['title', 'authors', 'note', 'url'] as const

/** What changed from one state of an issue to the next, words first, then sections, then entries. */
export function issueDifference(before: IssueContent, after: IssueContent): IssueChange[] {
  const changes: IssueChange[] = []
  for (const field of TEXTS)
    if (before[field] !== after[field])
      changes.push({ kind: 'text', field, parts: textDifference(before[field], after[field]) })
  const renamed = renames(before, after)
  const sections = before.sections.map(({ name, entries }) => ({
    name: name === null ? null : (renamed.get(name) ?? name),
    entries,
  }))
  changes.push(...sectionChanges(before, after, renamed))
  return [...changes, ...entryChanges({ ...before, sections }, after)]
}

/** A section that went and one that came are the same if most entries stand in both. */
function renames(before: IssueContent, after: IssueContent): Map<string, string> {
  const found = new Map<string, string>()
  const isIn = ({ sections }: IssueContent, name: string | null) =>
    sections.some((section) => section.name === name)
  const gone = before.sections.filter(({ name }) => !isIn(after, name))
  const fresh = after.sections.filter(({ name }) => !isIn(before, name))
  for (const [index, section] of gone.entries()) {
    const isSame = (other: Section) => {
      const both = section.entries.filter(({ id }) => other.entries.some((each) => each.id === id))
      if (section.entries.length === 0 && other.entries.length === 0)
        return gone.length === fresh.length && fresh.indexOf(other) === index
      return both.length * 2 > Math.max(section.entries.length, other.entries.length)
    }
    const other = fresh.find(isSame)
    if (section.name !== null && other?.name != null) found.set(section.name, other.name)
  }
  return found
}

function sectionChanges(
  before: IssueContent,
  after: IssueContent,
  renamed: Map<string, string>,
): IssueChange[] {
  const changes: IssueChange[] = [...renamed].map(([from, to]) => ({
    kind: 'section-renamed',
    from,
    to,
  }))
  const names = ({ sections }: IssueContent) => sections.flatMap(({ name }) => name ?? [])
  const [was, is] = [names(before).map((name) => renamed.get(name) ?? name), names(after)]
  for (const name of is) if (!was.includes(name)) changes.push({ kind: 'section-added', name })
  for (const name of was) if (!is.includes(name)) changes.push({ kind: 'section-removed', name })
  if (!isSameOrder(was, is)) changes.push({ kind: 'sections-reordered', names: is })
  return changes
}

function entryChanges(before: IssueContent, after: IssueContent): IssueChange[] {
  const changes: IssueChange[] = []
  const old = new Map(entriesOf(before).map((entry) => [entry.id, entry]))
  const oldByLink = new Map(entriesOf(before).map((entry) => [entry.linkId, entry]))
  const oldByUrl = new Map(entriesOf(before).map((entry) => [entry.url, entry]))
  // An entry that was taken out and came back as a new row is still the one of its link or page.
  const sameAs = (entry: EntryContent) =>
    old.get(entry.id) ??
    (entry.linkId === null ? oldByUrl.get(entry.url) : oldByLink.get(entry.linkId))
  const placeOf = new Map(
    before.sections.flatMap(({ name, entries }) => entries.map(({ id }) => [id, name] as const)),
  )
  const kept = new Set<number>()
  for (const { name, entries } of after.sections) {
    const stayed: number[] = []
    for (const entry of entries) {
      const was = sameAs(entry)
      if (!was) {
        changes.push({ kind: 'entry-added', title: entry.title, section: name })
        continue
      }
      kept.add(was.id)
      const from = placeOf.get(was.id) ?? null
      if (from === name) stayed.push(was.id)
      else changes.push({ kind: 'entry-moved', title: entry.title, from, to: name })
      changes.push(...textChanges(was, entry))
    }
    const wasOrder = before.sections.find((section) => section.name === name)?.entries ?? []
    if (
      !isSameOrder(
        wasOrder.map(({ id }) => id),
        stayed,
      )
    )
      changes.push({ kind: 'reordered', section: name, titles: entries.map(({ title }) => title) })
  }
  for (const { name, entries } of before.sections)
    for (const { id, title } of entries)
      if (!kept.has(id)) changes.push({ kind: 'entry-removed', title, section: name })
  return changes
}

function textChanges(was: EntryContent, is: EntryContent): IssueChange[] {
  return ENTRY_TEXTS.flatMap((field): IssueChange[] => {
    const [from, to] = [String(was[field]), String(is[field])]
    if (from === to) return []
    const [before, after] =
      field === 'authors' ? [was.authors.join(', '), is.authors.join(', ')] : [from, to]
    return [{ kind: 'entry-text', title: is.title, field, parts: textDifference(before, after) }]
  })
}

/** Of what is in both: does it stand in the same order? */
function isSameOrder<T>(before: T[], after: T[]): boolean {
  const was = before.filter((each) => after.includes(each))
  const is = after.filter((each) => before.includes(each))
  return was.every((each, index) => each === is[index])
}
