import type { Context } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { routePath } from 'hono/route'
import { PROOF_HEADER } from '../doctor/instance-proof.ts'
import { AppError } from '../errors.ts'
import type { Services } from '../services.ts'
import type { EditTurn } from '../store/edit-turn.ts'
import { bearerAuth } from './auth.ts'
import { entityTags } from './entity-tags.ts'
import { idempotency } from './idempotency.ts'
import { redirectOldAddresses } from './old-addresses.ts'
import { cachePages } from './page-cache.ts'
import { newRouter, problem, STATUS_OF, toAppError } from './problem.ts'
import { type ReadyCheck, readyAnswer } from './ready.ts'
import { clickRoutes } from './routes/clicks.ts'
import { doctorRoutes } from './routes/doctor.ts'
import { bounceRoutes, feedbackRoutes } from './routes/feedback.ts'
import { holdRoutes } from './routes/hold.ts'
import { hookRoutes } from './routes/hooks.ts'
import { imageRoutes } from './routes/images.ts'
import { inboundRoutes } from './routes/inbound.ts'
import { issueRoutes } from './routes/issues.ts'
import { linkRoutes } from './routes/links.ts'
import { lookApiRoutes } from './routes/look.ts'
import { openApiRoutes } from './routes/openapi.ts'
import { pinboardRoutes } from './routes/pinboard.ts'
import { preferenceRoutes } from './routes/preferences.ts'
import { responseRoutes } from './routes/responses.ts'
import { responseApiRoutes } from './routes/responses-api.ts'
import { roomRoutes } from './routes/rooms/index.ts'
import { settingsRoutes, tokenRoutes } from './routes/settings.ts'
import { siteRoutes } from './routes/site.ts'
import { sourceRoutes } from './routes/sources.ts'
import { joinLinkRoutes, subscribeRoutes } from './routes/subscribe.ts'
import { subscriberRoutes } from './routes/subscribers.ts'
import { transferRoutes } from './routes/transfer.ts'
import { unsubscribeRoutes } from './routes/unsubscribe.ts'
import { webhookRoutes } from './routes/webhooks.ts'
import { streamLimit } from './stream-limit.ts'
import { tokenRate } from './token-rate.ts'
import { errorPage, messagePage, notFoundPage } from './views/message-page.ts'

export interface AppDeps {
  services: Services
  baseUrl: string
  /** What a request needs and what of it is missing; nothing: all is there. */
  checkReady: () => Promise<ReadyCheck[] | undefined>
  log: (error: unknown, request: { method: string; path: string }) => void
  /** Where the socket leads; a header that says so can be forged. */
  clientAddress: (c: Context) => string
  /** Calls a token may make in a minute, in this process; absent or 0: any number. */
  apiRate?: number
  /** How long a page may be older than what another process made of it; a second when absent. */
  pageCheckMs?: number
  /** Takes what is to be called when another process says that the site has changed. */
  onSiteChange?: (listener: () => void) => void
  /** Keeps public pages; in this process's memory when absent. */
  keepPages?: typeof cachePages
  /** Hono's, for many requests, when absent. */
  router?: Parameters<typeof newRouter>[0]
  /** Told the pattern of the route that answers, such as `/issues/:slug`. */
  onRoute?: (route: string) => void
  /** Where other processes share the database: keeps their changes of the same thing waiting. */
  editTurn?: EditTurn | undefined
}

// No script may run; connections are for tools in the browser that read robots.txt from the page.
const CSP =
  "default-src 'none'; style-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
const MB = 1024 * 1024

