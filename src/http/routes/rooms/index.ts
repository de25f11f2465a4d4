import type { Context } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { STATUS_OF, toAppError } from '../../problem.ts'
import { roomGate } from '../../room-gate.ts'
import {
  loginOf,
  newRoomRouter,
  parseForm,
  privatePages,
  requireLogin,
  sameOrigin,
  sessionAuth,
  sessionCookie,
} from '../../rooms.ts'
import { viewerNow } from '../../viewer.ts'
import { errorPage } from '../../views/message-page.ts'
import { refusedPage } from '../../views/rooms/access/refused.ts'
import { roomMessage } from '../../views/rooms/layout.ts'
import { loginPage, resumePage } from '../../views/rooms/login.ts'
import { roomWords } from '../../views/rooms/words.ts'
import { FEATURES } from '../../web-page.ts'
import { accessRoutes } from './access.ts'
import { holdRoomRoutes } from './hold.ts'
import { importPostsRoutes } from './import-posts.ts'
import { installRoutes } from './install.ts'
import { issuesRoomRoutes } from './issues.ts'
import { jobsRoutes } from './jobs.ts'
import { linksRoomRoutes } from './links.ts'
import { loginRoutes } from './login.ts'
import { aboutRoutes, lookRoutes } from './look.ts'
import { numbersRoutes } from './numbers.ts'
import { overviewRoutes } from './overview.ts'
import { minutesOf, type RoomDeps, type RoomParts } from './parts.ts'
import { peopleRoutes } from './people.ts'
import { responseSettingsRoutes, responsesRoomRoutes } from './responses.ts'
import { saveRoutes } from './save.ts'
import { settingsRoomRoutes } from './settings.ts'
import { sourcesRoomRoutes } from './sources.ts'
import { startRoutes } from './start.ts'
import { subscribersRoomRoutes } from './subscribers.ts'
import { tokensRoutes } from './tokens.ts'
import { transferRoutes } from './transfer.ts'
import { webhooksRoomRoutes } from './webhooks.ts'

/** Room for the longest note, each letter of which may become nine in a form. */
const MAX_FORM_BYTES = 4 * 1024 * 1024
/** A file of links; what is larger goes in over the API or the command line. */
const MAX_FILE_BYTES = 64 * 1024 * 1024
const FILE_FORMS = new Set(['/admin/import', '/admin/import-posts', '/admin/subscribers/import'])
const ROOMS = ['/login', '/logout', '/save', '/admin']
/** A longer address does not fit twice into one; the login is shown in its place. */
const MAX_NEXT = 2_000

