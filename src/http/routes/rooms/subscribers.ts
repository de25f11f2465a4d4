import { z } from 'zod'
import { FEEDBACK_KINDS } from '../../../domain/feedback.ts'
import { SUBSCRIBER_STATUSES } from '../../../domain/subscriber.ts'
import { type FieldProblem, isAppError } from '../../../errors.ts'
import { tagsOf } from '../../../save-window.ts'
import { findBounces } from '../../../store/feedback.ts'
import { findLedgerOf } from '../../../store/reader-ledger.ts'
import { countSubscribersUpTo, findSubscribers } from '../../../store/subscriber-search.ts'
import { cleanField, type Form } from '../../form.ts'
import { fromCursor, idSchema, readId, toCursor } from '../../input.ts'
import { loginOf, newRoomRouter, type RoomContext } from '../../rooms.ts'
import { toByteStream } from '../../text-stream.ts'
import { bouncesPage } from '../../views/rooms/subscribers/bounces.ts'
import { importPage, importReportPage } from '../../views/rooms/subscribers/import.ts'
import { subscribersPage } from '../../views/rooms/subscribers/list.ts'
import {
  type NewSubscriberPageProps,
  newSubscriberPage,
  removePage,
  type SubscriberPageProps,
  subscriberPage,
} from '../../views/rooms/subscribers/one.ts'
import { subscribersWords } from '../../views/rooms/subscribers/words.ts'
import { postOnly, type RoomParts } from './parts.ts'

const PATH = '/admin/subscribers'
const PAGE_LENGTH = 50
/** Larger lists are counted no further: the room stays as quick with a million. */
const COUNTED_TO = 20_000
/** A larger file is chosen again after the look; this goes into the form of the answer. */
const KEPT_BYTES = 2 * 1024 * 1024
const REFUSED = ['INVALID_INPUT', 'SUBSCRIBER_EXISTS', 'SUBSCRIBER_SUPPRESSED', 'CONFLICT'] as const
const BOUNCES_OF_ONE = 10

const text = (most: number) => z.string().transform((given) => cleanField(given, most))
const querySchema = z.object({
  status: z.enum(SUBSCRIBER_STATUSES).optional().catch(undefined),
  tag: text(200).optional(),
  q: text(254).default(''),
  cursor: z.string().max(500).optional(),
  added: text(400).optional(),
  known: text(400).optional(),
  gone: z.string().optional(),
})

