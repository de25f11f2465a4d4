import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { rm } from 'node:fs/promises'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { readConfig } from '../../src/config.ts'
import { openDatabase } from '../../src/node/database.ts'
import { startServer } from '../../src/node/serve.ts'
import { freePort } from '../support/postgres.ts'
import { makeFolder, PROGRAM } from '../support/server-process.ts'

describe('a start', () => {
  let folder = ''
  let port = ''
  const answers = () =>
    fetch(`http://127.0.0.1:${port}/healthz`).then(
      (answer) => answer.ok,
      () => false,
    )
  const untilItAnswers = () => expect.poll(answers, { timeout: 60_000, interval: 5 }).toBe(true)

  beforeEach(async () => {
    folder = await makeFolder()
    port = String(await freePort())
  })
  afterEach(() => rm(folder, { recursive: true, force: true }))

  it('answers pages first, and says that it is ready when what a dead process held is free', async () => {
    const { db, close } = await openDatabase({ dataDir: folder })
    const { id } = await db
      .insertInto('issue')
      .values({ month: '2026-05', slug: '2026-05', title: 'May' })
      .returning('id')
      .executeTakeFirstOrThrow()
    const lease_until = new Date(Date.now() + 3_600_000)
    await db.insertInto('send_run').values({ token: 'dead', issue_id: id, lease_until }).execute()
    await close()

    let isStarted = false
    const config = readConfig({ DATA_DIR: folder, PORT: port, LOG_LEVEL: 'silent' })
    const starting = startServer(config).then((server) => {
      isStarted = true
      return server
    })
    await untilItAnswers()
    const page = await fetch(`http://127.0.0.1:${port}/`)
    const ready = await fetch(`http://127.0.0.1:${port}/readyz`)
    const wasStarted = isStarted
    const server = await starting
    try {
      expect([page.status, ready.status, wasStarted]).toEqual([200, 200, true])
      const runs = await server.runtime.services.db.selectFrom('send_run').select('token').execute()
      expect(runs).toEqual([])
    } finally {
      await server.stop()
    }
  })

  it('that is asked to stop before it is through ends in order', async () => {
    const child = spawn(process.execPath, [PROGRAM, 'serve'], {
      env: { PATH: process.env.PATH ?? '', DATA_DIR: folder, PORT: port, LOG_LEVEL: 'silent' },
      stdio: 'ignore',
    })
    const ended = once(child, 'exit')
    await untilItAnswers()
    child.kill('SIGTERM')
    expect(await ended).toEqual([0, null])
  })
})
