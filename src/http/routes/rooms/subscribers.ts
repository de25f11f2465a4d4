import { SUBSCRIBER_STATUSES } from '../../../domain/subscriber.ts'
import { type FieldProblem, isAppError } from '../../../errors.ts'
import { tagsOf } from '../../../save-window.ts'
import { countJoinedByMonth } from '../../../store/joined-counts.ts'
import { findSubscribers } from '../../../store/subscriber-search.ts'
import { countSubscribers } from '../../../store/subscribers.ts'
import type { Form } from '../../form.ts'
import { fromCursor, idSchema, readId, toCursor } from '../../input.ts'
import { loginOf, newRoomRouter, type RoomContext } from '../../rooms.ts'
import { toByteStream } from '../../text-stream.ts'
import {
  importReportPage,
  removePage,
  type SubscriberPageProps,
  type SubscribersPageProps,
  subscriberPage,
  subscribersPage,
} from '../../views/rooms/subscribers/pages.ts'
import { subscribersWords } from '../../views/rooms/subscribers/words.ts'
import type { RoomParts } from './parts.ts'

const PAGE_LENGTH = 50
const REFUSED = ['INVALID_INPUT', 'SUBSCRIBER_EXISTS', 'SUBSCRIBER_SUPPRESSED', 'CONFLICT'] as const

