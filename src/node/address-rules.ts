/**
 * Which addresses a fetch may connect to.
 *
 * In: the `host:port` pairs of FETCH_ALLOW. Out: rules for one address to be fetched and for
 * the IP addresses its name leads to.
 *
 * An exemption holds for exactly that host and port as written in the fetched address: a name
 * that leads to an allowed IP address is not exempt.
 */
import ipaddr from 'ipaddr.js'
import { toDisplayHost } from '../domain/web-address/display-host.ts'
import { isPublicAddress, problemOfHost } from '../domain/web-address/public-host.ts'
import { AppError } from '../errors.ts'

const WEB_PORTS = new Set(['80', '443', '8080', '8443'])

/** Looks public, yet every Azure machine reaches its host's control service there. */
const INSIDE_ADDRESSES = new Set(['168.63.129.16'])

export interface FetchTarget {
  /** Without the closing dot of a name, which certificates do not know. */
  url: URL
  /** Without brackets and closing dot: what is looked up. */
  hostname: string
  /** For messages. */
  host: string
  isExempt: boolean
}

export interface AddressRules {
  /** Throws FETCH_REFUSED when the address must not be fetched, judged by its spelling alone. */
  check(url: URL): FetchTarget
}

export function isInsideAddress(address: string): boolean {
  return !isPublicAddress(address) || INSIDE_ADDRESSES.has(address)
}

/** One spelling per address, so that `::1` and `0:0:0:0:0:0:0:1` compare as equal. */
export function canonicalAddress(address: string): string | null {
  return ipaddr.isValid(address) ? ipaddr.process(address).toString() : null
}

export function portOf(url: URL): string {
  return url.port !== '' ? url.port : url.protocol === 'https:' ? '443' : '80'
}

export function createAddressRules(allow: readonly string[]): AddressRules {
  const exempt = new Set(allow.map(parseAllowed))

  return {
    check(url) {
      if (url.protocol !== 'http:' && url.protocol !== 'https:') {
        const scheme = url.protocol.slice(0, -1).slice(0, 40)
        throw refused(`Only http and https addresses can be fetched, not "${scheme}".`)
      }
      const name = withoutClosingDot(url.hostname)
      const host = toDisplayHost(name)
      if (url.username !== '' || url.password !== '') {
        throw refused(`The address at ${host} holds a user name or password. Remove it.`)
      }
      const isExempt = exempt.has(`${name}:${portOf(url)}`)
      if (!isExempt) {
        if (!WEB_PORTS.has(portOf(url))) {
          const ports = 'Only ports 80, 443, 8080 and 8443 are fetched'
          throw refused(`${ports}, not port ${portOf(url)} of ${host}.`)
        }
        const problem = problemOfHost(name)
        if (problem !== null) throw refused(`${host} is not fetched. ${problem}`)
      }
      const hostname = name.startsWith('[') ? name.slice(1, -1) : name
      const cleaned = new URL(url)
      if (name !== url.hostname) cleaned.hostname = name
      return { url: cleaned, hostname, host, isExempt }
    },
  }
}

export function refusedAsInside(host: string): AppError {
  return refused(`${host} leads into a private network, which is not fetched.`)
}

function refused(message: string): AppError {
  return new AppError('FETCH_REFUSED', message)
}

function withoutClosingDot(hostname: string): string {
  return hostname.endsWith('.') ? hostname.slice(0, -1) : hostname
}

function parseAllowed(entry: string): string {
  const text = entry.trim().toLowerCase()
  const port = /:(\d{1,5})$/.exec(text)?.[1]
  const address = `http://${text}`
  if (port === undefined || /[/?#@\\\s]/.test(text) || !URL.canParse(address)) {
    throw new AppError(
      'CONFIGURATION',
      `FETCH_ALLOW: "${entry}" is not host:port, like "wiki.example:8080".`,
    )
  }
  return `${withoutClosingDot(new URL(address).hostname)}:${Number(port)}`
}
