import { z } from 'zod'
import type { Appearance } from '../../collect/lookup-link.ts'
import type { LinkInput } from '../../collect/save-link.ts'
import { LINK_STATUSES, type Link } from '../../domain/link.ts'
import { monthRange } from '../../domain/month.ts'
import { AppError } from '../../errors.ts'
import type { Services } from '../../services.ts'
import { requestReading } from '../../store/enrichment.ts'
import { findMergedInto } from '../../store/link-keys.ts'
import { deleteLink, findLink, findLinks } from '../../store/links.ts'
import { requireScope } from '../auth.ts'
import {
  checkInput,
  cleanText,
  fromCursor,
  idSchema,
  limitSchema,
  readBody,
  readId,
  readQuery,
  toCursor,
} from '../input.ts'
import { linkJson } from '../json.ts'
import { newRouter, problemJson, toAppError } from '../problem.ts'

const month = z
  .string()
  .regex(/^(?:19|2\d)\d{2}-(0[1-9]|1[0-2])$/, 'Write the month as YYYY-MM, from 1900 to 2999.')
const names = z
  .array(cleanText(500).transform((s) => s.trim()))
  .max(100)
  .transform((list) => list.filter(Boolean))
const note = cleanText(200_000)

export const newLinkSchema = z.object({
  url: z.string({ error: 'Give the address to save, starting with https://' }).max(40_000),
  title: cleanText(2_000).nullish(),
  authors: names.nullish(),
  note: note.nullish(),
  section: cleanText(200).nullish(),
  tags: names.nullish(),
  via: cleanText(2_000).nullish(),
  month: month.nullish(),
  to_read: z.boolean().nullish(),
})

export const changesSchema = z.object({
  title: cleanText(2_000).nullable().optional(),
  authors: names.nullable().optional(),
  note: note.optional(),
  section: cleanText(200)
    .transform((s) => s.trim() || null)
    .nullable()
    .optional(),
  tags: names.optional(),
  via: cleanText(2_000).nullable().optional(),
  month: month.nullable().optional(),
  status: z.enum(LINK_STATUSES).optional(),
  to_read: z.boolean().optional(),
})

export const listSchema = z.object({
  status: z.enum(LINK_STATUSES).optional(),
  section: cleanText(200).optional(),
  month: month.optional(),
  q: cleanText(500).optional(),
  cursor: z.string().max(500).optional(),
  limit: limitSchema,
})
const cursorSchema = z.tuple([z.iso.datetime(), idSchema])
export const lookupSchema = z.object({
  url: z.string({ error: 'Give the address to look up, as ?url=' }).max(40_000),
})
const MAX_BATCH = 500
export const batchSchema = z.object({
  links: z
    .array(z.unknown(), { error: 'Give the links as a list: {"links":[{"url":"https://…"}]}' })
    .min(1, 'Give at least one link.')
    .max(MAX_BATCH, `Send at most ${MAX_BATCH} links at once.`),
})

type LogError = (error: unknown, request: { method: string; path: string }) => void

