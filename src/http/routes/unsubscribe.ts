import type { Services } from '../../services.ts'
import { privateLinks } from '../private-links.ts'
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
    .use(privateLinks)
    .get('/:token', async (c) => {
      const token = c.req.param('token')
      if (!services.unsubscribeTokens.read(token)) return c.html(expiredPage(await site()), 404)
      return c.html(unsubscribePage({ site: await site(), action: `/unsubscribe/${token}` }))
    })
    .post('/:token', async (c) => {
      const left = await services.readers.leaving.leaveByToken(c.req.param('token'))
      if (!left) return c.html(expiredPage(await site()), 404)
      const undo = left.undo && { action: `/return/${left.undo}` }
      return c.html(unsubscribedPage({ site: await site(), ...(undo && { undo }) }))
    })
}
