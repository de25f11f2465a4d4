import { describe, expect, it } from 'vitest'
import type { DatabaseKind } from '../../chaos/database.ts'
import { scenarios } from '../../chaos/scenarios.ts'

/** The short form of `npm run chaos` on one database. */
export function describeChaos(kind: DatabaseKind) {
  describe(`chaos on ${kind}`, () => {
    for (const { letter, about, run } of scenarios.filter((one) => one.kinds.includes(kind)))
      it(`${about}: nothing is lost and nothing repeated (BARS ${letter})`, async () => {
        const say = () => undefined
        const { facts, broken } = await run({ kind, seed: 7, size: 'short', say })
        expect(broken, JSON.stringify(facts)).toEqual([])
      }, 300_000)
  })
}
