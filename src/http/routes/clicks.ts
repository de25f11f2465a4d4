import type { Context } from 'hono'
import { isReadersClick } from '../../clicks/is-readers-click.ts'
import { webUrl } from '../../render/safe-url.ts'
import type { Services } from '../../services.ts'
import { findByShortId } from '../../store/clicks.ts'
import { newRouter } from '../problem.ts'
import type { Site } from '../views/layout.ts'
import { notFoundPage } from '../views/message-page.ts'

export interface ClickRoutesDeps {
  services: Services
  site: () => Promise<Site>
  /** The address of the socket, never what a header says. */
  clientAddress: (c: Context) => string
}

/**
 * Leads on to the address of a published entry and counts that, without who. It leads nowhere
 * else: the id names a stored entry, and nothing of the request gets into the answer.
 * Old ids lead on for ever; whether it is counted is the setting of today.
 */
export function clickRoutes({ services, site, clientAddress }: ClickRoutesDeps) {
  return newRouter().get('/:id{[A-Za-z0-9_-]{8}}', async (c) => {
    const found = await findByShortId(services.db, c.req.param('id'))
    const url = found && webUrl(found.url)
    c.header('cache-control', 'no-store')
    c.header('x-robots-tag', 'noindex, nofollow')
    if (!url) return c.html(notFoundPage(await site()), 404)
    const { countClicks } = await services.readEditorial()
    if (countClicks && isReadersClick(c.req.method, (name) => c.req.header(name)))
      services.clicks.note(found.entryId, {
        address: clientAddress(c),
        agent: c.req.header('user-agent') ?? '',
      })
    return c.redirect(url, 302)
  })
}
