/**
 * Whether two hosts belong to one site: equal up to the name that somebody registered.
 *
 * Registries and shared hosts come from the Public Suffix List (the package tldts), which knows
 * only those that asked for it; hosts of blogs that did not are added here.
 */
import { getDomain } from 'tldts'

const BLOG_HOSTS = new Set(
  'substack.com tumblr.com medium.com wordpress.com livejournal.com dreamwidth.org ghost.io hashnode.dev micro.blog write.as prose.sh mataroa.blog neocities.org typepad.com squarespace.com weebly.com glitch.me sourcehut.page itch.io bandcamp.com over-blog.com fc2.com tistory.com jimdosite.com posthaven.com svbtle.com beehiiv.com wikidot.com fandom.com canalblog.com seesaa.net exblog.jp scroll.pub leaflet.pub writeas.com pixnet.net amazonaws.com'.split(
    ' ',
  ),
)
/** Blogger has one of these in each country. */
const BLOGSPOT = /^blogspot\.(?:com?\.)?[a-z]{2,3}$/

export function registrableName(hostname: string): string {
  const host = hostname.replace(/\.$/, '')
  const name = getDomain(host, { allowPrivateDomains: true }) ?? host
  const isShared = BLOG_HOSTS.has(name) || BLOGSPOT.test(name)
  if (!isShared || host === name) return name
  const owner = host
    .slice(0, -name.length - 1)
    .split('.')
    .at(-1)
  return owner === 'www' ? name : `${owner}.${name}`
}

export function isSameSite(a: string, b: string): boolean {
  return registrableName(a) === registrableName(b)
}