/** The whole web side. `c.req.url` is never put into anything: links come from `baseUrl` alone. */
export function createApp({
  services,
  baseUrl,
  checkReady,
  log,
  clientAddress,
  pageCheckMs,
  onSiteChange,
  keepPages = cachePages,
  router,
  apiRate = 0,
  onRoute,
  editTurn,
}: AppDeps) {
  const site = async () => ({ publication: await services.readEditorial(), baseUrl })
  const app = newRouter(router)

  app.use(async (c, next) => {
    await next()
    if (c.req.method !== 'GET' && c.res.status < 400)
      services.inBackground(services.webhooks.soon())
    onRoute?.(routePath(c, -1))
    c.header('x-content-type-options', 'nosniff')
    if (!c.res.headers.has('content-security-policy')) c.header('content-security-policy', CSP)
    if (!c.res.headers.has('referrer-policy'))
      c.header('referrer-policy', 'strict-origin-when-cross-origin')
  })
  app.use(redirectOldAddresses(services, baseUrl))
  app.get('/healthz', (c) => {
    const proof = services.instanceProof.prove(c.req.query('nonce') ?? '')
    if (proof !== undefined) c.header(PROOF_HEADER, proof)
    return c.json({ status: 'ok' })
  })
  app.get('/readyz', async (c) => readyAnswer(c, (await checkReady()) ?? [], log))

  const keepTags = entityTags({ getApi: () => asked, base: '/api/v1', editTurn })
  const api = newRouter()
    .use('/imports', streamLimit({ maxSize: 512 * MB }))
    .use('/subscribers/import', streamLimit({ maxSize: 512 * MB }))
    .use('/issues/import', streamLimit({ maxSize: 32 * MB }))
    .use('/*', async (c, next) =>
      /\/(?:imports|subscribers\/import|issues\/import)$/.test(c.req.path)
        ? next()
        : bodyLimit({ maxSize: 8 * MB })(c, next),
    )
    .use('/*', bearerAuth(services))
    .use('/*', tokenRate({ perMinute: apiRate }))
    .use('/:things/:id{[0-9]+}', keepTags)
    .use('/settings', keepTags)
    // Not for files (importing one again changes nothing) nor where an answer holds a secret.
    .use('/links/*', idempotency(services))
    .use('/issues/*', idempotency(services))
  const things = newRouter()
    .route('/links', linkRoutes(services, log, baseUrl))
    .route('/issues', issueRoutes(services))
    .route('/subscribers', subscriberRoutes(services))
    .route('/settings/look', lookApiRoutes(services))
    .route('/settings', settingsRoutes(services, baseUrl))
    .route('/tokens', tokenRoutes(services))
    .route('/sources', sourceRoutes(services))
    .route('/hooks', hookRoutes(services))
    .route('/bounces', bounceRoutes(services))
    .route('/responses', responseApiRoutes(services))
    .route('/doctor', doctorRoutes(services))
    .route('/hold', holdRoutes(services))
    .route('/webhooks', webhookRoutes(services))
    .route('/', transferRoutes(services, log, baseUrl))
  api.route('/', things)
  /** What GET would answer, asked from inside. */
  const asked = newRouter()
    .onError((_thrown, c) => c.body(null, 500))
    .use('/*', bearerAuth(services))
    .route('/', things)
  app.route('/', openApiRoutes(services, baseUrl))
  app.route('/api/v1', api)
  app.use('/pinboard/*', bodyLimit({ maxSize: MB }))
  app.route('/pinboard/v1', pinboardRoutes(services, log))
  app.route('/hooks/inbound', inboundRoutes(services, log))
  app.route('/hooks', feedbackRoutes(services, log))
  for (const path of [
    '/subscribe',
    '/confirm',
    '/return',
    '/unsubscribe',
    '/preferences',
    '/issues',
    '/webmention',
  ])
    app.use(`${path}/*`, bodyLimit({ maxSize: MB }))
  app.route('/subscribe', subscribeRoutes({ services, baseUrl, clientAddress, log }))
  app.route('/', joinLinkRoutes({ services, baseUrl, clientAddress, log }))
  app.route('/unsubscribe', unsubscribeRoutes(services, baseUrl))
  app.route('/preferences', preferenceRoutes(services, baseUrl))
  app.route('/r', clickRoutes({ services, site, clientAddress }))
  app.route('/images', imageRoutes(services))
  app.route('/', roomRoutes({ services, baseUrl, clientAddress, log }))
  app.route('/', responseRoutes({ services, baseUrl, clientAddress, log }))
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
    if (error.retryAfterS !== undefined) c.header('Retry-After', String(error.retryAfterS))
    return c.html(
      messagePage({ site: await site(), title: 'That did not work', text: error.message }),
      STATUS_OF[error.code],
    )
  })
  // `app.request` goes through it as well.
  app.fetch = keepPages(app.fetch as Parameters<typeof cachePages>[0], {
    readVersion: services.publicSite.readVersion,
    ...(onSiteChange && { onChange: onSiteChange }),
    ...(pageCheckMs !== undefined && { checkMs: pageCheckMs }),
  })
  return app
}
