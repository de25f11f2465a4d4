import type { z } from 'zod'
import type { ErrorCode } from '../../errors.ts'
import type { TokenScope } from '../../store/schema.ts'

/** One call of the API, as its description and its client know it. */
export interface Operation {
  method: 'get' | 'post' | 'put' | 'patch' | 'delete'
  /** Below /api/v1; parameters in braces, each of them an id. */
  path: string
  /** A name for programs, unique. */
  id: string
  group: Group
  summary: string
  description?: string
  /** The least scope that may; null: no token is needed. */
  scope: TokenScope | null
  query?: z.ZodObject
  body?: { schema: z.ZodType; example: unknown } | { file: string[]; example: string }
  answers: Record<number, Answer>
  /** Besides those that every such call may have. */
  errors?: ErrorCode[]
  /** Takes an Idempotency-Key. */
  isRepeatable?: boolean
  /** Answers with an ETag; as a change it takes If-Match. */
  isTagged?: boolean
}

export interface Answer {
  description: string
  /** JSON; none: no body, or `types`. */
  schema?: z.ZodType
  /** Media types of what is not JSON. */
  types?: string[]
}

export const GROUPS = {
  Links: 'Saving links and writing notes.',
  Issues: 'Assembling a month, editing and reading it.',
  Sending: 'Testing, scheduling, sending an issue and looking on.',
  Subscribers: 'Who gets the issues.',
  Sources: 'Feeds that are polled for new links.',
  Files: 'Whole collections in and out.',
  Responses: 'Comments and mentions, held until they are shown.',
  Webhooks: 'Programs of yours that are told what happens.',
  Owner: 'Settings, tokens, mail-in addresses, checks.',
  Description: 'This description.',
} as const
export type Group = keyof typeof GROUPS

/** `ID` parameters of a path, in order. */
export function parametersOf(path: string): string[] {
  return [...path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name)
}

const NOT_FOUND: ErrorCode[] = ['NOT_FOUND']

/** Every code that a call may answer with. */
export function errorsOf(operation: Operation): ErrorCode[] {
  const { scope, query, body, method, path, isRepeatable, isTagged, errors = [] } = operation
  const isFile = body !== undefined && 'file' in body
  const isChange = method === 'patch' || method === 'delete'
  return [
    ...new Set<ErrorCode>([
      ...(scope === null ? [] : (['UNAUTHORIZED', 'TOO_MANY_REQUESTS'] as const)),
      ...(scope === null || scope === 'save' ? [] : (['FORBIDDEN'] as const)),
      ...(query || body ? (['INVALID_INPUT'] as const) : []),
      ...(body || isFile ? (['PAYLOAD_TOO_LARGE'] as const) : []),
      ...(parametersOf(path).length > 0 ? NOT_FOUND : []),
      ...(isTagged && isChange ? (['PRECONDITION_FAILED'] as const) : []),
      ...(isRepeatable
        ? (['IDEMPOTENCY_KEY_IN_USE', 'IDEMPOTENCY_KEY_REUSED', 'INVALID_INPUT'] as const)
        : []),
      ...errors,
    ]),
  ]
}
