import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { SMTPServer, type SMTPServerOptions } from 'smtp-server'
import { afterEach, describe, expect, it } from 'vitest'
import { lookAtFolder, lookAtTls } from '../../src/node/doctor-probes.ts'
import { freePort } from '../support/postgres.ts'
import { makeFolder, runCli, startServerProcess } from '../support/server-process.ts'

const cleanUp: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const close of cleanUp.splice(0).reverse()) await close()
})

async function smtpServer(options: SMTPServerOptions) {
  const server = new SMTPServer({
    authOptional: true,
    onAuth: (_auth, _session, done) => done(null, { user: 1 }),
    ...options,
  })
  server.on('error', () => undefined)
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  cleanUp.push(() => new Promise<void>((resolve) => server.close(resolve)))
  return `127.0.0.1:${(server.server.address() as AddressInfo).port}`
}

describe('what the doctor sees of a mail server', () => {
  it.each([
    ['smtps', { secure: true }],
    ['smtp with STARTTLS', {}],
  ])('%s: encrypted, and when the certificate ends', async (name, options) => {
    const host = await smtpServer(options)
    const smtpUrl = `${name.split(' ')[0]}://u:p@${host}`
    const seen = await lookAtTls({ smtpUrl, connections: 1, allowSelfSigned: true })
    expect(seen).toMatchObject({ host: '127.0.0.1', isEncrypted: true, hasLogin: true })
    expect(seen.validTo?.getFullYear()).toBeGreaterThan(2000)
    // The server's certificate is nobody's: as sending, the doctor refuses it.
    await expect(lookAtTls({ smtpUrl, connections: 1 })).rejects.toThrow(/certificate/)
  })

  it('without STARTTLS: not encrypted', async () => {
    const host = await smtpServer({ disabledCommands: ['STARTTLS'] })
    expect(await lookAtTls({ smtpUrl: `smtp://${host}`, connections: 1 })).toEqual({
      host: '127.0.0.1',
      isEncrypted: false,
      validTo: null,
      hasLogin: false,
    })
  })
})

describe('what the doctor sees of the data folder', () => {
  it('room, and that it can be written', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'doctor-'))
    cleanUp.push(() => rm(folder, { recursive: true, force: true }))
    const seen = await lookAtFolder(folder)
    expect(seen).toMatchObject({ path: folder, isWritable: true })
    expect(seen.freeBytes).toBeGreaterThan(0)
  })

  it('a file in its place', async () => {
    const file = join(await makeFolder(), 'data')
    await writeFile(file, 'x')
    expect(await lookAtFolder(file)).toMatchObject({ isWritable: false, freeBytes: null })
  })
})

describe('the command doctor', () => {
  it('ends with 0 on a fresh installation, and with 1 when mail cannot leave', async () => {
    const folder = await makeFolder()
    cleanUp.push(() => rm(folder, { recursive: true, force: true }))
    const env = { DATA_DIR: join(folder, 'data') }
    const fresh = await runCli(['doctor'], env)
    expect(fresh.stdout).toMatch(/^skipped +smtp +Mail goes to the outbox/m)
    expect(fresh.stdout).toMatch(/^ok +database /m)
    expect(fresh.code).toBe(0)
    const broken = await runCli(['doctor', '--json'], {
      ...env,
      SMTP_URL: `smtp://u:hunter2@127.0.0.1:${await freePort()}`,
    })
    expect(broken.code).toBe(1)
    expect(broken.stdout).not.toContain('hunter2')
    const { ok, findings } = JSON.parse(broken.stdout)
    expect(ok).toBe(false)
    expect(findings).toContainEqual(expect.objectContaining({ check: 'smtp', status: 'fail' }))
  })

  it('looks at the running server from outside while that has the database', async () => {
    const folder = await makeFolder()
    cleanUp.push(() => rm(folder, { recursive: true, force: true }))
    const port = String(await freePort())
    const env = {
      DATA_DIR: join(folder, 'data'),
      PORT: port,
      // Another name of this machine than those that are called local.
      BASE_URL: `http://[::ffff:127.0.0.1]:${port}`,
      FETCH_ALLOW: `[::ffff:7f00:1]:${port}`,
    }
    const server = await startServerProcess(env)
    cleanUp.push(() => server.stop())
    const { code, stdout } = await runCli(['doctor', '--json'], env)
    const { findings } = JSON.parse(stdout)
    expect(findings).toContainEqual(
      expect.objectContaining({ check: 'database', status: 'skipped' }),
    )
    expect(findings).toContainEqual(expect.objectContaining({ check: 'base-url', status: 'ok' }))
    expect(code).toBe(0)
  })
})
