import { createTurns, type Turns } from './turns.ts'

/** At most `limit` messages at once to the addresses of one domain, over one process. */
export function createDomainTurns(limit: number) {
  const domains = new Map<string, Turns>()

  return {
    /** The answer gives the turn back. Undefined when none is free within `patienceMs`. */
    async take(address: string, patienceMs: number): Promise<(() => void) | undefined> {
      const domain = address.slice(address.lastIndexOf('@') + 1).toLowerCase()
      const turns = domains.get(domain) ?? createTurns(limit)
      domains.set(domain, turns)
      const giveBack = await turns.take(patienceMs)
      return (
        giveBack &&
        (() => {
          giveBack()
          if (turns.isFree) domains.delete(domain)
        })
      )
    },
  }
}
