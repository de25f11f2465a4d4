/**
 * Connections for one chain of redirects.
 *
 * Every name is looked up once, all its addresses are checked, and sockets go to those addresses
 * only: a second answer of the name server (DNS rebinding) is never asked for.
 */
import { isIPv6, type Socket } from 'node:net'
import { Agent, buildConnector } from 'undici'
import { AppError } from '../errors.ts'
import {
  canonicalAddress,
  type FetchTarget,
  isInsideAddress,
  refusedAsInside,
} from './address-rules.ts'
import { NameLookupError } from './fetch-failure.ts'
import type { ResolveHost } from './lookup-host.ts'
import type { Hop } from './redirect-hop.ts'
import { orAborted } from './time-limit.ts'

const MAX_HEADER_BYTES = 65_536
const MAX_ADDRESSES_TRIED = 6
const NEXT_ADDRESS_AFTER_MS = 1_000

export interface HopAnswer {
  status: number
  headers: Headers
  /** One character per byte. */
  location: string | undefined
  /** Packed as sent. Ends with an error when the connection does. */
  body: AsyncIterable<Uint8Array>
  /** For bodies that nobody reads; drops the connection. */
  discard(): void
}

export interface PinnedConnections {
  request(target: FetchTarget, hop: Hop, signal: AbortSignal): Promise<HopAnswer>
  close(): Promise<void>
}

export function createPinnedConnections(deps: {
  resolve: ResolveHost
  resolveExempt: ResolveHost
}): PinnedConnections {
  const pinned = new Map<string, readonly string[]>()

  const connect = buildConnector({
    allowH2: false,
    timeout: 0, // the chain's own time limit closes everything
    maxCachedSessions: 0,
    autoSelectFamily: true,
    autoSelectFamilyAttemptTimeout: NEXT_ADDRESS_AFTER_MS,
    lookup(hostname, options, done) {
      const addresses = (pinned.get(hostname) ?? [])
        .slice(0, MAX_ADDRESSES_TRIED)
        .map((address) => ({ address, family: isIPv6(address) ? 6 : 4 }))
      const first = addresses[0]
      if (first === undefined) done(new NameLookupError(`Not looked up: ${hostname}`), '')
      else if (options.all) done(null, addresses)
      else done(null, first.address, first.family)
    },
  })

  const agent = new Agent({
    connect(options, done) {
      // Undici cancels a pending connection by the socket that is returned here.
      return connect(options, (...outcome) => {
        const [error, socket] = outcome
        if (error === null && !isPinned(socket, options.hostname)) {
          socket.destroy()
          done(refusedAsInside(options.hostname), null)
        } else {
          done(...outcome)
        }
      })
    },
    allowH2: false,
    connections: 1,
    pipelining: 1,
    maxHeaderSize: MAX_HEADER_BYTES,
    headersTimeout: 0,
    bodyTimeout: 0,
  })

  /** Cannot fail while `lookup` works as above; kept because everything rests on it. */
  function isPinned(socket: Socket, hostname: string): boolean {
    const remote = canonicalAddress(socket.remoteAddress ?? '')
    return remote !== null && (pinned.get(hostname) ?? []).map(canonicalAddress).includes(remote)
  }

  /** Asked anew for every hop: a name may be exempt on one port and not on another. */
  async function pin({ hostname, host, isExempt }: FetchTarget, signal: AbortSignal) {
    const addresses = pinned.get(hostname) ?? (await addressesOf(hostname, isExempt, signal))
    if (!isExempt && addresses.some(isInsideAddress)) throw refusedAsInside(host)
    pinned.set(hostname, addresses)
  }

  async function addressesOf(hostname: string, isExempt: boolean, signal: AbortSignal) {
    if (canonicalAddress(hostname) !== null) return [hostname]
    const resolve = isExempt ? deps.resolveExempt : deps.resolve
    const addresses = await lookUp(hostname, resolve, signal)
    if (addresses.length > 0) return addresses
    throw new NameLookupError('No addresses', { cause: codedError('ENODATA') })
  }

  return {
    async request(target, hop, signal) {
      await pin(target, signal)
      const { statusCode, headers, body } = await agent.request({
        origin: hop.url.origin,
        path: hop.url.pathname + hop.url.search,
        method: hop.method,
        headers: hop.headers,
        body: hop.body,
        signal,
        responseHeaders: 'raw',
      })
      // With `raw` this is a flat list of names and values; the types do not say so.
      const raw = headers as unknown as readonly string[]
      return {
        status: statusCode,
        headers: toHeaders(raw),
        location: firstValue(raw, 'location'),
        body,
        discard() {
          body.on('error', ignoreError).destroy()
        },
      }
    },
    async close() {
      await agent.destroy()
    },
  }
}

async function lookUp(hostname: string, resolve: ResolveHost, signal: AbortSignal) {
  try {
    return await orAborted(resolve(hostname, signal), signal)
  } catch (error) {
    signal.throwIfAborted()
    if (error instanceof AppError) throw error
    throw new NameLookupError('Look-up failed', { cause: error })
  }
}

function codedError(code: string): Error {
  return Object.assign(new Error(code), { code })
}

/** A discarded body ends with the error of its own destruction, which says nothing. */
function ignoreError() {}

function toHeaders(raw: readonly string[]): Headers {
  const headers = new Headers()
  for (let i = 0; i + 1 < raw.length; i += 2) {
    const [name = '', value = ''] = raw.slice(i, i + 2)
    if (/^[\w!#$%&'*+.^`|~-]+$/.test(name) && !/[\0\r\n]/.test(value)) headers.append(name, value)
  }
  return headers
}

function firstValue(raw: readonly string[], name: string): string | undefined {
  const at = raw.findIndex((text, i) => i % 2 === 0 && text.toLowerCase() === name)
  return at < 0 ? undefined : raw[at + 1]
}
