import { readFile, rm } from 'node:fs/promises'
import { request as ask, createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Kysely, PostgresDialect } from 'kysely'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readConfig } from '../../src/config.ts'
import { createMetrics } from '../../src/node/metrics.ts'
import { type RunningServer, startServer } from '../../src/node/serve.ts'
import type { Schema } from '../../src/store/schema.ts'
import { makeFolder } from '../support/server-process.ts'

const TOKEN = 'a token for the monitor'
const PUBLIC = { 'x-forwarded-for': '203.0.113.7' }

interface Board {
  panels: { title: string; targets?: { expr: string }[] }[]
}

/** A monitor that writes down what it is told. */
async function startMonitor() {
  const told: string[] = []
  const server = createServer((request, response) => {
    told.push(request.url ?? '')
    response.end('OK')
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return { told, host: `127.0.0.1:${port}`, close: () => server.close() }
}

describe('a server that is watched', () => {
  let folder = ''
  let server: RunningServer
  let monitor: Awaited<ReturnType<typeof startMonitor>>
  beforeAll(async () => {
    folder = await makeFolder()
    monitor = await startMonitor()
    const config = readConfig({
      DATA_DIR: folder,
      PORT: '0',
      LOG_LEVEL: 'silent',
      METRICS_TOKEN: TOKEN,
      HEARTBEAT_URL: `http://${monitor.host}/check`,
      FETCH_ALLOW: monitor.host,
    })
    server = await startServer(config)
  })
  afterAll(async () => {
    await server?.stop()
    monitor?.close()
    await rm(folder, { recursive: true, force: true })
  })
  const get = (path: string, headers: Record<string, string> = {}) =>
    fetch(server.url + path, { headers })
  const metrics = async () => (await get('/metrics')).text()

  it('says that it is ready, and what it looked at', async () => {
    const answer = await get('/readyz')
    expect([answer.status, await answer.json()]).toEqual([
      200,
      {
        status: 'ready',
        checks: { database: 'ok', migrations: 'ok', queue: 'ok', outbox: 'ok' },
      },
    ])
  })

  it('counts requests by route and class, never by what somebody asked for', async () => {
    await get('/issues/a-secret-slug')
    await get('/unsubscribe/a-secret-token')
    await get('/api/v1/links')
    await get('/ada@reader.example')
    const text = await metrics()
    expect(text).toContain('route="/issues/:slug",status="4xx"')
    expect(text).toContain('route="/unsubscribe/:token",status=')
    expect(text).toContain('linkletter_http_requests_total{method="GET",route="/api/v1/')
    expect(text).not.toMatch(/secret|ada@/)
    for (const label of text.matchAll(/route="([^"]*)"/g)) expect(label[1]).not.toContain('@')
  })

  it('shows the numbers to this machine, and elsewhere to whoever has the token', async () => {
    expect((await get('/metrics')).status).toBe(200)
    const stranger = await get('/metrics', PUBLIC)
    expect([stranger.status, stranger.headers.get('www-authenticate')]).toEqual([401, 'Bearer'])
    expect((await get('/metrics', { ...PUBLIC, authorization: 'Bearer wrong' })).status).toBe(401)
    const known = await get('/metrics', { ...PUBLIC, authorization: `Bearer ${TOKEN}` })
    expect(known.headers.get('content-type')).toMatch(/^text\/plain; version=/)
    expect((await fetch(`${server.url}/metrics`, { method: 'POST' })).status).toBe(405)
  })

  it('names every number that the dashboard shows', async () => {
    const board = JSON.parse(await readFile('docs/examples/grafana.json', 'utf8')) as Board
    const shown = board.panels.flatMap(({ targets = [] }) => targets.map(({ expr }) => expr))
    const named = new Set(
      shown.join(' ').match(/\b(?:linkletter|nodejs|process)_[a-z0-9_]+/g) ?? [],
    )
    expect(named.size).toBeGreaterThan(12)
    const text = await metrics()
    const there = new Set(text.match(/^[a-z0-9_]+(?=[{ ])/gm))
    const missing = [...named].filter((name) => !there.has(name))
    // Those with labels come into being with the first of their kind.
    const declared = [...text.matchAll(/^# TYPE (\S+)/gm)].map(([, name]) => name)
    expect(
      missing.filter((name) => !declared.includes(name.replace(/_(?:bucket|sum|count)$/, ''))),
    ).toEqual([])
  })

  it('goes on showing numbers while the database is away', async () => {
    const alone = createMetrics()
    const away = new Kysely<Schema>({
      dialect: new PostgresDialect({ pool: new pg.Pool({ host: '127.0.0.1', port: 1 }) }),
    })
    alone.watchDatabase({ db: away, kind: 'postgres', now: () => new Date() })
    const text = await alone.text()
    expect(text).toContain('linkletter_database_up 0')
    expect(text).toContain('process_resident_memory_bytes')
    await away.destroy()
  })

  it('answers with an id that is in its log, that of the proxy where it is sane', async () => {
    expect((await get('/healthz')).headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/)
    const given = await get('/healthz', { 'x-request-id': 'edge-42' })
    expect(given.headers.get('x-request-id')).toBe('edge-42')
    const odd = await new Promise<string>((resolve, reject) =>
      ask(`${server.url}/healthz`, { headers: { 'x-request-id': 'a b"\t{}' } }, (answer) => {
        answer.resume()
        resolve(String(answer.headers['x-request-id']))
      })
        .on('error', reject)
        .end(),
    )
    expect(odd).toMatch(/^[0-9a-f-]{36}$/)
  })

  it('tells the monitor of ticks, and of the beginning and end of each send', async () => {
    await expect.poll(() => monitor.told, { timeout: 20_000 }).toContain('/check')
    const { services } = server.runtime
    const link = { url: 'https://norn.example/a', title: 'A', month: '2023-06' }
    await services.saveLink(link as never)
    const issue = await services.assembleIssue('2023-06')
    await services.sendControl.send(issue.id)
    await expect
      .poll(() => monitor.told.filter((url) => url.includes('rid=')), { timeout: 20_000 })
      .toHaveLength(2)
    const [begun = '', ended = ''] = monitor.told.filter((url) => url.includes('rid='))
    expect(begun).toMatch(/^\/check\/start\?rid=[0-9a-f-]{36}$/)
    expect(ended).toBe(begun.replace('/start', ''))
    expect(await metrics()).toContain('linkletter_renders_total{kind="issue"} 1')
  })
})

describe('a process that only works', () => {
  it('shows its numbers and its readiness on a port of their own, and no pages', async () => {
    const folder = await makeFolder()
    const env = { DATA_DIR: folder, ROLES: 'jobs', METRICS_PORT: '0', LOG_LEVEL: 'silent' }
    const server = await startServer(readConfig(env))
    try {
      const get = (path: string, headers = {}) => fetch(server.url + path, { headers })
      await expect
        .poll(async () => (await get('/metrics')).text(), { timeout: 10_000 })
        .toMatch(/linkletter_tick_duration_seconds_count [1-9]/)
      expect((await get('/metrics', PUBLIC)).status).toBe(401)
      expect((await get('/healthz')).status).toBe(200)
      expect(await (await get('/readyz')).json()).toMatchObject({ checks: { queue: 'ok' } })
      for (const path of ['/', '/archive', '/login', '/api/v1/links'])
        expect([path, (await get(path)).status]).toEqual([path, 404])
    } finally {
      await server.stop()
      await rm(folder, { recursive: true, force: true })
    }
  })
})
