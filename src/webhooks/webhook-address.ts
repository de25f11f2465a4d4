import { problemOfHost } from '../domain/web-address/public-host.ts'
import { AppError } from '../errors.ts'

const PORTS = new Set(['', '443', '8443'])

/**
 * The address of a webhook, as it is stored: nothing is taken out of it.
 *
 * https only, because bodies hold readers' addresses, and no private network; hosts and ports of
 * FETCH_ALLOW may be both. A name that only leads into a private network is refused at each
 * delivery. Throws INVALID_INPUT with a sentence at the field `url`.
 */
export function readWebhookAddress(raw: string, fetchAllow: readonly string[]): string {
  const text = raw.trim()
  const url = URL.canParse(text) ? new URL(text) : undefined
  if (!url || (url.protocol !== 'https:' && url.protocol !== 'http:'))
    throw refused('Write the address of your program, starting with https://.')
  if (url.username !== '' || url.password !== '')
    throw refused('Leave user name and password out: each message is signed instead.')
  const port = url.port || (url.protocol === 'https:' ? '443' : '80')
  if (!fetchAllow.includes(`${url.hostname}:${port}`)) {
    const problem = problemOfHost(url.hostname)
    if (problem !== null) throw refused(problem)
    if (url.protocol !== 'https:')
      throw refused('Start it with https://: the messages hold addresses of your readers.')
    if (!PORTS.has(url.port)) throw refused(`Use port 443 or 8443, not ${url.port}.`)
  }
  url.hash = ''
  return url.href
}

function refused(message: string): AppError {
  return new AppError('INVALID_INPUT', `url: ${message}`, { fields: [{ field: 'url', message }] })
}
