import { describe, expect, it } from 'vitest'
import { scenarios } from '../../chaos/scenarios.ts'

/** The short form of `npm run chaos`. */
describe.each(scenarios)('chaos $letter: $about', (scenario) => {
  it.each(scenario.kinds)(
    'loses nothing and repeats nothing on %s',
    async (kind) => {
      const { facts, broken } = await scenario.run({
        kind,
        seed: 7,
        size: 'short',
        say: () => undefined,
      })
      expect(broken, JSON.stringify(facts)).toEqual([])
    },
    300_000,
  )
})
