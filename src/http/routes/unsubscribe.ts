import type { Services } from '../../services.ts'
import { newRouter } from '../problem.ts'
import { expiredPage } from '../views/message-page.ts'
import { unsubscribedPage, unsubscribePage } from '../views/unsubscribe.ts'

/**
 * Leaving the list. GET only shows, because mail scanners follow links; POST acts, with no cookie
 * or Origin asked for, because that is how mail programs press the button (RFC 8058 §3.2).
 */
export function unsubscribeRoutes(services: Services, baseUrl: string) {
  const site = async () => ({ publication: await services.readEditorial(), baseUrl })
  return newRouter()
    .use(async (c, next) => {
      await next()
      c.header('referrer-policy', 'no-referrer')
      c.header('x-robots-tag', 'noindex')
      c.header('cache-control', 'no-store')
    })
    .get('/:token', async (c) => {
      const token = c.req.param('token')
      if (!services.unsubscribeTokens.read(token)) return c.html(expiredPage(await site()), 404)
      return c.html(unsubscribePage({ site: await site(), action: `/unsubscribe/${token}` }))
    })
    .post('/:token', async (c) => {
      const claim = services.unsubscribeTokens.read(c.req.param('token'))
      if (!claim) return c.html(expiredPage(await site()), 404)
      await services.subscribers.unsubscribe(claim.subscriberId)
      return c.html(unsubscribedPage({ site: await site() }))
    })
}
