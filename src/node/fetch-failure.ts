/**
 * What went wrong with a fetch, as a code and a sentence for the owner.
 *
 * Messages name the host and never hold anything the other side sent.
 */
import { errors } from 'undici'
import { AppError, type ErrorCode } from '../errors.ts'
import { UndecodableError } from './decode-body.ts'
import { StoppedError, TimeLimitError } from './time-limit.ts'

type Wording = (host: string) => string

const noSuchHost: Wording = (host) =>
  `There is no host named ${host}. Check the address for typing errors.`
const noNameNow: Wording = (host) =>
  `The name ${host} could not be looked up just now. Try again later.`
const unknownSigner: Wording = (host) =>
  `The certificate of ${host} does not come from a known authority, so the page cannot be trusted.`
const unreachable: Wording = (host) => `${host} cannot be reached from this server.`
const brokenOff: Wording = (host) =>
  `${host} broke off the connection before its answer was complete.`

/** Look-ups. */
const NAME_FAILURES: Record<string, Wording> = {
  ENOTFOUND: noSuchHost,
  EBADNAME: noSuchHost,
  ENODATA: (host) => `${host} exists, but has no address that could be fetched.`,
  EAI_AGAIN: noNameNow,
  ESERVFAIL: noNameNow,
  ETIMEOUT: noNameNow,
  EREFUSED: noNameNow,
  ECONNREFUSED: noNameNow,
}

/** Connections; codes of libuv, OpenSSL and undici. */
const CONNECTION_FAILURES: Record<string, Wording> = {
  ECONNREFUSED: (host) => `${host} refused the connection.`,
  ECONNRESET: brokenOff,
  EPIPE: brokenOff,
  UND_ERR_SOCKET: brokenOff,
  UND_ERR_RES_CONTENT_LENGTH_MISMATCH: brokenOff,
  EHOSTUNREACH: unreachable,
  ENETUNREACH: unreachable,
  EADDRNOTAVAIL: unreachable,
  CERT_HAS_EXPIRED: (host) => `The certificate of ${host} has expired.`,
  CERT_NOT_YET_VALID: (host) =>
    `The certificate of ${host} is not valid yet. Check the clock of this server too.`,
  ERR_TLS_CERT_ALTNAME_INVALID: (host) => `The certificate of ${host} belongs to another host.`,
  DEPTH_ZERO_SELF_SIGNED_CERT: unknownSigner,
  SELF_SIGNED_CERT_IN_CHAIN: unknownSigner,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: unknownSigner,
  UNABLE_TO_GET_ISSUER_CERT: unknownSigner,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: unknownSigner,
  CERT_UNTRUSTED: unknownSigner,
}

/** A name that could not be turned into addresses. */
export class NameLookupError extends Error {
  override name = 'NameLookupError'
}

export function toFetchFailure(error: unknown, host: string, timeoutMs: number): AppError {
  if (error instanceof AppError) return error
  const as = (code: ErrorCode, message: string) =>
    new AppError(code, message, { cause: withoutForeignBytes(error) })

  if (error instanceof TimeLimitError) {
    return as('FETCH_TIMEOUT', `${host} did not answer within ${timeoutMs / 1000} s.`)
  }
  if (error instanceof StoppedError) {
    return as('FETCH_FAILED', `Fetching from ${host} was stopped before it was done.`)
  }
  if (error instanceof UndecodableError) {
    return as('FETCH_FAILED', `${host} packed its answer in a way that cannot be unpacked.`)
  }
  const code = codeOf(error)
  if (error instanceof NameLookupError) {
    return as('FETCH_FAILED', (NAME_FAILURES[code] ?? noNameNow)(host))
  }
  if (code === 'ETIMEDOUT' || code === 'UND_ERR_CONNECT_TIMEOUT') {
    return as('FETCH_TIMEOUT', `${host} did not accept a connection in time.`)
  }
  if (code === 'UND_ERR_HEADERS_OVERFLOW') {
    return as('FETCH_TOO_LARGE', `${host} sent more headers than any page needs.`)
  }
  if (error instanceof errors.HTTPParserError) {
    return as('FETCH_FAILED', `${host} answered, but not in a way that a web server does.`)
  }
  if (/^(ERR_SSL_|ERR_TLS_|CERT_|EPROTO$)/.test(code) && !(code in CONNECTION_FAILURES)) {
    return as('FETCH_FAILED', `No secure connection to ${host} could be made.`)
  }
  const wording = CONNECTION_FAILURES[code]
  return as('FETCH_FAILED', wording ? wording(host) : `${host} could not be fetched.`)
}

/** The error's code, or the first one behind it: trying several addresses gives an AggregateError. */
function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return ''
  if (error instanceof AggregateError && error.errors.length > 0) return codeOf(error.errors[0])
  if ('code' in error && typeof error.code === 'string') return error.code
  return error.cause === undefined ? '' : codeOf(error.cause)
}

/** Parser errors carry the bytes they stumbled over, and causes end up in logs. */
function withoutForeignBytes(error: unknown): unknown {
  return error instanceof Error && 'data' in error
    ? new Error(`The answer could not be parsed (${codeOf(error)})`)
    : error
}
