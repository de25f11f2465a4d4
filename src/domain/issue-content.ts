import { createHash } from 'node:crypto'
import type { Entry, Issue } from './issue.ts'

/** What of an issue is edited: its words, its sections, its entries in order. */
export interface IssueContent extends Pick<Issue, 'title' | 'slug' | 'intro' | 'outro'> {
  sections: { name: string | null; entries: EntryContent[] }[]
}

export type EntryContent = Pick<Entry, 'id' | 'linkId' | 'title' | 'url' | 'authors' | 'note'>

/** Who changed an issue: in the rooms, over the API, by assembling, or by changing its links. */
export type RevisionSource = 'room' | 'api' | 'assembly' | 'links'

export interface RevisionAuthor {
  source: RevisionSource
  /** The account or the token. */
  name: string
  /** Tells one login or token from another. */
  session: string
}

/** An entry that a restore could not bring back as it was. */
export interface RestoreLoss {
  title: string
  /** `elsewhere`: another issue has its link, so it stays there. `no_link`: back, but its link was deleted. */
  reason: 'elsewhere' | 'no_link'
}

/** One state of an issue that was kept. */
export interface Revision extends RevisionAuthor {
  id: number
  issueId: number
  content: IssueContent
  /** When the revision was made that this one brought back. */
  restoredFrom: Date | null
  losses: RestoreLoss[]
  begunAt: Date
  madeAt: Date
}

export function contentOf(issue: Issue): IssueContent {
  return ordered({
    ...issue,
    // A group without heading and without entries shows nothing.
    sections: issue.sections.filter(({ name, entries }) => name !== null || entries.length > 0),
  })
}

export function isSameContent(a: IssueContent, b: IssueContent): boolean {
  return JSON.stringify(ordered(a)) === JSON.stringify(ordered(b))
}

/** Tells two states of an issue apart, without holding one. */
export function contentVersionOf(issue: Issue): string {
  return createHash('sha256')
    .update(JSON.stringify(contentOf(issue)))
    .digest('base64url')
    .slice(0, 22)
}

/** The database gives the keys of JSON back in an order of its own. */
function ordered({ title, slug, intro, outro, sections }: IssueContent): IssueContent {
  return {
    title,
    slug,
    intro,
    outro,
    sections: sections.map(({ name, entries }) => ({
      name,
      entries: entries.map((entry) => ({
        id: entry.id,
        linkId: entry.linkId,
        title: entry.title,
        url: entry.url,
        authors: entry.authors,
        note: entry.note,
      })),
    })),
  }
}

/** Fewer characters than this are a correction, not a loss. */
const LOST_CHARACTERS = 100

/** Whether a change took an entry out or much of a text away: such a state is kept by itself. */
export function takesAway(before: IssueContent, after: IssueContent): boolean {
  const left = new Map(entriesOf(after).map((entry) => [entry.id, entry]))
  const isShorter = (from: string, to: string) => from.length - to.length >= LOST_CHARACTERS
  return (
    isShorter(before.intro, after.intro) ||
    isShorter(before.outro, after.outro) ||
    entriesOf(before).some((entry) => {
      const now = left.get(entry.id)
      return now === undefined || isShorter(entry.note, now.note)
    })
  )
}

/** In the order in which they are shown. */
export const entriesOf = <T>({ sections }: { sections: readonly { entries: T[] }[] }) =>
  sections.flatMap(({ entries }) => entries)
