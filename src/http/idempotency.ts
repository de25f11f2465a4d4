/**
 * `Idempotency-Key` (draft-ietf-httpapi-idempotency-key-header): a POST that is sent again with
 * the same key and the same body gets the first answer, marked `Idempotency-Replayed: true`.
 *
 * Another body under the key: 422. The first call still under way: 409. Keys belong to the token
 * and are forgotten after a day. An answer 5xx is no outcome: the next try does the work.
 */
import { createHash } from 'node:crypto'
import type { Context, MiddlewareHandler } from 'hono'
import { AppError } from '../errors.ts'
import type { Services } from '../services.ts'
import {
  type Claim,
  claimKey,
  type IdempotentCall,
  releaseKey,
  storeAnswer,
} from '../store/idempotency.ts'

const KEPT_MS = 24 * 3_600_000
/** A call that has no answer after this long died with its process. */
const ABANDONED_MS = 5 * 60_000

/** Goes behind the check of the token, in front of routes whose answers are short JSON without secrets. */
export function idempotency({ db, now }: Pick<Services, 'db' | 'now'>): MiddlewareHandler {
  return async (c, next) => {
    const header = c.req.header('idempotency-key')
    const tokenId: number | undefined = c.get('tokenId')
    if (header === undefined || c.req.method !== 'POST' || tokenId === undefined) return next()
    const call = { tokenId, key: readKey(header), fingerprint: await fingerprintOf(c) }
    const at = now()
    const claim = await claimKey(db, call, {
      now: at,
      forgetBefore: new Date(at.getTime() - KEPT_MS),
      abandonedBefore: new Date(at.getTime() - ABANDONED_MS),
    })
    if (claim.state !== 'new') return replay(claim)
    try {
      await next()
    } catch (error) {
      await releaseKey(db, call)
      throw error
    }
    await keepAnswer(db, call, c.res)
  }
}

function replay(claim: Exclude<Claim, { state: 'new' }>): Response {
  if (claim.state === 'other_request')
    throw new AppError(
      'IDEMPOTENCY_KEY_REUSED',
      'This Idempotency-Key came with another request before. Use a new key for each request.',
    )
  if (claim.state === 'under_way')
    throw new AppError(
      'IDEMPOTENCY_KEY_IN_USE',
      'The first request with this Idempotency-Key is still being worked on. Try again in a moment.',
      { retryAfterS: 1 },
    )
  const { status, contentType, body } = claim.answer
  return new Response(body === '' ? null : body, {
    status,
    headers: {
      ...(contentType !== null && { 'content-type': contentType }),
      'idempotency-replayed': 'true',
    },
  })
}

async function keepAnswer(db: Services['db'], call: IdempotentCall, answer: Response) {
  if (answer.status >= 500) return releaseKey(db, call)
  const contentType = answer.headers.get('content-type')
  const body = await answer.clone().text()
  await storeAnswer(db, call, { status: answer.status, contentType, body })
}

/** A Structured Field string as the draft has it, or the same without quotes, as many clients send it. */
function readKey(header: string): string {
  const text = header.trim()
  const quoted = /^"((?:[^"\\]|\\["\\])*)"$/.exec(text)?.[1]?.replace(/\\(["\\])/g, '$1')
  const key = quoted ?? text
  if (!/^[\x20-\x7e]{1,255}$/.test(key))
    throw new AppError(
      'INVALID_INPUT',
      'Write the Idempotency-Key as 1 to 255 printable ASCII characters, for example a UUID.',
      { fields: [{ field: 'Idempotency-Key', message: '1 to 255 printable ASCII characters.' }] },
    )
  return key
}

async function fingerprintOf(c: Context): Promise<Uint8Array> {
  const url = new URL(c.req.url)
  return createHash('sha256')
    .update(`${c.req.method} ${url.pathname}${url.search}\n`)
    .update(new Uint8Array(await c.req.arrayBuffer()))
    .digest()
}
