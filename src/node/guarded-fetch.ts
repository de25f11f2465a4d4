/**
 * The guarded door for every address that comes from outside; see `domain/fetching.ts`.
 *
 * Each fetch has connections of its own, so nothing is shared between sites and closing them
 * ends whatever the other side is still doing. Every hop passes the address rules again
 * (`fetch-chain.ts`).
 */
import { createAddressRules } from './address-rules.ts'
import { type ClosableGuardedFetch, createFetchThrough } from './fetch-chain.ts'
import { toFetchFailure } from './fetch-failure.ts'
import { createHostSlots } from './host-slots.ts'
import { lookupPublicHost, lookupSystemHost, type ResolveHost } from './lookup-host.ts'
import { createPinnedConnections } from './pinned-connections.ts'

export type { ClosableGuardedFetch } from './fetch-chain.ts'

const DEFAULT_MAX_PER_HOST = 2

export interface GuardedFetchOptions {
  /** `host:port` pairs that are exempt from the rules about ports and private networks. */
  allow?: readonly string[]
  /** Says honestly who fetches, e.g. `Linkletter/0.1 (+https://links.example)`. */
  userAgent: string
  /** Instead of asking the name servers. */
  resolve?: ResolveHost
  /** Requests to one host at once, 2 by default. */
  maxPerHost?: number
}

export function createGuardedFetch(options: GuardedFetchOptions): ClosableGuardedFetch {
  const resolve = options.resolve ?? lookupPublicHost
  const resolveExempt = options.resolve ?? lookupSystemHost
  return createFetchThrough({
    rules: createAddressRules(options.allow ?? []),
    slots: createHostSlots(options.maxPerHost ?? DEFAULT_MAX_PER_HOST),
    userAgent: options.userAgent,
    connect: () => createPinnedConnections({ resolve, resolveExempt }),
    explain: toFetchFailure,
  })
}
