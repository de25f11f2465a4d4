import type { DatabaseKind } from './database.ts'

export interface ChaosOptions {
  kind: DatabaseKind
  /** The same seed strikes at the same moments, as far as processes allow. */
  seed: number
  /** `full` as the bars ask for it; `short` for every test run. */
  size: 'full' | 'short'
  /** Says how far it is. */
  say(text: string): void
}

export interface ChaosReport {
  /** What was seen, for the report. */
  facts: Record<string, number>
  /** What should not be; empty is good. */
  broken: string[]
}

export interface Scenario {
  letter: string
  about: string
  kinds: DatabaseKind[]
  run(options: ChaosOptions): Promise<ChaosReport>
}

/** Collects what does not hold. */
export function createVerdict() {
  const broken: string[] = []
  return {
    broken,
    expect(holds: boolean, otherwise: string) {
      if (!holds) broken.push(otherwise)
    },
  }
}

/** Numbers in [0, 1) that repeat with the seed (mulberry32, Tommy Ettinger 2017). */
export function createRandom(seed: number) {
  let state = seed >>> 0
  return (): number => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}
