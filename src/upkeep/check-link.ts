import type { FetchedResource, FetchRequest, GuardedFetch } from '../domain/fetching.ts'
import type { CheckVerdict } from '../domain/link-check.ts'
import { type AppError, isAppError, systemCodeOf } from '../errors.ts'

const HEAD_TIMEOUT_MS = 6_000
const GET_TIMEOUT_MS = 10_000
/** The status is what counts; the rest of the page stays where it is. */
const MAX_BYTES = 64 * 1024

/**
 * Whether the page of a link is still there: HEAD first, and GET before anything bad is believed,
 * because many servers answer HEAD wrongly.
 * Never throws for what the other side does.
 */
export function createCheckLink({ guardedFetch }: { guardedFetch: GuardedFetch }) {
  return async function checkLink(url: string): Promise<CheckVerdict> {
    const head = await look({ url, method: 'HEAD', timeoutMs: HEAD_TIMEOUT_MS })
    return head.state === 'alive' ? head : look({ url, timeoutMs: GET_TIMEOUT_MS })
  }

  async function look(request: FetchRequest): Promise<CheckVerdict> {
    try {
      return judge(await guardedFetch({ ...request, maxBytes: MAX_BYTES }), new URL(request.url))
    } catch (error) {
      if (!isAppError(error)) throw error
      if (error.code === 'FETCH_TIMEOUT' || error.code === 'FETCH_FAILED')
        return { state: 'failing', reason: error.message, isNetwork: isOwnNetwork(error) }
      return { state: 'unknown' } // refused by us, or too large: no word about the page
    }
  }
}

/** Nobody said anything; a refused connection or an unknown name is somebody's word. */
function isOwnNetwork(error: AppError): boolean {
  return error.code === 'FETCH_TIMEOUT' || NETWORK_CODES.has(systemCodeOf(error))
}

const NETWORK_CODES = new Set([
  ...['EAI_AGAIN', 'ETIMEOUT', 'ETIMEDOUT', 'ESERVFAIL', 'EREFUSED'],
  ...['ENETUNREACH', 'EHOSTUNREACH', 'ENETDOWN', 'EADDRNOTAVAIL'],
])

function judge(answer: FetchedResource, asked: URL): CheckVerdict {
  const { status, headers } = answer
  if (status >= 200 && status < 300) return judgeAddress(new URL(answer.url), asked)
  if (status === 404)
    return { state: 'missing', reason: 'The site says that there is no such page.' }
  if (status === 410)
    return { state: 'gone', reason: 'The site says that the page is gone for good.' }
  const asksForPatience = headers.has('retry-after') || headers.has('cf-mitigated')
  if (status < 500 || asksForPatience) return { state: 'unknown' }
  return {
    state: 'failing',
    reason: `The site answers with an error (status ${status}).`,
    isNetwork: false,
  }
}

/** "Not found" said by sending everybody to the front door. */
function judgeAddress(found: URL, asked: URL): CheckVerdict {
  const isFrontDoor = ({ pathname, search }: URL) =>
    /^\/(?:index\.\w+|home)?$/i.test(pathname) && search === ''
  if (isFrontDoor(asked) || !isFrontDoor(found)) return { state: 'alive' }
  return {
    state: 'failing',
    reason: 'The page sends on to the home page of the site.',
    isNetwork: false,
  }
}
