import { z } from 'zod'
import { SUBSCRIBER_STATUSES } from '../../domain/subscriber.ts'
import type { Services } from '../../services.ts'
import { findSubscribers } from '../../store/subscriber-search.ts'
import { countSubscribers } from '../../store/subscribers.ts'
import { requireScope } from '../auth.ts'
import {
  cleanText,
  fromCursor,
  idSchema,
  limitSchema,
  readBody,
  readId,
  readQuery,
  toCursor,
} from '../input.ts'
import { subscriberJson } from '../json.ts'
import { newRouter } from '../problem.ts'
import { toByteStream } from '../text-stream.ts'

const status = z.enum(SUBSCRIBER_STATUSES, { error: `One of ${SUBSCRIBER_STATUSES.join(', ')}.` })
const tags = z.array(cleanText(100)).max(50)
const time = z.iso.datetime({ offset: true, error: 'Write the time like 2026-08-01T09:00:00Z.' })
export const changesSchema = z.object({
  email: cleanText(400).optional(),
  name: cleanText(200).optional(),
  status: status.optional(),
  reason: cleanText(500).optional(),
  tags: tags.optional(),
  paused_until: time.nullable().optional(),
  text_only: z.boolean().optional(),
})
export const newSchema = z.object({
  email: z.string({ error: 'Give the mail address.' }).max(400),
  name: cleanText(200).optional(),
  status: status.optional(),
  tags: tags.optional(),
})
const LEFT = ['unsubscribed', 'bounced', 'complained'] as const
export const suppressSchema = z.object({
  reason: cleanText(500).trim().min(1, 'Say why, for your own records.'),
  as: z.enum(LEFT, { error: `One of ${LEFT.join(', ')}.` }).default('unsubscribed'),
})
export const listSchema = z.object({
  status: status.optional(),
  q: cleanText(254).optional(),
  tag: cleanText(100).optional(),
  cursor: z.string().max(500).optional(),
  limit: limitSchema,
})
export const importSchema = z.object({
  dry_run: z
    .enum(['true', 'false'], { error: 'One of true, false.' })
    .default('false')
    .transform((text) => text === 'true'),
  status: status.optional(),
})

/** The owner's list: admin scope throughout, because it holds people's addresses. */
export function subscriberRoutes({ readers, subscribers, db }: Services) {
  return newRouter()
    .use(requireScope('admin'))
    .post('/', async (c) => {
      const { subscriber, isNew } = await subscribers.add(await readBody(c, newSchema))
      return isNew
        ? c.json(subscriberJson(subscriber), 201)
        : c.json({ ...subscriberJson(subscriber), duplicate: true }, 200)
    })
    .get('/', async (c) => {
      const { cursor, limit, ...query } = readQuery(c, listSchema)
      const afterId = fromCursor(cursor, idSchema)
      const found = await findSubscribers(db, { ...query, afterId, limit: limit + 1 })
      const items = found.slice(0, limit)
      const last = found.length > limit ? items.at(-1) : undefined
      return c.json({
        items: items.map(subscriberJson),
        next_cursor: last ? toCursor(last.id) : null,
      })
    })
    .get('/counts', async (c) => c.json(await countSubscribers(db)))
    .post('/import', async (c) => {
      const { dry_run: isDryRun, status } = readQuery(c, importSchema)
      const body = (c.req.raw.body ?? new Blob([]).stream()) as unknown
      const options = { isDryRun, ...(status && { status }) }
      return c.json(await readers.transfer.importCsv(body as AsyncIterable<Uint8Array>, options))
    })
    .get('/export.csv', (c) =>
      c.body(toByteStream(readers.transfer.exportCsv()), 200, {
        'content-type': 'text/csv; charset=utf-8',
        'content-disposition': 'attachment; filename="subscribers.csv"',
      }),
    )
    .get('/:id', async (c) => c.json(subscriberJson(await subscribers.get(readId(c)))))
    .patch('/:id', async (c) => {
      const { paused_until, text_only, ...changes } = await readBody(c, changesSchema)
      const pausedUntil = typeof paused_until === 'string' ? new Date(paused_until) : paused_until
      const changed = await subscribers.edit(readId(c), {
        ...changes,
        pausedUntil,
        textOnly: text_only,
      })
      return c.json(subscriberJson(changed))
    })
    .delete('/:id', async (c) => {
      await subscribers.remove(readId(c))
      return c.body(null, 204)
    })
    .post('/:id/suppress', async (c) => {
      const { reason, as } = await readBody(c, suppressSchema)
      return c.json(subscriberJson(await subscribers.suppress(readId(c), as, reason)))
    })
    .post('/:id/confirmation', async (c) =>
      c.json(subscriberJson(await subscribers.askAgain(readId(c))), 202),
    )
}
