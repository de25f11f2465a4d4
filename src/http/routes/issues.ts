import { streamSSE } from 'hono/streaming'
import { z } from 'zod'
import { ISSUE_STATES, type Issue } from '../../domain/issue.ts'
import { DELIVERY_STATES } from '../../domain/subscriber.ts'
import { AppError } from '../../errors.ts'
import { fillSlots } from '../../render/fill-slots.ts'
import { renderIssueMarkdown } from '../../render/render-markdown.ts'
import type { Services } from '../../services.ts'
import { countClicks } from '../../store/clicks.ts'
import { listDeliveries, resolveUnknown } from '../../store/deliveries.ts'
import { findIssueByMonth, findIssues } from '../../store/issues.ts'
import { readEmail } from '../../subscriber-service.ts'
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
import { deliveryJson, issueJson, preflightJson, reviewJson } from '../json.ts'
import { newRouter } from '../problem.ts'
import { readProgress } from '../progress.ts'
import { renderWebPage } from '../web-page.ts'
import { issuePostRoutes } from './issue-post.ts'
import { apiAuthorOf, issueRevisionRoutes } from './issue-revisions.ts'
import { oldPostRoutes } from './old-posts.ts'

export const monthSchema = z.object({
  month: z
    .string({ error: 'Give the month as YYYY-MM.' })
    .regex(/^(?:19|2\d)\d{2}-(0[1-9]|1[0-2])$/, 'Write the month as YYYY-MM, from 1900 to 2999.'),
})
const id = z.number().int().positive().max(2_147_483_647)
const entrySchema = z.object({
  id: id.optional(),
  link_id: id.nullable().optional(),
  title: cleanText(2_000).min(1, 'Give the entry a title.').optional(),
  url: cleanText(40_000).optional(),
  authors: z.array(cleanText(500)).max(100).optional(),
  note: cleanText(200_000).optional(),
})
export const changesSchema = z.object({
  title: cleanText(500).trim().min(1, 'Give the issue a title.').optional(),
  slug: cleanText(200).optional(),
  intro: cleanText(200_000).optional(),
  outro: cleanText(200_000).optional(),
  featured: z.boolean({ error: 'true or false.' }).optional(),
  sections: z
    .array(z.object({ name: cleanText(200).nullable(), entries: z.array(entrySchema).max(1_000) }))
    .max(100)
    .optional(),
})
export const listSchema = z.object({
  state: z.enum(ISSUE_STATES).optional(),
  month: monthSchema.shape.month.optional(),
  cursor: z.string().max(500).optional(),
  limit: limitSchema,
})
const FORMATS = ['html', 'text', 'mjml', 'markdown', 'web'] as const
export const renderSchema = z.object({
  format: z.enum(FORMATS, { error: `One of ${FORMATS.join(', ')}.` }).default('html'),
})
export const testSchema = z.object({
  to: z.array(z.string().max(320)).min(1, 'Name an address.').max(10),
})
const tag = cleanText(100)
  .trim()
  .min(1, 'Name a tag, or null for all readers.')
  .nullable()
  .optional()
/** Send although the checks of the sender's domain fail. */
const force = z.boolean({ error: 'true or false.' }).default(false)
export const scheduleSchema = z.object({
  tag,
  force,
  at: z.iso.datetime({ offset: true, error: 'Write the time like 2026-08-01T09:00:00Z.' }),
})
export const postponeSchema = z.object({ at: scheduleSchema.shape.at })
export const sendSchema = z.object({
  tag,
  force,
  delay_s: z.number().min(0).max(86_400).default(0),
})
export const resumeSchema = z.object({ force })
export const resolveSchema = z.object({
  as: z.enum(['sent', 'retry'], { error: 'One of sent, retry.' }),
})
/** Problems that the owner knows of, by their keys. */
export const overrideSchema = z.object({ problems: z.array(z.string().max(1_000)).min(1).max(500) })
export const deliveriesSchema = z.object({
  status: z.enum(DELIVERY_STATES).optional(),
  cursor: z.string().max(500).optional(),
  limit: limitSchema,
})

