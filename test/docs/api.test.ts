/** The commands of docs/api.md and docs/webhooks.md, in their order, by curl against a running app. */
import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { createAdaptorServer } from '@hono/node-server'
import { describe, expect, it, onTestFinished } from 'vitest'
import { createReceiver, type Event } from '../../docs/examples/webhook-receiver.ts'
import { createGuardedFetch } from '../../src/node/guarded-fetch.ts'
import { useTestApp } from '../support/app.ts'

const run = promisify(execFile)

/** Blocks of commands, each with the JSON that the text shows after it. */
async function blocksOf(file: string) {
  const text = await readFile(new URL(`../../docs/${file}`, import.meta.url), 'utf8')
  return [...text.matchAll(/```sh\n([\s\S]*?)```(?:\s*```json\n([\s\S]*?)```)?/g)].map(
    ([, commands = '', shown]) => ({
      commands,
      shown: shown === undefined ? undefined : (JSON.parse(shown) as object),
    }),
  )
}

describe('the documents about the API', () => {
  const app = useTestApp('pglite')

  /** Runs the commands in one shell after the other, as a reader would. */
  async function follow(file: string): Promise<void> {
    const folder = await mkdtemp(join(tmpdir(), 'curl-'))
    await writeFile(join(folder, '.curlrc'), 'silent\nfail-with-body\nwrite-out = "\\n"\n')
    const server = createAdaptorServer({ fetch: (request) => app.fetch(request) })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    onTestFinished(async () => {
      server.close()
      await rm(folder, { recursive: true })
    })
    const { port } = server.address() as AddressInfo
    const env = {
      PATH: process.env.PATH ?? '',
      CURL_HOME: folder,
      LINKS: `http://127.0.0.1:${port}`,
      TOKEN: app.tokens.admin,
    }
    const blocks = await blocksOf(file)
    expect(blocks.length).toBeGreaterThan(0)
    for (const { commands, shown } of blocks) {
      const { stdout } = await run('bash', ['-euo', 'pipefail', '-c', commands], { env })
      // Where a block has several commands, the last one answers with what is shown.
      const last = stdout.trim().split('\n').at(-1) ?? ''
      if (shown) expect(JSON.parse(last), commands).toMatchObject(shown)
    }
  }

  it('hold commands that work and answer as shown: a month', async () => {
    app.now = new Date('2026-07-20T12:00:00Z')
    await follow('api.md')
  })

  it('hold commands that work and answer as shown: webhooks', () => follow('webhooks.md'))

  it('show a receiver that takes each message once and refuses what is not signed', async () => {
    app.now = new Date()
    const told: Event[] = []
    const { secret, id } = await app.services.webhooks
      .add({ url: 'https://one.example/' })
      .then(({ webhook, secret }) => ({ secret, id: webhook.id }))
    const receiver = createReceiver(secret, (event) => told.push(event))
    await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve))
    const host = `127.0.0.1:${(receiver.address() as AddressInfo).port}`
    const door = createGuardedFetch({ allow: [host], userAgent: 'Linkletter/test' })
    onTestFinished(async () => {
      receiver.close()
      await door.close()
    })
    app.guardedFetch = door
    await app.db
      .updateTable('webhook')
      .set({ url: `http://${host}/` })
      .execute()
    const sent = await app.services.webhooks.ping(id)
    await app.services.webhooks.replay(id, sent.id)
    expect(told.map(({ type }) => type)).toEqual(['webhook.ping'])
    const forged = await fetch(`http://${host}/`, { method: 'POST', body: '{}' })
    expect(forged.status).toBe(401)
  })
})
