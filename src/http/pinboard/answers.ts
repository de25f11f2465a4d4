/**
 * Answers in Pinboard's two spellings. Names are Pinboard's: `description` is the title,
 * `extended` the note; yes and no are words, numbers in JSON are text.
 */
import { createHash } from 'node:crypto'
import type { Link } from '../../domain/link.ts'
import { plainTag } from '../../domain/plain-tag.ts'
import { escapeXml, XML_HEAD, xmlTag } from './xml.ts'

export interface Answer {
  json: unknown
  /** Without the XML declaration. */
  xml: string
  status?: 200 | 401 | 403 | 404 | 405 | 413 | 422 | 500
}

const md5 = (text: string) => createHash('md5').update(text).digest('hex')
const yes = (value: boolean) => (value ? 'yes' : 'no')

/** ISO 8601 in whole seconds. */
export function instant(at: Date): string {
  return `${at.toISOString().slice(0, 19)}Z`
}

function postJson(link: Link) {
  const post = {
    href: link.url,
    description: link.title ?? link.url,
    extended: link.note,
    hash: md5(link.url),
    time: instant(link.savedAt),
    shared: yes(link.status !== 'skipped'),
    toread: yes(link.toRead),
    tags: link.tags.map(plainTag).join(' '),
  }
  // Changes when anything does, so that a client sees what to fetch again.
  return { ...post, meta: md5(JSON.stringify([post, link.updatedAt])) }
}

function postXml(link: Link): string {
  const { tags, ...post } = postJson(link)
  return xmlTag('post', { ...post, tag: tags }, { close: true })
}

/** Outcome of posts/add and posts/delete. `detail` says more where Pinboard has no word for it. */
export function resultCode(code: string, detail?: string): Answer {
  return {
    json: { result_code: code, ...(detail !== undefined && { detail }) },
    xml: xmlTag('result', { code, ...(detail !== undefined && { detail }) }, { close: true }),
  }
}

/** Outcome of tags/… and user/…. */
export function result(text: string): Answer {
  return { json: { result: text }, xml: `<result>${escapeXml(text)}</result>` }
}

export function updateTime(at: Date): Answer {
  const time = instant(at)
  return { json: { update_time: time }, xml: xmlTag('update', { time }, { close: true }) }
}

export function postList(links: Link[], user: string, date: Date, tag: string): Answer {
  const dt = instant(date)
  return {
    json: { date: dt, user, posts: links.map(postJson) },
    xml: `${xmlTag('posts', { dt, user, tag })}\n${links.map(postXml).join('\n')}\n</posts>`,
  }
}

/** All posts, one at a time. */
export async function* streamPosts(
  links: AsyncIterable<Link>,
  format: 'json' | 'xml',
  attributes: { user: string; tag: string },
): AsyncGenerator<string> {
  const isJson = format === 'json'
  yield isJson ? '[' : `${XML_HEAD}${xmlTag('posts', attributes)}\n`
  let divider = ''
  for await (const link of links) {
    yield isJson ? `${divider}${JSON.stringify(postJson(link))}` : `${postXml(link)}\n`
    divider = ',\n'
  }
  yield isJson ? ']\n' : '</posts>\n'
}

export function dateCounts(
  days: { day: string; count: number }[],
  attributes: { user: string; tag: string },
): Answer {
  const lines = days.map(({ day, count }) => xmlTag('date', { date: day, count }, { close: true }))
  return {
    json: {
      ...attributes,
      dates: Object.fromEntries(days.map(({ day, count }) => [day, String(count)])),
    },
    xml: `${xmlTag('dates', attributes)}\n${lines.join('\n')}\n</dates>`,
  }
}

export function tagCounts(tags: { name: string; count: number }[]): Answer {
  const counts = new Map<string, number>()
  for (const { name, count } of tags)
    counts.set(plainTag(name), (counts.get(plainTag(name)) ?? 0) + count)
  const lines = [...counts].map(([tag, count]) => xmlTag('tag', { count, tag }, { close: true }))
  return {
    json: Object.fromEntries([...counts].map(([tag, count]) => [tag, String(count)])),
    xml: `<tags>\n${lines.join('\n')}\n</tags>`,
  }
}

/** `popular` counts other people's tags on Pinboard; here there are none. */
export function suggestions(recommended: string[]): Answer {
  const tags = recommended.map(plainTag)
  const lines = tags.map((tag) => `<recommended>${escapeXml(tag)}</recommended>`)
  return {
    json: [{ popular: [] }, { recommended: tags }],
    xml: `<suggested>\n${lines.join('\n')}\n</suggested>`,
  }
}

export function noNotes(user: string): Answer {
  return {
    json: { count: 0, notes: [] },
    xml: xmlTag('notes', { count: 0, user }, { close: true }),
  }
}
