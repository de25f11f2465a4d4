/** Where a login leads when nothing else was asked for. */
export const ROOMS_PATH = '/admin'

/**
 * A path of this site to go on to, in normal form; anything that could lead elsewhere
 * ("//evil", "/\evil", control characters) becomes the rooms' first page.
 */
export function localPath(text: string | undefined, fallback = ROOMS_PATH): string {
  if (text === undefined || !/^\/(?![/\\])[^\\\p{Cc}]*$/u.test(text)) return fallback
  const base = 'http://local.invalid'
  const url = URL.parse(text, base)
  // "/.//evil.example" is harmless as typed and an address of another host once its dots are gone.
  if (!url || url.origin !== base || url.pathname.startsWith('//')) return fallback
  return `${url.pathname}${url.search}${url.hash}`
}
