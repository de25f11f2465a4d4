import { once } from 'node:events'
import { serve } from '@hono/node-server'
import { Hono } from 'hono'
import { type Child, startChild } from './child.ts'
import { compare, type Result, type Round } from './compare.ts'
import type { HttpLoad } from './http-client.ts'
import type { Installation } from './installation.ts'

const CONCURRENCY = 16

/** The page of a published issue, against a Hono handler that has the same bytes in a string. */
export async function benchPage(installation: Installation): Promise<Result> {
  const client = startChild('http-client.ts')
  try {
    const { slug } = await installation.publish('2023-07')
    return await comparePage({ name: 'page', installation, path: `/issues/${slug}`, client })
  } finally {
    await client.stop()
  }
}

/** A public page over HTTP, against a bare handler with the same bytes. */
export async function comparePage(options: {
  name: string
  installation: Installation
  path: string
  client: Child
}): Promise<Result> {
  const { name, installation, path, client } = options
  const closers: (() => Promise<unknown>)[] = []
  try {
    const html = await (await installation.app.request(path)).text()
    const bare = new Hono().get('*', (c) => c.html(html))
    const ours = await listen(installation.app.fetch)
    closers.unshift(ours.close)
    const reference = await listen(bare.fetch)
    closers.unshift(reference.close)
    return await compare({
      name,
      unit: 'pages/s',
      ours: load(client, ours.origin + path, html),
      reference: load(client, reference.origin + path, html),
      rounds: 7,
      roundMs: 600,
    })
  } finally {
    for (const close of closers) await close()
  }
}

function load(client: Child, url: string, html: string): Round {
  return async (ms) => {
    const question: HttpLoad = { url, concurrency: CONCURRENCY, ms }
    const { rate, bytes } = await client.ask<{ rate: number; bytes: number }>(question)
    if (bytes !== Buffer.byteLength(html)) throw new Error(`${url} answers with other bytes.`)
    return rate
  }
}

/** A server for this machine, on a port of its own. */
export async function listen(handler: Parameters<typeof serve>[0]['fetch']) {
  const server = serve({ fetch: handler, port: 0, hostname: '127.0.0.1' })
  if (!server.listening) await once(server, 'listening')
  const address = server.address()
  if (typeof address !== 'object' || address === null) throw new Error('The server has no port.')
  return {
    origin: `http://127.0.0.1:${address.port}`,
    close: () => new Promise((resolve) => server.close(resolve)),
  }
}
