import { startChild } from './child.ts'
import { median, type Result, toResult } from './compare.ts'
import { addresses, openWith, save } from './enrich-links.ts'
import { listen } from './page.ts'
import type { PageHostState } from './page-host.ts'
import type { SaveLoad, SaveTimes } from './save-clients.ts'

const CLIENTS = 20
const MS = 3_000
const ROUNDS = 3
const DELAY_MS = 50

/**
 * How long saving a link takes at worst (p99) for 20 clients over HTTP while 1,000 pages and those
 * of the links they save are read, against the same clients while nothing else happens. Here a
 * lower ratio is better.
 */
export async function benchSaveP99(name: string, database: 'pglite' | 'postgres'): Promise<Result> {
  const closers: (() => Promise<unknown>)[] = []
  try {
    const pages = startChild('page-host.ts')
    closers.unshift(() => pages.stop())
    const { hosts } = await pages.ask<PageHostState>({ delayMs: DELAY_MS })
    const installation = await openWith(database, hosts, closers)
    const { token } = await installation.services.tokens.create('clients', 'save')
    const server = await listen(installation.app.fetch)
    closers.unshift(server.close)
    const clients = startChild('save-clients.ts')
    closers.unshift(() => clients.stop())
    const run = (label: string, ms: number) =>
      clients.ask<SaveTimes>({
        ...{ origin: server.origin, token, clients: CLIENTS, ms, hosts, run: label },
      } satisfies SaveLoad)

    const idle: number[] = []
    const busy: number[] = []
    for (let round = 0; round <= ROUNDS; round++) {
      await installation.readPages()
      const quiet = await run(`quiet-${round}`, MS)
      await save(installation, addresses(hosts, round))
      const reading = installation.readPages()
      const loaded = await run(`loaded-${round}`, MS)
      const left = await countPending(installation)
      await reading
      if (left === 0) throw new Error('Nothing was left to read before the clients were done.')
      if (round === 0) continue // warms up
      idle.push(quiet.p99Ms)
      busy.push(loaded.p99Ms)
      const says = (t: SaveTimes) => `${t.saves} saves, p50 ${t.p50Ms.toFixed(1)} ms`
      process.stderr.write(`${name}: idle ${says(quiet)}; reading ${says(loaded)}, ${left} left\n`)
    }
    return toResult(name, 'ms p99', median(busy), median(idle))
  } finally {
    for (const close of closers) await close()
  }
}

async function countPending({ services }: Awaited<ReturnType<typeof openWith>>): Promise<number> {
  const { count } = await services.db
    .selectFrom('link')
    .select((eb) => eb.fn.countAll<string>().as('count'))
    .where('enrichment_status', '=', 'pending')
    .executeTakeFirstOrThrow()
  return Number(count)
}
