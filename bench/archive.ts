import { startChild } from './child.ts'
import { type Result, toResult } from './compare.ts'
import { fillArchive } from './fill.ts'
import { type Installation, openInstallation } from './installation.ts'
import { comparePage } from './page.ts'
import { startTwoDatabases } from './postgres.ts'

const LARGE_ISSUES = 1_000
const SMALL_ISSUES = 10
const ORIGIN = 'https://small.example'

/** Public pages of an archive of 1,000 issues and 30,000 entries. */
export const ARCHIVE_PAGES: Record<string, string> = {
  issue: '/issues/issue-500',
  home: '/',
  list: '/archive',
  tag: '/tags/tag%207',
}

/** What people look for; each is another way to be found, or not to be. */
export const SEARCHES: Record<string, string[]> = {
  words: ['glaciology', 'caches listen', '"everybody else"', 'author 17 -clocks', 'number 137'],
  part: ['laciolog', 'chines fail', 'lacier', 'ber 137'],
  similar: ['glacierrs', 'lettters that waitt', 'cachess'],
  nothing: ['zebra crossing', 'xq', 'politelier machineries'],
}

let opened: ReturnType<typeof openBoth> | undefined

function both() {
  opened ??= openBoth()
  return opened
}

export async function closeArchive(): Promise<void> {
  await (await opened)?.close()
}

/** A kept page against a Hono handler that has the same bytes in a string. */
export async function benchArchivePage(name: string): Promise<Result> {
  const { large } = await both()
  const client = startChild('http-client.ts')
  try {
    return await comparePage({
      name: `archive-${name}`,
      installation: large,
      path: ARCHIVE_PAGES[name] ?? '/',
      client,
    })
  } finally {
    await client.stop()
  }
}

const ROUNDS = 20

/** The slow end of searching 30,000 entries against that of 300; lower is better, 3 is the most. */
export async function benchSearch(name: string): Promise<Result> {
  const { large, small } = await both()
  const words = SEARCHES[name] ?? []
  const times = { large: [] as number[], small: [] as number[] }
  for (let round = 0; round <= ROUNDS; round++)
    for (const asked of words)
      for (const [side, { app }] of Object.entries({ large, small })) {
        const started = performance.now()
        const page = await app.request(`${ORIGIN}/search?${new URLSearchParams({ q: asked })}`)
        await page.text()
        if (page.status !== 200) throw new Error(`The search for ${asked} answers ${page.status}.`)
        if (round > 0) times[side as keyof typeof times].push(performance.now() - started)
      }
  return toResult(`search-${name}`, 'ms p95', percentile(times.large), percentile(times.small))
}

function percentile(times: number[]): number {
  const sorted = times.toSorted((a, b) => a - b)
  return sorted[Math.ceil(sorted.length * 0.95) - 1] ?? 0
}

async function openBoth() {
  const urls = await startTwoDatabases()
  const open = async (url: string, issues: number): Promise<Installation> => {
    const installation = await openInstallation({ DATABASE_URL: url })
    await fillArchive(installation.services.db, issues)
    return installation
  }
  const small = await open(urls.small, SMALL_ISSUES)
  const large = await open(urls.large, LARGE_ISSUES)
  return {
    small,
    large,
    async close() {
      await small.close()
      await large.close()
      await urls.stop()
    },
  }
}
