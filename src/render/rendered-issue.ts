import type { Issue, Publication } from '../domain/issue.ts'

/** All that a rendering needs; the same frozen model gives mail, text, Markdown and page. */
export interface IssueDocument {
  issue: Issue
  publication: Publication
  /** Absolute URLs below BASE_URL. */
  urls: { home: string; issue: string; archive: string }
  /** Links that have a short id lead over it. Absent counts as false. */
  countsClicks?: boolean
}

/**
 * Places in a rendered mail that differ by recipient.
 * The rendering contains each marker string where the value goes; a marker carries 128 random
 * bits, so that no text of an owner or a page can imitate it.
 */
export interface RecipientSlots {
  unsubscribeUrl: string
  /** One sentence: why this person gets the mail. Plain text; escaped when filled into HTML. */
  reason: string
  /** Present when the mail links to a page of preferences. */
  preferencesUrl?: string
}

export interface RenderedMail {
  subject: string
  /** Inbox line after the subject, 85–140 characters where the content allows. */
  preheader: string
  html: string
  text: string
  mjml: string
  /** The markers that stand in `html` and `text`. */
  slots: RecipientSlots
  /** Size of `html` in bytes as UTF-8. */
  htmlBytes: number
  /** What the owner should know before sending, e.g. that Gmail will clip the mail. */
  warnings: string[]
}
