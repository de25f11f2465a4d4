/** Videos, music, podcasts, films. */
import { isHostOf } from '../tracking-parameters.ts'
import { type SiteReader, thing } from './known-thing.ts'

const YOUTUBE_ID = /^[\w-]{6,64}$/

export const youtube: SiteReader = (url, path) => {
  const [first = '', second = ''] = path
  const isShort = isHostOf(url.hostname, 'youtu.be')
  const inPath = ['embed', 'shorts', 'live', 'v', 'e', 'vi'].includes(first) ? second : ''
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

export const vimeo: SiteReader = (_url, path) => {
  const number = path.findIndex((part) => /^\d{5,}$/.test(part))
  const id = path[number]
  if (id === undefined || path[0] === 'showcase' || path[0] === 'album') return null
  // A second part that is hexadecimal opens an unlisted video.
  const secret = path[number + 1]
  const tail = secret !== undefined && /^[0-9a-f]{8,}$/.test(secret) ? `${id}/${secret}` : id
  return thing(id, `https://vimeo.com/${tail}`, 'video')
}

export const videoPage =
  (isVideo: RegExp): SiteReader =>
  (url) => {
    const found = isVideo.exec(url.pathname)
    return found?.[1] === undefined ? null : thing(found[1], null, 'video')
  }

export const spotify: SiteReader = (_url, path) => {
  const parts = path[0]?.startsWith('intl-') || path[0] === 'embed' ? path.slice(1) : path
  const [type, id] = parts
  if (!type || !id || !/^(track|album|episode|show|playlist|artist)$/.test(type)) return null
  return thing(`${type}/${id}`, `https://open.spotify.com/${type}/${id}`, 'audio')
}

/** The country in the path is the shop's. */
export const applePodcasts: SiteReader = (url, path) => {
  const show = path.find((part) => /^id\d+$/.test(part))
  if (show === undefined) return null
  const episode = url.searchParams.get('i')
  return thing(episode === null ? show : `${show}/${episode}`, null, 'audio')
}

export const soundcloud: SiteReader = (_url, path) => {
  if (path.length < 2 || path[0] === 'discover' || path[0] === 'you') return null
  return thing(path.join('/').toLowerCase(), null, 'audio')
}

/** A title or a person, in any language; pages below them are pages of their own. */
export const imdb: SiteReader = (_url, path) => {
  const [type, id, below] = /^[a-z]{2}(?:-[a-z]{2})?$/i.test(path[0] ?? '') ? path.slice(1) : path
  const isFace = below === undefined || below === 'reference'
  if (!isFace || !/^(?:title|name)$/.test(type ?? '') || !/^(?:tt|nm)\d+$/.test(id ?? '')) {
    return null
  }
  return thing(`${type}/${id}`, `https://www.imdb.com/${type}/${id}/`)
}
