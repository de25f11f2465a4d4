import { z } from 'zod'
import { SUBSCRIBER_STATUSES } from '../../domain/subscriber.ts'
import type { Services } from '../../services.ts'
import { findSubscribers } from '../../store/subscribers.ts'
import type { SubscriberInput } from '../../subscriber-service.ts'
import { exportSubscribers, importSubscribers } from '../../subscriber-transfer.ts'
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

const status = z.enum(SUBSCRIBER_STATUSES, { error: `One of ${SUBSCRIBER_STATUSES.join(', ')}.` })
const tags = z.array(cleanText(100)).max(50)
const newSchema = z.object({
  email: z.string({ error: 'Give the mail address.' }).max(400),
  name: cleanText(200).optional(),
  status: status.optional(),
  tags: tags.optional(),
})
const changesSchema = z.object({
  email: z.string().max(400).optional(),
  name: cleanText(200).optional(),
  status: status.optional(),
  tags: tags.optional(),
})
const listSchema = z.object({
  status: status.optional(),
  cursor: z.string().max(500).optional(),
  limit: limitSchema,
})

/** The owner's list: admin scope throughout, because it holds people's addresses. */
export function subscriberRoutes(services: Services) {
  const { subscribers, db } = services
  return newRouter()
    .use(requireScope('admin'))
    .post('/', async (c) => {
      const { subscriber, isNew } = await subscribers.add(
        withoutUndefined(await readBody(c, newSchema)),
      )
      return isNew
        ? c.json(subscriberJson(subscriber), 201)
        : c.json({ ...subscriberJson(subscriber), duplicate: true }, 200)
    })
    .get('/', async (c) => {
      const query = readQuery(c, listSchema)
      const afterId = fromCursor(query.cursor, idSchema)
      const found = await findSubscribers(db, {
        status: query.status,
        afterId,
        limit: query.limit + 1,
      })
      const items = found.slice(0, query.limit)
      const last = found.length > query.limit ? items.at(-1) : undefined
      return c.json({
        items: items.map(subscriberJson),
        next_cursor: last ? toCursor(last.id) : null,
      })
    })
    .post('/import', async (c) => {
      const body = c.req.raw.body ?? new Blob([]).stream()
      return c.json(await importSubscribers(services, body as unknown as AsyncIterable<Uint8Array>))
    })
    .get('/export.csv', async (c) =>
      c.body(await exportSubscribers(db), 200, {
        'content-type': 'text/csv; charset=utf-8',
        'content-disposition': 'attachment; filename="subscribers.csv"',
      }),
    )
    .get('/:id', async (c) => c.json(subscriberJson(await subscribers.get(readId(c)))))
    .patch('/:id', async (c) => {
      const changes = withoutUndefined(await readBody(c, changesSchema)) as Partial<SubscriberInput>
      return c.json(subscriberJson(await subscribers.edit(readId(c), changes)))
    })
    .delete('/:id', async (c) => {
      await subscribers.remove(readId(c))
      return c.body(null, 204)
    })
}

function withoutUndefined<T extends object>(value: T): T {
  return Object.fromEntries(Object.entries(value).filter(([, v]) => v !== undefined)) as T
}
