/**
 * How some sites write their titles, where neither the site's name nor the author's shows what to
 * cut. The first pattern that fits wins; its first group is the title.
 */
import { isHostOf } from '../../domain/web-address/tracking-parameters.ts'
import { metaValues, type Page } from '../page.ts'
import { type Finding, findingsOf } from '../page-reading.ts'

type Row = readonly [site: string, where: 'og' | 'title', pattern: RegExp]

const ROWS: readonly Row[] = [
  ['arxiv.org', 'title', /^\[[^\]]{5,30}\]\s*(.+)$/s],
  ['reddit.com', 'og', /^From the .{1,80} community on Reddit: (.+)$/s],
  ['reddit.com', 'og', /^r\/\w+ (?:on Reddit: |- )(.+)$/s],
  ['reddit.com', 'title', /^(.+) : r?\/?\w+$/s],
  ['stackoverflow.com', 'title', /^[a-z0-9#+.-]{1,35} - (.+) - Stack Overflow$/s],
  ['superuser.com', 'title', /^[a-z0-9#+.-]{1,35} - (.+) - Super User$/s],
  ['serverfault.com', 'title', /^[a-z0-9#+.-]{1,35} - (.+) - Server Fault$/s],
  ['askubuntu.com', 'title', /^[a-z0-9#+.-]{1,35} - (.+) - Ask Ubuntu$/s],
  ['stackexchange.com', 'title', /^[a-z0-9#+.-]{1,35} - (.+) - [\w &]+ Stack Exchange$/s],
  ['open.spotify.com', 'title', /^(.+?) (?:- .{1,100} )?\| Podcast on Spotify$/s],
  [
    'open.spotify.com',
    'title',
    /^(.+?) - (?:song and lyrics|song|single|album|EP) by .{1,200} \| Spotify$/s,
  ],
  [
    'soundcloud.com',
    'title',
    /^Stream (.+?) by .{1,200} \| Listen online for free on SoundCloud$/s,
  ],
  [
    'amazon.*',
    'title',
    /^Amazon\.[a-z.]{2,6}: (.{8,}?)(?:: (?:[^:]{1,60}: )*(?:Books|Bücher|Kindle Store|Electronics|Everything Else))?$/s,
  ],
  ['goodreads.com', 'title', /^(.+?) by .{1,100} \| Goodreads$/s],
  ['bandcamp.com', 'title', /^(.+?) \| [^|]{1,80}$/s],
  ['imdb.com', 'og', /^(.+?) \((?:TV Series |TV Mini Series |Video |Short )?\d{4}[^)]*\).*$/s],
  ['wikipedia.org', 'title', /^(.+?) [-–—] Wiki.{1,40}$/s],
  ['podcasts.apple.com', 'title', /^(?:\u200e)?(.+?) on Apple\s+Podcasts$/s],
  ['store.steampowered.com', 'og', /^(?:Save \d+% on )?(.+?) on Steam$/s],
  ['apps.apple.com', 'og', /^(?:\u200e)?[‎]?(.+?) on the App\s+Store$/s],
  ['archive.org', 'title', /^(.+?) : .{1,300} : Internet Archive$/s],
  ['huggingface.co', 'title', /^(.+?) · Hugging Face$/s],
]

export function readSiteTitle(page: Page): Finding[] {
  const texts = { og: metaValues(page, 'og:title')[0]?.trim(), title: page.parts.title.trim() }
  for (const [site, where, pattern] of ROWS) {
    if (!isHostOf(page.url.hostname, site)) continue
    const title = pattern.exec(texts[where]?.slice(0, 1_000) ?? '')?.[1]
    // What Open Graph says is left alone, unless a pattern says how it is wrong.
    if (title !== undefined) return findingsOf(where === 'og' ? 'site' : 'site title', { title })
  }
  return []
}