/** The owner's hand on the list of readers. */
export function subscribersRoomRoutes(parts: RoomParts) {
  const { services, site } = parts
  const { db, subscribers, readers } = services

  async function words() {
    return subscribersWords((await site()).publication.locale)
  }

  async function show(c: RoomContext): Promise<Response> {
    const about = await site()
    const own = await words()
    const { status, tag, q, cursor, added, known, gone } = querySchema.parse(c.req.query())
    const beforeId = fromCursor(cursor, idSchema)
    const found = await findSubscribers(db, {
      status: known === undefined ? status : undefined,
      tag: tag || undefined,
      q,
      beforeId,
      order: 'newest',
      limit: PAGE_LENGTH + 1,
    })
    const shown = found.slice(0, PAGE_LENGTH)
    const last = found.length > PAGE_LENGTH ? shown.at(-1) : undefined
    const isWhole = !q && !tag && !status && beforeId === undefined
    const query = { ...(status && { status }), ...(tag && { tag }), ...(q && { q }) }
    const notice = added
      ? own.added(added)
      : known
        ? own.known(known, own.states[status ?? 'active'])
        : gone && own.removed
    return c.html(
      subscribersPage({
        site: about,
        csrf: loginOf(c).csrf,
        subscribers: shown,
        counts: await countSubscribersUpTo(db, COUNTED_TO),
        countedTo: COUNTED_TO,
        status: known === undefined ? status : undefined,
        tag: tag || undefined,
        q,
        more: last
          ? `${PATH}?${new URLSearchParams({ ...query, cursor: toCursor(last.id) })}`
          : null,
        isFurther: beforeId !== undefined,
        // Below what was searched for it would be in the way.
        joined: isWhole ? await services.joinedByMonth(about.publication.timeZone) : [],
        notice,
      }),
    )
  }

  async function showNew(
    c: RoomContext,
    state: Pick<NewSubscriberPageProps, 'form' | 'problems'> = {},
  ): Promise<Response> {
    const page = newSubscriberPage({ site: await site(), csrf: loginOf(c).csrf, ...state })
    return c.html(page, state.problems ? 422 : 200)
  }

  async function showOne(
    c: RoomContext,
    state: Pick<SubscriberPageProps, 'problems'> & { form?: SubscriberPageProps['form'] } = {},
  ): Promise<Response> {
    const subscriber = await subscribers.get(readId(c))
    const own = await words()
    const { saved, asked, back } = c.req.query()
    const { id: subscriberId } = subscriber
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
      issues: await findLedgerOf(db, subscriberId),
      bounces: await findBounces(db, { subscriberId, limit: BOUNCES_OF_ONE }),
      problems: state.problems ?? [],
      notice: saved ? own.saved : asked ? own.asked : back && own.reinstated,
    })
    return c.html(page, state.problems ? 422 : 200)
  }

  async function showBounces(c: RoomContext): Promise<Response> {
    const kind = FEEDBACK_KINDS.find((each) => each === c.req.query('kind'))
    const beforeId = fromCursor(c.req.query('cursor'), idSchema)
    const found = await findBounces(db, { kind, beforeId, limit: PAGE_LENGTH + 1 })
    const bounces = found.slice(0, PAGE_LENGTH)
    const last = found.length > PAGE_LENGTH ? bounces.at(-1) : undefined
    const query = new URLSearchParams({
      ...(kind && { kind }),
      ...(last && { cursor: toCursor(last.id) }),
    })
    const more = last ? `${PATH}/bounces?${query}` : null
    const page = bouncesPage({ site: await site(), csrf: loginOf(c).csrf, kind, bounces, more })
    return c.html(page)
  }

  async function showImport(c: RoomContext, problems?: FieldProblem[]): Promise<Response> {
    const page = importPage({
      site: await site(),
      csrf: loginOf(c).csrf,
      ...(problems && { problems }),
    })
    return c.html(page, problems ? 422 : 200)
  }

  /** A file that was just chosen, or the one of the look before it. */
  async function takeFile(c: RoomContext): Promise<Response> {
    const form = c.get('form')
    const file = form.files.get('file')
    const kept = Buffer.from(form.get('kept'), 'base64')
    const body =
      kept.length > 0
        ? oneChunk(kept)
        : (file?.stream() as unknown as AsyncIterable<Uint8Array> | undefined)
    if (!body || (kept.length === 0 && file?.size === 0))
      return showImport(c, [{ field: 'file', message: (await words()).fileMissing }])
    const isDryRun = form.get('go') !== 'apply'
    try {
      const report = await readers.transfer.importCsv(body, { isDryRun })
      const canKeep = isDryRun && file !== undefined && file.size <= KEPT_BYTES
      const page = importReportPage({
        site: await site(),
        csrf: loginOf(c).csrf,
        report,
        kept: canKeep ? Buffer.from(await file.arrayBuffer()).toString('base64') : null,
      })
      return c.html(page)
    } catch (error) {
      if (!isAppError(error, 'INVALID_INPUT')) throw error
      return showImport(c, [{ field: 'file', message: error.message }])
    }
  }

  return newRoomRouter()
    .get('/', (c) => show(c))
    .get('/new', (c) => showNew(c))
    .get('/bounces', (c) => showBounces(c))
    .get('/import', (c) => showImport(c))
    .post('/import', (c) => takeFile(c))
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
        return c.redirect(`${PATH}?${new URLSearchParams(query)}`, 303)
      } catch (error) {
        if (!isAppError(error, ...REFUSED)) throw error
        return showNew(c, { form: { ...typed, vouch }, problems: problemsOf(error) })
      }
    })
    .get('/export.csv', (c) =>
      c.body(toByteStream(readers.transfer.exportCsv()), 200, {
        'content-type': 'text/csv; charset=utf-8',
        'content-disposition': 'attachment; filename="subscribers.csv"',
      }),
    )
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
        return c.redirect(`${PATH}/${id}?saved=yes`, 303)
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
      return c.redirect(`${PATH}/${id}?saved=yes`, 303)
    })
    .post('/:id{\\d+}/reinstate', async (c) => {
      const id = readId(c)
      try {
        await subscribers.reinstate(id)
      } catch (error) {
        if (!isAppError(error, 'CONFLICT')) throw error
        return showOne(c, { problems: [{ field: '', message: error.message }] })
      }
      return c.redirect(`${PATH}/${id}?back=yes`, 303)
    })
    .get('/:id{\\d+}/:act{suppress|reinstate|ask}', (c) =>
      postOnly(parts, `${PATH}/${readId(c)}`)(c),
    )
    .post('/:id{\\d+}/ask', async (c) => {
      const id = readId(c)
      try {
        await subscribers.askAgain(id)
      } catch (error) {
        if (!isAppError(error, 'CONFLICT')) throw error
        return showOne(c, { problems: [{ field: '', message: error.message }] })
      }
      return c.redirect(`${PATH}/${id}?asked=yes`, 303)
    })
    .get('/:id{\\d+}/remove', async (c) =>
      c.html(removePage(await site(), loginOf(c).csrf, await subscribers.get(readId(c)))),
    )
    .post('/:id{\\d+}/remove', async (c) => {
      await subscribers.remove(readId(c))
      return c.redirect(`${PATH}?gone=yes`, 303)
    })
}

async function* oneChunk(bytes: Uint8Array) {
  yield bytes
}

function typedOf(form: Form) {
  const clean = (name: string, most: number) => cleanField(form.get(name), most)
  return { email: clean('email', 400), name: clean('name', 200), tags: clean('tags', 500) }
}

function problemsOf(error: { fields: FieldProblem[]; message: string }): FieldProblem[] {
  return error.fields.length > 0 ? error.fields : [{ field: 'email', message: error.message }]
}
