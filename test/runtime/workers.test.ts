/** The whole product on workerd, against a real PostgreSQL, mail servers and web pages. */
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { sql } from 'kysely'
import { dkimVerify } from 'mailauth/lib/dkim/verify.js'
import { simpleParser } from 'mailparser'
import { describe, expect, it, vi } from 'vitest'
import type { IssueJson, LinkJson, Page } from '../support/app.ts'
import { liveMonth } from '../support/black-box-month.ts'
import { makeTls, startMailServer } from '../support/mail-server.ts'
import { crlf, postfixDsn } from '../support/reports.ts'
import { runCli } from '../support/server-process.ts'
import { createVisitor } from '../support/visitor.ts'
import { startCuttingServer } from './cutting-server.ts'
import { ORIGIN, useInstallation } from './installation.ts'

const MB = 1024 * 1024
const READERS = 40
const readers = Array.from({ length: READERS }, (_, at) => `reader${at}@x.example`)

const here = useInstallation()
const { api } = here
let loginLink = ''
let issue: IssueJson

describe('the bundle of the Worker', () => {
  it('is below 3 MB packed, and nothing that only Node has is in it', () => {
    expect(here.bundle.gzipBytes).toBeLessThan(3 * MB)
    const nodeOnly = ['undici', 'unpdf', 'sharp', 'pino', 'node-cron', 'imapflow', 'prom-client']
    for (const name of [
      ...nodeOnly,
      '@electric-sql/pglite',
      '@hono/node-server',
      '@opentelemetry/api',
      '@resvg/resvg-js',
    ])
      expect(here.bundle.packages).not.toContain(name)
    for (const name of ['node:worker_threads', 'node:child_process', 'node:sqlite', 'node:http2'])
      expect(here.bundle.platformModules).not.toContain(name)
  })

  it('holds every mail template', async () => {
    const files = await readdir('emails', { recursive: true })
    const inBundle = new Set(here.bundle.texts.values())
    for (const name of files.filter((file) => /\.(mjml|liquid)$/.test(file)))
      expect(inBundle, name).toContain(await readFile(join('emails', name), 'utf8'))
  })
})