/** The owner's hand on the list of readers. */
export function subscribersRoomRoutes({ services, site }: RoomParts) {
  const { db, subscribers, readers } = services

  async function words() {
    return subscribersWords((await site()).publication.locale)
  }

  async function show(
    c: RoomContext,
    state: Pick<SubscribersPageProps, 'form' | 'problems'> = {},
  ): Promise<Response> {
    const about = await site()
    const text = await words()
    const status = SUBSCRIBER_STATUSES.find((each) => each === c.req.query('status'))
    const q = (c.req.query('q') ?? '').replaceAll('\0', '').trim().slice(0, 254)
    const afterId = fromCursor(c.req.query('cursor'), idSchema)
    const found = await findSubscribers(db, { status, q, afterId, limit: PAGE_LENGTH + 1 })
    const shown = found.slice(0, PAGE_LENGTH)
    const last = found.length > PAGE_LENGTH ? shown.at(-1) : undefined
    const query = { ...(status && { status }), ...(q && { q }) }
    const { added, known, gone } = c.req.query()
    const page = subscribersPage({
      site: about,
      csrf: loginOf(c).csrf,
      subscribers: shown,
      counts: await countSubscribers(db),
      status,
      q,
      more: last
        ? `/admin/subscribers?${new URLSearchParams({ ...query, cursor: toCursor(last.id) })}`
        : null,
      joined: await countJoinedByMonth(db, about.publication.timeZone),
      notice: added
        ? text.added(added)
        : known
          ? text.known(known, text.states[status ?? 'active'])
          : gone && text.removed,
      ...state,
    })
    return c.html(page, state.problems ? 422 : 200)
  }

  async function showOne(
    c: RoomContext,
    state: Pick<SubscriberPageProps, 'problems'> & { form?: SubscriberPageProps['form'] } = {},
  ): Promise<Response> {
    const subscriber = await subscribers.get(readId(c))
    const text = await words()
    const { saved, asked } = c.req.query()
    const page = subscriberPage({
      site: await site(),
      csrf: loginOf(c).csrf,
      subscriber,
      form: state.form ?? {
        email: subscriber.email,
        name: subscriber.name,
        tags: subscriber.tags.join(', '),
        text_only: subscriber.textOnly ? 'yes' : '',
      },
      problems: state.problems ?? [],
      notice: saved ? text.saved : asked && text.asked,
    })
    return c.html(page, state.problems ? 422 : 200)
  }

  return newRoomRouter()
    .get('/', (c) => show(c))
    .post('/', async (c) => {
      const typed = typedOf(c.get('form'))
      const vouch = c.get('form').get('vouch')
      try {
        const { subscriber, isNew } = await subscribers.add({
          email: typed.email,
          name: typed.name,
          tags: tagsOf(typed.tags),
          status: vouch === 'yes' ? 'active' : 'pending',
        })
        const { email, status } = subscriber
        const query = isNew ? { added: email } : { known: email, status }
        return c.redirect(`/admin/subscribers?${new URLSearchParams(query)}`, 303)
      } catch (error) {
        if (!isAppError(error, ...REFUSED)) throw error
        return show(c, { form: { ...typed, vouch }, problems: problemsOf(error) })
      }
    })
    .get('/export.csv', (c) =>
      c.body(toByteStream(readers.transfer.exportCsv()), 200, {
        'content-type': 'text/csv; charset=utf-8',
        'content-disposition': 'attachment; filename="subscribers.csv"',
      }),
    )
    .post('/import', async (c) => {
      const form = c.get('form')
      const file = form.files.get('file')
      const text = await words()
      if (!file || file.size === 0)
        return show(c, { problems: [{ field: 'file', message: text.fileMissing }] })
      try {
        const body = file.stream() as unknown as AsyncIterable<Uint8Array>
        const isDryRun = form.get('go') !== 'apply'
        const report = await readers.transfer.importCsv(body, { isDryRun })
        return c.html(importReportPage(await site(), loginOf(c).csrf, report))
      } catch (error) {
        if (!isAppError(error, 'INVALID_INPUT')) throw error
        return show(c, { problems: [{ field: 'file', message: error.message }] })
      }
    })
    .get('/:id{\\d+}', (c) => showOne(c))
    .post('/:id{\\d+}', async (c) => {
      const typed = typedOf(c.get('form'))
      const textOnly = c.get('form').get('text_only')
      try {
        const { id } = await subscribers.edit(readId(c), {
          email: typed.email,
          name: typed.name,
          tags: tagsOf(typed.tags),
          textOnly: textOnly === 'yes',
        })
        return c.redirect(`/admin/subscribers/${id}?saved=yes`, 303)
      } catch (error) {
        if (!isAppError(error, ...REFUSED)) throw error
        return showOne(c, { form: { ...typed, text_only: textOnly }, problems: problemsOf(error) })
      }
    })
    .post('/:id{\\d+}/suppress', async (c) => {
      const id = readId(c)
      const form = c.get('form')
      const as = (['bounced', 'complained'] as const).find((each) => each === form.get('as'))
      const reason = form.get('reason').replaceAll('\0', '').trim().slice(0, 500)
      await subscribers.suppress(id, as ?? 'unsubscribed', reason)
      return c.redirect(`/admin/subscribers/${id}?saved=yes`, 303)
    })
    .post('/:id{\\d+}/ask', async (c) => {
      const id = readId(c)
      try {
        await subscribers.askAgain(id)
      } catch (error) {
        if (!isAppError(error, 'CONFLICT')) throw error
        return showOne(c, { problems: [{ field: '', message: error.message }] })
      }
      return c.redirect(`/admin/subscribers/${id}?asked=yes`, 303)
    })
    .get('/:id{\\d+}/remove', async (c) =>
      c.html(removePage(await site(), loginOf(c).csrf, await subscribers.get(readId(c)))),
    )
    .post('/:id{\\d+}/remove', async (c) => {
      await subscribers.remove(readId(c))
      return c.redirect('/admin/subscribers?gone=yes', 303)
    })
}

function typedOf(form: Form) {
  const clean = (name: string, most: number) =>
    form.get(name).replaceAll('\0', '').toWellFormed().trim().slice(0, most)
  return { email: clean('email', 400), name: clean('name', 200), tags: clean('tags', 500) }
}

function problemsOf(error: { fields: FieldProblem[]; message: string }): FieldProblem[] {
  return error.fields.length > 0 ? error.fields : [{ field: 'email', message: error.message }]
}
