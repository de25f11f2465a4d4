import type { Context } from 'hono'
import { cors } from 'hono/cors'
import { z } from 'zod'
import { AppError, isAppError } from '../../errors.ts'
import type { Services } from '../../services.ts'
import { readForm } from '../form.ts'
import { checkInput } from '../input.ts'
import { privateLinks } from '../private-links.ts'
import { newRouter, problem, STATUS_OF, toAppError } from '../problem.ts'
import type { Site } from '../views/layout.ts'
import { errorPage, expiredPage, messagePage, notFoundPage } from '../views/message-page.ts'
import {
  checkMailPage,
  confirmedPage,
  confirmOverPage,
  confirmPage,
  returnPage,
  STAMP_FIELD,
  type SubscribePageProps,
  subscribePage,
  TRAP_FIELD,
} from '../views/subscribe.ts'
import { pageWords } from '../views/words.ts'

export interface PublicDeps {
  services: Services
  baseUrl: string
  clientAddress: (c: Context) => string
  log: (error: unknown, request: { method: string; path: string }) => void
}

/** Anything else in the body, a status above all, is nobody's to set. */
const askSchema = z.object({
  email: z.string({ error: 'Give the mail address.' }).max(400, 'Write one address.'),
  [TRAP_FIELD]: z.string().optional(),
})

/**
 * Joining the list: a form, for people and for programs, which answers the same whatever is known
 * of the address. Pages of other sites may post here; there is no cookie that they could abuse.
 */
export function subscribeRoutes({ services, baseUrl, clientAddress, log }: PublicDeps) {
  const { joining } = services.readers
  const site = async (): Promise<Site> => ({
    publication: await services.readEditorial(),
    baseUrl,
  })

  async function form(
    c: Context,
    status: 200 | 422 | 429,
    props: Omit<SubscribePageProps, 'site' | 'stamp'> = {},
  ) {
    const stamp = joining.newStamp()
    return c.html(subscribePage({ site: await site(), stamp, ...props }), status)
  }

  async function askByForm(c: Context) {
    const about = await site()
    const words = pageWords(about.publication.locale)
    const fields = await readForm(c)
    const email = fields.get('email').trim().slice(0, 400)
    // Read before anything is looked up: how long that takes must not depend on the address.
    const answer = String(await checkMailPage({ site: about, email }))
    if (fields.get(TRAP_FIELD) !== '') return c.html(answer)
    const fault = joining.stampFaultOf(fields.get(STAMP_FIELD))
    if (fault)
      return form(c, 422, { email, notice: fault === 'fast' ? words.tooQuick : words.tooOld })
    try {
      await joining.ask(email, clientAddress(c))
      return c.html(answer)
    } catch (error) {
      if (isAppError(error, 'INVALID_INPUT'))
        return form(c, 422, { email, error: words.emailInvalid })
      if (!isAppError(error, 'TOO_MANY_REQUESTS')) throw error
      c.header('retry-after', String(error.retryAfterS))
      return form(c, 429, { email, notice: words.tooMany(minutesOf(error)) })
    }
  }

  async function askByJson(c: Context) {
    const { locale } = await services.readEditorial()
    const asked = await readAsked(c)
    const email = asked.email.trim()
    if (!asked[TRAP_FIELD]) await joining.ask(email, clientAddress(c))
    const message = pageWords(locale).checkMailText(email)
    return c.json({ status: 'check_your_mail', message }, 202)
  }

  return newRouter()
    .use(privateLinks)
    .use(async (c, next) => {
      const about = await site()
      if (about.publication.publicSignup !== false) return next()
      if (wantsJson(c)) throw new AppError('NOT_FOUND', 'Nobody can sign up here.')
      return c.html(notFoundPage(about), 404)
    })
    .use(
      cors({ origin: '*', allowMethods: ['POST'], allowHeaders: ['content-type'], maxAge: 86_400 }),
    )
    .get('/', async (c) => form(c, 200))
    .post('/', async (c) => (wantsJson(c) ? askByJson(c) : askByForm(c)))
    .onError(async (thrown, c) => {
      const error = toAppError(thrown)
      if (error.code === 'INTERNAL') log(thrown, { method: c.req.method, path: c.req.path })
      // What a handler set is lost with it: scripts of other sites must be able to read this.
      c.header('access-control-allow-origin', '*')
      if (wantsJson(c)) return problem(c, error)
      return error.code === 'INTERNAL'
        ? c.html(errorPage(await site()), 500)
        : c.html(
            messagePage({ site: await site(), title: 'That did not work', text: error.message }),
            STATUS_OF[error.code],
          )
    })
}

