import { createTurns } from '../deliver/turns.ts'
import type { GuardedFetch } from '../domain/fetching.ts'
import { createAddressRules } from '../node/address-rules.ts'
import { createFetchThrough } from '../node/fetch-chain.ts'
import { createHostSlots } from '../node/host-slots.ts'
import { createPlatformConnections, explainPlatformFailure } from './platform-connections.ts'

/** Of the six connections that an invocation may hold, the database and mail need the others. */
const AT_ONCE = 2

/** The guarded door (`domain/fetching.ts`) of one invocation. */
export function createWorkerFetch(options: {
  allow: readonly string[]
  userAgent: string
}): GuardedFetch {
  const turns = createTurns(AT_ONCE)
  const door = createFetchThrough({
    rules: createAddressRules(options.allow),
    slots: createHostSlots(AT_ONCE),
    userAgent: options.userAgent,
    connect: createPlatformConnections,
    explain: explainPlatformFailure,
  })
  return async (request) => {
    const release = await turns.take()
    try {
      return await door(request)
    } finally {
      release()
    }
  }
}
