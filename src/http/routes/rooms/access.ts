import {
  MAX_PASSWORD_LENGTH,
  MIN_PASSWORD_LENGTH,
  type PasswordFault,
} from '../../../access/password.ts'
import { type AppError, type FieldProblem, isAppError } from '../../../errors.ts'
import { readId } from '../../input.ts'
import { localPath } from '../../local-path.ts'
import { loginOf, newRoomRouter, type RoomContext } from '../../rooms.ts'
import { accessPage } from '../../views/rooms/access.ts'
import { type RoomWords, roomWords } from '../../views/rooms/words.ts'
import { postOnly, type RoomParts } from './parts.ts'

/** A login by link younger than this needs no present password to set a new one. */
const PROOF_BY_LINK_S = 3600
const PATH = '/admin/settings/access'

/** Address, password and the browsers that are logged in. */
export function accessRoutes(parts: RoomParts) {
  const { services, site, cookie, clientAddress } = parts
  const { logins, sessions, now } = services

  function ageS(c: RoomContext): number {
    return (now().getTime() - loginOf(c).session.createdAt.getTime()) / 1000
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
        needsProof:
          account.hasPassword && !(session.method === 'link' && ageS(c) < PROOF_BY_LINK_S),
        email: more.email ?? account.email ?? '',
        problems: more.problems ?? [],
        isSaved: c.req.query('saved') !== undefined,
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
          { clientAddress: clientAddress(c), method: session.method, sessionAgeS: ageS(c) },
        )
      } catch (error) {
        const words = roomWords((await site()).publication.locale)
        if (isAppError(error, 'TOO_MANY_REQUESTS'))
          c.header('retry-after', String(error.retryAfterS))
        const problems = refusals(error, words)
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
}

function refusals(error: unknown, words: RoomWords): FieldProblem[] {
  if (isAppError(error, 'TOO_MANY_REQUESTS'))
    return [
      {
        field: 'current',
        message: words.tooManyTries(Math.ceil((error.retryAfterS ?? 60) / 60)),
      },
    ]
  if (!isAppError(error, 'INVALID_INPUT')) throw error
  return error.fields.map(({ field }) => ({ field, message: wordsOf(field, error, words) }))
}

function wordsOf(field: string, error: AppError, words: RoomWords): string {
  if (field === 'email') return words.emailWrong
  if (field === 'current') return words.currentWrong
  const fault = error.cause as PasswordFault
  if (fault.is === 'short') return words.passwordShort(MIN_PASSWORD_LENGTH, fault.length)
  return fault.is === 'long' ? words.passwordLong(MAX_PASSWORD_LENGTH) : words.passwordGuessable
}
