import { z } from 'zod'
import { LINK_STATUSES } from '../../domain/link.ts'
import { monthRange } from '../../domain/month.ts'
import { AppError } from '../../errors.ts'
import type { Services } from '../../services.ts'
import { deleteLink, findLink, findLinks, setEnrichmentPending } from '../../store/links.ts'
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
import { linkJson } from '../json.ts'
import { newRouter } from '../problem.ts'

const month = z.string().regex(/^\d{4}-(0[1-9]|1[0-2])$/, 'Write the month as YYYY-MM.')
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
})

const changesSchema = z.object({
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
})

const listSchema = z.object({
  status: z.enum(LINK_STATUSES).optional(),
  section: cleanText(200).optional(),
  month: month.optional(),
  q: cleanText(500).optional(),
  cursor: z.string().max(500).optional(),
  limit: limitSchema,
})
const cursorSchema = z.tuple([z.iso.datetime(), idSchema])

export function linkRoutes(services: Services) {
  const { db } = services
  async function get(id: number) {
    const link = await findLink(db, id)
    if (!link) throw new AppError('NOT_FOUND', `There is no link ${id}.`)
    return link
  }

  return newRouter()
    .post('/', async (c) => {
      const body = await readBody(c, newLinkSchema)
      const given = Object.entries(body).filter(
        ([, value]) => value !== null && value !== undefined,
      )
      const { link, isNew } = await services.saveLink(Object.fromEntries(given) as { url: string })
      return isNew
        ? c.json(linkJson(link), 201)
        : c.json({ ...linkJson(link), duplicate: true }, 200)
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
        items: items.map(linkJson),
        next_cursor: last ? toCursor([last.savedAt.toISOString(), last.id]) : null,
      })
    })
    .get('/:id', requireScope('edit'), async (c) => c.json(linkJson(await get(readId(c)))))
    .patch('/:id', requireScope('edit'), async (c) => {
      const body = await readBody(c, changesSchema)
      const given = Object.fromEntries(
        Object.entries(body).filter(([, value]) => value !== undefined),
      )
      return c.json(linkJson(await services.annotateLink(readId(c), given)))
    })
    .delete('/:id', requireScope('edit'), async (c) => {
      const id = readId(c)
      if (!(await deleteLink(db, id))) throw new AppError('NOT_FOUND', `There is no link ${id}.`)
      return c.body(null, 204)
    })
    .post('/:id/refresh', requireScope('edit'), async (c) => {
      const id = readId(c)
      await get(id)
      await db.transaction().execute(async (trx) => {
        await setEnrichmentPending(trx, id)
        await services.enqueueEnrichment(trx, id)
      })
      return c.json(linkJson(await get(id)), 202)
    })
}
