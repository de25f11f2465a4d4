import { asksForPassword, type LoginAge, type LoginFault } from '../../../access/login-service.ts'
import { MAX_PASSWORD_LENGTH, MIN_PASSWORD_LENGTH } from '../../../access/password.ts'
import { type AppError, type FieldProblem, isAppError } from '../../../errors.ts'
import { cleanLine } from '../../../render/clean-text.ts'
import { readId } from '../../input.ts'
import { localPath } from '../../local-path.ts'
import { loginOf, newRoomRouter, type RoomContext } from '../../rooms.ts'
import { accessPage } from '../../views/rooms/access/page.ts'
import { accessWords } from '../../views/rooms/access/words.ts'
import { roomWords } from '../../views/rooms/words.ts'
import { codeRoutes } from './code.ts'
import { minutesOf, postOnly, type RoomParts } from './parts.ts'
import { passkeyRoutes } from './passkeys.ts'

const PATH = '/admin/settings/access'
const MAX_NAME = 100

/** One's own name and login: address, password, passkeys, the code, and the browsers that are logged in. */
export function accessRoutes(parts: RoomParts) {
  const { services, site, cookie, clientAddress } = parts
  const { logins, sessions, passkeys, people, secondFactors, now } = services

  function ageOf(c: RoomContext): LoginAge {
    const { method, createdAt } = loginOf(c).session
    return { method, sessionAgeS: (now().getTime() - createdAt.getTime()) / 1000 }
  }

  async function noticeOf(c: RoomContext): Promise<string | undefined> {
    const { locale } = (await site()).publication
    if (c.req.query('saved') !== undefined) return roomWords(locale).loginSaved
    const words = accessWords(locale)
    const notices: Record<string, string> = {
      passkey: words.passkeyAdded,
      removed: words.passkeyRemoved,
      off: words.isOff,
      name: words.nameSaved,
    }
    return notices[c.req.query('did') ?? '']
  }

  async function show(
    c: RoomContext,
    more: { email?: string; problems?: FieldProblem[]; welcome?: string | undefined } = {},
    status: 200 | 422 | 429 = 200,
  ) {
    const { account, session, csrf } = loginOf(c)
    return c.html(
      accessPage({
        site: await site(),
        csrf,
        account,
        session,
        sessions: await sessions.list(account.id),
        passkeys: await passkeys.list(account.id),
        secondFactor: await secondFactors.state(account.id),
        needsProof: asksForPassword(account, ageOf(c)),
        email: more.email ?? account.email ?? '',
        problems: more.problems ?? [],
        notice: await noticeOf(c),
        welcome: more.welcome === undefined ? undefined : { next: more.welcome },
      }),
      status,
    )
  }

  return newRoomRouter()
    .get('/', (c) => {
      const welcome = c.req.query('welcome')
      return show(c, { welcome: welcome === undefined ? undefined : localPath(welcome) })
    })
    .post('/', async (c) => {
      const form = c.get('form')
      const { account, session } = loginOf(c)
      const next = form.get('next')
      const welcome = next === '' ? undefined : localPath(next)
      const email = form.get('email')
      try {
        await logins.setLogin(
          account,
          { email, password: form.get('password'), current: form.get('current') },
          { clientAddress: clientAddress(c), ...ageOf(c) },
        )
      } catch (error) {
        const { locale } = (await site()).publication
        if (isAppError(error, 'TOO_MANY_REQUESTS'))
          c.header('retry-after', String(error.retryAfterS))
        const problems = refusals(error, locale)
        const status = isAppError(error, 'TOO_MANY_REQUESTS') ? 429 : 422
        return show(c, { email, problems, welcome }, status)
      }
      // Whoever else was in with the old password is out, and this browser gets a new token.
      await sessions.endOthers(session)
      await sessions.end(session)
      const userAgent = c.req.header('user-agent') ?? ''
      const opened = await sessions.open(account.id, { method: 'password', userAgent })
      cookie.write(c, opened.token)
      return c.redirect(welcome ?? `${PATH}?saved`, 303)
    })
    .get('/name', postOnly(parts, PATH))
    .post('/name', async (c) => {
      await people.rename(loginOf(c).account.id, cleanLine(c.get('form').get('name'), MAX_NAME))
      return c.redirect(`${PATH}?did=name`, 303)
    })
    .get('/sessions/end-others', postOnly(parts, PATH))
    .post('/sessions/end-others', async (c) => {
      await sessions.endOthers(loginOf(c).session)
      return c.redirect(PATH, 303)
    })
    .get('/sessions/:id/end', postOnly(parts, PATH))
    .post('/sessions/:id/end', async (c) => {
      await sessions.end({ id: readId(c), accountId: loginOf(c).account.id })
      return c.redirect(PATH, 303)
    })
    .route('/code', codeRoutes(parts))
    .route('/passkeys', passkeyRoutes(parts))
}

function refusals(error: unknown, locale: string): FieldProblem[] {
  if (isAppError(error, 'TOO_MANY_REQUESTS'))
    return [{ field: 'current', message: roomWords(locale).tooManyTries(minutesOf(error)) }]
  if (!isAppError(error, 'INVALID_INPUT')) throw error
  return error.fields.map(({ field }) => ({ field, message: wordsOf(field, error, locale) }))
}

function wordsOf(field: string, error: AppError, locale: string): string {
  const words = roomWords(locale)
  if (field === 'current') return words.currentWrong
  const fault = error.cause as LoginFault | undefined
  if (fault?.is === 'taken') return accessWords(locale).problems.known
  if (fault?.is === 'short') return words.passwordShort(MIN_PASSWORD_LENGTH, fault.length)
  if (fault?.is === 'long') return words.passwordLong(MAX_PASSWORD_LENGTH)
  return field === 'email' ? words.emailWrong : words.passwordGuessable
}
