import { type FieldProblem, isAppError } from '../../../errors.ts'
import { cleanLine } from '../../../render/clean-text.ts'
import { readId } from '../../input.ts'
import { loginOf, newRoomRouter, type RoomContext } from '../../rooms.ts'
import { newPasskeyPage } from '../../views/rooms/access/passkeys.ts'
import { accessWords } from '../../views/rooms/access/words.ts'
import { deviceName } from '../../views/rooms/device-name.ts'
import { roomWords } from '../../views/rooms/words.ts'
import { postOnly, type RoomParts } from './parts.ts'

const BACK = '/admin/settings/access'
const PATH = `${BACK}/passkeys`

/** One's own passkeys. */
export function passkeyRoutes(parts: RoomParts) {
  const { services, site } = parts
  const { passkeys } = services

  async function show(c: RoomContext, name: string, problems: FieldProblem[] = []) {
    const page = newPasskeyPage({ site: await site(), csrf: loginOf(c).csrf, name, problems })
    return c.html(page, problems.length > 0 ? 422 : 200)
  }

  return newRoomRouter()
    .get('/new', async (c) => {
      const words = roomWords((await site()).publication.locale)
      return show(c, deviceName(c.req.header('user-agent') ?? '', words))
    })
    .get('/options', postOnly(parts, `${PATH}/new`))
    .post('/options', async (c) => {
      const { publication } = await site()
      return c.json(await passkeys.offer(loginOf(c).account, publication.name))
    })
    .get('/', postOnly(parts, `${PATH}/new`))
    .post('/', async (c) => {
      const form = c.get('form')
      const name = cleanLine(form.get('name'), 100)
      const words = accessWords((await site()).publication.locale)
      if (name === '') return show(c, name, [{ field: 'name', message: words.passkeyNameMissing }])
      try {
        await passkeys.add(loginOf(c).account, name, form.get('credential'))
      } catch (error) {
        if (!isAppError(error, 'INVALID_INPUT')) throw error
        return show(c, name, [{ field: '', message: words.passkeyFailed }])
      }
      return c.redirect(`${BACK}?did=passkey#passkeys`, 303)
    })
    .get('/:id/remove', postOnly(parts, BACK))
    .post('/:id/remove', async (c) => {
      await passkeys.remove(loginOf(c).account.id, readId(c))
      return c.redirect(`${BACK}?did=removed#passkeys`, 303)
    })
}
