import { html } from 'hono/html'
import type { Html } from './layout.ts'

/** Names of the feeds of a page, below the page's own address. */
export const FEED_FILES = { rss: 'feed.xml', atom: 'atom.xml', json: 'feed.json' } as const
/** The feeds of all links, beside those of the issues. */
export const LINK_FEED_FILES = { rss: 'links.xml', atom: 'links.atom', json: 'links.json' } as const

const KINDS = [
  ['rss', 'application/rss+xml', 'RSS'],
  ['atom', 'application/atom+xml', 'Atom'],
  ['json', 'application/feed+json', 'JSON Feed'],
] as const

/** `rel=alternate` of the three formats; `folder` ends with a slash. */
export function feedLinks(
  baseUrl: string,
  folder: string,
  files: Record<'rss' | 'atom' | 'json', string>,
  title: string,
): Html {
  return html`${KINDS.map(
    ([format, type, name]) =>
      html`<link rel="alternate" type="${type}" title="${title}, ${name}" href="${baseUrl}${folder}${files[format]}">\n`,
  )}`
}
