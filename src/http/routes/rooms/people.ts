import { type FieldProblem, isAppError } from '../../../errors.ts'
import { cleanLine } from '../../../render/clean-text.ts'
import { readId } from '../../input.ts'
import { loginOf, newRoomRouter, type RoomContext } from '../../rooms.ts'
import {
  nameOf,
  type PeoplePageProps,
  peoplePage,
  removePersonPage,
} from '../../views/rooms/access/people.ts'
import { accessWords } from '../../views/rooms/access/words.ts'
import { roomWords } from '../../views/rooms/words.ts'
import { postOnly, type RoomParts } from './parts.ts'

const PATH = '/admin/people'

/** Who may come in, and what they may do. */
export function peopleRoutes(parts: RoomParts) {
  const { services, site } = parts
  const { people } = services

  const words = async () => accessWords((await site()).publication.locale)

  async function show(
    c: RoomContext,
    state: Pick<PeoplePageProps, 'form' | 'problems' | 'notice'> = {},
  ): Promise<Response> {
    const { csrf, account } = loginOf(c)
    const list = await people.list()
    const page = peoplePage({
      site: await site(),
      csrf,
      people: list,
      accountId: account.id,
      ...state,
    })
    return c.html(page, state.problems ? 422 : 200)
  }

  async function noticeOf(c: RoomContext): Promise<string | undefined> {
    const own = await words()
    const { invited, did } = c.req.query()
    if (invited) return own.didInvite(cleanLine(invited, 300))
    if (did === 'changed') return own.didChange
    return did === 'removed' ? own.didRemove : undefined
  }

  /** Does it; what is refused stands above the list. */
  async function act(c: RoomContext, work: () => Promise<string>): Promise<Response> {
    try {
      return c.redirect(`${PATH}?${await work()}`, 303)
    } catch (error) {
      if (!isAppError(error, 'CONFLICT', 'INVALID_INPUT', 'MAIL_FAILED')) throw error
      const { problems } = await words()
      if (isAppError(error, 'MAIL_FAILED'))
        return show(c, { problems: [{ field: '', message: problems.mail(error.message) }] })
      const isRole = isAppError(error, 'INVALID_INPUT')
      return show(c, {
        problems: [{ field: '', message: isRole ? problems.role : problems.lastOwner }],
      })
    }
  }

  return newRoomRouter()
    .get('/', async (c) => show(c, { notice: await noticeOf(c) }))
    .post('/', async (c) => {
      const form = c.get('form')
      const typed = {
        email: form.get('email').trim().slice(0, 400),
        name: cleanLine(form.get('name'), 100),
        role: form.get('role'),
      }
      try {
        const person = await people.invite(typed)
        return c.redirect(`${PATH}?${new URLSearchParams({ invited: person.email ?? '' })}`, 303)
      } catch (error) {
        const own = await words()
        if (isAppError(error, 'MAIL_FAILED'))
          return show(c, { problems: [{ field: '', message: own.problems.mail(error.message) }] })
        if (isAppError(error, 'CONFLICT'))
          return show(c, {
            form: typed,
            problems: [{ field: 'email', message: own.problems.known }],
          })
        if (!isAppError(error, 'INVALID_INPUT')) throw error
        const { locale } = (await site()).publication
        const messages: Record<string, string> = {
          email: roomWords(locale).emailWrong,
          role: own.problems.role,
        }
        const problems: FieldProblem[] = error.fields.map(({ field, message }) => ({
          field,
          message: messages[field] ?? message,
        }))
        return show(c, { form: typed, problems })
      }
    })
    .get('/:id{\\d+}/:act{role|invite}', postOnly(parts, PATH))
    .post('/:id{\\d+}/role', (c) =>
      act(c, async () => {
        await people.changeRole(readId(c), c.get('form').get('role'))
        return 'did=changed'
      }),
    )
    .post('/:id{\\d+}/invite', async (c) => {
      try {
        const person = await people.inviteAgain(readId(c))
        const name = nameOf(person, await words())
        return c.redirect(`${PATH}?${new URLSearchParams({ invited: name })}`, 303)
      } catch (error) {
        if (!isAppError(error, 'CONFLICT', 'MAIL_FAILED')) throw error
        const { problems } = await words()
        const message =
          error.code === 'CONFLICT' ? problems.hereBefore : problems.mail(error.message)
        return show(c, { problems: [{ field: '', message }] })
      }
    })
    .get('/:id{\\d+}/remove', async (c) =>
      c.html(
        removePersonPage({
          site: await site(),
          csrf: loginOf(c).csrf,
          person: await people.get(readId(c)),
        }),
      ),
    )
    .post('/:id{\\d+}/remove', (c) =>
      act(c, async () => {
        await people.remove(readId(c))
        return 'did=removed'
      }),
    )
}
