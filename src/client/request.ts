import { LinkletterError } from './errors.ts'

export interface ClientOptions {
  /** Where Linkletter is, e.g. `https://links.example`. */
  baseUrl: string
  /** A token of scope save, edit or admin. */
  token: string
  /** Instead of the global one. */
  fetch?: typeof fetch
}

export interface CallOptions {
  /** The same key and body again: the first answer again. */
  idempotencyKey?: string
  /** An ETag: throws PRECONDITION_FAILED when the thing has changed since. */
  ifMatch?: string
  signal?: AbortSignal
}

export type Query = Readonly<Record<string, unknown>>
/** A file: text, bytes, a Blob. */
export type FileBody = NonNullable<RequestInit['body']>
export type Body = { json: unknown } | { file: FileBody; type: string }

export interface Call {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'
  path: string
  query?: Query | undefined
  body?: Body | undefined
  options?: CallOptions | undefined
}

export type Request = ReturnType<typeof createRequest>

/** Sends calls and makes errors of problems. */
export function createRequest({ baseUrl, token, ...rest }: ClientOptions) {
  const send = rest.fetch ?? fetch
  const root = `${baseUrl.replace(/\/+$/, '')}/api/v1`

  async function ask({ method, path, query, body, options = {} }: Call): Promise<Response> {
    const { idempotencyKey, ifMatch, signal } = options
    let answer: Response
    try {
      answer = await send(root + path + searchOf(query), {
        method,
        headers: {
          authorization: `Bearer ${token}`,
          ...(body && { 'content-type': 'json' in body ? 'application/json' : body.type }),
          ...(idempotencyKey !== undefined && { 'idempotency-key': idempotencyKey }),
          ...(ifMatch !== undefined && { 'if-match': ifMatch }),
        },
        ...(body && { body: 'json' in body ? JSON.stringify(body.json) : body.file }),
        ...(signal && { signal }),
      })
    } catch (cause) {
      if (signal?.aborted) throw cause
      const message = `${root} gave no answer.`
      throw new LinkletterError(message, { code: 'NO_ANSWER', status: 0, cause })
    }
    if (!answer.ok) throw await problemOf(answer)
    return answer
  }

  return {
    async json<T>(call: Call): Promise<T> {
      return (await (await ask(call)).json()) as T
    },
    async text(call: Call): Promise<string> {
      return (await ask(call)).text()
    },
    async none(call: Call): Promise<void> {
      await ask(call)
    },
    /** With the ETag, for `ifMatch`. */
    async tagged<T>(call: Call): Promise<{ value: T; etag: string }> {
      const answer = await ask(call)
      return { value: (await answer.json()) as T, etag: answer.headers.get('etag') ?? '' }
    },
  }
}

function searchOf(query: Query = {}): string {
  const search = new URLSearchParams()
  for (const [name, value] of Object.entries(query))
    if (value !== undefined && value !== null) search.set(name, String(value))
  return search.size === 0 ? '' : `?${search}`
}

interface ProblemJson {
  detail?: string
  code?: string
  errors?: { field: string; message: string }[]
}

async function problemOf(answer: Response): Promise<LinkletterError> {
  const { status } = answer
  const isProblem = answer.headers.get('content-type')?.startsWith('application/problem+json')
  const problem = (isProblem ? await answer.json() : {}) as ProblemJson
  const wait = Number(answer.headers.get('retry-after') ?? Number.NaN)
  return new LinkletterError(problem.detail ?? `Answered ${status} ${answer.statusText}.`, {
    code: problem.code ?? 'NO_PROBLEM',
    status,
    fields: problem.errors ?? [],
    retryAfterS: Number.isNaN(wait) ? undefined : wait,
  })
}
