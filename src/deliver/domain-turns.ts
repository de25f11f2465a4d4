type Release = () => void

/** At most `limit` messages at once to the addresses of one domain, over one process. */
export function createDomainTurns(limit: number) {
  const domains = new Map<string, { inUse: number; waiting: Set<Release> }>()

  function release(domain: string) {
    const turns = domains.get(domain)
    if (!turns) return
    const [next] = turns.waiting
    if (next) {
      turns.waiting.delete(next)
      return next()
    }
    turns.inUse -= 1
    if (turns.inUse === 0) domains.delete(domain)
  }

  /** The answer gives the turn back. Undefined when none is free within `patienceMs`. */
  async function take(address: string, patienceMs: number): Promise<Release | undefined> {
    const domain = address.slice(address.lastIndexOf('@') + 1).toLowerCase()
    const turns = domains.get(domain) ?? { inUse: 0, waiting: new Set() }
    domains.set(domain, turns)
    if (turns.inUse >= limit) {
      const { promise, resolve } = Promise.withResolvers<boolean>()
      const onTurn = () => resolve(true)
      turns.waiting.add(onTurn)
      const timer = setTimeout(() => {
        turns.waiting.delete(onTurn)
        resolve(false)
      }, patienceMs)
      const hasTurn = await promise
      clearTimeout(timer)
      if (!hasTurn) return undefined
    } else turns.inUse += 1
    return () => release(domain)
  }

  return { take }
}
