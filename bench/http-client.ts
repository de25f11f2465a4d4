import { Pool } from 'undici'
import { answerParent } from './child.ts'

export interface HttpLoad {
  url: string
  concurrency: number
  ms: number
}

/** Asks for one address over and over; `rate` is answers a second. */
answerParent<HttpLoad>(async ({ url, concurrency, ms }) => {
  const { origin, pathname } = new URL(url)
  const pool = new Pool(origin, { connections: concurrency })
  const started = performance.now()
  let count = 0
  let bytes = 0
  const one = async () => {
    do {
      const { statusCode, body } = await pool.request({ path: pathname, method: 'GET' })
      // Not in one line with the sum: others add to it while this one waits.
      const { byteLength } = await body.arrayBuffer()
      bytes += byteLength
      if (statusCode !== 200) throw new Error(`${url} answered ${statusCode}.`)
      count++
    } while (performance.now() - started < ms)
  }
  await Promise.all(Array.from({ length: concurrency }, one))
  const rate = (count * 1000) / (performance.now() - started)
  await pool.close()
  return { rate, bytes: bytes / count }
})
