import { startLighthouse } from '../test/support/lighthouse.ts'
import type { Result } from './compare.ts'
import type { Installation } from './installation.ts'

const RUNS = 3
/** A page that has nothing to be slow with: what this machine and this hour give at best. */
const BARE = `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Bare</title></head><body><h1>Bare</h1></body></html>`

/** Lighthouse's performance score on a slowed-down phone, of the slowest of home, issue and archive. */
export async function benchLighthouse(installation: Installation): Promise<Result> {
  const { slug } = await installation.publish('2023-06')
  const answer = (request: Request) =>
    new URL(request.url).pathname === '/bare'
      ? new Response(BARE, { headers: { 'content-type': 'text/html; charset=utf-8' } })
      : installation.app.fetch(request)
  const { look, close } = await startLighthouse(answer, ['performance'])
  /** The middle of its runs. */
  async function scoreOf(path: string): Promise<number> {
    const scores: number[] = []
    for (let run = 0; run < RUNS; run++) scores.push((await look(path)).scores.performance ?? 0)
    return scores.sort((a, b) => a - b)[Math.floor(RUNS / 2)] ?? 0
  }
  try {
    const scores: number[] = []
    for (const path of ['/', `/issues/${slug}`, '/archive']) scores.push(await scoreOf(path))
    const [value, reference] = [Math.min(...scores), await scoreOf('/bare')]
    const ratio = Math.round((value / reference) * 1_000) / 1_000
    return { name: 'lighthouse', value, unit: 'points', reference, ratio }
  } finally {
    await close()
  }
}
