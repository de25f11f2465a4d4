/**
 * Everything that can go wrong and that somebody can do something about.
 * Codes are part of the API (`code` in RFC 9457 problems) and do not change.
 */
export const ERROR_CODES = [
  'INVALID_INPUT',
  'INVALID_URL',
  'UNAUTHORIZED',
  'FORBIDDEN',
  'NOT_FOUND',
  'METHOD_NOT_ALLOWED',
  'CONFLICT',
  'IDEMPOTENCY_KEY_IN_USE',
  'IDEMPOTENCY_KEY_REUSED',
  'ISSUE_ALREADY_SENT',
  'ISSUE_TOO_FEW_LINKS',
  'ISSUE_WRONG_STATE',
  'ISSUE_EMPTY',
  'SENDER_NOT_AUTHENTICATED',
  'SENDING_HELD',
  'SUBSCRIBER_EXISTS',
  'SUBSCRIBER_SUPPRESSED',
  'PRECONDITION_FAILED',
  'PAYLOAD_TOO_LARGE',
  'UNSUPPORTED_MEDIA_TYPE',
  'TOO_MANY_REQUESTS',
  'FETCH_REFUSED',
  'FETCH_TIMEOUT',
  'FETCH_TOO_LARGE',
  'FETCH_FAILED',
  'PAGE_BLOCKED',
  'PAGE_NOT_READABLE',
  'PAGE_STATUS',
  'CONFIGURATION',
  'DATA_DIR_LOCKED',
  'DATABASE_BUSY',
  'VERSION_TOO_OLD',
  'MAIL_FAILED',
  'INTERNAL',
] as const
export type ErrorCode = (typeof ERROR_CODES)[number]

/** One field of the input that cannot be taken, with what to write instead. */
export interface FieldProblem {
  /** Path of the field, e.g. `sections.0.name`. */
  field: string
  message: string
}

export interface AppErrorOptions extends ErrorOptions {
  /** Offending fields, for form fields and API problems. */
  fields?: FieldProblem[]
  /** Seconds to wait before trying again, when the other side said so. */
  retryAfterS?: number
}

export class AppError extends Error {
  override name = 'AppError'
  readonly code: ErrorCode
  readonly fields: FieldProblem[]
  readonly retryAfterS: number | undefined

  constructor(code: ErrorCode, message: string, options: AppErrorOptions = {}) {
    super(message, options)
    this.code = code
    this.fields = options.fields ?? []
    this.retryAfterS = options.retryAfterS
  }
}

export function isAppError(error: unknown, ...codes: ErrorCode[]): error is AppError {
  return error instanceof AppError && (codes.length === 0 || codes.includes(error.code))
}

/** The message of anything that was thrown, for logs and owners' eyes. */
export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}

/** The system's code for what is behind an error ("ENOTFOUND"), or an empty string. */
export function systemCodeOf(error: unknown): string {
  if (!(error instanceof Error)) return ''
  if (error instanceof AggregateError && error.errors.length > 0)
    return systemCodeOf(error.errors[0])
  if (!(error instanceof AppError) && 'code' in error && typeof error.code === 'string')
    return error.code
  return systemCodeOf(error.cause)
}
