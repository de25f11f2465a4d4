import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'
import { findHold } from '../store/hold.ts'
import { countOpenDeliveries, countQueues } from '../store/queue-lengths.ts'
import type { Database } from '../store/schema.ts'
import { VERSION } from '../version.ts'
import type { AnsweredRequest } from './observe-requests.ts'
import type { Observer } from './observer.ts'

const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS']
const DELIVERY_STATES = [
  'pending',
  'sending',
  'sent',
  'deferred',
  'failed',
  'unknown',
  'skipped',
] as const
/** A second look at a large ledger within this time is answered from the first. */
const COUNTS_HOLD_MS = 10_000

export type Metrics = ReturnType<typeof createMetrics>

/**
 * What Prometheus may ask for, in a registry of its own. No label holds an address or anything
 * that somebody wrote: routes are patterns, everything else is a word of ours.
 */
export function createMetrics() {
  const register = new Registry()
  const registers = [register]
  // Processor, memory, event loop lag, collections.
  collectDefaultMetrics({ register })

  const requests = new Counter({
    name: 'linkletter_http_requests_total',
    help: 'Answered requests by method, route pattern and class of the status.',
    labelNames: ['method', 'route', 'status'],
    registers,
  })
  const requestSeconds = new Histogram({
    name: 'linkletter_http_request_duration_seconds',
    help: 'Time until the answer begins, by class of the status.',
    labelNames: ['status'],
    buckets: [0.005, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10],
    registers,
  })
  const tickSeconds = new Histogram({
    name: 'linkletter_tick_duration_seconds',
    help: 'Time that a look for what is due takes.',
    buckets: [0.01, 0.05, 0.1, 0.5, 1, 5, 30],
    registers,
  })
  const tickFailures = new Counter({
    name: 'linkletter_tick_failures_total',
    help: 'Looks for what is due that failed.',
    registers,
  })
  const lastTick = new Gauge({
    name: 'linkletter_tick_last_success_timestamp_seconds',
    help: 'When what is due was last looked for without a fault.',
    registers,
  })
  const counter = (name: string, help: string, label: string) =>
    new Counter({ name, help, labelNames: [label], registers })
  const mails = counter(
    'linkletter_mails_total',
    'Mails handed to the server, by outcome.',
    'outcome',
  )
  const fetches = counter(
    'linkletter_fetches_total',
    'Addresses fetched (feeds, checks and so on), by ok or the code of the error.',
    'result',
  )
  const pages = counter(
    'linkletter_pages_read_total',
    'Pages of links read, by outcome.',
    'outcome',
  )
  const renders = counter(
    'linkletter_renders_total',
    'Mails rendered from templates, by kind.',
    'kind',
  )
  const info = new Gauge({
    name: 'linkletter_info',
    help: 'Always 1; the labels say what runs here.',
    labelNames: ['version', 'database'],
    registers,
  })

  const observer: Observer = {
    onMail: (outcome) => mails.inc({ outcome }),
    onFetch: (result) => fetches.inc({ result }),
    onPage: (outcome) => pages.inc({ outcome }),
    onRender: (kind) => renders.inc({ kind }),
  }

  return {
    observer,
    contentType: register.contentType,
    text: (): Promise<string> => register.metrics(),
    /** Counts what waits in the database, each time somebody asks. */
    watchDatabase({ db, kind, now }: { db: Database; kind: string; now: () => Date }): void {
      info.set({ version: VERSION, database: kind }, 1)
      watchQueues({ register, db, now })
    },
    onAnswer({ method, route, status, seconds }: AnsweredRequest): void {
      const statusClass = `${Math.floor(status / 100)}xx`
      const known = METHODS.includes(method) ? method : 'other'
      requests.inc({ method: known, route, status: statusClass })
      requestSeconds.observe({ status: statusClass }, seconds)
    },
    onTick(seconds: number, at: Date): void {
      tickSeconds.observe(seconds)
      lastTick.set(at.getTime() / 1000)
    },
    onTickFailed: (): void => tickFailures.inc(),
  }
}

function watchQueues({
  register,
  db,
  now,
}: {
  register: Registry
  db: Database
  now: () => Date
}): void {
  const registers = [register]
  const up = new Gauge({
    name: 'linkletter_database_up',
    help: '0 while what waits in the database could not be counted.',
    registers,
  })
  up.set(1)
  /** A database that is away must not take the other numbers with it. */
  async function counted(count: () => Promise<void>): Promise<void> {
    try {
      await count()
      up.set(1)
    } catch {
      // The tick says in the log what is wrong; here the number says that something is.
      up.set(0)
    }
  }
  new Gauge({
    name: 'linkletter_queue_length',
    help: 'What is due and waits: pages, pictures, link checks, mails to single readers.',
    labelNames: ['queue'],
    registers,
    collect() {
      return counted(async () => {
        for (const [queue, length] of Object.entries(await countQueues(db, now())))
          this.set({ queue }, length)
      })
    },
  })
  let countedAt = Number.NEGATIVE_INFINITY
  new Gauge({
    name: 'linkletter_deliveries',
    help: 'Messages of issues that are being sent or paused, by state.',
    labelNames: ['state'],
    registers,
    collect() {
      return counted(async () => {
        if (performance.now() - countedAt < COUNTS_HOLD_MS) return
        const counts = await countOpenDeliveries(db)
        for (const state of DELIVERY_STATES)
          this.set({ state }, counts.find((each) => each.state === state)?.count ?? 0)
        countedAt = performance.now()
      })
    },
  })
  new Gauge({
    name: 'linkletter_sending_held',
    help: '1 while this is a restored copy that sends nothing.',
    registers,
    collect() {
      return counted(async () => this.set((await findHold(db)) ? 1 : 0))
    },
  })
}