/** The owner's rooms: everything here is for one person, behind a login. */
export function roomRoutes(deps: RoomDeps) {
  const { services, baseUrl } = deps
  const site = async () => ({
    publication: await services.readEditorial(),
    baseUrl,
    features: FEATURES,
    viewer: viewerNow(),
    // Before the login there is no navigation.
    heldResponses: viewerNow() === undefined ? undefined : await services.responses.waiting(),
  })
  const cookie = sessionCookie(baseUrl)
  const parts: RoomParts = { ...deps, site, cookie }
  const loginSite = async () => ({
    site: await site(),
    hasPasskeys: await services.passkeys.hasAny(),
  })
  const guard = requireLogin({
    async toLogin(c, next) {
      if (next.length <= MAX_NEXT) return c.redirect(`/login?next=${encodeURIComponent(next)}`, 303)
      return c.html(loginPage({ ...(await loginSite()), goal: { next } }))
    },
    keepForm: async (c, next, kept) =>
      c.html(loginPage({ ...(await loginSite()), goal: { next, kept } }), 401, {
        'www-authenticate': 'Cookie',
      }),
    askAgain: async (c, next, kept) =>
      c.html(
        resumePage({
          site: await site(),
          csrf: c.get('login')?.csrf ?? '',
          goal: { next, kept: kept.filter(([name]) => name !== 'csrf') },
          reason: 'askAgain',
        }),
        403,
      ),
  })

  const gate = roomGate(services, {
    async refuse(c) {
      const owners = await services.people.owners()
      const names = owners.map(({ name, email }) => name || email || '').filter(Boolean)
      return c.html(refusedPage({ site: await site(), csrf: loginOf(c).csrf, names }), 403)
    },
    async prove(c, next, kept) {
      const email = loginOf(c).account.email ?? ''
      const goal = { next, kept }
      return c.html(loginPage({ ...(await loginSite()), goal, email, isProof: true }), 401, {
        'www-authenticate': 'Cookie',
      })
    },
  })

  const formLimit = bodyLimit({ maxSize: MAX_FORM_BYTES })
  const fileLimit = bodyLimit({ maxSize: MAX_FILE_BYTES })
  const router = newRoomRouter()
  for (const path of ROOMS)
    router.use(
      `${path}/*`,
      privatePages,
      (c, next) => (FILE_FORMS.has(c.req.path) ? fileLimit : formLimit)(c, next),
      sameOrigin(baseUrl),
      sessionAuth(services, cookie),
      parseForm,
    )
  router.route('/', loginRoutes(parts))
  router.use('/save/*', guard, gate).use('/admin/*', guard, gate)
  router
    .route('/save', saveRoutes(parts))
    .route('/admin', overviewRoutes(parts))
    .route('/admin/links', linksRoomRoutes(parts))
    .route('/admin/issues', issuesRoomRoutes(parts))
    .route('/admin/subscribers', subscribersRoomRoutes(parts))
    .route('/admin/sources', sourcesRoomRoutes(parts))
    .route('/admin/settings', settingsRoomRoutes(parts))
    .route('/admin/settings/numbers', numbersRoutes(parts))
    .route('/admin/tokens', tokensRoutes(parts))
    .route('/admin/jobs', jobsRoutes(parts))
    .route('/admin/people', peopleRoutes(parts))
    .route('/admin/hold', holdRoomRoutes(parts))
    .route('/admin/start', startRoutes(parts))
    .route('/admin/import', transferRoutes(parts))
    .route('/admin/import-posts', importPostsRoutes(parts))
    .route('/admin/responses', responsesRoomRoutes(parts))
    .route('/admin/settings/responses', responseSettingsRoutes(parts))
    .route('/admin/settings/access', accessRoutes(parts))
    .route('/admin/settings/look', lookRoutes(parts))
    .route('/admin/settings/about', aboutRoutes(parts))
    .route('/admin/settings/webhooks', webhooksRoomRoutes(parts))
    .route('/', installRoutes(parts))
  router.onError(async (thrown, c) => roomError(parts, thrown, c))
  return router
}

async function roomError({ site, baseUrl, log }: RoomParts, thrown: unknown, c: Context) {
  const error = toAppError(thrown)
  const about = await site()
  const words = roomWords(about.publication.locale)
  const status = STATUS_OF[error.code]
  if (error.code === 'INTERNAL') {
    // The log is read by more people than may log in.
    log(thrown, { method: c.req.method, path: c.req.path.replace(/^(\/login\/).{20,}/, '$1…') })
    return c.html(errorPage(about), 500)
  }
  if (error.retryAfterS !== undefined) c.header('Retry-After', String(error.retryAfterS))
  const said = (title: string, text: string) =>
    c.html(roomMessage({ site: about, title, text, hasError: true, link: backLink(words) }), status)
  if (error.code === 'FORBIDDEN')
    return said(words.foreignTitle, words.foreignText(new URL(baseUrl).origin))
  if (error.code === 'TOO_MANY_REQUESTS')
    return said(words.problemHeading, words.tooManyTries(minutesOf(error)))
  if (error.code === 'PAYLOAD_TOO_LARGE')
    return said(
      words.problemHeading,
      c.req.path === '/admin/import' ? words.importTooLarge : words.tooLarge,
    )
  return said(words.problemHeading, error.message)
}

const backLink = (words: ReturnType<typeof roomWords>) => ({ href: '/admin', text: words.overview })
