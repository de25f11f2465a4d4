import type { Entry } from '../domain/issue.ts'
import { archivedCopyUrl } from '../domain/link-check.ts'
import { monthName } from '../domain/month.ts'
import { cleanLine, cleanText } from './clean-text.ts'
import { directionOf, knownLocale } from './locale.ts'
import type { IssueDocument } from './rendered-issue.ts'
import { hostOf, webUrl } from './safe-url.ts'
import { mailWords } from './words.ts'

/** Longer titles, names and sites are cut; they come from pages, which may say anything. */
const MAX_TITLE_LENGTH = 500
const MAX_NAME_LENGTH = 120
const MAX_AUTHORS = 50
const MAX_TAGS = 50

export interface EntryModel {
  id: number
  /** 1, 2, 3 … through the whole issue. */
  number: number
  title: string
  /** Null when the address is not http(s): the title then stands without a link. */
  url: string | null
  /** Where mail and page lead: our own address where clicks are counted, else `url`. */
  href: string | null
  authors: string[]
  /** The site's name, else its host; null when it would only repeat an author. */
  site: string | null
  tags: string[]
  /** Markdown. */
  note: string
  /** Where a copy may be found of a page that is not there any more; null when it is, or not published. */
  archivedUrl: string | null
}

export interface SectionModel {
  name: string | null
  entries: EntryModel[]
}

/**
 * An issue as every format shows it: texts cleaned, addresses checked, empty sections gone, the
 * group without a heading last. All renderings start from here, so they cannot differ in content.
 */
export interface IssueModel {
  lang: string
  dir: 'ltr' | 'rtl'
  publication: string
  author: string
  title: string
  /** "July 2023". */
  month: string
  /** Markdown, as is the outro. */
  intro: string
  outro: string
  sections: SectionModel[]
  entryCount: number
  urls: IssueDocument['urls']
  /** Some links lead over our own address. */
  countsClicks: boolean
}

export function toIssueModel(document: IssueDocument): IssueModel {
  const { issue, publication, urls, countsClicks = false } = document
  const lang = knownLocale(publication.locale)
  const { untitled } = mailWords(lang)
  let number = 0
  const named = issue.sections.filter((section) => section.name !== null)
  const unnamed = issue.sections.filter((section) => section.name === null)
  const sections = [...named, ...unnamed]
    .filter((section) => section.entries.length > 0)
    .map((section) => ({
      name: section.name === null ? null : cleanLine(section.name, MAX_NAME_LENGTH),
      entries: section.entries.map((entry) => {
        number += 1
        const { publishedAt } = issue
        return toEntryModel(entry, number, {
          untitled,
          publishedAt,
          ...(countsClicks && { home: urls.home }),
        })
      }),
    }))
  return {
    lang,
    dir: directionOf(lang),
    publication: cleanLine(publication.name, MAX_NAME_LENGTH),
    author: cleanLine(publication.author, MAX_NAME_LENGTH),
    title: cleanLine(issue.title, MAX_TITLE_LENGTH) || untitled,
    month: monthName(issue.month, lang, { year: true }),
    intro: cleanText(issue.intro),
    outro: cleanText(issue.outro),
    sections,
    entryCount: number,
    urls,
    countsClicks: sections.some(({ entries }) => entries.some(({ url, href }) => url !== href)),
  }
}

export function toEntryModel(
  entry: Entry,
  number: number,
  // `home`: of our site, where clicks are counted.
  { untitled, publishedAt, home }: { untitled: string; publishedAt: Date | null; home?: string },
): EntryModel {
  const url = webUrl(entry.url)
  const host = url === null ? null : hostOf(url)
  const names = entry.authors.slice(0, MAX_AUTHORS)
  const authors = [...new Set(names.map((name) => cleanLine(name, MAX_NAME_LENGTH)))].filter(
    Boolean,
  )
  const site = cleanLine(entry.siteName ?? '', MAX_NAME_LENGTH) || host
  return {
    id: entry.id,
    number,
    title: cleanLine(entry.title, MAX_TITLE_LENGTH) || host || untitled,
    url,
    href: home !== undefined && url !== null && entry.shortId ? `${home}r/${entry.shortId}` : url,
    authors,
    site: site !== null && authors.includes(site) ? null : site,
    tags: entry.tags
      .slice(0, MAX_TAGS)
      .map((tag) => cleanLine(tag, MAX_NAME_LENGTH))
      .filter(Boolean),
    note: cleanText(entry.note),
    archivedUrl: entry.dead && url && publishedAt ? archivedCopyUrl(url, publishedAt) : null,
  }
}