/** The links of the confirmation and the goodbye mail. GET only shows: scanners open every link. */
export function joinLinkRoutes({ services, baseUrl, clientAddress }: PublicDeps) {
  const { joining, leaving } = services.readers
  const site = async (): Promise<Site> => ({
    publication: await services.readEditorial(),
    baseUrl,
  })

  return newRouter()
    .use('/confirm/*', privateLinks)
    .use('/return/*', privateLinks)
    .get('/confirm/:token', async (c) => {
      const token = c.req.param('token')
      const action = `/confirm/${encodeURIComponent(token)}`
      const state = await joining.stateOf(token)
      if (state === 'good') return c.html(confirmPage({ site: await site(), action }))
      return stateAnswer(c, state, action)
    })
    .post('/confirm/:token', async (c) => {
      const token = c.req.param('token')
      const state = await joining.confirm(token)
      if (state === 'confirmed') return c.html(confirmedPage({ site: await site() }))
      return stateAnswer(c, state, `/confirm/${encodeURIComponent(token)}`)
    })
    .post('/confirm/:token/again', async (c) => {
      const about = await site()
      const words = pageWords(about.publication.locale)
      try {
        const isAsked = await joining.askAgain(c.req.param('token'), clientAddress(c))
        if (!isAsked) return c.html(expiredPage(about), 404)
      } catch (error) {
        if (!isAppError(error, 'TOO_MANY_REQUESTS')) throw error
        c.header('retry-after', String(error.retryAfterS))
        const text = words.tooMany(minutesOf(error))
        return c.html(messagePage({ site: about, title: words.problemHeading, text }), 429)
      }
      return c.html(
        messagePage({ site: about, title: words.checkMailTitle, text: words.confirmAgainText }),
      )
    })
    .get('/return/:token', async (c) => {
      const token = c.req.param('token')
      if (!(await leaving.canReturn(token))) return c.html(expiredPage(await site()), 404)
      const action = `/return/${encodeURIComponent(token)}`
      return c.html(returnPage({ site: await site(), action }))
    })
    .post('/return/:token', async (c) => {
      const isBack = await leaving.comeBack(c.req.param('token'))
      if (!isBack) return c.html(expiredPage(await site()), 404)
      return c.html(confirmedPage({ site: await site() }))
    })

  async function stateAnswer(c: Context, state: string, action: string) {
    const about = await site()
    if (state === 'already') return c.html(confirmedPage({ site: about, isAlready: true }))
    if (state === 'over')
      return c.html(confirmOverPage({ site: about, action: `${action}/again` }), 410)
    return c.html(expiredPage(about), 404)
  }
}

/** Scripts ask for JSON or send it; everybody else is a person with a form. */
function wantsJson(c: Context): boolean {
  const isSent = /^application\/json\b/i.test(c.req.header('content-type') ?? '')
  const accept = c.req.header('accept') ?? ''
  return isSent || (accept.includes('application/json') && !accept.includes('text/html'))
}

/** JSON, or a form that is to be answered in JSON. */
async function readAsked(c: Context): Promise<z.infer<typeof askSchema>> {
  const isJson = /^application\/json\b/i.test(c.req.header('content-type') ?? '')
  if (!isJson) return checkInput(askSchema, Object.fromEntries((await readForm(c)).entries))
  let body: unknown
  try {
    body = JSON.parse(await c.req.text())
  } catch (cause) {
    throw new AppError('INVALID_INPUT', 'The body is not valid JSON.', { cause })
  }
  return checkInput(askSchema, body)
}

const minutesOf = (error: AppError) => Math.max(1, Math.ceil((error.retryAfterS ?? 60) / 60))
