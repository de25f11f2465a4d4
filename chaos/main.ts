/**
 * `npm run chaos`: breaks things in the middle of the work and looks whether anything was lost or
 * doubled. Prints a JSON object a line; exits 1 when something does not hold.
 */
import { parseArgs } from 'node:util'
import type { DatabaseKind } from './database.ts'
import { scenarios } from './scenarios.ts'

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    seed: { type: 'string', default: '1' },
    size: { type: 'string', default: 'full' },
    database: { type: 'string' },
  },
})
const size = values.size === 'short' ? 'short' : 'full'
const wanted = positionals.map((letter) => letter.toUpperCase())
let isBroken = false
for (const scenario of scenarios) {
  if (wanted.length > 0 && !wanted.includes(scenario.letter)) continue
  for (const kind of scenario.kinds) {
    if (values.database && values.database !== kind) continue
    process.stderr.write(`${scenario.letter} on ${kind}: ${scenario.about}\n`)
    const startedMs = performance.now()
    const { facts, broken } = await scenario.run({
      kind: kind as DatabaseKind,
      seed: Number(values.seed),
      size,
      say: (text) => process.stderr.write(`  ${text}\n`),
    })
    const seconds = Math.round((performance.now() - startedMs) / 1000)
    for (const fault of broken) process.stderr.write(`  BROKEN: ${fault}\n`)
    isBroken ||= broken.length > 0
    const line = { scenario: scenario.letter, database: kind, size, seed: values.seed, seconds }
    process.stdout.write(`${JSON.stringify({ ...line, ...facts, broken: broken.length })}\n`)
  }
}
process.exitCode = isBroken ? 1 : 0
