import { DomUtils, Parser, parseDocument } from 'htmlparser2'
import { MOST_POSTS } from './post.ts'

export interface WxrPost {
  title: string
  url: string
  /** An instant in ISO 8601, or a bare day. */
  date: string | undefined
  html: string
  /** Blank lines make paragraphs: it was written before WordPress had blocks. */
  blankLines: boolean
}

/** Values of an item that are looked at. */
const FIELDS = new Set(
  'title,link,pubdate,content:encoded,wp:post_date,wp:post_date_gmt,wp:post_type,wp:status'.split(
    ',',
  ),
)
const STEP = 65_536

/**
 * The posts of a WordPress export (WXR): those that were published, newest first as the file has
 * them. A plain RSS file of posts is read as well. Entities that the file defines stay as they are.
 */
export function readWxr(xml: string): { posts: WxrPost[]; isCut: boolean } {
  const posts: WxrPost[] = []
  let item: Record<string, string> | undefined
  let field = ''
  let isCut = false
  const parser = new Parser(
    {
      onopentag(name) {
        const tag = name.toLowerCase()
        if (tag === 'item') item = {}
        else if (item && FIELDS.has(tag)) field = tag
      },
      ontext(text) {
        if (item && field !== '') item[field] = (item[field] ?? '') + text
      },
      onclosetag(name) {
        const tag = name.toLowerCase()
        if (tag === field) field = ''
        if (tag !== 'item' || !item) return
        const post = toPost(item)
        item = undefined
        if (!post) return
        if (posts.length < MOST_POSTS) posts.push(post)
        else isCut = true
      },
    },
    { xmlMode: true, decodeEntities: true },
  )
  for (let at = 0; at < xml.length && !isCut; at += STEP) parser.write(xml.slice(at, at + STEP))
  parser.end()
  return { posts, isCut }
}

function toPost(item: Record<string, string>): WxrPost | undefined {
  const type = item['wp:post_type']?.trim() ?? 'post'
  const status = item['wp:status']?.trim() ?? 'publish'
  const html = item['content:encoded'] ?? ''
  if (type !== 'post' || status !== 'publish' || html.trim() === '') return undefined
  return {
    title: titleOf(item),
    url: item.link?.trim() ?? '',
    date: dateOf(item),
    html,
    blankLines: !/<!--\s*wp:|<p[\s>]/i.test(html),
  }
}

/** WordPress keeps titles as HTML (`Q&amp;A`); those of a plain RSS file are text. */
function titleOf(item: Record<string, string>): string {
  const title = item.title?.trim() ?? ''
  return item['wp:post_type'] === undefined ? title : DomUtils.textContent(parseDocument(title))
}

function dateOf(item: Record<string, string>): string | undefined {
  const gmt = /^(\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d)$/.exec(item['wp:post_date_gmt']?.trim() ?? '')
  if (gmt && !gmt[1]?.startsWith('0000')) return `${gmt[1]}T${gmt[2]}Z`
  const published = Date.parse(item.pubdate?.trim() ?? '')
  if (Number.isFinite(published)) return new Date(published).toISOString()
  return /^\d{4}-\d\d-\d\d/.exec(item['wp:post_date']?.trim() ?? '')?.[0]
}
