import { z } from 'zod'
import type { PollOutcome } from '../../collect/poll-source.ts'
import { problemOf, SOURCE_STATES, type Source, sourceName } from '../../domain/source.ts'
import type { Services } from '../../services.ts'
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
import { newRouter } from '../problem.ts'

const name = cleanText(200).transform((s) => s.trim() || null)
const tags = z
  .array(cleanText(100).transform((s) => s.trim()))
  .max(30)
  .transform((list) => list.filter(Boolean))

export const newSourceSchema = z.strictObject({
  url: z.string({ error: 'Give the address of a feed, starting with https://' }).max(10_000),
  title: name.nullish(),
  section: name.nullish(),
  tags: tags.nullish(),
  backfill: z.number().int().min(0).max(500, 'At most 500 older items are saved.').nullish(),
  notes: z.boolean().nullish(),
  follow_external: z.boolean().nullish(),
})

export const changesSchema = z.strictObject({
  title: name.nullable().optional(),
  section: name.nullable().optional(),
  tags: tags.optional(),
  notes: z.boolean().optional(),
  follow_external: z.boolean().optional(),
  state: z.enum(['active', 'paused'], { error: 'One of active, paused.' }).optional(),
})

export const listSchema = z.object({
  state: z.enum(SOURCE_STATES, { error: `One of ${SOURCE_STATES.join(', ')}.` }).optional(),
  cursor: z.string().max(500).optional(),
  limit: limitSchema,
})

export function sourceRoutes({ sources }: Pick<Services, 'sources'>) {
  return newRouter()
    .use(requireScope('edit'))
    .get('/', async (c) => {
      const query = readQuery(c, listSchema)
      const after = fromCursor(query.cursor, idSchema)
      const found = await sources.list({ state: query.state, after, limit: query.limit + 1 })
      const items = found.slice(0, query.limit)
      const last = found.length > query.limit ? items.at(-1) : undefined
      return c.json({
        items: items.map(sourceJson),
        next_cursor: last ? toCursor(last.id) : null,
        problems: (await sources.problems()).map(({ source, problem }) => ({
          id: source.id,
          name: sourceName(source),
          state: source.state,
          problem,
        })),
      })
    })
    .post('/', async (c) => {
      const { follow_external, ...body } = await readBody(c, newSourceSchema)
      const added = await sources.add({
        url: body.url,
        title: body.title ?? undefined,
        section: body.section ?? undefined,
        tags: body.tags ?? undefined,
        backfill: body.backfill ?? undefined,
        notes: body.notes ?? undefined,
        followExternal: follow_external ?? undefined,
      })
      const found = {
        found_in: added.foundIn,
        other_feeds: added.otherFeeds,
        ...(added.poll && pollJson(added.poll)),
      }
      return added.isNew
        ? c.json({ ...sourceJson(added.source), ...found }, 201)
        : c.json({ ...sourceJson(added.source), ...found, duplicate: true }, 200)
    })
    .get('/:id', async (c) => c.json(sourceJson(await sources.get(readId(c)))))
    .patch('/:id', async (c) => {
      const { follow_external, ...changes } = await readBody(c, changesSchema)
      const given = Object.entries({ ...changes, followExternal: follow_external })
      const source = await sources.update(
        readId(c),
        Object.fromEntries(given.filter(([, value]) => value !== undefined)),
      )
      return c.json(sourceJson(source))
    })
    .delete('/:id', async (c) => {
      await sources.remove(readId(c))
      return c.body(null, 204)
    })
    .post('/:id/poll', async (c) => {
      const id = readId(c)
      const outcome = await sources.poll(id)
      return c.json({ ...sourceJson(await sources.get(id)), ...pollJson(outcome) })
    })
}

export function sourceJson(source: Source) {
  return {
    id: source.id,
    url: source.url,
    title: source.title ?? source.feedTitle,
    site_url: source.siteUrl,
    section: source.section,
    tags: source.tags,
    backfill: source.backfill,
    notes: source.notes,
    follow_external: source.followExternal,
    state: source.state,
    problem: problemOf(source),
    failures: source.failures,
    last_error: source.lastError,
    last_polled_at: source.lastPolledAt?.toISOString() ?? null,
    last_success_at: source.lastSuccessAt?.toISOString() ?? null,
    next_poll_at: source.state === 'active' ? source.nextPollAt.toISOString() : null,
    interval_s: source.intervalS,
    created_at: source.createdAt.toISOString(),
  }
}

function pollJson(poll: PollOutcome) {
  if (poll.outcome === 'read')
    return {
      poll: {
        outcome: poll.outcome,
        saved: poll.saved,
        known: poll.known,
        passed_over: poll.passedOver,
      },
    }
  return { poll: { outcome: poll.outcome, ...('reason' in poll && { reason: poll.reason }) } }
}
