import { instantOf } from '../../../domain/month.ts'
import { type FieldProblem, isAppError, messageOf } from '../../../errors.ts'
import { countRecipients } from '../../../store/sender-check.ts'
import type { Form } from '../../form.ts'
import { readId } from '../../input.ts'
import { loginOf, newRoomRouter, type RoomContext } from '../../rooms.ts'
import { roomMessage } from '../../views/rooms/layout.ts'
import { approvePage } from '../../views/rooms/rhythm/approve.ts'
import { type PostponeForm, postponePage } from '../../views/rooms/rhythm/postpone.ts'
import { rhythmWords } from '../../views/rooms/rhythm/words.ts'
import type { RoomParts } from './parts.ts'

const REFUSALS = ['ISSUE_WRONG_STATE', 'ISSUE_ALREADY_SENT', 'ISSUE_EMPTY'] as const

/**
 * Where the mails about a draft lead: approving it for its day, and putting it off. Mail scanners
 * follow links, so these pages only show and ask; a button acts.
 */
export function approvalRoutes({ services, site }: RoomParts) {
  const { db, preflight, rhythmDesk } = services

  const isDraft = async (id: number) => (await services.getIssue(id)).state === 'draft'
  const elsewhere = (c: RoomContext, id: number) => c.redirect(`/admin/issues/${id}/sending`, 303)

  async function approval(
    c: RoomContext,
    id: number,
    state: { problems?: FieldProblem[]; force?: string[]; status?: 200 | 409 | 422 } = {},
  ): Promise<Response> {
    const looked = await preflight.look(id)
    const page = approvePage({
      site: await site(),
      csrf: loginOf(c).csrf,
      preflight: looked,
      day: await rhythmDesk.dayOf(looked.issue),
      recipients: await countRecipients(db, { issueId: id, most: 10_000_000 }),
      problems: state.problems ?? [],
      force: state.force ?? [],
    })
    return c.html(page, state.status ?? 200)
  }

  async function approve(c: RoomContext, id: number): Promise<Response> {
    const form = c.get('form')
    const words = rhythmWords((await site()).publication.locale)
    const refuse = (message: string, status: 409 | 422) =>
      approval(c, id, { problems: [{ field: '', message }], status })
    await noteKnown(c, id, form)
    try {
      const outcome = await rhythmDesk.approve(id, {
        hash: form.get('hash'),
        force: form.get('force') === 'yes',
      })
      if (outcome === 'open') return refuse(words.chooseEach, 422)
      if (outcome === 'changed') return refuse(words.changed, 409)
    } catch (error) {
      if (isAppError(error, 'SENDER_NOT_AUTHENTICATED'))
        return approval(c, id, { force: error.fields.map(({ message }) => message), status: 422 })
      if (!isAppError(error, ...REFUSALS)) throw error
      return refuse(messageOf(error), 422)
    }
    return elsewhere(c, id)
  }

  /** What was chosen is known by name, whatever else still stands against the issue. */
  async function noteKnown(c: RoomContext, id: number, form: Form): Promise<void> {
    const keys = form.entries.flatMap(([name, value]) => (name === 'problem' ? [value] : []))
    if (keys.length === 0) return
    const { email, name } = loginOf(c).account
    try {
      await preflight.override(id, keys, email ?? (name || 'owner'))
    } catch (error) {
      // Mended meanwhile: there is nothing left to know of.
      if (!isAppError(error, 'INVALID_INPUT')) throw error
    }
  }

  async function postponement(
    c: RoomContext,
    id: number,
    state: { form?: PostponeForm; problems?: FieldProblem[] } = {},
  ): Promise<Response> {
    const about = await site()
    const issue = await services.getIssue(id)
    const { deadline, ...day } = await rhythmDesk.dayOf(issue)
    const { csrf } = loginOf(c)
    if (!deadline) {
      const words = rhythmWords(about.publication.locale)
      const link = { href: '/admin/settings/schedule', text: words.toSchedule }
      const said = { title: words.noDayTitle, text: words.noDayText, link }
      return c.html(roomMessage({ site: about, csrf, ...said }))
    }
    const { schedule } = await services.readEditorial()
    const page = postponePage({
      site: about,
      csrf,
      issue,
      day: { ...day, deadline },
      later: await rhythmDesk.laterDays(issue),
      form: state.form ?? { by: 'day', date: '', time: schedule.time },
      problems: state.problems ?? [],
    })
    return c.html(page, (state.problems ?? []).length > 0 ? 422 : 200)
  }

  async function postpone(c: RoomContext, id: number): Promise<Response> {
    const form = formOf(c.get('form'))
    const { locale, timeZone } = (await site()).publication
    const words = rhythmWords(locale)
    const refuse = (field: string, message: string) =>
      postponement(c, id, { form, problems: [{ field, message }] })
    const to =
      form.by === 'date'
        ? readDate(form, timeZone)
        : (await rhythmDesk.laterDays(await services.getIssue(id)))[form.by]
    if (!to) return refuse('date', words.dateWrong)
    try {
      await rhythmDesk.postpone(id, to)
    } catch (error) {
      if (isAppError(error, 'INVALID_INPUT')) return refuse('date', words.datePast)
      if (!isAppError(error, ...REFUSALS)) throw error
      return refuse('', messageOf(error))
    }
    return c.redirect(`/admin/issues/${id}`, 303)
  }

  return newRoomRouter()
    .get('/:id{\\d+}/approve', async (c) => {
      const id = readId(c)
      return (await isDraft(id)) ? approval(c, id) : elsewhere(c, id)
    })
    .post('/:id{\\d+}/approve', async (c) => {
      const id = readId(c)
      return (await isDraft(id)) ? approve(c, id) : elsewhere(c, id)
    })
    .get('/:id{\\d+}/postpone', async (c) => {
      const id = readId(c)
      return (await isDraft(id)) ? postponement(c, id) : elsewhere(c, id)
    })
    .post('/:id{\\d+}/postpone', async (c) => {
      const id = readId(c)
      return (await isDraft(id)) ? postpone(c, id) : elsewhere(c, id)
    })
}

function formOf(form: Form): PostponeForm {
  const clean = (name: string, most: number) =>
    form.get(name).replaceAll('\0', '').trim().slice(0, most)
  const by = form.get('by')
  return {
    by: by === 'week' || by === 'date' ? by : 'day',
    date: clean('date', 10),
    time: clean('time', 8),
  }
}

function readDate({ date, time }: PostponeForm, timeZone: string): Date | undefined {
  const [, year, month, day] = /^(\d{4})-(\d{2})-(\d{2})$/.exec(date)?.map(Number) ?? []
  const [, hour, minute] = /^(\d{2}):(\d{2})/.exec(time)?.map(Number) ?? []
  if (!year || !month || !day || hour === undefined || minute === undefined) return undefined
  if (hour > 23 || minute > 59) return undefined
  return instantOf({ year, month, day, hour, minute }, timeZone)
}