export function issueRoutes(services: Services) {
  const { db, sendControl } = services
  const admin = requireScope('admin')
  /** An issue by itself, with its day while it is a draft. */
  const single = async (issue: Issue, clicks?: ReadonlyMap<number, number>) => ({
    ...issueJson(issue, clicks),
    review: issue.state === 'draft' ? reviewJson(await services.rhythmDesk.dayOf(issue)) : null,
  })
  return newRouter()
    .use(requireScope('edit'))
    .post('/', async (c) => {
      const { month } = await readBody(c, monthSchema)
      const isNew = (await findIssueByMonth(db, month)) === undefined
      return c.json(await single(await services.assembleIssue(month)), isNew ? 201 : 200)
    })
    .get('/', async (c) => {
      const query = readQuery(c, listSchema)
      if (query.month) {
        const issue = await findIssueByMonth(db, query.month)
        return c.json({ items: issue ? [issueJson(issue)] : [], next_cursor: null })
      }
      const beforeMonth = fromCursor(query.cursor, monthSchema.shape.month)
      const issues = await findIssues(db, {
        state: query.state,
        beforeMonth,
        limit: query.limit + 1,
      })
      const items = issues.slice(0, query.limit)
      const last = issues.length > query.limit ? items.at(-1) : undefined
      return c.json({
        items: items.map((issue) => issueJson(issue)),
        next_cursor: last ? toCursor(last.month) : null,
      })
    })
    .get('/:id', async (c) => {
      const issue = await services.getIssue(readId(c))
      const isOn = (await services.readEditorial()).countClicks
      return c.json(await single(issue, isOn ? await countClicks(db, issue.id) : undefined))
    })
    .patch('/:id', async (c) => {
      const changes = await readBody(c, changesSchema)
      return c.json(await single(await services.editIssue(readId(c), changes, apiAuthorOf(c))))
    })
    .route('/', issueRevisionRoutes(services))
    .route('/', issuePostRoutes(services))
    .route('/', oldPostRoutes(services))
    .get('/:id/render', async (c) => {
      const { format } = readQuery(c, renderSchema)
      const document = await services.documentOf(await services.getIssue(readId(c)))
      if (format === 'markdown') return c.body(renderIssueMarkdown(document), 200, MARKDOWN)
      if (format === 'web') return c.html(renderWebPage(document, { isPreview: true }))
      const mail = await services.renderMail(document)
      if (mail.warnings.length > 0)
        c.header('Linkletter-Warning', mail.warnings.join(' ').replace(/[^\x20-\x7e]/g, '?'))
      if (format === 'mjml') return c.text(mail.mjml)
      const filled = fillSlots(mail, {
        unsubscribeUrl: `${document.urls.home}unsubscribe/preview`,
        preferencesUrl: `${document.urls.home}preferences/preview`,
        reason: `You get this because you subscribed to ${document.publication.name}.`,
      })
      if (format === 'text') return c.text(filled.text)
      // A mail carries its styles inline; sandboxed, it can do nothing else on our origin.
      c.header(
        'content-security-policy',
        "default-src 'none'; style-src 'unsafe-inline'; img-src 'self'; sandbox",
      )
      return c.html(filled.html)
    })
    .post('/:id/test', admin, async (c) => {
      const { to } = await readBody(c, testSchema)
      const results = await services.sendTest(readId(c), to.map(readEmail))
      const refused = results.find(({ outcome }) => outcome.state !== 'sent')
      if (refused && 'reply' in refused.outcome)
        throw new AppError('MAIL_FAILED', `${refused.to}: ${refused.outcome.reply}`)
      return c.json({ sent: results.map((result) => result.to) })
    })
    .post('/:id/schedule', admin, async (c) => {
      const { at, tag, force } = await readBody(c, scheduleSchema)
      const issue = await sendControl.schedule(readId(c), new Date(at), tag, force)
      return c.json(await single(issue))
    })
    .post('/:id/postpone', admin, async (c) => {
      const { at } = await readBody(c, postponeSchema)
      const issueId = readId(c)
      await services.rhythmDesk.postpone(issueId, new Date(at))
      return c.json(await single(await services.getIssue(issueId)))
    })
    .post('/:id/send', admin, async (c) => {
      const { delay_s, tag, force } = await readBody(c, sendSchema)
      return c.json(await single(await sendControl.send(readId(c), delay_s, tag, force)), 202)
    })
    .post('/:id/pause', admin, async (c) =>
      c.json(await single(await sendControl.pause(readId(c)))),
    )
    .post('/:id/resume', admin, async (c) => {
      const { force } = await readBody(c, resumeSchema)
      return c.json(await single(await sendControl.resume(readId(c), force)), 202)
    })
    .post('/:id/cancel', admin, async (c) =>
      c.json(await single(await sendControl.cancel(readId(c)))),
    )
    .get('/:id/preflight', async (c) =>
      c.json(preflightJson(await services.preflight.look(readId(c)))),
    )
    .post('/:id/preflight', admin, async (c) => {
      const { problems } = await readBody(c, overrideSchema)
      return c.json(preflightJson(await services.preflight.override(readId(c), problems, 'API')))
    })
    .get('/:id/progress', async (c) => {
      const issueId = readId(c)
      const read = readProgress(services, issueId)
      if (!c.req.header('accept')?.includes('text/event-stream')) return c.json(await read())
      return streamSSE(c, async (stream) => {
        while (!stream.aborted) {
          const progress = await read()
          await stream.writeSSE({ event: 'progress', data: JSON.stringify(progress) })
          if (['sent', 'cancelled'].includes(progress.state)) return
          await stream.sleep(1_000)
        }
      })
    })
    .post('/:id/deliveries/resolve', admin, async (c) => {
      const { as } = await readBody(c, resolveSchema)
      const issueId = readId(c)
      await services.getIssue(issueId)
      const resolved = await resolveUnknown(db, issueId, as, services.now())
      if (resolved > 0 && as === 'retry') await sendControl.sendOn(issueId)
      return c.json({ resolved })
    })
    .get('/:id/deliveries', admin, async (c) => {
      const query = readQuery(c, deliveriesSchema)
      const issueId = readId(c)
      await services.getIssue(issueId)
      const afterId = fromCursor(query.cursor, idSchema)
      const rows = await listDeliveries(db, {
        issueId,
        state: query.status,
        afterId,
        limit: query.limit + 1,
      })
      const items = rows.slice(0, query.limit)
      const last = rows.length > query.limit ? items.at(-1) : undefined
      return c.json({
        items: items.map(deliveryJson),
        next_cursor: last ? toCursor(last.subscriberId) : null,
      })
    })
}

const MARKDOWN = { 'content-type': 'text/markdown; charset=utf-8' }
