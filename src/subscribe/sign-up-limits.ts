import ipaddr from 'ipaddr.js'
import type { Limit } from '../access/rate-limiter.ts'

const HOUR_S = 3_600
const DAY_S = 24 * HOUR_S

/**
 * What one form post counts against, whatever address is in it: nobody learns from a limit
 * whether an address is on the list.
 */
export function signUpLimits(clientAddress: string): Limit[] {
  const { block, isLocal } = networkBlockOf(clientAddress)
  return [
    // Behind a proxy of the owner's own, all visitors have its address.
    { key: `join:client:${block}`, max: isLocal ? 100 : 20, windowS: HOUR_S },
    { key: 'join:all', max: 500, windowS: HOUR_S },
  ]
}

/** Nobody can have a stranger mailed more than once a day, in whatever way. */
export function mailLimit(emailHash: Uint8Array): Limit {
  const key = Buffer.from(emailHash).toString('base64url')
  return { key: `join:address:${key}`, max: 1, windowS: DAY_S }
}

/** For mails that a reader's own link can ask for, again and again. */
export function readerMailLimit(kind: string, subscriberId: number): Limit {
  return { key: `reader:${kind}:${subscriberId}`, max: 3, windowS: DAY_S }
}

/** The /24 of an IPv4 address, the /48 of an IPv6 one: what one hand may hold. */
export function networkBlockOf(address: string): { block: string; isLocal: boolean } {
  const plain = address.replace(/%.*$/, '')
  if (!ipaddr.isValid(plain)) return { block: 'unknown', isLocal: false }
  const parsed = ipaddr.process(plain)
  const bits = parsed.kind() === 'ipv4' ? 24 : 48
  const bytes = parsed.toByteArray().map((byte, index) => (index < bits / 8 ? byte : 0))
  const isLocal = ['loopback', 'private', 'uniqueLocal', 'linkLocal'].includes(parsed.range())
  return { block: `${ipaddr.fromByteArray(bytes).toString()}/${bits}`, isLocal }
}
