/**
 * What of Cloudflare Workers is used here, as types.
 *
 * Source: developers.cloudflare.com/workers/runtime-apis (handlers, context, cache) and
 * /email-routing/email-workers/runtime-api.
 */
export interface WorkerEnv {
  /** Variables and secrets are texts; see `settings.ts`. */
  [name: string]: unknown
  HYPERDRIVE?: { connectionString: string }
}

export interface ExecutionContext {
  /** The invocation lives on until this is settled: 30 s after the answer, 15 minutes at a tick. */
  waitUntil(work: Promise<unknown>): void
}

export interface ScheduledController {
  cron: string
  scheduledTime: number
}

export interface IncomingMail {
  /** Addresses of the SMTP transaction, not of the headers. */
  from: string
  to: string
  /** The whole message, headers included. */
  raw: ReadableStream<Uint8Array>
  rawSize: number
  /** Refuses the message for good; the sender's server is told why. */
  setReject(reason: string): void
}

/** The part of `Cache` that keeps pages. */
export interface EdgeCache {
  match(key: Request): Promise<Response | undefined>
  put(key: Request, response: Response): Promise<void>
}
