import { type FieldProblem, isAppError } from '../../../errors.ts'
import { loginOf, newRoomRouter, type RoomContext } from '../../rooms.ts'
import { codeActPage, recoveryCodesPage, setupPage } from '../../views/rooms/access/code.ts'
import { accessWords } from '../../views/rooms/access/words.ts'
import { roomWords } from '../../views/rooms/words.ts'
import { minutesOf, type RoomParts } from './parts.ts'

const BACK = '/admin/settings/access'

/** The code from an app: turning it on and off, and its recovery codes. */
export function codeRoutes({ services, site, clientAddress }: RoomParts) {
  const { secondFactors } = services
  const callerOf = (c: RoomContext) => ({ clientAddress: clientAddress(c) })

  /** Says what is wrong with the code; anything else is thrown on. */
  async function refusal(c: RoomContext, error: unknown, wrong: 'setupWrong' | 'codeWrong') {
    const { locale } = (await site()).publication
    if (isAppError(error, 'INVALID_INPUT'))
      return { status: 422, problems: problem(accessWords(locale)[wrong]) } as const
    if (!isAppError(error, 'TOO_MANY_REQUESTS')) throw error
    c.header('retry-after', String(error.retryAfterS))
    return {
      status: 429,
      problems: problem(roomWords(locale).tooManyTries(minutesOf(error))),
    } as const
  }

  async function setup(c: RoomContext, sealed?: string, problems: FieldProblem[] = []) {
    const { account, csrf } = loginOf(c)
    const about = await site()
    const issuer = about.publication.name
    const label = account.email ?? account.name
    const offer = secondFactors.offer(account.id, { issuer, label }, sealed)
    return setupPage({ site: about, csrf, offer, problems })
  }

  const show = async (c: RoomContext, act: 'off' | 'renew', problems: FieldProblem[] = []) =>
    codeActPage({ site: await site(), csrf: loginOf(c).csrf, act, problems })

  /** They stand in this answer and nowhere else, so there is no page to redirect to. */
  const shown = async (c: RoomContext, codes: string[]) =>
    c.html(recoveryCodesPage({ site: await site(), csrf: loginOf(c).csrf, codes }))

  const isOn = (c: RoomContext) => secondFactors.isOn(loginOf(c).account.id)

  return newRoomRouter()
    .get('/', async (c) => ((await isOn(c)) ? c.redirect(BACK, 303) : c.html(await setup(c))))
    .post('/', async (c) => {
      // In another tab it was turned on already: that secret is in the app.
      if (await isOn(c)) return c.redirect(BACK, 303)
      const form = c.get('form')
      const [sealed, code] = [form.get('sealed'), form.get('code')]
      try {
        const { account } = loginOf(c)
        return shown(c, await secondFactors.turnOn(account.id, { sealed, code }, callerOf(c)))
      } catch (error) {
        const { status, problems } = await refusal(c, error, 'setupWrong')
        return c.html(await setup(c, sealed, problems), status)
      }
    })
    .get('/off', async (c) =>
      (await isOn(c)) ? c.html(await show(c, 'off')) : c.redirect(BACK, 303),
    )
    .post('/off', async (c) => {
      try {
        await secondFactors.turnOff(loginOf(c).account.id, c.get('form').get('code'), callerOf(c))
      } catch (error) {
        const { status, problems } = await refusal(c, error, 'codeWrong')
        return c.html(await show(c, 'off', problems), status)
      }
      return c.redirect(`${BACK}?did=off`, 303)
    })
    .get('/renew', async (c) =>
      (await isOn(c)) ? c.html(await show(c, 'renew')) : c.redirect(BACK, 303),
    )
    .post('/renew', async (c) => {
      try {
        const { account } = loginOf(c)
        const code = c.get('form').get('code')
        return shown(c, await secondFactors.renewCodes(account.id, code, callerOf(c)))
      } catch (error) {
        const { status, problems } = await refusal(c, error, 'codeWrong')
        return c.html(await show(c, 'renew', problems), status)
      }
    })
}

const problem = (message: string): FieldProblem[] => [{ field: 'code', message }]
