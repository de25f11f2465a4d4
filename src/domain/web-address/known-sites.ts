/**
 * Sites where one thing has several addresses, and what the address alone tells of it.
 *
 * One site a line: its name, its hosts (each with everything below it), and the rules, which
 * stand in the folder of the same name. A line may name hosts of mirrors and front ends.
 */
import type { KnownThing, SiteReader } from './known-sites/known-thing.ts'
import {
  applePodcasts,
  imdb,
  soundcloud,
  spotify,
  videoPage,
  vimeo,
  youtube,
} from './known-sites/media.ts'
import { arxiv, doi, forge, gist, googleDocs, wikipedia } from './known-sites/papers-and-code.ts'
import { amazon, appStore, numbered, playStore, taobao } from './known-sites/shops.ts'
import {
  hackerNews,
  instagram,
  linkedin,
  medium,
  reddit,
  stackExchange,
  substack,
  telegram,
  tiktok,
  tumblr,
  twitter,
} from './known-sites/social.ts'
import { isHostOf } from './tracking-parameters.ts'

export type { KnownThing } from './known-sites/known-thing.ts'

const SITES: readonly (readonly [name: string, hosts: string, read: SiteReader])[] = [
  [
    'youtube',
    'youtube.com youtu.be youtube-nocookie.com youtube.googleapis.com yewtu.be piped.video',
    youtube,
  ],
  ['vimeo', 'vimeo.com', vimeo],
  [
    'dailymotion',
    'dailymotion.com dai.ly',
    videoPage(/^\/(?:embed\/)?(?:video\/)?(x[a-z0-9]{4,})/),
  ],
  ['twitch', 'twitch.tv', videoPage(/^\/videos\/(\d+)/)],
  ['ted', 'ted.com', videoPage(/^\/talks\/([a-z0-9_]+)/)],
  ['imdb', 'imdb.com', imdb],
  ['arxiv', 'arxiv.org ar5iv.org alphaxiv.org arxiv-vanity.com', arxiv],
  ['doi', 'doi.org', doi],
  ['gist', 'gist.github.com', gist],
  ['github', 'github.com', forge],
  ['gitlab', 'gitlab.com', forge],
  ['codeberg', 'codeberg.org', forge],
  ['reddit', 'reddit.com redd.it', reddit],
  [
    'twitter',
    'twitter.com x.com nitter.net nitter.poast.org xcancel.com fxtwitter.com vxtwitter.com fixupx.com fixvx.com',
    twitter,
  ],
  [
    'stackexchange',
    'stackoverflow.com stackexchange.com superuser.com serverfault.com askubuntu.com mathoverflow.net',
    stackExchange,
  ],
  ['hackernews', 'news.ycombinator.com', hackerNews],
  ['instagram', 'instagram.com ddinstagram.com', instagram],
  ['linkedin', 'linkedin.com', linkedin],
  ['tiktok', 'tiktok.com', tiktok],
  ['telegram', 't.me telegram.me', telegram],
  ['tumblr', 'tumblr.com', tumblr],
  ['medium', 'medium.com scribe.rip', medium],
  ['substack', 'substack.com', substack],
  ['amazon', 'amazon.*', amazon],
  ['wikipedia', 'wikipedia.org', wikipedia],
  ['spotify', 'open.spotify.com', spotify],
  ['apple-podcasts', 'podcasts.apple.com itunes.apple.com', applePodcasts],
  ['app-store', 'apps.apple.com', appStore],
  ['play-store', 'play.google.com', playStore],
  ['soundcloud', 'soundcloud.com', soundcloud],
  ['google-docs', 'docs.google.com drive.google.com', googleDocs],
  ['steam', 'store.steampowered.com', numbered(/^\/((?:app|sub|bundle)\/\d+)/)],
  ['taobao', 'taobao.com tmall.com', taobao],
  ['jd', 'jd.com', numbered(/^\/(?:product\/)?(\d{5,})\.html$/)],
  ['xiaohongshu', 'xiaohongshu.com', numbered(/^\/(?:explore|discovery\/item)\/([0-9a-f]{24})/)],
  ['goodreads', 'goodreads.com', numbered(/^\/(?:[a-z]{2}\/)?book\/show\/(\d+)/)],
]

const sites = SITES.map(([site, hosts, read]) => ({ site, hosts: hosts.split(' '), read }))

/** Hosts below a forge's domain that are not the forge: gist, raw files, documentation. */
const EXACT_HOST = new Set(['github', 'gitlab', 'codeberg'])

export function readKnownSite(url: URL): KnownThing | null {
  for (const { site, hosts, read } of sites) {
    const host = hosts.find((name) => isHostOf(url.hostname, name))
    if (host === undefined) continue
    if (EXACT_HOST.has(site) && url.hostname.replace(/^www\./, '') !== host) continue
    const found = read(url, url.pathname.split('/').filter(Boolean))
    if (found !== null) return { site, ...found }
  }
  return null
}
