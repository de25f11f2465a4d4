/** A roundup that was published elsewhere, as far as a file says what it held. */
export interface OldPost {
  title: string
  /** `YYYY-MM`; null when neither title nor date tells. */
  month: string | null
  /** When it was published: an instant in ISO 8601, or a bare day; null when the file is silent. */
  date: string | null
  /** Where it was: an absolute address, or a path of a site that is not named. */
  oldUrl: string | null
  /** Markdown, as are the outro and the notes. */
  intro: string
  outro: string
  /** In their order; the group without a name is last. */
  sections: OldSection[]
  /** What has no place in an issue, each with the reason. */
  leftOut: LeftOut[]
}

export interface OldSection {
  name: string | null
  entries: OldEntry[]
}

export interface OldEntry {
  title: string
  /** In normal form, without what only counts visitors. */
  url: string
  authors: string[]
  note: string
}

export interface LeftOut {
  /** The words that were left out, shortened. */
  text: string
  reason: string
}
