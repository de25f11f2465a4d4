import type { Context } from 'hono'
import { bodyLimit } from 'hono/body-limit'
import type { ReceivedMail } from '../../collect/inbound/receive-mail.ts'
import { AppError } from '../../errors.ts'
import type { Services } from '../../services.ts'
import { newRouter, problem, toAppError } from '../problem.ts'

const MAX_BYTES = 10 * 1024 * 1024
/** Where providers put the raw message: SendGrid, Mailgun, Postmark, and plain guesses. */
const RAW_FIELDS = ['email', 'body-mime', 'RawEmail', 'message', 'mime', 'raw']

type Log = (error: unknown, request: { method: string; path: string }) => void

/**
 * What a mail server's pipe or a provider posts: a raw message as the body, or in a form or JSON.
 * The secret stands in the address, as path or query. It is never logged.
 */
export function inboundRoutes({ hooks }: Pick<Services, 'hooks'>, log: Log) {
  async function receive(c: Context, secret: string) {
    const hook = await hooks.find('inbound', secret)
    return c.json(receivedJson(await hooks.receiveMail(hook, await rawMessage(c))))
  }
  return (
    newRouter()
      .onError((thrown, c) => {
        const error = toAppError(thrown)
        if (error.code === 'INTERNAL') log(thrown, { method: c.req.method, path: '/hooks/inbound' })
        return problem(c, error)
      })
      .use(async (c, next) => {
        await next()
        c.header('cache-control', 'no-store')
      })
      .use(bodyLimit({ maxSize: MAX_BYTES, onError: tooLarge }))
      .post('/', (c) => receive(c, c.req.query('secret') ?? ''))
      .post('/:secret', (c) => receive(c, c.req.param('secret')))
      // Mailgun sends the raw message only to addresses that end so.
      .post('/:secret/mime', (c) => receive(c, c.req.param('secret')))
  )
}

function tooLarge(): never {
  throw new AppError(
    'PAYLOAD_TOO_LARGE',
    'The message is larger than 10 MB. Leave out attachments.',
  )
}

/** The raw message in a request: as the body, or in a field of a form or JSON. */
export async function rawMessage(c: Context): Promise<Uint8Array> {
  const type = c.req.header('content-type')?.split(';', 1)[0]?.trim().toLowerCase() ?? ''
  const isForm = type === 'multipart/form-data' || type === 'application/x-www-form-urlencoded'
  const body = new Uint8Array(await c.req.arrayBuffer())
  if (isForm && !startsLikeMail(body)) return rawField(await formFields(c, body))
  if (type === 'application/json') return rawField(jsonFields(body))
  if (body.length === 0)
    throw new AppError(
      'INVALID_INPUT',
      'The body is empty. Post the raw message (RFC 822) as it came.',
    )
  return body
}

/** `curl --data-binary` calls everything a form unless told otherwise. */
function startsLikeMail(body: Uint8Array): boolean {
  const head = new TextDecoder('latin1').decode(body.subarray(0, 200))
  return /^(?:From |[A-Za-z][\w-]{1,70}:[ \t])/.test(head)
}

async function formFields(c: Context, body: Uint8Array): Promise<Map<string, string | Blob>> {
  try {
    const type = c.req.header('content-type') ?? ''
    const response = new Response(new Blob([body as Uint8Array<ArrayBuffer>]), {
      headers: { 'content-type': type },
    })
    return new Map([...(await response.formData())])
  } catch (cause) {
    throw new AppError('INVALID_INPUT', 'The form cannot be read.', { cause })
  }
}

function jsonFields(body: Uint8Array): Map<string, string> {
  try {
    const json: unknown = JSON.parse(new TextDecoder().decode(body))
    const entries = typeof json === 'object' && json !== null ? Object.entries(json) : []
    return new Map(entries.filter(([, value]) => typeof value === 'string'))
  } catch (cause) {
    throw new AppError('INVALID_INPUT', 'The body is not valid JSON.', { cause })
  }
}

async function rawField(fields: ReadonlyMap<string, string | Blob>): Promise<Uint8Array> {
  for (const name of RAW_FIELDS) {
    const value = fields.get(name)
    if (typeof value === 'string' && value !== '') return new TextEncoder().encode(value)
    if (value instanceof Blob) return new Uint8Array(await value.arrayBuffer())
  }
  throw new AppError(
    'INVALID_INPUT',
    `The raw message is missing. Let your provider post it whole, in a field named ${RAW_FIELDS.slice(0, 3).join(', ')} or as the body.`,
  )
}

function receivedJson({ links, rejected, reason }: ReceivedMail) {
  return {
    saved: links.filter(({ isNew }) => isNew).length,
    links: links.map(({ link, isNew }) => ({
      id: link.id,
      url: link.url,
      // What the owner has on a known link is no business of a mail provider.
      ...(isNew
        ? { title: link.title, note: link.note, tags: link.tags }
        : { duplicate: true as const }),
    })),
    ...(rejected.length > 0 && { rejected }),
    ...(reason !== null && { reason }),
  }
}
