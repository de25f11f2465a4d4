import type { FetchRequest } from '../domain/fetching.ts'
import type { ErrorCode } from '../errors.ts'

export interface OutsideOptions {
  /** `host:port` pairs that may be private. */
  allow: readonly string[]
  userAgent: string
}

export interface ThreadData extends OutsideOptions {
  /** Shared memory: the id of the page that is being read. */
  reading: Int32Array
}

export type Question =
  | { kind: 'page' | 'thumbnail'; id: number; url: string }
  | { kind: 'fetch'; id: number; request: Omit<FetchRequest, 'signal'> }
  | { kind: 'abort'; id: number }
  | { kind: 'ping' }

export type Reply =
  | { kind: 'answer'; id: number; value: unknown }
  | {
      kind: 'error'
      id: number
      message: string
      code?: ErrorCode
      retryAfterS?: number | undefined
      /** What the system called the trouble behind it. */
      systemCode?: string
    }
  | { kind: 'pong' }
