import type { MiddlewareHandler } from 'hono'

/** Pages for one reader, by a link that is a secret: in no cache, no index, and told to no site. */
export const privateLinks: MiddlewareHandler = async (c, next) => {
  await next()
  c.header('referrer-policy', 'no-referrer')
  c.header('x-robots-tag', 'noindex')
  c.header('cache-control', 'no-store')
}
