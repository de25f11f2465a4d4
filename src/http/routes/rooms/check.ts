import { instantOf } from '../../../domain/month.ts'
import { type FieldProblem, isAppError, messageOf } from '../../../errors.ts'
import { countRecipients } from '../../../store/sender-check.ts'
import { readEmail } from '../../../subscriber-service.ts'
import type { Form } from '../../form.ts'
import { readId } from '../../input.ts'
import { loginOf, newRoomRouter, type RoomContext } from '../../rooms.ts'
import { checkPage, type SendForm, surePage } from '../../views/rooms/sending/check.ts'
import { sendingWords } from '../../views/rooms/sending/words.ts'
import type { RoomParts } from './parts.ts'

/** In which a send that was begun "now" can be stopped. */
const UNDO_S = 60
const EMPTY: SendForm = { when: 'now', day: '', time: '', tag: '' }

/** Before a send: what speaks against it, the test mail, one more question, then it goes. */
export function checkRoutes({ services, site }: RoomParts) {
  const { db, preflight, sendControl } = services

  async function show(
    c: RoomContext,
    id: number,
    state: { form?: SendForm; problems?: FieldProblem[]; testTo?: string } = {},
  ): Promise<Response> {
    const about = await site()
    const words = sendingWords(about.publication.locale)
    const form = state.form ?? EMPTY
    const { csrf, account } = loginOf(c)
    const to = c.req.query('to')
    const page = checkPage({
      site: about,
      csrf,
      preflight: await preflight.look(id),
      recipients: await recipientsOf(id, form),
      form,
      testTo: state.testTo ?? account.email ?? '',
      problems: state.problems ?? [],
      notice: to === undefined ? undefined : words.testDone(to),
    })
    return c.html(page, (state.problems ?? []).length > 0 ? 422 : 200)
  }

  const recipientsOf = (issueId: number, { tag }: SendForm) =>
    countRecipients(db, { issueId, tag: tag === '' ? null : tag, most: 10_000_000 })

  /** When it is to leave; null for now. What is wrong stands in `problems`. */
  async function readWhen(form: SendForm): Promise<{ at: Date | null; problems: FieldProblem[] }> {
    const { locale, timeZone } = (await site()).publication
    const words = sendingWords(locale)
    if (form.when === 'now') return { at: null, problems: [] }
    const [, year, month, day] = /^(\d{4})-(\d{2})-(\d{2})$/.exec(form.day)?.map(Number) ?? []
    const [, hour, minute] = /^(\d{2}):(\d{2})/.exec(form.time)?.map(Number) ?? []
    if (!year || !month || !day)
      return { at: null, problems: [{ field: 'day', message: words.timeWrong }] }
    if (hour === undefined || minute === undefined)
      return { at: null, problems: [{ field: 'time', message: words.timeWrong }] }
    const at = instantOf({ year, month, day, hour, minute }, timeZone)
    return at.getTime() <= services.now().getTime()
      ? { at, problems: [{ field: 'day', message: words.timePast }] }
      : { at, problems: [] }
  }

  /** The page that asks once more, or the check again when something is wrong. */
  async function ask(c: RoomContext, id: number, form: SendForm, force: string[] = []) {
    const { at, problems } = await readWhen(form)
    if (problems.length > 0) return show(c, id, { form, problems })
    const looked = await preflight.look(id)
    if (!looked.isGreen) return show(c, id, { form })
    const recipients = await recipientsOf(id, form)
    if (form.tag !== '' && recipients === 0)
      return show(c, id, {
        form,
        problems: [{ field: 'tag', message: `No active reader has the tag "${form.tag}".` }],
      })
    const { subject, hash } = looked
    const props = { site: await site(), csrf: loginOf(c).csrf, issueId: id, subject, hash }
    return c.html(surePage({ ...props, recipients, form, at, force }), force.length > 0 ? 422 : 200)
  }

  return newRoomRouter()
    .get('/:id{\\d+}/check', async (c) => {
      const id = readId(c)
      const { state } = await services.getIssue(id)
      return state === 'draft' ? show(c, id) : c.redirect(`/admin/issues/${id}/sending`, 303)
    })
    .post('/:id{\\d+}/check/know', async (c) => {
      const id = readId(c)
      const keys = c
        .get('form')
        .entries.flatMap(([name, value]) => (name === 'problem' ? [value] : []))
      const words = sendingWords((await site()).publication.locale)
      try {
        await preflight.override(id, keys, loginOf(c).account.email ?? 'owner')
      } catch (error) {
        if (!isAppError(error, 'INVALID_INPUT')) throw error
        return show(c, id, { problems: [{ field: '', message: words.nothingChosen }] })
      }
      return c.redirect(`/admin/issues/${id}/check`, 303)
    })
    .post('/:id{\\d+}/check/test', async (c) => {
      const id = readId(c)
      const typed = c.get('form').get('to').trim()
      const words = sendingWords((await site()).publication.locale)
      const refuse = (message: string) =>
        show(c, id, { testTo: typed, problems: [{ field: 'to', message }] })
      let to: string
      try {
        to = readEmail(typed)
      } catch (error) {
        if (!isAppError(error, 'INVALID_INPUT')) throw error
        return refuse(words.emailWrong)
      }
      const [result] = await services.sendTest(id, [to])
      if (result && result.outcome.state !== 'sent')
        return refuse(words.testFailed('reply' in result.outcome ? result.outcome.reply : ''))
      return c.redirect(`/admin/issues/${id}/check?to=${encodeURIComponent(to)}#test`, 303)
    })
    .post('/:id{\\d+}/check', (c) => ask(c, readId(c), formOf(c.get('form'))))
    .post('/:id{\\d+}/check/send', async (c) => {
      const id = readId(c)
      const form = formOf(c.get('form'))
      const { at, problems } = await readWhen(form)
      const { hash, isGreen } = await preflight.look(id)
      // What is sent is what was asked about.
      if (problems.length > 0 || !isGreen || hash !== c.get('form').get('hash'))
        return ask(c, id, form)
      const tag = form.tag === '' ? null : form.tag
      const force = c.get('form').get('force') === 'yes'
      try {
        if (at === null) await sendControl.send(id, UNDO_S, tag, force)
        else await sendControl.schedule(id, at, tag, force)
      } catch (error) {
        if (isAppError(error, 'SENDER_NOT_AUTHENTICATED'))
          return ask(
            c,
            id,
            form,
            error.fields.map(({ message }) => message),
          )
        if (!isAppError(error)) throw error
        return show(c, id, { form, problems: [{ field: '', message: messageOf(error) }] })
      }
      return c.redirect(`/admin/issues/${id}/sending`, 303)
    })
}

function formOf(form: Form): SendForm {
  const clean = (name: string) => form.get(name).replaceAll('\0', '').trim()
  return {
    when: clean('when') === 'at' ? 'at' : 'now',
    day: clean('day').slice(0, 10),
    time: clean('time').slice(0, 8),
    tag: clean('tag').slice(0, 100),
  }
}
