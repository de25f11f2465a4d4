import type { MiddlewareHandler } from 'hono'
import { AppError } from '../errors.ts'

/**
 * Limits a body that is read as it comes. Hono's `bodyLimit` would collect one without a length
 * (a chunked upload) in memory, before anybody has looked at the token; this counts what passes.
 * Throws PAYLOAD_TOO_LARGE, at once when the length says so, otherwise to whoever reads.
 */
export function streamLimit({ maxSize }: { maxSize: number }): MiddlewareHandler {
  return async (c, next) => {
    const { body, headers } = c.req.raw
    if (Number(headers.get('content-length') ?? 0) > maxSize) throw tooLarge(maxSize)
    if (!body) return next()
    let size = 0
    const counted = body.pipeThrough(
      new TransformStream<Uint8Array, Uint8Array>({
        transform(chunk, controller) {
          size += chunk.byteLength
          if (size > maxSize) controller.error(tooLarge(maxSize))
          else controller.enqueue(chunk)
        },
      }),
    )
    c.req.raw = new Request(c.req.raw, { body: counted, duplex: 'half' } as RequestInit)
    return next()
  }
}

function tooLarge(maxSize: number): AppError {
  const megabytes = Math.floor(maxSize / (1024 * 1024))
  return new AppError(
    'PAYLOAD_TOO_LARGE',
    `The file is larger than ${megabytes} MB. Divide it and send the parts one after the other.`,
  )
}
