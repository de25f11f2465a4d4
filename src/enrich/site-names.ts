/** Names that sites go by in their titles, where the host does not show them. */

import { registrableName } from '../domain/web-address/same-site.ts'
import { isHostOf } from '../domain/web-address/tracking-parameters.ts'

const KNOWN: readonly (readonly [site: string, ...names: string[]])[] = [
  ['docs.google.com', 'Google Docs', 'Google Sheets', 'Google Slides', 'Google Forms'],
  ['drive.google.com', 'Google Drive'],
  ['notion.site', 'Notion'],
  ['notion.so', 'Notion'],
  [
    'archive.org',
    'Internet Archive',
    'Internet Archive: Digital Library of Free & Borrowable Texts',
  ],
  ['patreon.com', 'Patreon'],
  ['kickstarter.com', 'Kickstarter'],
  ['store.steampowered.com', 'Steam'],
  ['apps.apple.com', 'App Store'],
  ['play.google.com', 'Google Play', 'Apps on Google Play', 'Android Apps on Google Play'],
  ['huggingface.co', 'Hugging Face'],
  ['quora.com', 'Quora'],
  ['pinterest.*', 'Pinterest'],
  ['twitch.tv', 'Twitch'],
  ['dailymotion.com', 'Dailymotion'],
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
  ['reddit.com', 'Reddit', 'Reddit - Dive into anything', 'Reddit - The heart of the internet'],
  ['instagram.com', 'Instagram'],
  ['facebook.com', 'Facebook'],
  ['tiktok.com', 'TikTok', 'TikTok - Make Your Day'],
  ['threads.net', 'Threads'],
  ['threads.com', 'Threads'],
  ['bsky.app', 'Bluesky', 'Bluesky Social'],
  ['bitbucket.org', 'Bitbucket'],
  ['sr.ht', 'sourcehut', 'sourcehut git'],
  ['superuser.com', 'Super User'],
  ['serverfault.com', 'Server Fault'],
  ['askubuntu.com', 'Ask Ubuntu'],
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
  ['x.com', 'X', 'Twitter', 'X. It’s what’s happening', 'X (formerly Twitter)'],
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
  return [...knownNames(hostname), host, registrable, ...(label.length > 2 ? [label] : [])]
}

export function knownNames(hostname: string): string[] {
  return KNOWN.find(([site]) => isHostOf(hostname, site))?.slice(1) ?? []
}

/** The name for display where a page gives none. */
export function knownSiteName(hostname: string): string | null {
  return knownNames(hostname)[0] ?? null
}
