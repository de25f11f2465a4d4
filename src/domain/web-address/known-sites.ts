/**
 * Sites where one thing has several addresses, and what the address alone tells of it.
 *
 * One site a block. `key` is equal for all addresses of the same thing; `canonical` is the one
 * the site itself gives; `kind` is known without looking at the page.
 */
import { isHostOf } from './tracking-parameters.ts'

export interface KnownThing {
  /** Which block below recognised it. */
  site: string
  key: string
  canonical: string | null
  kind: string | null
}

type Reader = (url: URL, path: string[]) => Omit<KnownThing, 'site'> | null

function thing(key: string, canonical: string | null, kind: string | null = null) {
  return { key, canonical, kind }
}

const YOUTUBE_ID = /^[\w-]{6,64}$/

const youtube: Reader = (url, path) => {
  const [first = '', second = ''] = path
  const isShort = isHostOf(url.hostname, 'youtu.be')
  const inPath = ['embed', 'shorts', 'live', 'v', 'e'].includes(first) ? second : ''
  const id = isShort ? first : first === 'watch' ? (url.searchParams.get('v') ?? second) : inPath
  if (YOUTUBE_ID.test(id) && id !== 'videoseries') {
    return thing(id, `https://www.youtube.com/watch?v=${id}`, 'video')
  }
  const list = url.searchParams.get('list')
  if ((first === 'playlist' || id === 'videoseries') && list) {
    const canonical = `https://www.youtube.com/playlist?list=${encodeURIComponent(list)}`
    return thing(`list/${list}`, canonical, 'video')
  }
  return null
}

const vimeo: Reader = (_url, path) => {
  const number = path.findIndex((part) => /^\d{5,}$/.test(part))
  const id = path[number]
  if (id === undefined || path[0] === 'showcase' || path[0] === 'album') return null
  // A second part that is hexadecimal opens an unlisted video.
  const secret = path[number + 1]
  const tail = secret !== undefined && /^[0-9a-f]{8,}$/.test(secret) ? `${id}/${secret}` : id
  return thing(id, `https://vimeo.com/${tail}`, 'video')
}

const arxiv: Reader = (_url, path) => {
  const [first = '', ...rest] = path
  if (!['abs', 'pdf', 'html', 'format', 'ps'].includes(first)) return null
  const id = rest.join('/').replace(/\.pdf$/, '')
  const found = /^((?:[a-z-]+(?:\.[A-Z]{2})?\/\d{7})|\d{4}\.\d{4,5})(v\d+)?$/i.exec(id)
  const paper = found?.[1]
  if (paper === undefined) return null
  return thing(
    paper.toLowerCase(),
    `https://arxiv.org/abs/${paper}`,
    first === 'pdf' ? 'pdf' : 'article',
  )
}

