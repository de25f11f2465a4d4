import type { MiddlewareHandler } from 'hono'
import { pathKey } from '../domain/old-path.ts'
import type { Services } from '../services.ts'
import { findSlugOfOldPath } from '../store/old-paths.ts'
import { issuePath } from './views/issue-list.ts'

/**
 * Addresses that issues had on another blog lead to them for ever, wherever this site has no page
 * of its own. WordPress's plain addresses (`/?p=123`) are looked up before the front page.
 */
export function redirectOldAddresses(
  { db }: Pick<Services, 'db'>,
  baseUrl: string,
): MiddlewareHandler {
  return async (c, next) => {
    if (c.req.method !== 'GET' && c.req.method !== 'HEAD') return next()
    const { pathname, search } = new URL(c.req.url)
    const isPlain = pathname === '/' && search !== ''
    if (!isPlain) {
      await next()
      if (c.res.status !== 404 || pathname.startsWith('/api/')) return
    }
    const key = pathKey(pathname, search)
    const slug = key === undefined ? undefined : await findSlugOfOldPath(db, key)
    if (slug === undefined) return isPlain ? next() : undefined
    const location = `${baseUrl}${issuePath(slug)}`
    if (isPlain) return c.redirect(location, 301)
    // Hono would mix the headers of the two.
    c.res = undefined
    c.res = new Response(null, { status: 301, headers: { location } })
  }
}
