/**
 * `npm run soak`: two years of an installation's life under a simulated clock. Prints a JSON
 * object a month; exits 1 when something does not hold.
 */
import { parseArgs } from 'node:util'
import { runSoak } from './run-soak.ts'

const { values } = parseArgs({
  options: {
    months: { type: 'string', default: '24' },
    step: { type: 'string', default: '60' },
    database: { type: 'string', default: 'pglite' },
    seed: { type: 'string', default: '1' },
  },
})
const [months, stepMinutes, seed] = [values.months, values.step, values.seed].map(Number)
const isKnown = values.database === 'pglite' || values.database === 'postgres'
if (!isKnown || !(Number(months) > 0) || !(Number(stepMinutes) > 0)) {
  process.stderr.write(
    'soak [--months 24] [--step MINUTES] [--database pglite|postgres] [--seed 1]\n',
  )
  process.exit(2)
}
const startedMs = performance.now()
const { reports, broken } = await runSoak({
  database: values.database as 'pglite' | 'postgres',
  months: months ?? 24,
  stepMinutes: stepMinutes ?? 60,
  seed: seed ?? 1,
  say: (report) => process.stdout.write(`${JSON.stringify(report)}\n`),
})
for (const fault of broken) process.stderr.write(`BROKEN: ${fault}\n`)
const seconds = Math.round((performance.now() - startedMs) / 1000)
const summary = { months: reports.length, ticks: reports.at(-1)?.ticks, seconds }
process.stdout.write(`${JSON.stringify({ ...summary, broken: broken.length })}\n`)
process.exitCode = broken.length > 0 ? 1 : 0
