import { rm } from 'node:fs/promises'
import { afterEach, describe, expect, it } from 'vitest'
import { freePort } from '../support/postgres.ts'
import { makeFolder, type ServerProcess, startServerProcess } from '../support/server-process.ts'

const cleanUp: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const close of cleanUp.splice(0).reverse()) await close()
})

async function started(more: Record<string, string>): Promise<string> {
  const folder = await makeFolder()
  cleanUp.push(() => rm(folder, { recursive: true, force: true }))
  const port = String(await freePort())
  const url = `http://localhost:${port}`
  const server: ServerProcess = await startServerProcess({
    DATA_DIR: folder,
    PORT: port,
    BASE_URL: url,
    ...more,
  })
  cleanUp.push(() => server.stop())
  return url
}

/** One network's tries to subscribe, each with something else before what the proxy adds. */
async function subscribe(url: string, client: string, tries: number): Promise<number[]> {
  const statuses: number[] = []
  for (let n = 0; n < tries; n += 1) {
    const answer = await fetch(`${url}/subscribe`, {
      method: 'POST',
      headers: { 'x-forwarded-for': `198.51.${n}.1, ${client}` },
      body: new URLSearchParams({ email: `${client}-${n}@norn.example` }),
    })
    statuses.push(answer.status)
  }
  return statuses
}

describe('limits behind a proxy', () => {
  it('count whom the proxy speaks for, whatever was written before (BARS 56)', async () => {
    const url = await started({ TRUST_PROXY: '1' })
    expect(await subscribe(url, '203.0.113.7', 22)).toEqual([...Array(20).fill(200), 429, 429])
    expect(await subscribe(url, '203.0.114.7', 1)).toEqual([200])
  })
})
