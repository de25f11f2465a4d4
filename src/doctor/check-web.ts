import type { GuardedFetch } from '../domain/fetching.ts'
import { isAppError, messageOf } from '../errors.ts'
import { type Finding, findingsOf } from './finding.ts'
import { type InstanceProof, PROOF_HEADER } from './instance-proof.ts'

export interface CheckWebDeps {
  baseUrl: string
  /** Undefined: mail goes to the outbox, and links in it matter to nobody else. */
  smtpUrl: string | undefined
  guardedFetch: GuardedFetch
  proof: InstanceProof
  /** An unsubscribe link that is genuine and nobody's; looking at it changes nothing. */
  unsubscribeUrl: string
}

export interface WebResult {
  findings: Finding[]
  /** The `Date` of the answer, when one came. */
  date: Date | null
}

const LOCAL = /^(?:localhost|127\.[\d.]+|\[::1\]|.*\.local(?:host|domain)?)$/i
const TIMEOUT_MS = 8_000

/** Can readers reach the addresses in their mails, and is it this installation that answers? */
export async function checkWeb(deps: CheckWebDeps): Promise<WebResult> {
  const base = findingsOf('base-url')
  const list = findingsOf('list-unsubscribe')
  const url = new URL(deps.baseUrl)
  if (LOCAL.test(url.hostname)) {
    const text = `BASE_URL is ${deps.baseUrl}: links in mails lead nowhere for anybody else.`
    const fix = 'Set BASE_URL to the public https address.'
    const isSending = deps.smtpUrl !== undefined
    return {
      findings: [
        isSending ? base.fail(text, fix) : base.warn(text, fix),
        list.skipped('BASE_URL is local.'),
      ],
      date: null,
    }
  }
  const [own, unsubscribe] = await Promise.all([checkBase(deps), checkUnsubscribe(deps)])
  return { findings: [own.finding, unsubscribe], date: own.date }
}

async function checkBase(deps: CheckWebDeps): Promise<{ finding: Finding; date: Date | null }> {
  const { ok, warn, fail } = findingsOf('base-url')
  const { baseUrl } = deps
  const nonce = crypto.randomUUID()
  try {
    const answer = await deps.guardedFetch({
      url: `${baseUrl}/healthz?nonce=${nonce}`,
      timeoutMs: TIMEOUT_MS,
      maxBytes: 65_536,
    })
    const date = dateOf(answer.headers)
    const proof = answer.headers.get(PROOF_HEADER) ?? ''
    const finding = !deps.proof.verify(nonce, proof)
      ? fail(
          `Something else answers at ${baseUrl} (status ${answer.status}).`,
          'Point the name and the proxy to this server; let the proxy pass /healthz and its headers on. A second installation has another SECRET.',
        )
      : answer.redirects.length > 0
        ? warn(
            `${baseUrl} sends visitors on to ${new URL(answer.url).origin}.`,
            `Set BASE_URL to that address: mails then lead there at once, and one-click unsubscribing must not be redirected.`,
          )
        : ok(`${baseUrl} leads here.`)
    return { finding, date }
  } catch (error) {
    return { finding: unreachable(deps, error), date: null }
  }
}

function unreachable({ baseUrl, smtpUrl }: CheckWebDeps, error: unknown): Finding {
  const { warn, fail } = findingsOf('base-url')
  if (isAppError(error, 'FETCH_REFUSED'))
    return warn(
      `${baseUrl} could not be tried from here: ${error.message}`,
      'Open it from outside, or name its host and port in FETCH_ALLOW and run this again.',
    )
  const text = `${baseUrl} does not answer: ${messageOf(error)}`
  const fix = 'Start the server, and see to name, proxy and certificate.'
  return smtpUrl === undefined ? warn(text, fix) : fail(text, fix)
}

async function checkUnsubscribe(deps: CheckWebDeps): Promise<Finding> {
  const { ok, warn, fail } = findingsOf('list-unsubscribe')
  const isSending = deps.smtpUrl !== undefined
  if (!deps.baseUrl.startsWith('https:'))
    return (isSending ? fail : warn)(
      'BASE_URL is not https: mail programs show no unsubscribe button (RFC 8058).',
      'Put a proxy with a certificate in front, and begin BASE_URL with https.',
    )
  try {
    const answer = await deps.guardedFetch({
      url: deps.unsubscribeUrl,
      timeoutMs: TIMEOUT_MS,
      maxRedirects: 0,
      maxBytes: 65_536,
    })
    return answer.status === 200
      ? ok('The unsubscribe link answers.')
      : fail(
          `The unsubscribe link answers with status ${answer.status}.`,
          'Let the proxy pass /unsubscribe/ on, GET and POST, without a login before it.',
        )
  } catch (error) {
    const isRefused = isAppError(error, 'FETCH_REFUSED')
    return (isSending && !isRefused ? fail : warn)(
      `The unsubscribe link was not reached: ${messageOf(error)}`,
      'See to base-url first.',
    )
  }
}

function dateOf(headers: Headers): Date | null {
  const date = new Date(headers.get('date') ?? '')
  return Number.isNaN(date.getTime()) ? null : date
}
