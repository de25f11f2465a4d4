import { type Entry, MAIL_LINK_MINUTES } from '../../../access/login-service.ts'
import { csrfTokenOf } from '../../../access/session-service.ts'
import type { Account, LoginMethod } from '../../../domain/account.ts'
import { AppError, type FieldProblem, isAppError } from '../../../errors.ts'
import { unpackKept } from '../../form.ts'
import { localPath } from '../../local-path.ts'
import { hasFormToken, newRoomRouter, type RoomContext } from '../../rooms.ts'
import { codePage } from '../../views/rooms/access/code.ts'
import { accessWords } from '../../views/rooms/access/words.ts'
import {
  enterPage,
  linkOverPage,
  linkSentPage,
  loggedOutPage,
  loginPage,
  resumePage,
} from '../../views/rooms/login.ts'
import type { LoginGoal } from '../../views/rooms/login-goal.ts'
import { roomWords } from '../../views/rooms/words.ts'
import { minutesOf, postOnly, type RoomParts } from './parts.ts'

/** Logging in and out. GET only shows: mail programs open every link they see. */
export function loginRoutes(parts: RoomParts) {
  const { services, site, cookie, clientAddress } = parts
  const { logins, sessions, passkeys } = services
  const caller = (c: RoomContext) => ({ clientAddress: clientAddress(c) })

  function goalOf(c: RoomContext): LoginGoal {
    const form = c.get('form')
    return { next: localPath(form.get('next')), kept: unpackKept(form.get('kept')) }
  }

  /** A new session with a new token; an earlier one of this browser ends. */
  async function enter(c: RoomContext, account: Account, method: LoginMethod): Promise<string> {
    const before = c.get('login')
    if (before) await sessions.end(before.session)
    const userAgent = c.req.header('user-agent') ?? ''
    const { token } = await sessions.open(account.id, { method, userAgent })
    cookie.write(c, token)
    return token
  }

  async function goOn(c: RoomContext, goal: LoginGoal, sessionToken: string) {
    if (!goal.kept) return c.redirect(goal.next, 303)
    return c.html(
      resumePage({
        site: await site(),
        csrf: csrfTokenOf(sessionToken),
        goal: { next: goal.next, kept: goal.kept },
        reason: 'loggedInAgain',
      }),
    )
  }

  /** In, or to the code that has to follow. */
  async function admit(c: RoomContext, entry: Entry, goal: LoginGoal): Promise<Response> {
    const { account, method, pending } = entry
    if (pending !== undefined) return c.html(codePage({ site: await site(), goal, pending }))
    const token = await enter(c, account, method)
    if (method !== 'link' || account.hasPassword || goal.kept) return goOn(c, goal, token)
    // Who comes for nothing in particular is shown the first steps, until they are done or left.
    const { isLeft, isOver } = await services.startDesk.state()
    const isFirst = account.role === 'owner' && goal.next === '/admin' && !isLeft && !isOver
    const welcome = isFirst ? '/admin/start' : goal.next
    return c.redirect(`/admin/settings/access?welcome=${encodeURIComponent(welcome)}`, 303)
  }

  const loginSite = async () => ({ site: await site(), hasPasskeys: await passkeys.hasAny() })

  async function refuse(
    c: RoomContext,
    status: 422 | 429,
    goal: LoginGoal,
    problems: FieldProblem[],
  ) {
    const email = c.get('form').get('email')
    return c.html(loginPage({ ...(await loginSite()), goal, email, problems }), status)
  }

  async function refuseHaste(c: RoomContext, error: unknown, goal: LoginGoal) {
    if (!isAppError(error, 'TOO_MANY_REQUESTS')) throw error
    const words = roomWords((await site()).publication.locale)
    c.header('retry-after', String(error.retryAfterS))
    return refuse(c, 429, goal, [{ field: '', message: words.tooManyTries(minutesOf(error)) }])
  }

  return newRoomRouter()
    .get('/login', async (c) => {
      const next = localPath(c.req.query('next'))
      if (c.get('login')) return c.redirect(next, 303)
      const isFirst = await logins.isFirst()
      return c.html(loginPage({ ...(await loginSite()), goal: { next }, isFirst }))
    })
    .post('/login', async (c) => {
      const goal = goalOf(c)
      const form = c.get('form')
      try {
        const entry = await logins.byPassword(form.get('email'), form.get('password'), caller(c))
        if (entry) return await admit(c, entry, goal)
      } catch (error) {
        return refuseHaste(c, error, goal)
      }
      const words = roomWords((await site()).publication.locale)
      return refuse(c, 422, goal, [{ field: 'password', message: words.wrongLogin }])
    })
    .get('/login/mail', postOnly(parts, '/login'))
    .post('/login/mail', async (c) => {
      const goal = goalOf(c)
      const email = c.get('form').get('email').trim()
      try {
        await logins.allowMail(email, caller(c))
      } catch (error) {
        if (!isAppError(error, 'INVALID_INPUT')) return refuseHaste(c, error, goal)
        const words = roomWords((await site()).publication.locale)
        return refuse(c, 422, goal, [{ field: 'email', message: words.emailWrong }])
      }
      // Known or not, the answer comes at once: neither its words nor its time tell which.
      services.inBackground(logins.mailLink(email, goal.next))
      return c.html(linkSentPage({ site: await site(), goal, email, minutes: MAIL_LINK_MINUTES }))
    })
    .get('/login/resume', postOnly(parts, '/login'))
    .post('/login/resume', async (c) => {
      const goal = goalOf(c)
      const login = c.get('login')
      if (login) return goOn(c, goal, login.token)
      return c.html(loginPage({ ...(await loginSite()), goal }))
    })
    .get('/login/code', postOnly(parts, '/login'))
    .post('/login/code', async (c) => {
      const goal = goalOf(c)
      const form = c.get('form')
      const pending = form.get('pending')
      const { locale } = (await site()).publication
      const more = accessWords(locale)
      const askAgain = async (message: string, status: 422 | 429) => {
        const problems = [{ field: 'code', message }]
        return c.html(codePage({ site: await site(), goal, pending, problems }), status)
      }
      try {
        const entry = await logins.byCode(pending, form.get('code'), caller(c))
        if (entry === 'wrong') return askAgain(more.codeWrong, 422)
        if (entry !== 'over') return await admit(c, entry, goal)
      } catch (error) {
        if (!isAppError(error, 'TOO_MANY_REQUESTS')) throw error
        c.header('retry-after', String(error.retryAfterS))
        return askAgain(roomWords(locale).tooManyTries(minutesOf(error)), 429)
      }
      return refuse(c, 422, goal, [{ field: '', message: more.codeOver }])
    })
    .get('/login/passkey', postOnly(parts, '/login'))
    .get('/login/passkey/options', postOnly(parts, '/login'))
    .post('/login/passkey/options', async (c) => c.json(await passkeys.challenge(caller(c))))
    .post('/login/passkey', async (c) => {
      const goal = goalOf(c)
      const more = accessWords((await site()).publication.locale)
      try {
        const account = await passkeys.byPasskey(c.get('form').get('credential'))
        if (account) return await goOn(c, goal, await enter(c, account, 'passkey'))
      } catch (error) {
        if (!isAppError(error, 'INVALID_INPUT')) throw error
        return refuse(c, 422, goal, [{ field: '', message: more.passkeyFailed }])
      }
      return refuse(c, 422, goal, [{ field: '', message: more.passkeyUnknown }])
    })
    .get('/login/:token', async (c) => {
      if (!(await logins.isLinkGood(c.req.param('token'))))
        return c.html(linkOverPage({ site: await site() }), 404)
      return c.html(enterPage({ site: await site(), action: enterAction(c) }))
    })
    .post('/login/:token', async (c) => {
      const entry = await logins.byLink(c.req.param('token'))
      if (!entry) return c.html(linkOverPage({ site: await site() }), 404)
      return admit(c, entry, { next: localPath(c.req.query('next')) })
    })
    .get('/logout', postOnly(parts, '/admin'))
    .post('/logout', async (c) => {
      const login = c.get('login')
      if (login) {
        if (!hasFormToken(c)) throw new AppError('FORBIDDEN', 'The form carries no valid token.')
        await sessions.end(login.session)
        cookie.clear(c)
      }
      return c.html(loggedOutPage({ site: await site() }))
    })
}

/** The page's own address, with a `next` that stays on this site. */
function enterAction(c: RoomContext): string {
  const next = c.req.query('next')
  const query = next === undefined ? '' : `?next=${encodeURIComponent(localPath(next))}`
  return `/login/${encodeURIComponent(c.req.param('token') ?? '')}${query}`
}
