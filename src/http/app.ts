import { bodyLimit } from 'hono/body-limit'
import { AppError } from '../errors.ts'
import type { Services } from '../services.ts'
import { bearerAuth } from './auth.ts'
import { newRouter, problem, toAppError } from './problem.ts'
import { issueRoutes } from './routes/issues.ts'
import { linkRoutes } from './routes/links.ts'
import { settingsRoutes, tokenRoutes } from './routes/settings.ts'
import { siteRoutes } from './routes/site.ts'
import { subscriberRoutes } from './routes/subscribers.ts'
import { transferRoutes } from './routes/transfer.ts'
import { unsubscribeRoutes } from './routes/unsubscribe.ts'
import { errorPage, messagePage, notFoundPage } from './views/message-page.ts'

export interface AppDeps {
  services: Services
  baseUrl: string
  /** Throws when something that a request needs is not there. */
  checkReady: () => Promise<void>
  log: (error: unknown, request: { method: string; path: string }) => void
}

const CSP =
  "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
const MB = 1024 * 1024

/** The whole web side. `c.req.url` is never put into anything: links come from `baseUrl` alone. */
export function createApp({ services, baseUrl, checkReady, log }: AppDeps) {
  const site = async () => ({ publication: await services.readEditorial(), baseUrl })
  const app = newRouter()

  app.use(async (c, next) => {
    await next()
    c.header('x-content-type-options', 'nosniff')
    if (!c.res.headers.has('content-security-policy')) c.header('content-security-policy', CSP)
    if (!c.res.headers.has('referrer-policy'))
      c.header('referrer-policy', 'strict-origin-when-cross-origin')
  })
  app.get('/healthz', (c) => c.json({ status: 'ok' }))
  app.get('/readyz', async (c) => {
    await checkReady()
    return c.json({ status: 'ready' })
  })

  const api = newRouter()
    .use('/imports', bodyLimit({ maxSize: 512 * MB }))
    .use('/subscribers/import', bodyLimit({ maxSize: 512 * MB }))
    .use('/*', async (c, next) =>
      /\/(?:imports|subscribers\/import)$/.test(c.req.path)
        ? next()
        : bodyLimit({ maxSize: 8 * MB })(c, next),
    )
    .use('/*', bearerAuth(services))
    .route('/links', linkRoutes(services))
    .route('/issues', issueRoutes(services))
    .route('/subscribers', subscriberRoutes(services))
    .route('/settings', settingsRoutes(services))
    .route('/tokens', tokenRoutes(services))
    .route('/', transferRoutes(services))
  app.route('/api/v1', api)
  app.use('/unsubscribe/*', bodyLimit({ maxSize: MB }))
  app.route('/unsubscribe', unsubscribeRoutes(services, baseUrl))
  app.route('/', siteRoutes(services, baseUrl))

  app.notFound(async (c) => {
    if (c.req.path.startsWith('/api/'))
      return problem(
        c,
        new AppError('NOT_FOUND', `There is no ${c.req.method} ${c.req.path} in this API.`),
      )
    return c.html(notFoundPage(await site()), 404)
  })
  app.onError(async (thrown, c) => {
    const error = toAppError(thrown)
    if (error.code === 'INTERNAL') log(thrown, { method: c.req.method, path: c.req.path })
    if (c.req.path.startsWith('/api/') || c.req.path === '/readyz') return problem(c, error)
    if (error.code === 'INTERNAL') return c.html(errorPage(await site()), 500)
    return c.html(
      messagePage({ site: await site(), title: 'That did not work', text: error.message }),
      422,
    )
  })
  return app
}
