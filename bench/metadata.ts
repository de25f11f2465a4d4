import { Buffer } from 'node:buffer'
import ogs from 'open-graph-scraper'
import { readPage } from '../src/enrich/read-page.ts'
import { judgeCase, judgeValues, readCases } from '../test/enrich/judge-case.ts'
import { compare, type Result, toResult } from './compare.ts'
import { samplePage } from './metadata-page.ts'
import { ogsValues } from './ogs-values.ts'

const PAGES = 8

/** Share of the cases that are right in every field, against open-graph-scraper on the same pages. */
export async function benchAccuracy(): Promise<Result> {
  const cases = ['metadata.jsonl', 'metadata-more.jsonl'].flatMap(readCases)
  let [ours, reference] = [0, 0]
  for (const one of cases) {
    if ((await judgeCase(one)).length === 0) ours++
    const values = await ogsValues(one)
    if (judgeValues(one, (field) => values[field]).length === 0) reference++
  }
  return toResult(
    'metadata-accuracy',
    'share of cases',
    ours / cases.length,
    reference / cases.length,
  )
}

/** Whole pages of 150 kB, from bytes to metadata, against open-graph-scraper given all of each. */
export function benchExtract(): Promise<Result> {
  const pages = Array.from({ length: PAGES }, (_, number) => samplePage(number))
  const bodies = pages.map((page) => Buffer.from(page))
  const headers = new Headers({ 'content-type': 'text/html; charset=utf-8' })
  const now = new Date('2024-07-01T00:00:00Z')
  return compare({
    name: 'metadata-extract',
    unit: 'pages/s',
    ours: inTurn(async (at) => {
      const url = `https://clay.example/notes/${at}`
      const body = bodies[at] ?? Buffer.alloc(0)
      const step = await readPage(
        { url, status: 200, headers, body, truncated: false, redirects: [] },
        new URL(url),
        { now },
      )
      return step.reading.metadata.title
    }),
    reference: inTurn(async (at) => (await ogs({ html: pages[at] ?? '' })).result.ogTitle ?? null),
    rounds: 7,
    roundMs: 700,
  })
}

function inTurn(read: (at: number) => Promise<string | null>) {
  return async (ms: number) => {
    const started = performance.now()
    let count = 0
    do {
      const at = count % PAGES
      const title = await read(at)
      if (title !== `Slow cooling, part ${at}`) throw new Error(`Page ${at} was read as ${title}.`)
      count++
    } while (performance.now() - started < ms)
    return (count * 1000) / (performance.now() - started)
  }
}
