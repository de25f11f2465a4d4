import { spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { afterEach, describe, expect, it } from 'vitest'
import { startSink } from '../../chaos/smtp-sink.ts'
import { openDatabase } from '../../src/node/database.ts'
import { countDeliveries, listDeliveries, resolveUnknown } from '../../src/store/deliveries.ts'
import { migrate } from '../../src/store/migrate.ts'
import { createPostgres, DATABASE_KINDS } from '../support/database.ts'
import { addresses, sampleIssue } from './sample-issue.ts'

const READERS = 2000
const KILLS = 3
const CONNECTIONS = 5
const CHILD = fileURLToPath(new URL('./sender-child.ts', import.meta.url))

const cleanUp: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const close of cleanUp.splice(0).reverse()) await close()
})

describe.each(DATABASE_KINDS)('a sender on %s that is killed', (kind) => {
  it('loses nobody, doubles nobody, and the ledger names those in doubt (bar A)', async () => {
    const sink = await startSink()
    cleanUp.push(() => sink.close())
    const store = kind === 'postgres' ? await onPostgres() : await inFolder()
    const issueId = await store.use((db) => sampleIssue(db, addresses(READERS)))

    for (let kill = 1; kill <= KILLS; kill += 1) {
      const stopAt = Math.round((READERS / (KILLS + 1)) * kill)
      const child = spawnChild(store.where, sink.url, issueId)
      await until(() => sink.mails.length >= stopAt)
      child.process.kill('SIGKILL')
      await child.ended
    }
    let state = ''
    for (let run = 0; run < 20 && state !== 'sent'; run += 1) {
      if (run > 0) await wait(2000) // until the leases of the dead have run out
      const child = spawnChild(store.where, sink.url, issueId)
      state = JSON.parse((await child.ended).split('\n').at(-2) ?? '{}').state
    }
    expect(state).toBe('sent')

    const { total, counts } = await store.use((db) => countDeliveries(db, issueId))
    expect(total).toBe(READERS)
    expect(counts.sent + counts.unknown).toBe(READERS)
    expect(counts.unknown).toBeLessThanOrEqual(KILLS * CONNECTIONS)
    const received = sink.mails.map((mail) => mail.to)
    expect(received.length).toBe(new Set(received).size)
    const doubtful = await store.use((db) =>
      listDeliveries(db, { issueId, state: 'unknown', limit: READERS }),
    )
    const reached = new Set([...received, ...doubtful.map((row) => row.email)])
    expect(reached.size).toBe(READERS)

    await store.use((db) => resolveUnknown(db, issueId, 'retry', new Date()))
    await store.use((db) => db.updateTable('issue').set({ state: 'sending' }).execute())
    await spawnChild(store.where, sink.url, issueId).ended
    expect(new Set(sink.mails.map((mail) => mail.to)).size).toBe(READERS)
    const messages = new Set(sink.mails.map((mail) => mail.messageId))
    expect(messages.size).toBe(READERS)
  }, 240_000)
})

async function onPostgres() {
  const created = await createPostgres()
  cleanUp.push(() => created.close())
  await migrate(created.db)
  return {
    where: created.url,
    use: <T>(act: (db: typeof created.db) => Promise<T>) => act(created.db),
  }
}

/** PGlite lets one process at a time into its folder: opened for each look. */
async function inFolder() {
  const dataDir = await mkdtemp(join(tmpdir(), 'linkletter-kill-'))
  cleanUp.push(() => rm(dataDir, { recursive: true, force: true }))
  type Db = Awaited<ReturnType<typeof openDatabase>>['db']
  return {
    where: dataDir,
    async use<T>(act: (db: Db) => Promise<T>): Promise<T> {
      const opened = await openDatabase({ dataDir })
      try {
        await migrate(opened.db)
        return await act(opened.db)
      } finally {
        await opened.close()
      }
    },
  }
}

function spawnChild(where: string, smtpUrl: string, issueId: number) {
  const child = spawn(process.execPath, [CHILD, where, smtpUrl, String(issueId)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let output = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    output += text
  })
  const ended = new Promise<string>((resolve) => child.once('close', () => resolve(output)))
  return { process: child, ended }
}

async function until(condition: () => boolean): Promise<void> {
  for (let tries = 0; !condition(); tries += 1) {
    if (tries > 20_000) throw new Error('The sender came to a halt.')
    await wait(3)
  }
}
