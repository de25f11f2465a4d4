import { Pool } from 'undici'
import { answerParent } from './child.ts'

export interface SaveLoad {
  /** Of the server that takes the links. */
  origin: string
  token: string
  clients: number
  ms: number
  /** Hosts of the pages that are saved. */
  hosts: string[]
  /** Makes the addresses of this run different from those of others. */
  run: string
}

export interface SaveTimes {
  saves: number
  p50Ms: number
  p99Ms: number
}

/** So many clients, each saving one new link after the other, and how long an answer took them. */
answerParent<SaveLoad>(async ({ origin, token, clients, ms, hosts, run }) => {
  const pool = new Pool(origin, { connections: clients })
  await connectAll(pool, clients)
  const started = performance.now()
  const times: number[] = []
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' }
  const save = async (url: string) => {
    const sent = performance.now()
    const body = JSON.stringify({ url, note: 'Why leap seconds break more than code.' })
    const answer = await pool.request({ path: '/api/v1/links', method: 'POST', headers, body })
    await answer.body.arrayBuffer()
    if (answer.statusCode !== 201) throw new Error(`Status ${answer.statusCode} for ${url}`)
    times.push(performance.now() - sent)
  }
  const client = async (number: number) => {
    for (let i = 0; performance.now() - started < ms; i++)
      await save(`http://${hosts[(number + i) % hosts.length]}/${run}-${number}-${i}`)
  }
  await Promise.all(Array.from({ length: clients }, (_, number) => client(number)))
  await pool.close()
  times.sort((a, b) => a - b)
  const at = (part: number) =>
    times[Math.min(times.length - 1, Math.floor(times.length * part))] ?? 0
  return { saves: times.length, p50Ms: at(0.5), p99Ms: at(0.99) }
})

/** Node accepts one connection a turn: without this the last client would wait for all others. */
async function connectAll(pool: Pool, clients: number): Promise<void> {
  const ask = async () => {
    const { body } = await pool.request({ path: '/healthz', method: 'GET' })
    await body.arrayBuffer()
  }
  await Promise.all(Array.from({ length: clients }, ask))
}
