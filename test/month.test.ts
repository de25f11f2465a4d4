import { readFile, rm } from 'node:fs/promises'
import { simpleParser } from 'mailparser'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { startSamplePages } from '../demo/sample-pages.ts'
import { createPostgres, DATABASE_KINDS } from './support/database.ts'
import {
  makeFolder,
  runCli,
  type ServerProcess,
  type SmtpSink,
  startServerProcess,
  startSmtpSink,
} from './support/server-process.ts'

const SECRET = 'a-secret-for-tests-that-is-long-enough'

/** The black box: processes, the API alone, a real database and a real mail server. */
describe.each(DATABASE_KINDS)('a month through the API on %s', (kind) => {
  let folder = ''
  let sink: SmtpSink
  let server: ServerProcess
  let token = ''
  let env: Record<string, string> = {}
  let pages: Awaited<ReturnType<typeof startSamplePages>>
  const cleanUp: (() => Promise<unknown>)[] = []

  async function call<T = Record<string, unknown>>(
    method: string,
    path: string,
    body?: unknown,
  ): Promise<T> {
    const answer = await fetch(`${server.url}/api/v1${path}`, {
      method,
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      ...(body === undefined
        ? {}
        : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
    })
    const text = await answer.text()
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text}`)
    return (text === '' ? undefined : JSON.parse(text)) as T
  }

  async function until<T>(read: () => Promise<T | undefined>): Promise<T> {
    for (const started = Date.now(); Date.now() - started < 100_000; ) {
      const value = await read()
      if (value !== undefined) return value
      await new Promise((resolve) => setTimeout(resolve, 100))
    }
    throw new Error('That took too long.')
  }

  beforeAll(async () => {
    folder = await makeFolder()
    sink = await startSmtpSink({ delayMs: 4 })
    pages = await startSamplePages()
    const postgres = kind === 'postgres' ? await createPostgres() : undefined
    if (postgres) cleanUp.push(postgres.close)
    env = {
      DATA_DIR: folder,
      SECRET,
      SMTP_URL: sink.url,
      FETCH_ALLOW: new URL(pages.origin).host,
      ...(postgres && { DATABASE_URL: postgres.url }),
    }
    token = (
      await runCli(['token', 'create', '--name', 'test', '--scope', 'admin'], env)
    ).stdout.trim()
    server = await startServerProcess(env)
  })
  afterAll(async () => {
    await server?.kill()
    await pages?.close()
    await sink?.close()
    for (const close of cleanUp) await close()
    await rm(folder, { recursive: true, force: true })
  })

  it('goes from saved addresses to mails and a page', async () => {
    const sample = JSON.parse(await readFile('demo/sample-month.json', 'utf8')) as {
      month: string
      sections: { name: string | null; entries: { title: string; note: string }[] }[]
    }
    const ids: number[] = []
    for (const section of sample.sections)
      for (const entry of section.entries) {
        const body = {
          url: pages.urlFor(entry.title),
          month: sample.month,
          note: entry.note,
          ...(section.name && { section: section.name }),
        }
        ids.push((await call<{ id: number }>('POST', '/links', body)).id)
      }
    const links = await Promise.all(
      ids.map((id) =>
        until(async () => {
          const link = await call<{ title: string; enrichment: { status: string } }>(
            'GET',
            `/links/${id}`,
          )
          return link.enrichment.status === 'pending' ? undefined : link
        }),
      ),
    )
    expect(links.filter((link) => link.enrichment.status === 'done')).toHaveLength(13)
    const issue = await call<{ id: number; slug: string }>('POST', '/issues', {
      month: sample.month,
    })
    await call('POST', '/subscribers', {
      email: 'Grete@reader.example',
      name: 'Grete Ørsted',
      status: 'active',
    })
    await call('POST', `/issues/${issue.id}/send`, {})
    await until(async () =>
      (await call('GET', `/issues/${issue.id}/progress`)).state === 'sent' ? true : undefined,
    )
    expect(sink.received.map((mail) => mail.to)).toEqual(['Grete@reader.example'])
    const mail = await simpleParser(sink.received[0]?.raw ?? '')
    expect(mail.text).toContain('Flatter wait-free hazard pointers')
    const page = await fetch(`${server.url}/issues/${issue.slug}`)
    expect(page.status).toBe(200)
    expect(await page.text()).toContain('Flatter wait-free hazard pointers')
    expect(await (await fetch(`${server.url}/feed.xml`)).text()).toContain('<item>')
  })

  it('killed in the middle of 1,000 mails, it goes on and nobody gets it twice unmarked', async () => {
    sink.received.length = 0
    const people = Array.from({ length: 1_000 }, (_, i) => `reader${i}@list.example`)
    await call('POST', '/subscribers/import', `email\n${people.join('\n')}\n`)
    await call('POST', '/links', {
      url: 'https://norn.example/clocks',
      title: 'Clocks that lie',
      month: '2023-08',
    })
    const issue = await call<{ id: number }>('POST', '/issues', { month: '2023-08' })
    await call('POST', `/issues/${issue.id}/send`, {})
    await until(async () => (sink.received.length > 200 ? true : undefined))
    await server.kill()
    const early = sink.received.length
    expect(early).toBeLessThan(1_001)
    server = await startServerProcess(env)
    const end = await until(async () => {
      const progress = await call<{ state: string; total: number; counts: Record<string, number> }>(
        'GET',
        `/issues/${issue.id}/progress`,
      )
      return progress.state === 'sent' ? progress : undefined
    })
    expect(end.total).toBe(1_001)
    expect((end.counts.sent ?? 0) + (end.counts.unknown ?? 0)).toBe(1_001)
    // At most one in flight a connection is in doubt, and the ledger names it.
    expect(end.counts.unknown).toBeLessThanOrEqual(20)
    const doubtful = await call<{ items: { email: string }[] }>(
      'GET',
      `/issues/${issue.id}/deliveries?status=unknown`,
    )
    const inDoubt = new Set(doubtful.items.map((row) => row.email))
    const times = new Map<string, number>()
    for (const { to } of sink.received) times.set(to, (times.get(to) ?? 0) + 1)
    for (const email of people) {
      const count = times.get(email) ?? 0
      if (!inDoubt.has(email)) expect(count, email).toBe(1)
      else expect(count, email).toBeLessThanOrEqual(1)
    }
  }, 180_000)
})
