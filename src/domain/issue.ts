import type { LinkKind } from './link.ts'
import type { DeadLink } from './link-check.ts'
import type { Look } from './look.ts'
import type { Month } from './month.ts'

export const ISSUE_STATES = [
  'draft',
  'scheduled',
  'sending',
  'paused',
  'sent',
  'cancelled',
] as const
export type IssueState = (typeof ISSUE_STATES)[number]

/** A link as an issue shows it. Follows the link while the issue is a draft, fixed once published. */
export interface Entry {
  id: number
  linkId: number | null
  title: string
  url: string
  authors: string[]
  /** Markdown. */
  note: string
  siteName: string | null
  kind: LinkKind | null
  tags: string[]
  /** Of the address at which clicks are counted, once published so. Absent counts as null. */
  shortId?: string | null
  /** Its page is not there any more. Absent counts as null. */
  dead?: DeadLink | null
}

/** `name: null` is the group without a heading; it comes last. */
export interface IssueSection {
  name: string | null
  entries: Entry[]
}

/** One month's roundup. */
export interface Issue {
  id: number
  month: Month
  title: string
  slug: string
  state: IssueState
  /** Markdown. */
  intro: string
  /** Markdown. */
  outro: string
  sections: IssueSection[]
  scheduledAt: Date | null
  /** Goes only to readers with this tag; to all when null. */
  audienceTag: string | null
  /** Put forward on the home page. Absent counts as false. */
  featured?: boolean
  /** When the page became public; the entries are fixed from then on. */
  publishedAt: Date | null
  sentAt: Date | null
  /** Set when the page was changed after publishing. */
  correctedAt: Date | null
  createdAt: Date
  updatedAt: Date
}

/** Whose issues these are. */
export interface Publication {
  name: string
  description: string
  author: string
  /** BCP 47; decides language and direction of mails and pages, month names, dates. */
  locale: string
  /** IANA name. */
  timeZone: string
  /** Whether strangers may join by themselves; yes when absent. */
  publicSignup?: boolean
  /** How its public pages look; as they come when absent. */
  look?: Look
}

export function countEntries(issue: Pick<Issue, 'sections'>): number {
  return issue.sections.reduce((sum, section) => sum + section.entries.length, 0)
}
