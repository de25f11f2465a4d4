export type Turns = ReturnType<typeof createTurns>

/** At most `limit` at once; whoever waits longest is next. */
export function createTurns(limit: number) {
  const waiting = new Set<() => void>()
  let inUse = 0

  function giveBack() {
    const [next] = waiting
    if (next) {
      waiting.delete(next)
      next()
    } else inUse -= 1
  }

  /** False when none is free within `patienceMs`. */
  async function wait(patienceMs: number | undefined): Promise<boolean> {
    const { promise, resolve } = Promise.withResolvers<boolean>()
    const onTurn = () => resolve(true)
    waiting.add(onTurn)
    const timer =
      patienceMs === undefined
        ? undefined
        : setTimeout(() => {
            waiting.delete(onTurn)
            resolve(false)
          }, patienceMs)
    const hasTurn = await promise
    clearTimeout(timer)
    return hasTurn
  }

  function take(): Promise<() => void>
  function take(patienceMs: number): Promise<(() => void) | undefined>
  /** Waits for a place; the answer gives it back, once. Undefined when patience ends first. */
  async function take(patienceMs?: number): Promise<(() => void) | undefined> {
    if (inUse < limit) inUse += 1
    else if (!(await wait(patienceMs))) return undefined
    let isTaken = true
    return () => {
      if (!isTaken) return
      isTaken = false
      giveBack()
    }
  }

  return {
    take,
    get isFree() {
      return inUse === 0
    },
  }
}
