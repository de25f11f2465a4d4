import {
  eachElement,
  findElement,
  hasClass,
  isElement,
  lineOf,
  type MarkupElement,
  type MarkupNode,
  prune,
  textOf,
} from './markup-tree.ts'

export interface PageParts {
  title: string | undefined
  date: string | undefined
  url: string | undefined
  /** Where relative addresses begin. */
  base: string | undefined
  main: MarkupElement
}

const CHROME = new Set('nav,aside,head,title,meta,link'.split(','))
const CHROME_CLASS =
  /^(?:nav|navigation|menu|sidebar|breadcrumbs?|comments?|comment-list|respond|related|share|sharing|sharedaddy|jp-relatedposts|social|pagination|pager|post-navigation|toc|table-of-contents|site-header|site-footer|subscribe|newsletter-signup|skip|skip-link|screen-reader-text)$/i
const CONTENT_CLASS =
  /^(?:e-content|entry-content|post-content|post-body|article-content|article-body|content-body|post__content|post-entry|gh-content|body-markup|available-content|h-entry)$/i
const BYLINE_CLASS =
  /^(?:post-meta|entry-meta|byline-meta|posted-on|post-date|dt-published|published|entry-footer|post-footer|tags|post-tags)$/i

/** A saved page: its post alone, without what stands around it, and what its head says. */
export function readPage(root: MarkupElement): PageParts {
  const meta = (name: string) =>
    findElement(
      root,
      (each) => each.name === 'meta' && (each.attribs.property ?? each.attribs.name) === name,
    )?.attribs.content
  const link = (rel: string) =>
    findElement(root, ({ name, attribs }) => name === 'link' && attribs.rel === rel)?.attribs.href
  const base = findElement(root, ({ name }) => name === 'base')?.attribs.href
  const content = contentOf(root)
  const time = findElement(
    content.around,
    ({ name, attribs }) => name === 'time' && !!attribs.datetime,
  )
  const url = link('canonical') ?? meta('og:url')
  return {
    title: titleOf(root, content.around, meta('og:title')),
    date: meta('article:published_time') ?? time?.attribs.datetime,
    url,
    base: base ?? url,
    main: content.main,
  }
}

/** Without what no reader of the post would call a part of it. */
function contentOf(root: MarkupElement): { around: MarkupElement; main: MarkupElement } {
  const body = findElement(root, ({ name }) => name === 'body') ?? root
  const articles = [...eachElement(body.children)].filter(({ name }) => name === 'article')
  const around =
    articles.length === 1
      ? (articles[0] as MarkupElement)
      : (findElement(body, ({ name }) => name === 'main') ?? body)
  const content = [...eachElement([around])].filter((each) => hasClass(each, CONTENT_CLASS))
  // The innermost of several that lie in each other, as long as it is the only one.
  const inner = content.filter(
    (each) => !content.some((other) => other !== each && holds(each, other)),
  )
  const main = inner.length === 1 ? (inner[0] as MarkupElement) : around
  const isPost = main !== body
  return {
    around,
    main: prune(main, (each) => {
      if (CHROME.has(each.name) || each.attribs.role === 'navigation') return false
      if (hasClass(each, CHROME_CLASS) || (main === around && hasClass(each, BYLINE_CLASS)))
        return false
      if (isSiteLine(each)) return false
      if (each.attribs.hidden !== undefined || each.attribs['aria-hidden'] === 'true') return false
      // A page's own head and foot; within a post they hold its title.
      if (!isPost && (each.name === 'header' || each.name === 'footer'))
        return each.children.some((child) => isElement(child) && child.name === 'h1')
      return each.name !== 'time'
    }),
  }
}

/** Our own line of site and tags, where no author stands in it. */
function isSiteLine(element: MarkupElement): boolean {
  const has = (name: RegExp) => findElement(element, (each) => hasClass(each, name)) !== undefined
  return hasClass(element, /^byline$/) && has(/^p-publication$/) && !has(/^p-author$/)
}

function holds(outer: MarkupElement, inner: MarkupElement): boolean {
  for (const each of eachElement(outer.children)) if (each === inner) return true
  return false
}

function titleOf(root: MarkupElement, around: MarkupElement, og: string | undefined) {
  const named = findElement(
    around,
    (each) => hasClass(each, /^(?:p-name|entry-title|post-title)$/) && /^h[1-6]$/.test(each.name),
  )
  const h1 = [...eachElement(around.children)].filter(({ name }) => name === 'h1')
  const head = findElement(root, ({ name }) => name === 'title')
  const text = (element: MarkupElement | undefined) =>
    element ? lineOf(textOf(element.children)).replace(/\s*[#¶§]$/, '') || undefined : undefined
  return (
    text(named) ??
    (h1.length === 1 ? text(h1[0]) : undefined) ??
    (og ? lineOf(og) : undefined) ??
    // "Title · Site": the longer part is the title.
    text(head)
      ?.split(/\s+[|·–—»-]\s+/)
      .sort((a, b) => b.length - a.length)[0]
  )
}

/** A mark that leads to a note at the foot, and the note: "(text)" where the mark was. */
export function placeFootnotes(root: MarkupElement): MarkupElement {
  const byId = new Map<string, MarkupElement>()
  for (const each of eachElement(root.children))
    if (each.attribs.id) byId.set(each.attribs.id, each)
  const used = new Set<MarkupElement>()
  const noteOf = (link: MarkupElement, isRaised: boolean): MarkupElement | undefined => {
    const { href = '', class: names = '', role } = link.attribs
    const isMark = isRaised || /footnote|fnref/i.test(names) || role === 'doc-noteref'
    if (!isMark || !href.startsWith('#')) return undefined
    const note = byId.get(decode(href.slice(1)))
    return note && /^(?:li|p|div|aside|section|span)$/.test(note.name) ? note : undefined
  }
  const replace = (element: MarkupElement, isRaised: boolean): MarkupElement => ({
    ...element,
    children: element.children.flatMap((child): MarkupNode[] => {
      if (!isElement(child)) return [child]
      const raised = isRaised || child.name === 'sup'
      const note = child.name === 'a' ? noteOf(child, raised) : undefined
      if (note) {
        used.add(note)
        const words = lineOf(textOf(withoutReturn(note).children)).replace(/[.\s]+$/, '')
        return words === '' ? [] : [` (${words})`]
      }
      const inner = replace(child, raised)
      // What was raised was the mark alone.
      return child.name === 'sup' &&
        inner.children.some((each) => !isElement(each) && each.startsWith(' ('))
        ? inner.children
        : [inner]
    }),
  })
  const replaced = replace(root, false)
  if (used.size === 0) return root
  const usedIds = new Set([...used].map(({ attribs }) => attribs.id))
  return prune(replaced, (each) => {
    if (each.attribs.id !== undefined && usedIds.has(each.attribs.id)) return false
    return !(hasClass(each, /^footnotes(?:-list|-sep)?$/) || each.attribs.role === 'doc-endnotes')
  })
}

const withoutReturn = (note: MarkupElement) =>
  prune(note, ({ name, attribs }) => !(name === 'a' && (attribs.href ?? '').startsWith('#')))

function decode(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    // A stray "%" is part of the name.
    return text
  }
}
