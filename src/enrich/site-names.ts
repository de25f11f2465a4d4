/** Names that sites go by in their titles, where the host does not show them. */

import { registrableName } from '../domain/web-address/same-site.ts'
import { isHostOf } from '../domain/web-address/tracking-parameters.ts'

const KNOWN: readonly (readonly [site: string, ...names: string[]])[] = [
  ['youtube.com', 'YouTube', 'YouTube Music'],
  ['youtu.be', 'YouTube'],
  ['vimeo.com', 'Vimeo', 'on Vimeo'],
  ['github.com', 'GitHub'],
  ['gitlab.com', 'GitLab'],
  ['codeberg.org', 'Codeberg', 'Codeberg.org'],
  ['news.ycombinator.com', 'Hacker News'],
  ['lobste.rs', 'Lobsters'],
  ['arxiv.org', 'arXiv', 'arXiv.org', 'arXiv.org e-Print archive'],
  [
    'wikipedia.org',
    'Wikipedia',
    'Wikipedia, the free encyclopedia',
    'Wikipédia',
    'Wikipedia, la enciclopedia libre',
    'Википедия',
    'Вікіпедія',
    'ウィキペディア',
    '维基百科，自由的百科全书',
    '维基百科',
    '위키백과',
    'Vikipedi',
    'Wikipédia, a enciclopédia livre',
    'Wikipedia, wolna encyklopedia',
    'Wikipedie',
  ],
  ['stackoverflow.com', 'Stack Overflow'],
  ['stackexchange.com', 'Stack Exchange'],
  ['medium.com', 'Medium'],
  ['reddit.com', 'Reddit'],
  ['nytimes.com', 'The New York Times', 'NYT', 'NYTimes.com'],
  ['washingtonpost.com', 'The Washington Post'],
  ['theguardian.com', 'The Guardian'],
  ['bbc.co.uk', 'BBC News', 'BBC', 'BBC Sport', 'BBC Culture'],
  ['bbc.com', 'BBC News', 'BBC', 'BBC Sport', 'BBC Culture'],
  ['wsj.com', 'WSJ', 'The Wall Street Journal'],
  ['ft.com', 'Financial Times', 'FT'],
  ['economist.com', 'The Economist'],
  ['newyorker.com', 'The New Yorker'],
  ['theatlantic.com', 'The Atlantic'],
  ['spiegel.de', 'DER SPIEGEL', 'SPIEGEL ONLINE'],
  ['zeit.de', 'ZEIT ONLINE', 'DIE ZEIT'],
  ['faz.net', 'FAZ', 'F.A.Z.'],
  ['lemonde.fr', 'Le Monde'],
  ['npr.org', 'NPR'],
  ['developer.mozilla.org', 'MDN', 'MDN Web Docs'],
  ['npmjs.com', 'npm'],
  ['pypi.org', 'PyPI'],
  ['crates.io', 'crates.io: Rust Package Registry'],
  ['imdb.com', 'IMDb'],
  ['goodreads.com', 'Goodreads'],
  ['open.spotify.com', 'Spotify'],
  ['podcasts.apple.com', 'Apple Podcasts', 'Podcast'],
  ['soundcloud.com', 'SoundCloud'],
  ['bandcamp.com', 'Bandcamp'],
  ['twitter.com', 'Twitter', 'X'],
  ['x.com', 'X', 'Twitter'],
  ['linkedin.com', 'LinkedIn'],
  ['substack.com', 'Substack'],
  ['ted.com', 'TED Talk', 'TED', 'TED.com'],
  ['amazon.*', 'Amazon', 'Amazon.com'],
]

/** From the host alone: its parts, and names that people know it by. */
export function namesOfHost(hostname: string): string[] {
  const host = hostname.replace(/^www\./, '')
  const registrable = registrableName(host)
  const label = registrable.split('.')[0] ?? ''
  const known = KNOWN.find(([site]) => isHostOf(hostname, site))?.slice(1) ?? []
  return [...known, host, registrable, ...(label.length > 2 ? [label] : [])]
}

/** The name for display where a page gives none. */
export function knownSiteName(hostname: string): string | null {
  return KNOWN.find(([site]) => isHostOf(hostname, site))?.[1] ?? null
}
