import { readFileSync } from 'node:fs'
import MarkdownIt from 'markdown-it'

interface SampleEntry {
  title: string
  authors: string[]
  note: string
}
interface Sample {
  title: string
  intro: string
  sections: { name: string | null; entries: SampleEntry[] }[]
}

/** A real month's roundup: 14 entries in three groups, the last without a heading. */
export const sample: Sample = JSON.parse(
  readFileSync(new URL('../../fixtures/sample-month.json', import.meta.url), 'utf8'),
)

export const addressOf = (title: string) =>
  `https://pages.example/${encodeURIComponent(
    title
      .toLowerCase()
      .replaceAll(' ', '-')
      .replace(/[()'&]/g, ''),
  )}`

/** What has to come out of each form. */
export const outline = sample.sections.map(({ name, entries }) => ({
  name,
  entries: entries.map(({ title, authors, note }) => ({
    title,
    url: addressOf(title),
    authors,
    note,
  })),
}))

const names = (authors: string[]) => authors.join(' and ')
const indent = (text: string, by: string) => text.replace(/\n(?=[^\n])/g, `\n${by}`)

/** How entries are written, each as Markdown of its own. */
export const STYLES: Record<string, (entry: SampleEntry, index: number) => string> = {
  'headings with the author below': ({ title, authors, note }) =>
    [`### [${title}](${addressOf(title)})`, authors.length && `by ${names(authors)}`, note]
      .filter(Boolean)
      .join('\n\n'),
  'headings with the author beside': ({ title, authors, note }) =>
    `### [${title}](${addressOf(title)})${authors.length ? ` by ${names(authors)}` : ''}\n\n${note}`,
  'bold lines': ({ title, authors, note }) =>
    `**[${title}](${addressOf(title)})**${authors.length ? ` – ${names(authors)}` : ''}\n\n${note}`,
  'plain lines with authors in brackets': ({ title, authors, note }) =>
    `[${title}](${addressOf(title)})${authors.length ? ` (${names(authors)})` : ''}\n\n${note}`,
  'list items with the note in them': ({ title, authors, note }) =>
    `- [${title}](${addressOf(title)})${authors.length ? ` by ${names(authors)}` : ''}: ${indent(note, '  ')}`,
  'list items with the note below': ({ title, authors, note }) =>
    `- [${title}](${addressOf(title)})${authors.length ? ` by ${names(authors)}` : ''}\n\n  ${indent(note, '  ')}`,
  'numbered list items, German': ({ title, authors, note }, index) =>
    `${index + 1}. [${title}](${addressOf(title)})${authors.length ? ` von ${authors.join(' und ')}` : ''}\n\n   ${indent(note, '   ')}`,
}

export function markdownOf(style: keyof typeof STYLES): string {
  const write = STYLES[style]
  const body = sample.sections.flatMap(({ name, entries }) => [
    name === null ? '---' : `## ${name}`,
    ...entries.map((entry, index) => write?.(entry, index) ?? ''),
  ])
  return [`# ${sample.title}`, sample.intro, ...body].join('\n\n')
}

const html = new MarkdownIt({ html: true })

/** Without the title, as blogs keep a post. */
export const bodyOf = (style: keyof typeof STYLES) =>
  html.render(markdownOf(style).replace(/^# .*\n/, ''))

export function pageOf(style: keyof typeof STYLES): string {
  return `<!doctype html><html lang="en"><head><meta charset="utf-8">
<title>${sample.title} | Small Hours</title>
<link rel="canonical" href="https://old.example/2023/08/reading-in-july/">
<meta property="article:published_time" content="2023-08-01T09:00:00+02:00">
<style>p { color: red }</style></head><body>
<header class="site-header"><a href="https://old.example/">Small Hours</a><nav><ul><li><a href="https://old.example/about">About</a></li></ul></nav></header>
<main><article class="post"><header><h1>${sample.title}</h1><p class="post-meta">1 August 2023</p></header>
<div class="entry-content">${bodyOf(style)}</div></article></main>
<aside class="sidebar"><h2>Recent</h2><ul><li><a href="https://old.example/x">Another post</a></li></ul></aside>
<footer><p><a href="https://wordpress.org/">Powered by WordPress</a></p></footer>
<script>document.write('<a href="https://bad.example/">no</a>')</script></body></html>`
}

export interface WxrItem {
  title: string
  link: string
  date: string
  content: string
  type?: string
  status?: string
}

export function wxrOf(items: WxrItem[]): string {
  const inXml = (text: string) => text.replaceAll('&', '&amp;').replaceAll('<', '&lt;')
  return `<?xml version="1.0" encoding="UTF-8" ?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:excerpt="http://wordpress.org/export/1.2/excerpt/" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:wp="http://wordpress.org/export/1.2/">
<channel><title>Small Hours</title><link>https://old.example</link><wp:wxr_version>1.2</wp:wxr_version>
${items
  .map(
    ({ title, link, date, content, type = 'post', status = 'publish' }) => `<item>
<title>${inXml(title)}</title><link>${inXml(link)}</link><pubDate>${new Date(date).toUTCString()}</pubDate>
<dc:creator><![CDATA[editor]]></dc:creator><guid isPermaLink="false">https://old.example/?p=7</guid>
<content:encoded><![CDATA[${content.replaceAll(']]>', ']]]]><![CDATA[>')}]]></content:encoded><excerpt:encoded><![CDATA[]]></excerpt:encoded>
<wp:post_id>7</wp:post_id><wp:post_date_gmt>${new Date(date).toISOString().slice(0, 19).replace('T', ' ')}</wp:post_date_gmt>
<wp:status>${status}</wp:status><wp:post_type>${type}</wp:post_type>
<category domain="category" nicename="links"><![CDATA[Links]]></category></item>`,
  )
  .join('\n')}
</channel></rss>`
}

/** As the block editor of WordPress stores it. */
export function blocksOf(style: keyof typeof STYLES): string {
  return bodyOf(style)
    .replace(/<(p|h2|h3|ul|ol)>/g, '<!-- wp:$1 -->\n<$1 class="wp-block">')
    .replace(/<\/(p|h2|h3|ul|ol)>/g, '</$1>\n<!-- /wp:$1 -->')
    .replace(/<hr>/g, '<!-- wp:separator --><hr class="wp-block-separator"/><!-- /wp:separator -->')
}
