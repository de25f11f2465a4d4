import { type Context, Hono } from 'hono'
import { HTTPException } from 'hono/http-exception'
import { AppError, type ErrorCode, messageOf } from '../errors.ts'
import type { TokenMaker } from '../store/tokens.ts'

export const STATUS_OF = {
  INVALID_INPUT: 422,
  INVALID_URL: 422,
  UNAUTHORIZED: 401,
  FORBIDDEN: 403,
  NOT_FOUND: 404,
  METHOD_NOT_ALLOWED: 405,
  CONFLICT: 409,
  IDEMPOTENCY_KEY_IN_USE: 409,
  IDEMPOTENCY_KEY_REUSED: 422,
  ISSUE_ALREADY_SENT: 409,
  ISSUE_TOO_FEW_LINKS: 422,
  ISSUE_WRONG_STATE: 409,
  ISSUE_EMPTY: 422,
  SENDER_NOT_AUTHENTICATED: 422,
  SENDING_HELD: 409,
  SUBSCRIBER_EXISTS: 409,
  SUBSCRIBER_SUPPRESSED: 409,
  PRECONDITION_FAILED: 412,
  PAYLOAD_TOO_LARGE: 413,
  UNSUPPORTED_MEDIA_TYPE: 415,
  TOO_MANY_REQUESTS: 429,
  FETCH_REFUSED: 422,
  FETCH_TIMEOUT: 504,
  FETCH_TOO_LARGE: 502,
  FETCH_FAILED: 502,
  PAGE_BLOCKED: 502,
  PAGE_NOT_READABLE: 502,
  PAGE_STATUS: 502,
  CONFIGURATION: 500,
  DATA_DIR_LOCKED: 500,
  DATABASE_BUSY: 500,
  VERSION_TOO_OLD: 500,
  MAIL_FAILED: 502,
  INTERNAL: 500,
} as const satisfies Record<ErrorCode, number>

/** RFC 9457 problem details with our stable `code` and, where fields are at fault, `errors`. */
export function problem(c: Context, error: AppError): Response {
  const body = problemJson(error)
  const { status } = body
  if (status === 401) c.header('WWW-Authenticate', 'Bearer')
  if (error.retryAfterS !== undefined) c.header('Retry-After', String(error.retryAfterS))
  return c.body(JSON.stringify(body), status, { 'content-type': 'application/problem+json' })
}

/** The problem as an object, for answers that hold several. */
export function problemJson(error: AppError) {
  const status = STATUS_OF[error.code]
  return {
    type: 'about:blank',
    title: TITLES[status] ?? 'Error',
    status,
    detail: status === 500 ? 'Something went wrong here. The log tells what.' : error.message,
    code: error.code,
    ...(error.fields.length > 0 && { errors: error.fields }),
  }
}

const TITLES: Record<number, string> = {
  401: 'Unauthorized',
  403: 'Forbidden',
  404: 'Not Found',
  405: 'Method Not Allowed',
  409: 'Conflict',
  412: 'Precondition Failed',
  413: 'Content Too Large',
  415: 'Unsupported Media Type',
  422: 'Unprocessable Content',
  429: 'Too Many Requests',
  500: 'Internal Server Error',
  502: 'Bad Gateway',
  504: 'Gateway Timeout',
}

/** What was thrown, as an error with a code. */
export function toAppError(error: unknown): AppError {
  if (error instanceof AppError) return error
  if (error instanceof HTTPException && error.status === 413)
    return new AppError('PAYLOAD_TOO_LARGE', 'The body is too large.', { cause: error })
  return new AppError('INTERNAL', messageOf(error), { cause: error })
}

export interface ApiVariables {
  scope: 'save' | 'edit' | 'admin'
  tokenId?: number
  tokenName?: string
  /** Who made the token; null at the command line. */
  tokenMaker?: TokenMaker | null
}

type ApiHono = typeof Hono<{ Variables: ApiVariables }>
type Router = NonNullable<ConstructorParameters<ApiHono>[0]>['router']

/** `router`: what finds the route of a request; Hono chooses when absent. */
export const newRouter = (router?: Router) =>
  new Hono<{ Variables: ApiVariables }>(router && { router })
