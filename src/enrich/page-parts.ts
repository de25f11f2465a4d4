/**
 * What one pass over a page keeps: attributes of the few elements that speak of the page, and
 * the text of those that name it. Everything has a limit, because a page may be hostile.
 */
export interface MetaTag {
  /** Lower case. One element may serve two vocabularies, so all three are kept. */
  names: string[]
  itemprop: string
  httpEquiv: string
  content: string
}

export interface LinkTag {
  rels: string[]
  href: string
  type: string
  hreflang: string
  media: string
  title: string
}

export interface Byline {
  /** `rel=author`, `itemprop=author`, `p-author` or the class that marked it. */
  mark: 'rel' | 'itemprop' | 'microformats' | 'class'
  text: string
  href: string
}

export interface PageDate {
  mark: 'itemprop' | 'created' | 'microformats' | 'time' | 'updated' | 'class'
  value: string
}

export interface PageParts {
  title: string
  /** The title ran on to the end of the page. */
  isTitleOpen: boolean
  headings: string[]
  /** The first h2. */
  subheading: string
  metas: MetaTag[]
  links: LinkTag[]
  jsonLd: string[]
  scripts: string[]
  bylines: Byline[]
  dates: PageDate[]
  /** `itemprop` and microformat names → first text. */
  marked: Map<string, string>
  baseHref: string
  language: string
  entries: number
  hasPasswordField: boolean
  /** A field for a password or a mail address. */
  hasLoginField: boolean
  /** Refresh inside noscript: meant for browsers without scripts only. */
  noscriptRefresh: string
  /** Visible characters. */
  textLength: number
}

export function createParts(): PageParts {
  return {
    title: '',
    isTitleOpen: false,
    headings: [],
    subheading: '',
    metas: [],
    links: [],
    jsonLd: [],
    scripts: [],
    bylines: [],
    dates: [],
    marked: new Map(),
    baseHref: '',
    language: '',
    entries: 0,
    hasPasswordField: false,
    hasLoginField: false,
    noscriptRefresh: '',
    textLength: 0,
  }
}
