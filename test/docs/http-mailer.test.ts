/** The example in docs/examples, as it stands there, with the delivery and a provider on this machine. */
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { simpleParser } from 'mailparser'
import { afterEach, describe, expect, it } from 'vitest'
import { createHttpMailer } from '../../docs/examples/http-mailer.ts'
import { listDeliveries } from '../../src/store/deliveries.ts'
import { addresses, deliverWith, sampleIssue } from '../deliver/sample-issue.ts'
import { useDatabase } from '../support/database.ts'
import { freePort } from '../support/postgres.ts'

type Answer = number | 'cut'
const cleanUp: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const close of cleanUp.splice(0).reverse()) await close()
})

/** A provider that answers as told for each recipient, and keeps what it has taken. */
async function provider(answerTo: (to: string) => Answer = () => 200) {
  const taken: { to: string; raw: string }[] = []
  const server = createServer(async (request, response) => {
    const parts = await Array.fromAsync(request as AsyncIterable<Buffer>)
    const { to, raw } = JSON.parse(String(Buffer.concat(parts)))
    const answer = request.headers.authorization === 'Bearer key' ? answerTo(to) : 401
    if (answer === 'cut') return request.socket.destroy()
    if (answer === 200) taken.push({ to, raw: Buffer.from(raw, 'base64').toString() })
    response.writeHead(answer).end(answer === 200 ? 'queued' : 'no')
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  cleanUp.push(async () => {
    server.closeAllConnections()
    server.close()
  })
  const { port } = server.address() as AddressInfo
  return { taken, url: `http://127.0.0.1:${port}/send` }
}

describe('the example of a mailer for another provider', () => {
  const database = useDatabase('pglite')

  it('sends an issue, each mail once, with its headers', async () => {
    const { taken, url } = await provider()
    const mailer = createHttpMailer({ url, token: 'key', connections: 4 })
    const issueId = await sampleIssue(database.db, addresses(30))
    expect(await deliverWith({ db: database.db, mailer })(issueId)).toMatchObject({
      state: 'sent',
      counts: { sent: 30 },
    })
    expect(new Set(taken.map(({ to }) => to)).size).toBe(30)
    const mail = await simpleParser(taken[0]?.raw ?? '')
    expect(mail.to).toMatchObject({ value: [{ address: taken[0]?.to }] })
    expect(mail.headers.get('list')).toBeDefined()
  })

  it('tells a refused address from a busy provider, and holds what was never answered', async () => {
    const answers: Record<string, Answer> = { gone: 422, busy: 429, cut: 'cut' }
    const { url } = await provider((to) => answers[to.split('@')[0] ?? ''] ?? 200)
    const mailer = createHttpMailer({ url, token: 'key', connections: 1 })
    const emails = ['fine@x.example', 'gone@x.example', 'cut@x.example', 'busy@x.example']
    const issueId = await sampleIssue(database.db, emails)
    const stop = AbortSignal.timeout(1500)
    await deliverWith({ db: database.db, mailer, connections: 1 })(issueId, { signal: stop })
    const rows = await listDeliveries(database.db, { issueId, limit: 10 })
    expect(rows.map(({ email, state, attempts }) => [email, state, attempts])).toEqual([
      ['fine@x.example', 'sent', 1],
      ['gone@x.example', 'failed', 1],
      ['cut@x.example', 'unknown', 1],
      ['busy@x.example', 'deferred', 0],
    ])
  })

  it('pauses the issue with the words of a provider that does not know us', async () => {
    const { url, taken } = await provider()
    const mailer = createHttpMailer({ url, token: 'wrong', connections: 4 })
    const issueId = await sampleIssue(database.db, addresses(3))
    const { state, counts } = await deliverWith({ db: database.db, mailer })(issueId)
    expect(state).toBe('paused')
    expect(counts).toMatchObject({ sent: 0, failed: 0, unknown: 0, sending: 0 })
    expect(counts.deferred).toBeGreaterThan(0)
    expect(counts.deferred + counts.pending).toBe(3) // who was tried, and who waited behind
    const issue = await database.db.selectFrom('issue').select('paused_reason').execute()
    expect(issue).toEqual([{ paused_reason: '401 no' }])
    expect(taken).toEqual([])
  })

  it('knows that nothing was sent when nobody is there', async () => {
    const mailer = createHttpMailer({
      url: `http://127.0.0.1:${await freePort()}/`,
      token: 'key',
      connections: 1,
    })
    const message = {
      chunks: [],
      envelope: { from: 'a@x.example', to: 'b@x.example' },
      messageId: '',
    }
    expect(await mailer.send(message)).toMatchObject({ state: 'deferred', slowDown: true })
    await expect(mailer.verify()).rejects.toThrow('Mail provider')
  })
})