const doi: Reader = (url) => {
  const id = url.pathname.slice(1)
  if (!/^10\.\d{4,9}\//.test(id)) return null
  // DOI names ignore case (DOI handbook 2.4).
  return thing(id.toLowerCase(), `https://doi.org/${id}`)
}

const FORGE_PAGES = new Set(
  'about account apps api blog codespaces collections contact customer-stories dashboard enterprise events explore features groups help issues join login marketplace mobile new notifications orgs organizations pricing projects pulls readme search security sessions settings signup site sponsors stars team topics trending user users -'.split(
    ' ',
  ),
)

const forge: Reader = (url, path) => {
  const [owner, name] = path
  if (!owner || !name || FORGE_PAGES.has(owner.toLowerCase())) return null
  const repository = name.replace(/\.git$/, '')
  const rest = path.slice(2)
  if (rest.length > 0) {
    // Owner and name ignore case, what is below does not.
    const below = [owner.toLowerCase(), repository.toLowerCase(), ...rest].join('/')
    return thing(`${below}${sortedQuery(url)}`, null)
  }
  if (url.search !== '' && !['tab', 'readme'].some((name) => url.searchParams.has(name)))
    return null
  return thing(
    `${owner}/${repository}`.toLowerCase(),
    `https://${url.hostname.replace(/^www\./, '')}/${owner}/${repository}`,
    'repo',
  )
}

function sortedQuery(url: URL): string {
  const pairs = [...url.searchParams].sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
  return pairs.length === 0 ? '' : `?${new URLSearchParams(pairs)}`
}

const reddit: Reader = (url, path) => {
  if (isHostOf(url.hostname, 'redd.it')) {
    const id = path[0]
    const isPost = id !== undefined && path.length === 1 && /^(www\.)?redd\.it$/.test(url.hostname)
    return isPost ? thing(id, `https://www.reddit.com/comments/${id}/`) : null
  }
  const at = path.indexOf('comments')
  const post = path[at + 1]
  if (at === -1 || post === undefined) return null
  // comments/POST/slug/COMMENT
  const comment = path[at + 3]
  return thing(comment === undefined ? post : `${post}/${comment}`, null)
}

const twitter: Reader = (_url, path) => {
  const at = path.findIndex((part) => part === 'status' || part === 'statuses')
  const id = path[at + 1]
  return at > 0 && id !== undefined && /^\d+$/.test(id) ? thing(id, null) : null
}

const stackExchange: Reader = (url, path) => {
  const [first, id] = path
  if (id === undefined || !/^\d+$/.test(id)) return null
  const host = url.hostname.replace(/^www\./, '')
  if (first === 'questions' || first === 'q') {
    const answer = path[3] !== undefined && /^\d+$/.test(path[3]) ? path[3] : null
    return thing(answer === null ? `${host}/q/${id}` : `${host}/a/${answer}`, null)
  }
  return first === 'a' ? thing(`${host}/a/${id}`, null) : null
}

const amazon: Reader = (url, path) => {
  const at = path.findIndex((part) => part === 'dp' || part === 'product' || part === 'd')
  const asin = path[at + 1]
  if (at === -1 || asin === undefined || !/^[A-Z0-9]{10}$/i.test(asin)) return null
  const host = url.hostname.replace(/^(www|m|smile)\./, '')
  return thing(`${host}/${asin.toUpperCase()}`, `https://www.${host}/dp/${asin.toUpperCase()}`)
}

const hackerNews: Reader = (url, path) => {
  const id = url.searchParams.get('id')
  if (path[0] !== 'item' || id === null || !/^\d+$/.test(id)) return null
  return thing(id, `https://news.ycombinator.com/item?id=${id}`)
}

/** Desktop and mobile host, blanks and underscores; a query asks for another view of the article. */
const wikipedia: Reader = (url, path) => {
  const host = url.hostname.replace(/^www\./, '').replace('.m.', '.')
  const title = path.slice(1).join('/').replaceAll('%20', '_')
  if (path[0] !== 'wiki' || title === '' || url.search !== '') return null
  return thing(`${host}/${decodedUtf8(title)}`, `https://${host}/wiki/${title}`)
}

function decodedUtf8(text: string): string {
  const decoded = new URLSearchParams(
    `t=${text.replaceAll('&', '%26').replaceAll('+', '%2B')}`,
  ).get('t')
  return decoded ?? text
}

const spotify: Reader = (_url, path) => {
  const parts = path[0]?.startsWith('intl-') || path[0] === 'embed' ? path.slice(1) : path
  const [type, id] = parts
  if (!type || !id || !/^(track|album|episode|show|playlist|artist)$/.test(type)) return null
  return thing(`${type}/${id}`, `https://open.spotify.com/${type}/${id}`, 'audio')
}

const applePodcasts: Reader = (url, path) => {
  const show = path.find((part) => /^id\d+$/.test(part))
  if (show === undefined) return null
  const episode = url.searchParams.get('i')
  return thing(episode === null ? show : `${show}/${episode}`, null, 'audio')
}

const videoPage =
  (isVideo: RegExp): Reader =>
  (url) => {
    const found = isVideo.exec(url.pathname)
    return found?.[1] === undefined ? null : thing(found[1], null, 'video')
  }

const soundcloud: Reader = (_url, path) => {
  if (path.length < 2 || path[0] === 'discover' || path[0] === 'you') return null
  return thing(path.join('/').toLowerCase(), null, 'audio')
}

const SITES: readonly (readonly [name: string, hosts: string[], read: Reader])[] = [
  ['youtube', ['youtube.com', 'youtu.be', 'youtube-nocookie.com'], youtube],
  ['vimeo', ['vimeo.com'], vimeo],
  [
    'dailymotion',
    ['dailymotion.com', 'dai.ly'],
    videoPage(/^\/(?:embed\/)?(?:video\/)?(x[a-z0-9]{4,})/),
  ],
  ['twitch', ['twitch.tv'], videoPage(/^\/videos\/(\d+)/)],
  ['ted', ['ted.com'], videoPage(/^\/talks\/([a-z0-9_]+)/)],
  ['arxiv', ['arxiv.org'], arxiv],
  ['doi', ['doi.org'], doi],
  ['github', ['github.com'], forge],
  ['gitlab', ['gitlab.com'], forge],
  ['codeberg', ['codeberg.org'], forge],
  ['reddit', ['reddit.com', 'redd.it'], reddit],
  ['twitter', ['twitter.com', 'x.com'], twitter],
  [
    'stackexchange',
    ['stackoverflow.com', 'stackexchange.com', 'superuser.com', 'serverfault.com', 'askubuntu.com'],
    stackExchange,
  ],
  ['amazon', ['amazon.*'], amazon],
  ['hackernews', ['news.ycombinator.com'], hackerNews],
  ['wikipedia', ['wikipedia.org'], wikipedia],
  ['spotify', ['open.spotify.com'], spotify],
  ['apple-podcasts', ['podcasts.apple.com', 'itunes.apple.com'], applePodcasts],
  ['soundcloud', ['soundcloud.com'], soundcloud],
]

/** Hosts below a forge's domain that are not the forge: gist, raw files, documentation. */
const EXACT_HOST = new Set(['github', 'gitlab', 'codeberg'])

export function readKnownSite(url: URL): KnownThing | null {
  for (const [site, hosts, read] of SITES) {
    const host = hosts.find((name) => isHostOf(url.hostname, name))
    if (host === undefined) continue
    if (EXACT_HOST.has(site) && url.hostname.replace(/^www\./, '') !== host) continue
    const found = read(url, url.pathname.split('/').filter(Boolean))
    if (found !== null) return { site, ...found }
  }
  return null
}

/** Mobile and other faces of a site that serve the same pages under the same paths. */
const SAME_PAGES: readonly (readonly [RegExp, string])[] = [
  [
    /^([a-z-]+)\.m\.(wikipedia|wiktionary|wikiquote|wikisource|wikibooks|wikinews|wikivoyage)\.org$/,
    '$1.$2.org',
  ],
  [/^m\.(wikidata|mediawiki)\.org$/, '$1.org'],
  [/^(?:old|new|np|i|m|amp|www)\.reddit\.com$/, 'reddit.com'],
  [/^(?:mobile|m|www)\.(?:twitter|x)\.com$/, 'twitter.com'],
  [/^x\.com$/, 'twitter.com'],
  [/^(?:m|touch|mbasic|web|[a-z]{2}-[a-z]{2})\.facebook\.com$/, 'facebook.com'],
  [/^(?:m|music)\.youtube\.com$/, 'youtube.com'],
  [
    /^m\.(imdb|soundcloud|bilibili|vk|flickr|ebay|twitch|xkcd|yelp|dailymotion)\.(com|tv)$/,
    '$1.$2',
  ],
  [/^m\.slashdot\.org$/, 'slashdot.org'],
  [/^mobile\.(nytimes|slate|reuters)\.com$/, '$1.com'],
  [/^edition\.cnn\.com$/, 'cnn.com'],
  [/^export\.arxiv\.org$/, 'arxiv.org'],
  [/^dx\.doi\.org$/, 'doi.org'],
  [/^amp\.(theguardian|cnn)\.com$/, '$1.com'],
]

export function toMainHost(hostname: string): string {
  const host = hostname.replace(/\.$/, '')
  for (const [pattern, main] of SAME_PAGES) {
    if (pattern.test(host)) return host.replace(pattern, main)
  }
  return host.replace(/^www\.(?=[^.]+\.)/, '')
}
