/**
 * A process that does what is due, over and over, by a clock that runs as it is told. Each line of
 * standard input is an instant in milliseconds that its clock jumps to. Prints `begun`, and `done`
 * after each tick.
 */
import { createInterface } from 'node:readline'
import { readConfig } from '../src/config.ts'
import { messageOf } from '../src/errors.ts'
import { createTick } from '../src/jobs/tick.ts'
import { openRuntime } from '../src/node/runtime.ts'
import { publishIssue } from '../src/publish-issue.ts'
import { pause } from './child.ts'

export interface SchedulerOptions {
  where: string
  smtpUrl: string
  dataDir: string
  /** How far its clock is off. */
  skewMs: number
  startMs: number
}

const options = JSON.parse(process.argv[2] ?? '{}') as SchedulerOptions
let base = options.startMs
let since = performance.now()
createInterface({ input: process.stdin }).on('line', (line) => {
  base = Number(line)
  since = performance.now()
})
const now = () => new Date(base + performance.now() - since + options.skewMs)

const config = readConfig({
  DATABASE_URL: options.where,
  DATA_DIR: options.dataDir,
  SECRET: 'a secret of the chaos, long enough for it',
  SMTP_URL: options.smtpUrl,
  BASE_URL: 'https://links.example.org',
  MAIL_FROM: 'Links <links@example.org>',
})
const { services } = await openRuntime(config, { now })
const tick = createTick({
  db: services.db,
  now,
  pollSources: () => undefined,
  publish: (id) => publishIssue(services, id),
})
console.log('begun')
for (;;) {
  try {
    await tick()
    console.log('done')
  } catch (error) {
    console.error(messageOf(error))
  }
  await pause(10)
}
