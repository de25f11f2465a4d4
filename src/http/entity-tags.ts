/**
 * ETag, If-None-Match and If-Match on single things of the API (RFC 9110, §8.8.3 and §13.1).
 *
 * The tag is a hash of the JSON that GET answers with. A change with If-Match is let through only
 * when GET would answer with that tag now; without If-Match it always is. Such changes of one
 * thing wait for each other, in this process and in all that share the database.
 */
import { createHash } from 'node:crypto'
import type { Context, Hono, MiddlewareHandler } from 'hono'
import { AppError } from '../errors.ts'
import type { EditTurn } from '../store/edit-turn.ts'
import type { ApiVariables } from './problem.ts'

type Router = Hono<{ Variables: ApiVariables }>

/** Of a process under way at once: each holds a connection, beside those that it works with. */
const MOST_TURNS = 4

export interface EntityTagOptions {
  /** The routes themselves, to ask what GET would answer. */
  getApi: () => Router
  /** Where they are mounted. */
  base: string
  /** Keeps the same change in other processes waiting; absent: there are none. */
  editTurn?: EditTurn | undefined
}

export function entityTags({ getApi, base, editTurn }: EntityTagOptions): MiddlewareHandler {
  const waiting = new Map<string, Promise<unknown>>()

  async function tagNow(c: Context): Promise<string | undefined> {
    const answer = await getApi().request(c.req.path.slice(base.length), {
      headers: { authorization: c.req.header('authorization') ?? '' },
    })
    return answer.ok ? tagOf(await answer.text()) : undefined
  }

  /** One after the other for each thing, whatever becomes of the one before. */
  function inTurn<T>(path: string, work: () => Promise<T>): Promise<T> {
    if (!editTurn) return inLane(path, work)
    const lane = Number(/\d+$/.exec(path)?.[0] ?? 0) % MOST_TURNS
    return inLane(String(lane), () => editTurn(path, work))
  }

  async function inLane<T>(key: string, work: () => Promise<T>): Promise<T> {
    const before = waiting.get(key)
    const turn = (async () => {
      await before?.catch(() => undefined)
      return work()
    })()
    waiting.set(key, turn)
    try {
      return await turn
    } finally {
      if (waiting.get(key) === turn) waiting.delete(key)
    }
  }

  return async (c, next) => {
    const { method } = c.req
    const ifMatch = c.req.header('if-match')
    if ((method === 'PATCH' || method === 'DELETE') && ifMatch !== undefined)
      return inTurn(c.req.path, async () => {
        const tag = await tagNow(c)
        // What is not there, or not for this token, says so itself.
        if (tag !== undefined && !isListed(ifMatch, tag))
          throw new AppError(
            'PRECONDITION_FAILED',
            'It has changed since you read it. Read it again and repeat your change.',
          )
        await next()
        await addTag(c)
      })
    await next()
    if (method === 'GET' || method === 'HEAD' || method === 'PATCH') await addTag(c)
  }
}

async function addTag(c: Context): Promise<void> {
  if (c.res.status !== 200 || !c.res.headers.get('content-type')?.includes('application/json'))
    return
  const text = await c.res.clone().text()
  const tag = tagOf(text)
  const known = c.req.header('if-none-match')
  if (c.req.method !== 'PATCH' && known !== undefined && isListed(known, tag)) {
    const { headers } = c.res
    headers.delete('content-type')
    headers.delete('content-length')
    c.res = new Response(null, { status: 304, headers })
  }
  c.header('ETag', tag)
}

const tagOf = (text: string) =>
  `"${createHash('sha256').update(text).digest('base64url').slice(0, 22)}"`

/** `*`, or one of a list; a proxy that packs answers makes tags weak. */
function isListed(header: string, tag: string): boolean {
  if (header.trim() === '*') return true
  return header.split(',').some((each) => each.trim().replace(/^W\//, '') === tag)
}
