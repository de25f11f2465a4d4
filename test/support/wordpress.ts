import { XMLParser } from 'fast-xml-parser'

/**
 * What the WordPress Importer (wordpress-importer 0.9) takes of a WXR file, by the rules of its two
 * parsers: the one on SimpleXML, and the one that reads line by line where PHP has no XML.
 */
export interface ImportedPost {
  title: string
  guid: string
  author: string
  content: string
  excerpt: string
  id: number
  date: string
  dateGmt: string
  name: string
  status: string
  type: string
  terms: { name: string; slug: string; domain: string }[]
}

export interface ImportedFile {
  version: string
  baseUrl: string
  authors: string[]
  posts: ImportedPost[]
}

interface WxrCategory {
  '#text': string
  '@domain': string
  '@nicename': string
}

/** Throws what the importer says when it does not take the file. */
export function readAsSimpleXml(xml: string): ImportedFile {
  const parser = new XMLParser({
    ignoreAttributes: false,
    attributeNamePrefix: '@',
    parseTagValue: false,
    htmlEntities: true,
    isArray: (name) => ['item', 'category', 'wp:author'].includes(name),
  })
  const { rss } = parser.parse(xml)
  if (rss['@xmlns:wp'] !== 'http://wordpress.org/export/1.2/') throw new Error('no wp namespace')
  const { channel } = rss
  return {
    version: checkedVersion(channel['wp:wxr_version']),
    baseUrl: channel['wp:base_site_url'].trim(),
    authors: channel['wp:author'].map((each: Record<string, string>) => each['wp:author_login']),
    posts: (channel.item ?? []).map((item: Record<string, string>) => ({
      ...postOf((name) => item[name] ?? ''),
      guid: (item.guid as unknown as Record<string, string>)['#text'],
      terms: ((item.category ?? []) as unknown as WxrCategory[]).map((each) => ({
        name: each['#text'],
        slug: each['@nicename'],
        domain: each['@domain'],
      })),
    })),
  }
}

export function readByLine(xml: string): ImportedFile {
  const tag = (text: string, name: string) => {
    const value = new RegExp(`<${name}.*?>([\\s\\S]*?)</${name}>`, 'i').exec(text)?.[1] ?? ''
    return unwrapped(value)
  }
  const items: string[] = []
  let item: string[] | undefined
  for (const line of xml.split('\n')) {
    if (line.includes('<item>')) item = []
    else if (line.includes('</item>') && item) {
      items.push(item.join('\n'))
      item = undefined
    } else item?.push(line)
  }
  return {
    version: checkedVersion(/<wp:wxr_version>(\d+\.\d+)<\/wp:wxr_version>/.exec(xml)?.[1]),
    baseUrl: /<wp:base_site_url>(.*?)<\/wp:base_site_url>/i.exec(xml)?.[1] ?? '',
    authors: [...xml.matchAll(/^<wp:author>(.*?)<\/wp:author>/gim)].map(([, text = '']) =>
      tag(text, 'wp:author_login'),
    ),
    posts: items.map((text) => ({
      ...postOf((name) => tag(text, name)),
      terms: [
        ...text.matchAll(
          /<category domain="([^"]+?)" nicename="([^"]+?)">([\s\S]+?)<\/category>/gi,
        ),
      ].map(([, domain = '', slug = '', name = '']) => ({ domain, slug, name: unwrapped(name) })),
    })),
  }
}

/** Why WordPress would leave a post out, or not show it; an empty list when it takes it. */
export function refusals(post: ImportedPost): string[] {
  const date = /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d$/
  return [
    ...(post.type === 'post' ? [] : ['Invalid post type']),
    ...(post.status === 'publish' ? [] : ['not published']),
    ...(post.id > 0 ? [] : ['no number']),
    ...(date.test(post.date) && date.test(post.dateGmt) ? [] : ['no date']),
    ...(post.title.trim() === '' ? ['no title'] : []),
    ...(/^[a-z0-9-]{1,200}$/.test(post.name) ? [] : ['no slug']),
    ...post.terms.flatMap(({ name, slug, domain }) =>
      domain === 'post_tag' && name !== '' && slug !== '' ? [] : [`Failed to import ${name}`],
    ),
  ]
}

function postOf(get: (name: string) => string): ImportedPost {
  return {
    title: get('title'),
    guid: get('guid'),
    author: get('dc:creator'),
    content: get('content:encoded'),
    excerpt: get('excerpt:encoded'),
    id: Number.parseInt(get('wp:post_id'), 10),
    date: get('wp:post_date'),
    dateGmt: get('wp:post_date_gmt'),
    name: get('wp:post_name'),
    status: get('wp:status'),
    type: get('wp:post_type'),
    terms: [],
  }
}

function checkedVersion(version: string | undefined): string {
  if (version !== undefined && /^\d+\.\d+$/.test(version)) return version
  throw new Error('This does not appear to be a WXR file, missing/invalid WXR version number')
}

/** Of one section or of several, as `]]>` is written in two. */
function unwrapped(text: string): string {
  if (!text.startsWith('<![CDATA[')) return text
  if (!text.includes(']]]]><![CDATA[>')) return text.replace(/^<!\[CDATA\[([\s\S]*)\]\]>$/, '$1')
  return [...text.matchAll(/<!\[CDATA\[([\s\S]*?)\]\]>/g)].map(([, part]) => part).join('')
}