describe('a month on Workers', () => {
  it('begins on a laptop: the database is migrated and a token made there', async () => {
    expect(await runCli(['migrate'], here.cliEnv)).toMatchObject({ code: 0 })
    const [made, link] = await Promise.all([
      runCli(['token', 'create', '--name', 'me', '--scope', 'admin'], here.cliEnv),
      runCli(['login-link'], here.cliEnv),
    ])
    here.token = made.stdout.trim()
    loginLink = link.stdout.trim()
    await here.restart()
    expect((await here.worker.request('/readyz')).status).toBe(200)
    expect((await api('GET', '/settings')).status).toBe(200)
  })

  it('reads the pages of saved links at a tick, and none that leads inside', async () => {
    for (const path of ['/moved', '/endless', '/inside']) {
      const saved = await api('POST', '/links', {
        url: `${here.site.url}${path}`,
        month: '2023-07',
      })
      expect(saved.status).toBe(201)
    }
    await here.worker.tick()
    const { body } = await api<Page<LinkJson>>('GET', '/links?month=2023-07')
    const byPath = new Map(body.items.map((link) => [new URL(link.url).pathname, link]))
    expect(byPath.get('/moved')).toMatchObject({
      title: 'Lamps of the harbour',
      authors: ['Grete Ørsted'],
      enrichment: { status: 'done' },
    })
    expect(byPath.get('/endless')).toMatchObject({ title: 'A page without end' })
    expect(byPath.get('/inside')?.enrichment).toMatchObject({ status: 'failed' })
    expect(byPath.get('/inside')?.enrichment.error).toContain('redirects elsewhere')
    expect(here.site.inside).toBe(0)
  })

  it('goes out once to everybody, though the isolate is ended in the middle', async () => {
    const { body: links } = await api<Page<LinkJson>>('GET', '/links?month=2023-07')
    for (const { id } of links.items)
      await api('PATCH', `/links/${id}`, { note: `Worth *reading* ${id}.`, section: 'Harbours' })
    const csv = `email\n${readers.join('\n')}\n`
    const imported = await here.call('/api/v1/subscribers/import', {
      method: 'POST',
      headers: { 'content-type': 'text/csv' },
      body: csv,
    })
    expect(await imported.text()).toContain(String(READERS))
    issue = (await api<IssueJson>('POST', '/issues', { month: '2023-07' })).body
    const render = await here.call(`/api/v1/issues/${issue.id}/render?format=html`)
    expect(await render.text()).toContain('<em>reading</em>')

    expect((await api('POST', `/issues/${issue.id}/send`, {})).status).toBe(202)
    await vi.waitFor(() => expect(here.mails.all.length).toBeGreaterThan(4), { timeout: 60_000 })
    await here.restart({ SMTP_URL: here.starttlsUrl })
    const atKill = await here.progress(issue.id)
    expect(atKill.state).toBe('sending')
    expect(atKill.counts.pending).toBeGreaterThan(0)
    // The lease of the dead isolate ends: 15 seconds later by itself.
    await sql`update send_run set lease_until = now()`.execute(here.db)
    await here.tickUntilNobodyWaits(issue.id)

    const { state, counts } = await here.progress(issue.id)
    expect({ state, pending: counts.pending }).toEqual({ state: 'sent', pending: 0 })
    const inDoubt = await api<Page<{ email: string }>>(
      'GET',
      `/issues/${issue.id}/deliveries?status=unknown`,
    )
    expect(inDoubt.body.items.length).toBeLessThanOrEqual(2) // as many as there were connections
    const sent = here.mails.all.flatMap(({ to }) => to)
    expect(new Set(sent).size).toBe(sent.length)
    const doubted = new Set(inDoubt.body.items.map(({ email }) => email))
    const certain = readers.filter((email) => !doubted.has(email))
    expect(counts.sent).toBe(certain.length)
    expect(sent).toEqual(expect.arrayContaining(certain))
    for (const mail of here.mails.all)
      expect(mail).toMatchObject({ isEncrypted: true, user: 'me@x' })
  })

  it('is the same that goes its way in one process and in three', async () => {
    await liveMonth({
      async call<T>(method: string, path: string, body?: unknown) {
        const { status, body: answer } = await api<T>(method, path, body)
        expect([method, path, status < 300]).toEqual([method, path, true])
        return answer
      },
      visit: (path) => here.worker.request(path),
      tick: () => here.worker.tick(),
      mails: () => here.mails.all.flatMap(({ to, raw }) => to.map((one) => ({ to: one, raw }))),
      page: { url: `${here.site.url}/ropes`, title: 'Ropes and knots', author: 'Ida Norn' },
    })
    // The other sends of this file are for its own readers.
    await sql`update subscriber set status = 'unsubscribed' where email like '%@month.example'`.execute(
      here.db,
    )
  }, 120_000)

  it('signs each mail so that mailbox providers believe it', async () => {
    const raw = here.mails.starttls[0]?.raw ?? ''
    const { results } = await dkimVerify(Buffer.from(raw, 'latin1'), {
      resolver: async () => [[here.dkimRecord]],
    } as never)
    expect(results.map(({ status }: { status: object }) => status)).toMatchObject([
      { result: 'pass' },
    ])
  })

  it('keeps public pages at the edge until the site changes', async () => {
    const path = `/issues/${issue.slug}`
    const first = await here.worker.request(path)
    expect(await first.text()).toContain('Lamps of the harbour')
    const etag = first.headers.get('etag') ?? ''
    const again = await here.worker.request(path, { headers: { 'if-none-match': etag } })
    expect([again.status, await again.text()]).toEqual([304, ''])
    expect(again.headers.get('cache-control')).toBe(first.headers.get('cache-control'))
    await here.db.transaction().execute(async (trx) => {
      // A change that nobody is told of: whoever makes the page anew would show it.
      await sql`set local session_replication_role = replica`.execute(trx)
      await sql`update issue set intro = 'Unheard of' where id = ${issue.id}`.execute(trx)
    })
    expect(await (await here.worker.request(path)).text()).not.toContain('Unheard of')
    await api('PATCH', `/issues/${issue.id}`, { intro: 'Now with an introduction.' })
    expect(await (await here.worker.request(path)).text()).toContain('Now with an introduction.')
    expect(await (await here.worker.request('/feed.xml')).text()).toContain('Lamps of the harbour')
    expect((await here.worker.request(path, { method: 'HEAD' })).status).toBe(200)
    expect((await here.worker.request('/issues/none')).status).toBe(404)
  })

  it('ends cleanly when the time of a tick is over, and goes on at the next', async () => {
    const before = here.mails.implicit.length
    const sent = () => here.mails.implicit.slice(before)
    await api('POST', '/links', { url: 'https://a.example/', title: 'A', month: '2023-08' })
    const { body: next } = await api<IssueJson>('POST', '/issues', { month: '2023-08' })
    await here.restart({ TICK_SECONDS: '1' })
    await here.makeDue(next.id)
    do await here.worker.tick()
    while (((await here.progress(next.id)).counts.sent ?? 0) === 0)
    const { counts } = await here.progress(next.id)
    expect(counts.pending).toBeGreaterThan(0)
    expect(counts).toMatchObject({ sending: 0, unknown: 0, sent: sent().length })
    await here.restart()
    await here.tickUntilNobodyWaits(next.id)
    expect(await here.progress(next.id)).toMatchObject({ state: 'sent', counts: { sent: READERS } })
    expect(sent()).toHaveLength(READERS)
    expect(new Set(sent().flatMap(({ to }) => to)).size).toBe(READERS)
  })

  it('goes on answering after the first byte: exports and progress are streams', async () => {
    const exported = await here.call('/api/v1/export?format=json')
    expect(await exported.text()).toContain('Lamps of the harbour')
    const headers = { accept: 'text/event-stream' }
    const progress = await here.call(`/api/v1/issues/${issue.id}/progress`, { headers })
    const reader = progress.body?.getReader()
    const first = await reader?.read()
    expect(new TextDecoder().decode(first?.value)).toContain('"state":"sent"')
    await reader?.cancel()
  })

  it('says in its log what is missing, and to a visitor only that something is', async () => {
    const bare = await here.startBare()
    const answer = await bare.request('/')
    expect([answer.status, await answer.text()]).toEqual([
      503,
      expect.stringContaining('not set up'),
    ])
    await vi.waitFor(
      () => {
        for (const name of ['SECRET', 'SMTP_URL'])
          expect(bare.said.join()).toContain(`${name}: required`)
      },
      { timeout: 10_000 },
    )
    await bare.kill()
  })

  it('takes links by mail once, and bounces, and refuses what is for nobody', async () => {
    const to = 'save-for-later@links.example'
    const raw = crlf(
      `From: ada@reader.example\nTo: ${to}\nMessage-ID: <1@x>\nSubject: Fwd: Boats\n\nhttps://boats.example/1\n`,
    )
    expect([await here.worker.mail(to, raw), await here.worker.mail(to, raw)]).toEqual([null, null])
    const { body } = await api<Page<LinkJson>>('GET', '/links?q=boats.example')
    expect(body.items.map(({ url }) => url)).toEqual(['https://boats.example/1'])

    const returnPath = here.returnPaths[0] ?? ''
    expect(await here.worker.mail(returnPath, postfixDsn({ to: returnPath }))).toBeNull()
    const bounces = await api<Page<{ email: string; kind: string }>>('GET', '/bounces')
    const reported = bounces.body.items.map((bounce) => [
      readers.includes(bounce.email),
      bounce.kind,
    ])
    expect(reported).toEqual([[true, 'hard']])

    expect(await here.worker.mail('nobody@links.example', raw)).toContain('no such address')
  })

  it('mails a new reader after the answer to the form, and takes the confirmation', async () => {
    const email = 'lin@reader.example'
    const answer = await here.worker.request('/subscribe', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ email }),
    })
    expect(answer.status).toBe(202)
    const mail = await vi.waitFor(
      () => {
        const found = here.mails.implicit.find(({ to }) => to[0] === email)
        if (!found) throw new Error('No mail yet.')
        return simpleParser(found.raw)
      },
      { timeout: 30_000 },
    )
    const path = new RegExp(`${ORIGIN}(/confirm/[\\w-]+)`).exec(mail.text ?? '')?.[1] ?? 'none'
    const reader = createVisitor(here.worker, ORIGIN)
    expect((await reader.get(path)).text).toContain('Confirm your subscription')
    expect((await reader.post(path, {})).text).toContain('You are on the list')
    const { body } = await api<Page<{ status: string }>>('GET', `/subscribers?q=${email}`)
    expect(body.items).toMatchObject([{ status: 'active' }])
  })

  it('lets the owner in with a password', async () => {
    const owner = createVisitor(here.worker, ORIGIN)
    await owner.follow(await owner.enter(loginLink))
    const login = { email: 'ida@norn.example', password: 'a boat of four words' }
    await owner.submit('/admin/settings/access', login)
    const visitor = createVisitor(here.worker, ORIGIN)
    await visitor.get('/login')
    const wrong = await visitor.submit('/login', { ...login, password: 'a boat of five words' })
    expect(wrong.text).toContain('Address or password is wrong.')
    await visitor.submit('/login', login)
    for (const room of [
      '',
      '/links',
      '/issues',
      '/subscribers',
      '/settings',
      `/issues/${issue.id}`,
    ])
      expect([room, (await visitor.get(`/admin${room}`)).status]).toEqual([room, 200])
  })

  it('says where encryption broke off when it does not believe a certificate', async () => {
    const server = await startMailServer(makeTls('localhost'))
    await here.restart({ SMTP_URL: `smtp://me%40x:p%3A%2Fw@localhost:${server.port}` })
    const answer = await api<{ detail: string }>('POST', `/issues/${issue.id}/test`, {
      to: ['ada@reader.example'],
    })
    await server.close()
    expect(answer.body.detail).toContain(
      'localhost is there and offers encryption (STARTTLS), but no encrypted connection to it comes about.',
    )
    expect(server.received).toEqual([])
  })

  it('tells a connection that was cut in the middle of a message from one cut after it', async () => {
    const server = await startCuttingServer()
    await sql`update subscriber set status = 'unsubscribed'`.execute(here.db)
    for (const email of ['fine@x.example', 'cut-body@x.example', 'cut-end@x.example'])
      await api('POST', '/subscribers', { email, status: 'active' })
    await api('POST', '/links', { url: 'https://b.example/', title: 'B', month: '2023-09' })
    const { body: next } = await api<IssueJson>('POST', '/issues', { month: '2023-09' })
    await here.restart({ SMTP_URL: server.url, TICK_SECONDS: '5' })
    await here.makeDue(next.id)
    await here.tickUntilNobodyWaits(next.id)
    const { body } = await api<Page<{ email: string; state: string }>>(
      'GET',
      `/issues/${next.id}/deliveries`,
    )
    server.close()
    expect(Object.fromEntries(body.items.map(({ email, state }) => [email, state]))).toEqual({
      'fine@x.example': 'sent',
      'cut-body@x.example': 'deferred',
      'cut-end@x.example': 'unknown',
    })
    expect(server.taken).toEqual(['fine@x.example'])
  })
})
