import type { Context } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import { z } from 'zod'
import type { Provider } from '../../deliver/feedback/webhooks/provider-hook.ts'
import { type Bounce, FEEDBACK_KINDS } from '../../domain/feedback.ts'
import { AppError } from '../../errors.ts'
import type { Services } from '../../services.ts'
import { requireScope } from '../auth.ts'
import { fromCursor, idSchema, limitSchema, readQuery, toCursor } from '../input.ts'
import { newRouter, problem, toAppError } from '../problem.ts'
import { rawMessage } from './inbound.ts'

const MAX_BYTES = 10 * 1024 * 1024
const PROVIDERS = ['ses', 'postmark', 'mailgun', 'sendgrid'] as const satisfies Provider[]

type Log = (error: unknown, request: { method: string; path: string }) => void

/**
 * What mail servers and providers post about mails that have left. A report that is about nothing
 * of ours is an answer with a reason, not an error: a mail pipe would bounce it or try for days.
 */
export function feedbackRoutes(
  { hooks, feedback }: Pick<Services, 'hooks' | 'feedback'>,
  log: Log,
) {
  async function receiveReport(c: Context, secret: string) {
    const hook = await hooks.find('bounce', secret)
    const outcome = await feedback.receiveReport(await rawMessage(c))
    await hooks.touch(hook)
    return c.json(outcome)
  }
  const router = newRouter()
    .onError((thrown, c) => {
      const error = toAppError(thrown)
      // The path may hold a secret.
      if (error.code === 'INTERNAL') log(thrown, { method: c.req.method, path: '/hooks' })
      return problem(c, error)
    })
    .use(async (c, next) => {
      await next()
      c.header('cache-control', 'no-store')
    })
    .use(bodyLimit({ maxSize: MAX_BYTES, onError: tooLarge }))
    .post('/bounce', (c) => receiveReport(c, c.req.query('secret') ?? ''))
    .post('/bounce/:secret', (c) => receiveReport(c, c.req.param('secret')))
    .post('/bounce/:secret/mime', (c) => receiveReport(c, c.req.param('secret')))
  for (const provider of PROVIDERS)
    router.post(`/${provider}`, async (c) => {
      const body = new Uint8Array(await c.req.arrayBuffer())
      const request = { headers: c.req.raw.headers, body }
      return c.json({ results: await feedback.receiveHook(provider, request) })
    })
  return router
}

function tooLarge(): never {
  throw new AppError('PAYLOAD_TOO_LARGE', 'The body is larger than 10 MB.')
}

export const bouncesSchema = z.object({
  kind: z.enum(FEEDBACK_KINDS, { error: `One of ${FEEDBACK_KINDS.join(', ')}.` }).optional(),
  subscriber_id: z.coerce.number().pipe(idSchema).optional(),
  issue_id: z.coerce.number().pipe(idSchema).optional(),
  cursor: z.string().max(500).optional(),
  limit: limitSchema,
})

/** The events, for the owner. */
export function bounceRoutes({ feedback }: Pick<Services, 'feedback'>) {
  return newRouter()
    .use(requireScope('admin'))
    .get('/', async (c) => {
      const query = readQuery(c, bouncesSchema)
      const rows = await feedback.list({
        kind: query.kind,
        subscriberId: query.subscriber_id,
        issueId: query.issue_id,
        beforeId: fromCursor(query.cursor, idSchema),
        limit: query.limit + 1,
      })
      const items = rows.slice(0, query.limit)
      const last = rows.length > query.limit ? items.at(-1) : undefined
      return c.json({
        items: items.map(bounceJson),
        next_cursor: last ? toCursor(last.id) : null,
      })
    })
}

function bounceJson(bounce: Bounce) {
  return {
    id: bounce.id,
    subscriber_id: bounce.subscriberId,
    email: bounce.email,
    issue_id: bounce.issueId,
    kind: bounce.kind,
    source: bounce.source,
    reason: bounce.reason,
    received_at: bounce.receivedAt.toISOString(),
  }
}
