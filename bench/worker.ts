import { buildWorker, startWorker, type WorkerBundle } from '../test/runtime/worker.ts'
import { median, type Result, toResult } from './compare.ts'

const LIMIT_MB = 3
const ROUNDS = 5
const BARE: WorkerBundle = {
  script: 'export default { fetch: () => new Response("ok") }',
  texts: new Map(),
  platformModules: [],
  packages: [],
  gzipBytes: 0,
}

/** What Cloudflare is sent, packed, against what it takes on every plan. Lower is better. */
export async function benchWorkerSize(): Promise<Result> {
  const { gzipBytes } = await buildWorker()
  return toResult('worker-size', 'MB', gzipBytes / 1024 / 1024, LIMIT_MB)
}

/**
 * From the start of the runtime to the first answer, against a Worker of one line in the same
 * runtime, so that the difference is what reading our script takes. Lower is better.
 */
export async function benchWorkerStart(): Promise<Result> {
  const bundle = await buildWorker()
  const ours: number[] = []
  const bare: number[] = []
  for (let round = 0; round <= ROUNDS; round++) {
    const bareMs = await firstAnswerMs(BARE)
    const oursMs = await firstAnswerMs(bundle)
    if (round === 0) continue // only warms up
    ours.push(oursMs)
    bare.push(bareMs)
  }
  return toResult('worker-start', 'ms', median(ours), median(bare))
}

async function firstAnswerMs(bundle: WorkerBundle): Promise<number> {
  const startedMs = performance.now()
  const worker = await startWorker(bundle, {
    // Nothing that is asked here needs the database.
    databaseUrl: 'postgres://nobody:none@127.0.0.1:1/none',
    env: { SECRET: 'a secret for the bench, long enough', SMTP_URL: 'smtp://127.0.0.1:1' },
  })
  const answer = await worker.request('/healthz')
  await answer.text()
  const tookMs = performance.now() - startedMs
  await worker.kill()
  if (!answer.ok) throw new Error(`The Worker answered ${answer.status}: ${worker.said.join('\n')}`)
  return tookMs
}
