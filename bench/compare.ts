/** One line of output. `value` is ours; both are rates, so a higher `ratio` is better. */
export interface Result {
  name: string
  value: number
  unit: string
  reference: number
  ratio: number
}

/** Does its work for about `ms` milliseconds and answers how often it did it a second. */
export type Round = (ms: number) => Promise<number>

export interface CompareOptions {
  name: string
  unit: string
  ours: Round
  reference: Round
  rounds: number
  roundMs: number
}

/**
 * Runs both in turn in short rounds, so that a busy machine disturbs both alike, and compares the
 * medians. The first round of each only warms up.
 */
export async function compare(options: CompareOptions): Promise<Result> {
  const ours: number[] = []
  const reference: number[] = []
  for (let round = 0; round <= options.rounds; round++) {
    const rates = { ours: 0, reference: 0 }
    // Who goes first changes each time.
    const order =
      round % 2 === 0 ? (['reference', 'ours'] as const) : (['ours', 'reference'] as const)
    for (const side of order) rates[side] = await options[side](options.roundMs)
    if (round === 0) continue
    ours.push(rates.ours)
    reference.push(rates.reference)
  }
  return toResult(options.name, options.unit, median(ours), median(reference))
}

export function toResult(name: string, unit: string, value: number, reference: number): Result {
  return {
    name,
    value: digits(value),
    unit,
    reference: digits(reference),
    ratio: digits(value / reference),
  }
}

/** A round that does one thing after the other. */
export function repeat(act: () => Promise<unknown>): Round {
  return async (ms) => {
    const started = performance.now()
    let count = 0
    do {
      await act()
      count++
    } while (performance.now() - started < ms)
    return (count * 1000) / (performance.now() - started)
  }
}

export function median(values: number[]): number {
  const sorted = values.toSorted((a, b) => a - b)
  const middle = sorted.length / 2
  const high = sorted[Math.floor(middle)]
  const low = sorted[Math.ceil(middle) - 1]
  if (high === undefined || low === undefined) throw new Error('Nothing was measured.')
  return (low + high) / 2
}

const digits = (value: number) => Number(value.toPrecision(3))
