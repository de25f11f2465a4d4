/** One value of one field, made fit to be shown; null for what says nothing. */
import type { LinkKind } from '../domain/link.ts'
import { problemOfHost } from '../domain/web-address/public-host.ts'
import { isEmptyTitle } from './clean-title.ts'
import { type Page, resolveUrl } from './page.ts'
import { cleanText, decodeEntities, hasEntity, shorten, stripTags } from './text.ts'

const MAX_DESCRIPTION = 600
const MAX_SITE_NAME = 120

export function cleanSiteName(raw: string): string | null {
  const name = shorten(cleanText(hasEntity(raw) ? decodeEntities(raw) : raw), MAX_SITE_NAME)
  return name === '' || isEmptyTitle(name) || /^(?:https?:)?\/\/|^@/i.test(name) ? null : name
}

/** What sites say of themselves where a page has no description. */
const BOILERPLATE =
  /^(?:Contribute to \S+ development by creating an account on \w+\.?|GitHub is where (?:people build software|.{1,80} builds software)\..*|Enjoy the videos and music you love, upload original content.*|Auf YouTube findest du die angesagtesten Videos.*|GitLab\.com|Just another WordPress (?:site|weblog)\.?|A new tool that blends your everyday work apps into one.*|Web site created using create-react-app)$/is

export function cleanDescription(raw: string): string | null {
  const text = cleanText(stripTags(hasEntity(raw) ? decodeEntities(raw) : raw))
  const isNone = text === '' || isEmptyTitle(text) || BOILERPLATE.test(text)
  return isNone ? null : shorten(text, MAX_DESCRIPTION)
}

const NO_IMAGE =
  /(?:^|\/)(?:(?:blank|spacer|pixel|transparent|clear)\.(?:gif|png|jpe?g)|1x1\.(?:gif|png)|arxiv-logo-fb\.png)$|^(?:undefined|null|none|false|true)$|\{\{|%7B%7B/i

export function cleanImage(raw: string, page: Page): string | null {
  const text = raw.trim()
  const url = NO_IMAGE.test(text) ? null : resolveUrl(text, page.baseUrl)
  if (url === null || !/^https?:$/.test(url.protocol) || url.username !== '') return null
  if (url.host !== page.url.host && problemOfHost(url.hostname) !== null) return null
  if (url.href.length > 4_096) return null
  if (/\.(?:mp4|m4v|webm|mov|ogv|mp3|m4a|ogg|swf|pdf|html?)$/i.test(url.pathname)) return null
  // An empty value joined to the site's address.
  return url.pathname === '/' && url.search === '' ? null : url.href
}

const KINDS: readonly (readonly [RegExp, LinkKind])[] = [
  [/^(?:video|movie|tv_show|episode|tvshow)\b/i, 'video'],
  [/^(?:audio|music|podcast|song|album|radio)\b/i, 'audio'],
  [/^(?:article|blog|news|newsarticle|blogpost|post)\b/i, 'article'],
  [/^(?:repo|pdf|image|feed|document|book|product|profile|place|app|game|text|data)\b/i, ''],
]

export function toKind(raw: string): LinkKind | null {
  const type = raw.trim().toLowerCase().replace(/^og:/, '')
  const found = KINDS.find(([pattern]) => pattern.test(type))
  if (found === undefined) return null
  return found[1] === '' ? (/^\w+/.exec(type)?.[0] ?? null) : found[1]
}

/** Journals date their issues some months ahead; nothing is dated years ahead but by mistake. */
export function isFarAhead(date: string, now: Date | undefined): boolean {
  if (now === undefined) return false
  return Date.parse(date.slice(0, 10)) - now.getTime() > 366 * 24 * 60 * 60 * 1000
}
