/** Posts, questions, letters. */
import { isHostOf } from '../tracking-parameters.ts'
import { type SiteReader, thing } from './known-thing.ts'

export const reddit: SiteReader = (url, path) => {
  if (isHostOf(url.hostname, 'redd.it')) {
    const id = path[0]
    const isPost = id !== undefined && path.length === 1 && /^(www\.)?redd\.it$/.test(url.hostname)
    return isPost ? thing(id, `https://www.reddit.com/comments/${id}/`) : null
  }
  const at = path.findIndex((part) => part === 'comments' || part === 'gallery')
  const post = path[at + 1]
  if (at === -1 || post === undefined) return null
  // comments/POST/slug/COMMENT
  const comment = path[at + 3]
  return thing(comment === undefined ? post : `${post}/${comment}`, null)
}

export const twitter: SiteReader = (_url, path) => {
  const at = path.findIndex((part) => part === 'status' || part === 'statuses')
  const id = path[at + 1]
  return at > 0 && id !== undefined && /^\d+$/.test(id) ? thing(id, null) : null
}

export const stackExchange: SiteReader = (url, path) => {
  const [first, id] = path
  if (id === undefined || !/^\d+$/.test(id)) return null
  const host = url.hostname.replace(/^www\./, '')
  if (first === 'questions' || first === 'q') {
    const answer = path[3] !== undefined && /^\d+$/.test(path[3]) ? path[3] : null
    return thing(answer === null ? `${host}/q/${id}` : `${host}/a/${answer}`, null)
  }
  return first === 'a' ? thing(`${host}/a/${id}`, null) : null
}

export const hackerNews: SiteReader = (url, path) => {
  const id = url.searchParams.get('id')
  if (path[0] !== 'item' || id === null || !/^\d+$/.test(id)) return null
  return thing(id, `https://news.ycombinator.com/item?id=${id}`)
}

/** Posts, reels and pictures have one kind of id. */
export const instagram: SiteReader = (_url, path) => {
  const at = path.findIndex((part) => ['p', 'reel', 'reels', 'tv'].includes(part))
  const id = path[at + 1]
  return at < 0 || at > 1 || id === undefined || !/^[\w-]{6,}$/.test(id) ? null : thing(id, null)
}

export const linkedin: SiteReader = (url) => {
  const found = /(?:activity|ugcPost|share)(?:[-:]|%3A)(\d{15,})/i.exec(url.pathname)?.[1]
  return found === undefined ? null : thing(`post/${found}`, null)
}

export const tiktok: SiteReader = (_url, path) => {
  const at = path.findIndex((part) => part === 'video' || part === 'photo' || part === 'v')
  const id = path[at + 1]?.replace(/\.html$/, '')
  return at === -1 || id === undefined || !/^\d{10,}$/.test(id) ? null : thing(id, null, 'video')
}

/** `/s/` is the preview for people without the app. */
export const telegram: SiteReader = (url, path) => {
  const [channel, post, ...rest] = path[0] === 's' ? path.slice(1) : path
  if (!channel || rest.length > 0 || url.search !== '') return null
  if (post === undefined) return thing(channel.toLowerCase(), null)
  return /^\d+$/.test(post) ? thing(`${channel.toLowerCase()}/${post}`, null) : null
}

/** NAME.tumblr.com/post/ID/words and tumblr.com/NAME/ID/words. */
export const tumblr: SiteReader = (url, path) => {
  const own = /^([\w-]+)\.tumblr\.com$/.exec(url.hostname)?.[1]
  const hasOwnHost = own !== undefined && own !== 'www'
  const parts = path.filter((part, at) => !(at < 2 && ['post', 'blog', 'view'].includes(part)))
  const [name, id] = hasOwnHost ? [own, parts[0]] : parts
  return name && id && /^\d{6,}$/.test(id) ? thing(`${name}/${id}`, null) : null
}

/** The number at the end is the story, whatever host and words stand before it. */
export const medium: SiteReader = (_url, path) => {
  const last = path.at(-1) ?? ''
  const id = /(?:^|-)([0-9a-f]{9,12})$/.exec(last)?.[1]
  return id === undefined ? null : thing(id, null)
}

/** open.substack.com/pub/NAME/p/SLUG leads to NAME.substack.com/p/SLUG. */
export const substack: SiteReader = (url, path) => {
  const isOpen = url.hostname === 'open.substack.com'
  const own = /^([\w-]+)\.substack\.com$/.exec(url.hostname)?.[1]
  const [name, ...rest] = isOpen && path[0] === 'pub' ? path.slice(1) : [own, ...path]
  const [p, slug, ...below] = rest
  if (!name || (isOpen && path[0] !== 'pub') || p !== 'p' || !slug || below.length > 0) return null
  return thing(`${name.toLowerCase()}/${slug}`, `https://${name}.substack.com/p/${slug}`)
}
