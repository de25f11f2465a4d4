import { request } from 'undici'
import { startChild } from './child.ts'
import { median, type Result, toResult } from './compare.ts'
import { type Installation, openInstallation } from './installation.ts'
import type { PageHostState } from './page-host.ts'
import { startPostgres } from './postgres.ts'

const LINKS = 1_000
const WARM_UP = 200
const ROUNDS = 2
/** Of our queue; the loop asks for as many pages at once. */
const CONCURRENCY = 16

export interface EnrichBench {
  name: string
  database: 'pglite' | 'postgres'
  /** How long the local server lets each page wait, as servers elsewhere do. */
  delayMs: number
}

/**
 * 1,000 saved links until the last one has its metadata stored, against a bare loop of undici over
 * the same pages, which keeps its connections, reads each body and throws it away.
 */
export async function benchEnrich({ name, database, delayMs }: EnrichBench): Promise<Result> {
  const closers: (() => Promise<unknown>)[] = []
  try {
    const pages = startChild('page-host.ts')
    closers.unshift(() => pages.stop())
    const { hosts, pageBytes } = await pages.ask<PageHostState>({ delayMs })
    process.stderr.write(`${name}: ${pageBytes} bytes a page, ${delayMs} ms each\n`)
    const installation = await openWith(database, hosts, closers)
    const ours: number[] = []
    const reference: number[] = []
    for (let round = 0; round <= ROUNDS; round++) {
      const urls = addresses(hosts, round, round === 0 ? WARM_UP : LINKS)
      await save(installation, urls)
      const bare = await rateOf(urls, () => bareLoop(urls))
      const own = await rateOf(urls, () => installation.readPages())
      await checkAllDone(installation)
      if (round === 0) continue
      reference.push(bare)
      ours.push(own)
    }
    return toResult(name, 'pages/s', median(ours), median(reference))
  } finally {
    for (const close of closers) await close()
  }
}

/** An installation that may read from these hosts, and ends with the others. */
export async function openWith(
  database: 'pglite' | 'postgres',
  hosts: string[],
  closers: (() => Promise<unknown>)[],
): Promise<Installation> {
  const env: Record<string, string> = { FETCH_ALLOW: hosts.join(',') }
  if (database === 'postgres') {
    const postgres = await startPostgres()
    closers.unshift(() => postgres.stop())
    env.DATABASE_URL = postgres.url
  }
  const installation = await openInstallation(env)
  closers.unshift(() => installation.close())
  return installation
}

export function addresses(hosts: string[], round: number, count = LINKS): string[] {
  return Array.from(
    { length: count },
    (_, index) => `http://${hosts[index % hosts.length]}/${round}-${index}`,
  )
}

export async function save({ services }: Installation, urls: string[]): Promise<void> {
  await services.importLinks('csv', [
    `url\n${urls.join('\n')}\n`,
  ] as unknown as AsyncIterable<string>)
}

async function bareLoop(urls: string[]): Promise<void> {
  let at = 0
  const next = async () => {
    for (let url = urls[at++]; url !== undefined; url = urls[at++]) {
      const { body } = await request(url)
      await body.arrayBuffer()
    }
  }
  await Promise.all(Array.from({ length: CONCURRENCY }, next))
}

async function checkAllDone({ services }: Installation): Promise<void> {
  const left = await services.db
    .selectFrom('link')
    .select(['enrichment_error', 'url'])
    .where('enrichment_status', '!=', 'done')
    .execute()
  if (left.length > 0) throw new Error(`${left.length} not read, e.g. ${JSON.stringify(left[0])}`)
}

async function rateOf(urls: string[], act: () => Promise<unknown>): Promise<number> {
  const started = performance.now()
  await act()
  return (urls.length * 1000) / (performance.now() - started)
}
