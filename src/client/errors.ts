/** What the API said instead of an answer: RFC 9457 problem details, or that nobody was there. */
export class LinkletterError extends Error {
  override name = 'LinkletterError'
  /** Stable code of the API: `NOT_FOUND`, `INVALID_INPUT`, …; `NO_ANSWER` when none came. */
  readonly code: string
  /** HTTP status; 0 when there was no answer. */
  readonly status: number
  /** Fields that are wrong, each with what to write instead. */
  readonly fields: { field: string; message: string }[]
  /** Seconds to wait, where the server said so. */
  readonly retryAfterS: number | undefined

  constructor(
    message: string,
    options: ErrorOptions & {
      code: string
      status: number
      fields?: { field: string; message: string }[]
      retryAfterS?: number | undefined
    },
  ) {
    super(message, options)
    this.code = options.code
    this.status = options.status
    this.fields = options.fields ?? []
    this.retryAfterS = options.retryAfterS
  }
}
