/**
 * The addresses of a host name, IPv4 first.
 *
 * Public names ask the name servers directly: the system's `getaddrinfo` has four threads for
 * the whole process, and a few dead domains would keep them from everybody else. Names that the
 * owner allowed may be known to this machine alone (hosts file, search domain), so they use it.
 */
import { lookup, Resolver } from 'node:dns/promises'

export type ResolveHost = (hostname: string, signal: AbortSignal) => Promise<readonly string[]>

const TRY_MS = 2_000
const TRIES = 2

export async function lookupPublicHost(hostname: string, signal: AbortSignal): Promise<string[]> {
  const resolver = new Resolver({ timeout: TRY_MS, tries: TRIES })
  const cancel = () => resolver.cancel()
  signal.addEventListener('abort', cancel)
  try {
    const [v4, v6] = await Promise.allSettled([
      resolver.resolve4(hostname),
      resolver.resolve6(hostname),
    ])
    const addresses = [v4, v6].flatMap((part) => (part.status === 'fulfilled' ? part.value : []))
    if (addresses.length > 0) return addresses
    const failures = [v4, v6].flatMap((part) => (part.status === 'rejected' ? [part.reason] : []))
    // No name server could be asked this way: some systems have only their own means.
    if (failures.every((failure) => codeOf(failure) === 'ECONNREFUSED')) {
      return await lookupSystemHost(hostname)
    }
    // "No such name" says less than "ask again" when the two questions were answered differently.
    throw (
      failures.find((failure) => !['ENODATA', 'ENOTFOUND'].includes(codeOf(failure))) ?? failures[0]
    )
  } finally {
    signal.removeEventListener('abort', cancel)
  }
}

export async function lookupSystemHost(hostname: string): Promise<string[]> {
  const found = await lookup(hostname, { all: true, order: 'ipv4first' })
  return found.map(({ address }) => address)
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : ''
}