export function linkRoutes(services: Services, log: LogError, baseUrl: string) {
  const { db } = services
  const toJson = (link: Link) => ({
    ...linkJson(link),
    thumbnail_url: link.thumbnail ? baseUrl + link.thumbnail.path : null,
  })
  async function get(id: number) {
    // The id of a link that was merged stands for the one that it became.
    const link =
      (await findLink(db, id)) ?? (await findLink(db, (await findMergedInto(db, id)) ?? 0))
    if (!link) throw new AppError('NOT_FOUND', `There is no link ${id}.`)
    return link
  }

  async function save(body: z.infer<typeof newLinkSchema>) {
    const { link, isNew } = await services.saveLink(toLinkInput(body))
    return isNew
      ? { status: 201 as const, link: toJson(link) }
      : { status: 200 as const, link: { ...toJson(link), duplicate: true as const } }
  }

  return newRouter()
    .post('/', async (c) => {
      const { link, status } = await save(await readBody(c, newLinkSchema))
      return c.json(link, status)
    })
    .post('/batch', async (c) => {
      const { links } = await readBody(c, batchSchema)
      const items: unknown[] = []
      // One after the other: the same page twice in a batch is one link, in the order given.
      for (const given of links) {
        try {
          items.push(await save(checkInput(newLinkSchema, given)))
        } catch (thrown) {
          const error = problemJson(toAppError(thrown))
          if (error.status === 500) log(thrown, { method: c.req.method, path: c.req.path })
          items.push({ status: error.status, error })
        }
      }
      return c.json({ items })
    })
    .get('/lookup', async (c) => {
      const found = await services.lookupLink(readQuery(c, lookupSchema).url)
      if (!found) return c.json({ known: false, link: null, issues: [] })
      const { link, issues } = found
      // Whoever may only add learns that there is nothing to add, and none of the owner's words.
      if (c.get('scope') === 'save')
        return c.json({
          known: true,
          link: { saved_at: link.savedAt.toISOString(), status: link.status },
          issues: issues.map(({ month }) => ({ month })),
        })
      return c.json({ known: true, link: toJson(link), issues: issues.map(appearanceJson) })
    })
    .get('/', requireScope('edit'), async (c) => {
      const query = readQuery(c, listSchema)
      const { timeZone } = await services.readEditorial()
      const after = fromCursor(query.cursor, cursorSchema)
      const links = await findLinks(db, {
        status: query.status,
        section: query.section,
        month:
          query.month === undefined
            ? undefined
            : { month: query.month, ...monthRange(query.month, timeZone) },
        q: query.q,
        after: after && { savedAt: new Date(after[0]), id: after[1] },
        limit: query.limit + 1,
      })
      const items = links.slice(0, query.limit)
      const last = links.length > query.limit ? items.at(-1) : undefined
      return c.json({
        items: items.map(toJson),
        next_cursor: last ? toCursor([last.savedAt.toISOString(), last.id]) : null,
      })
    })
    .get('/:id', requireScope('edit'), async (c) => c.json(toJson(await get(readId(c)))))
    .patch('/:id', requireScope('edit'), async (c) => {
      const body = await readBody(c, changesSchema)
      const { to_read: toRead, ...changes } = body
      const given = Object.fromEntries(
        Object.entries({ ...changes, toRead }).filter(([, value]) => value !== undefined),
      )
      return c.json(toJson(await services.annotateLink(readId(c), given)))
    })
    .delete('/:id', requireScope('edit'), async (c) => {
      const id = readId(c)
      const merged = await findMergedInto(db, id)
      // Whoever deletes one of two does not want to lose both.
      if (merged !== undefined)
        throw new AppError(
          'CONFLICT',
          `Link ${id} is one with link ${merged} now. Delete ${merged} to delete it for good.`,
        )
      if (!(await deleteLink(db, id, services.now())))
        throw new AppError('NOT_FOUND', `There is no link ${id}.`)
      return c.body(null, 204)
    })
    .post('/:id/refresh', requireScope('edit'), async (c) => {
      const { id } = await get(readId(c))
      await db.transaction().execute(async (trx) => {
        await requestReading(trx, id, services.now())
        await services.enqueueEnrichment(trx, id)
      })
      return c.json(toJson(await get(id)), 202)
    })
}

/** Null says the same as leaving it out. */
function toLinkInput({ to_read: toRead, ...body }: z.infer<typeof newLinkSchema>): LinkInput {
  const given = Object.entries({ ...body, toRead }).filter(
    ([, value]) => value !== null && value !== undefined,
  )
  return Object.fromEntries(given) as unknown as LinkInput
}

function appearanceJson(issue: Appearance) {
  return {
    id: issue.id,
    month: issue.month,
    title: issue.title,
    slug: issue.slug,
    state: issue.state,
    published_at: issue.publishedAt?.toISOString() ?? null,
    note: issue.note,
  }
}
