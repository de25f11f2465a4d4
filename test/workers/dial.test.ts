import type { AddressInfo } from 'node:net'
import { SMTPServer } from 'smtp-server'
import { describe, expect, it, onTestFinished } from 'vitest'
import { dial } from '../../src/workers/dial.ts'
import { freePort } from '../support/postgres.ts'

const to = (port: number) => ({
  host: '127.0.0.1',
  port,
  isSecure: true,
  needsTls: true,
  user: '',
  pass: '',
  connectionTimeoutMs: 5_000,
  greetingTimeoutMs: 5_000,
  socketTimeoutMs: 5_000,
})

describe('reaching a mail server from a Worker', () => {
  it('tells one that is there without a good certificate from one that is away', async () => {
    // With a certificate that it made itself.
    const server = new SMTPServer({ secure: true })
    server.on('error', () => undefined)
    const listening = server.listen(0, '127.0.0.1')
    await new Promise((resolve) => listening.once('listening', resolve))
    onTestFinished(() => new Promise<void>((resolve) => server.close(() => resolve())))
    const { port } = listening.address() as AddressInfo
    await expect(dial(to(port))).rejects.toThrow(
      `The mail server 127.0.0.1:${port} is there, but no encrypted connection to it comes about.`,
    )
    const away = await freePort()
    await expect(dial(to(away))).rejects.toThrow(/^connect ECONNREFUSED/)
  })
})
