import { isAppError } from '../../../errors.ts'
import { cleanLine } from '../../../render/clean-text.ts'
import { readId } from '../../input.ts'
import { loginOf, newRoomRouter, type RoomContext } from '../../rooms.ts'
import { type TokensPageProps, tokensPage } from '../../views/rooms/tokens.ts'
import { roomWords } from '../../views/rooms/words.ts'
import { postOnly, type RoomParts } from './parts.ts'

/** Tokens for programs. On the embedded database this is where they are made while it runs. */
export function tokensRoutes(parts: RoomParts) {
  const { services, site } = parts
  const { tokens } = services

  async function show(
    c: RoomContext,
    more: Pick<TokensPageProps, 'form' | 'problems' | 'made'>,
    status: 200 | 201 | 422,
  ) {
    const { csrf } = loginOf(c)
    return c.html(
      tokensPage({ site: await site(), csrf, tokens: await tokens.list(), ...more }),
      status,
    )
  }

  return newRoomRouter()
    .get('/', (c) => show(c, {}, 200))
    .post('/', async (c) => {
      const form = c.get('form')
      const name = cleanLine(form.get('name'), 100)
      const scope = form.get('scope')
      try {
        // Shown in this answer and never again, so there is no page to redirect to.
        const { token } = await tokens.create(name, scope, loginOf(c).account.id)
        return await show(c, { made: { name, token } }, 201)
      } catch (error) {
        if (!isAppError(error, 'INVALID_INPUT')) throw error
        const words = roomWords((await site()).publication.locale)
        const problems = error.fields.map(({ field }) => ({
          field,
          message: field === 'scope' ? words.scopeMissing : words.tokenNameMissing,
        }))
        return show(c, { form: { name, scope }, problems }, 422)
      }
    })
    .get('/:id/revoke', postOnly(parts, '/admin/tokens'))
    .post('/:id/revoke', async (c) => {
      try {
        await tokens.revoke(readId(c))
      } catch (error) {
        // Revoked in another tab: what was wanted is so.
        if (!isAppError(error, 'NOT_FOUND')) throw error
      }
      return c.redirect('/admin/tokens', 303)
    })
}
