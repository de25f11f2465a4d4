/** Which elements and classes mark an author, a date, or a part of the page that is not the page. */

export const CLASS_HINT =
  /author|byline|entry|name|publish|comment|respond|sidebar|related|photo|summary|creator/i
export const BYLINE_CLASS =
  /^(?:byline|by-line|byline-name|byline__name|author|author-name|author__name|authorname|post-author|post__author|entry-author|article-author|article__author|author-link|meta-author)$/
export const ASIDE_CLASS =
  /^(?:comments?|comment-list|commentlist|comment-body|respond|sidebar|related|related-posts|h-cite|u-comment)$/
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

export function isMarkedDate(a: Attributes): boolean {
  return (
    (a.itemprop !== undefined && /(?:^|\s)datepublished(?:\s|$)/i.test(a.itemprop)) ||
    (a.class !== undefined && CLASS_HINT.test(a.class) && DATE_CLASS.test(a.class)) ||
    (a.pubdate !== undefined && a.datetime !== undefined)
  )
}
