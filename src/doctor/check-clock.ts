import { sql } from 'kysely'
import type { Database } from '../store/schema.ts'
import { type Finding, findingsOf } from './finding.ts'

const WARN_MS = 5_000
const FAIL_MS = 60_000

/** This machine's clock against the database's and that of an HTTP answer (whole seconds). */
export async function checkClock(deps: {
  db: Database | undefined
  now: () => Date
  httpDate: Date | null
}): Promise<Finding> {
  const { ok, warn, fail, skipped } = findingsOf('clock')
  const offsets: [who: string, ms: number][] = []
  if (deps.db) {
    const beforeMs = deps.now().getTime()
    const { rows } = await sql<{ at: Date }>`select clock_timestamp() as at`.execute(deps.db)
    const hereMs = (beforeMs + deps.now().getTime()) / 2
    const at = rows[0]?.at
    if (at) offsets.push(['the database', hereMs - at.getTime()])
  }
  if (deps.httpDate)
    offsets.push(['the web server', deps.now().getTime() - deps.httpDate.getTime() - 500])
  if (offsets.length === 0) return skipped('There is no other clock to compare with.')
  const [who, ms] = offsets.reduce((worst, next) =>
    Math.abs(next[1]) > Math.abs(worst[1]) ? next : worst,
  )
  const text = `This clock is ${describe(ms)} that of ${who}.`
  const fix = 'Let NTP set the clock (timedatectl set-ntp true).'
  if (Math.abs(ms) > FAIL_MS) return fail(text, fix)
  if (Math.abs(ms) > WARN_MS) return warn(text, fix)
  return ok(`Right, compared with ${offsets.map(([name]) => name).join(' and ')}.`)
}

function describe(ms: number): string {
  return `${Math.round(Math.abs(ms) / 1000)} s ${ms > 0 ? 'ahead of' : 'behind'}`
}
