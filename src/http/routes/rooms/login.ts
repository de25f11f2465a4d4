import { MAIL_LINK_MINUTES } from '../../../access/login-service.ts'
import { csrfTokenOf } from '../../../access/session-service.ts'
import type { Account, LoginMethod } from '../../../domain/account.ts'
import { AppError, type FieldProblem, isAppError } from '../../../errors.ts'
import { unpackKept } from '../../form.ts'
import { localPath } from '../../local-path.ts'
import { hasFormToken, newRoomRouter, type RoomContext } from '../../rooms.ts'
import {
  enterPage,
  type LoginGoal,
  linkOverPage,
  linkSentPage,
  loggedOutPage,
  loginPage,
  resumePage,
} from '../../views/rooms/login.ts'
import { roomWords } from '../../views/rooms/words.ts'
import { minutesOf, postOnly, type RoomParts } from './parts.ts'

/** Logging in and out. GET only shows: mail programs open every link they see. */
export function loginRoutes(parts: RoomParts) {
  const { services, site, cookie, clientAddress } = parts
  const { logins, sessions } = services
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

  async function refuse(
    c: RoomContext,
    status: 422 | 429,
    goal: LoginGoal,
    problems: FieldProblem[],
  ) {
    const email = c.get('form').get('email')
    return c.html(loginPage({ site: await site(), goal, email, problems }), status)
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
      return c.html(loginPage({ site: await site(), goal: { next }, isFirst }))
    })
    .post('/login', async (c) => {
      const goal = goalOf(c)
      const form = c.get('form')
      try {
        const account = await logins.byPassword(form.get('email'), form.get('password'), caller(c))
        if (account) return await goOn(c, goal, await enter(c, account, 'password'))
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
      return c.html(loginPage({ site: await site(), goal }))
    })
    .get('/login/:token', async (c) => {
      if (!(await logins.isLinkGood(c.req.param('token'))))
        return c.html(linkOverPage({ site: await site() }), 404)
      return c.html(enterPage({ site: await site(), action: enterAction(c) }))
    })
    .post('/login/:token', async (c) => {
      const account = await logins.byLink(c.req.param('token'))
      if (!account) return c.html(linkOverPage({ site: await site() }), 404)
      await enter(c, account, 'link')
      const next = localPath(c.req.query('next'))
      if (account.hasPassword) return c.redirect(next, 303)
      // Who comes for nothing in particular is shown the first steps, until they are done or left.
      const { isLeft, isOver } = await services.startDesk.state()
      const welcome = next === '/admin' && !isLeft && !isOver ? '/admin/start' : next
      return c.redirect(`/admin/settings/access?welcome=${encodeURIComponent(welcome)}`, 303)
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
