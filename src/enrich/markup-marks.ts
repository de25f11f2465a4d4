/** Which elements and classes mark an author, a date, or a part of the page that is not the page. */

export const CLASS_HINT =
  /author|byline|by-|writer|entry|name|publish|post|date|timestamp|comment|respond|sidebar|related|photo|summary|creator|caption/i

/** Ends in what it is: "byline", "ArticlePage-authorName", "detail__writer", "Byline_author__x7Z2k". */
const BYLINE_CLASS =
  /(?:^|[-_a-z0-9])(?:by-?line|authors?|author[-_]*names?|author-link|writer|byline[-_]*name|submitted-by)$/i
/** What a build adds to a class to keep it apart from others. */
const HASHED = /_{1,2}[A-Za-z0-9-]*[A-Z0-9][A-Za-z0-9-]*$/

export function isBylineMark(name: string): boolean {
  return BYLINE_CLASS.test(name) || BYLINE_CLASS.test(name.replace(HASHED, ''))
}
export const ASIDE_CLASS =
  /^(?:comments?|comment-list|commentlist|comment-body|respond|sidebar|related|related-posts|h-cite|u-comment|wp-caption|caption|author-bio|author-box|about-author)$/
export const ASIDE_TAGS = new Set(['nav', 'aside', 'footer'])
export const MARKED_PROPERTIES = new Set([
  'headline',
  'datepublished',
  'description',
  'image',
  'name',
  'inlanguage',
  'publisher',
])
export const BLOCKS = new Set([
  'p',
  'div',
  'br',
  'li',
  'h1',
  'h2',
  'h3',
  'tr',
  'td',
  'section',
  'article',
  'ul',
])

export type Attributes = Record<string, string | undefined>

export const VOID = new Set(['meta', 'link', 'img', 'input', 'br', 'hr', 'source', 'base'])
export const OUTER = new Set(['html', 'body', 'main', 'article'])

/** Indentation is no text. Most runs show in their first characters what they are. */
export function isBlank(html: string, start: number, end: number): boolean {
  let at = start
  while (at < end && html.charCodeAt(at) <= 0x20) at++
  return at === end
}

const DATE_CLASS = /(?:^|\s)(?:dt-published|published|entry-date)(?:\s|$)/
const DATELINE_CLASS =
  /(?:^|\s)(?:(?:post|article|news|story|blog|byline|meta|publish(?:ed)?|pub|publication)[-_]*date|date[-_]*(?:published|posted|line)|posted-on|published-on|dateline|timestamp)(?:\s|$)/i

/** A day in words, in an element that is there to show it. */
export function isDateline(a: Attributes): boolean {
  return a.class !== undefined && DATELINE_CLASS.test(a.class)
}

export function isMarkedDate(a: Attributes): boolean {
  return (
    (a.itemprop !== undefined && /(?:^|\s)datepublished(?:\s|$)/i.test(a.itemprop)) ||
    (a.class !== undefined && CLASS_HINT.test(a.class) && DATE_CLASS.test(a.class)) ||
    (a.pubdate !== undefined && a.datetime !== undefined)
  )
}
