import { rm } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { readConfig } from '../../src/config.ts'
import { type RunningServer, startServer } from '../../src/node/serve.ts'
import { type NodeSdkModule, openTracing } from '../../src/node/tracing.ts'
import { makeFolder, startServerProcess } from '../support/server-process.ts'
import { type KeptSpan, registerTracer } from '../support/tracer.ts'

const ENDPOINT = { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://127.0.0.1:4318' }
const TRACE_ID = '0af7651916cd43dd8448eb211c80319c'

describe('a server whose owner has an OpenTelemetry SDK', () => {
  const tracer = registerTracer()
  let folder = ''
  let server: RunningServer
  const pages = createServer((request, response) => {
    if (request.method === 'POST') response.statusCode = 500
    response.setHeader('content-type', 'text/html').end('<title>A page</title>')
  })
  beforeAll(async () => {
    await new Promise<void>((resolve) => pages.listen(0, '127.0.0.1', resolve))
    folder = await makeFolder()
    const allow = `127.0.0.1:${(pages.address() as AddressInfo).port}`
    const env = { DATA_DIR: folder, PORT: '0', LOG_LEVEL: 'silent', FETCH_ALLOW: allow }
    server = await startServer(readConfig(env))
  })
  afterAll(async () => {
    await server?.stop()
    tracer.unregister()
    pages.close()
    await rm(folder, { recursive: true, force: true })
  })
  const get = (path: string, headers: Record<string, string> = {}) =>
    fetch(server.url + path, { headers })
  const named = (name: string) => tracer.spans.filter((span) => span.name === name)
  const ended = async (name: string): Promise<KeptSpan> => {
    await expect
      .poll(() => named(name).some(({ isEnded }) => isEnded), { timeout: 20_000 })
      .toBe(true)
    return named(name).find(({ isEnded }) => isEnded) as KeptSpan
  }
  const namesAbove = (span: KeptSpan | undefined): string[] => {
    const parent = tracer.spans.find(({ id }) => id === span?.parentId)
    return parent ? [parent.name, ...namesAbove(parent)] : []
  }

  it('shows each request by its route and what came out', async () => {
    await get('/issues/a-secret-slug')
    const span = await ended('GET /issues/:slug')
    expect(span).toMatchObject({ kind: 1, isFault: false, parentId: undefined })
    expect(span.facts).toEqual({
      'http.request.method': 'GET',
      'http.route': '/issues/:slug',
      'http.response.status_code': 404,
    })
  })

  it('goes on with the trace of a proxy, and with none that is no trace', async () => {
    tracer.spans.length = 0
    await get('/archive', { traceparent: `00-${TRACE_ID}-b7ad6b7169203331-01` })
    await get('/archive', { traceparent: 'nonsense' })
    const spans = tracer.spans.filter(({ kind }) => kind === 1)
    expect(spans.map(({ traceId }) => traceId === TRACE_ID)).toEqual([true, false])
    expect(spans.map(({ parentId }) => parentId)).toEqual(['b7ad6b7169203331', undefined])
  })

  it('shows the reading of a page in a trace of its own, though a request asked for it', async () => {
    const { services } = server.runtime
    const { token } = await services.tokens.create('test', 'admin')
    const { port } = pages.address() as AddressInfo
    const url = `http://127.0.0.1:${port}/a-private-address`
    const answer = await fetch(`${server.url}/api/v1/links`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify({ url }),
    })
    const { id } = (await answer.json()) as { id: number }
    const span = await ended('read page')
    expect(span.parentId).toBeUndefined()
    expect(span.facts).toEqual({ 'linkletter.link.id': id, 'linkletter.outcome': 'ok' })
  })

  it('shows a send below its tick, with what it rendered, counted and told', async () => {
    const { services } = server.runtime
    const { port } = pages.address() as AddressInfo
    await services.webhooks.add({ url: `http://127.0.0.1:${port}/hook`, events: ['issue.sent'] })
    const link = { url: 'https://norn.example/a', title: 'A', month: '2023-06' }
    await services.saveLink(link as never)
    await services.subscribers.add({ email: 'ada@reader.example', status: 'active' } as never)
    const issue = await services.assembleIssue('2023-06')
    tracer.spans.length = 0
    await services.sendControl.send(issue.id)
    const send = await ended('send issue')
    expect(namesAbove(send)).toEqual(['tick'])
    expect(send.facts).toMatchObject({
      'linkletter.issue.id': issue.id,
      'linkletter.outcome': 'sent',
      'linkletter.deliveries.sent': 1,
      'linkletter.deliveries.failed': 0,
    })
    const renders = named('render issue')
    expect(renders.map(namesAbove)).toContainEqual(['send issue', 'tick'])
    // Else it waits for the next minute.
    await server.wake()
    const told = await ended('deliver webhook')
    expect(namesAbove(told)).toEqual(['tell webhooks', 'tick'])
    expect([told.isFault, told.facts['http.response.status_code']]).toEqual([true, 500])
  })

  it('says nothing of addresses, tokens or what somebody wrote', async () => {
    await get('/unsubscribe/a-secret-token')
    await get('/ada@reader.example?token=a-secret-token')
    await ended('GET /unsubscribe/:token')
    expect(tracer.spans.length).toBeGreaterThan(4)
    expect(JSON.stringify(tracer.spans)).not.toMatch(/secret|private|ada@|norn|127\.0|A page/)
  })
})

describe('traces', () => {
  const warned: string[] = []
  const warn = (message: string) => warned.push(message)
  const before = { ...process.env }
  afterEach(() => {
    warned.length = 0
    for (const name of Object.keys(process.env))
      if (name.startsWith('OTEL_') && before[name] === undefined) delete process.env[name]
  })
  /** Keeps what an SDK would be told. */
  function sdkThat(events: string[]) {
    class NodeSDK {
      start() {
        events.push(`start for ${process.env.OTEL_SERVICE_NAME}`)
        events.push(`to ${process.env.OTEL_EXPORTER_OTLP_ENDPOINT}`)
      }
      async shutdown() {
        events.push('shutdown')
      }
    }
    return async (): Promise<NodeSdkModule> => ({ NodeSDK })
  }

  it('are off, with nothing loaded, where nobody asked for them', async () => {
    const importSdk = () => Promise.reject(new Error('loaded'))
    const open = (settings: Record<string, string>) => openTracing({ settings, warn, importSdk })
    expect(await open({})).toBeUndefined()
    expect(await open({ ...ENDPOINT, OTEL_SDK_DISABLED: 'true' })).toBeUndefined()
    expect(warned).toEqual([])
  })

  it('start the SDK with the settings of .env, and send what is left at the end', async () => {
    const events: string[] = []
    const settings = readConfig(ENDPOINT).otel ?? {}
    const tracing = await openTracing({ settings, warn, importSdk: sdkThat(events) })
    expect(await tracing?.trace('work', {}, async () => 'done')).toBe('done')
    await tracing?.close()
    expect(events).toEqual(['start for linkletter', 'to http://127.0.0.1:4318', 'shutdown'])
  })

  it('tell of a fault what kind it was, and never its words', async () => {
    const tracer = registerTracer()
    try {
      const tracing = await openTracing({ settings: {}, warn })
      const failing = tracing?.trace('work', {}, async () => {
        throw new TypeError('550 no ada@reader.example here')
      })
      await expect(failing).rejects.toThrow('550')
      expect(tracer.spans).toMatchObject([
        { facts: { 'error.type': 'TypeError' }, isFault: true, isEnded: true },
      ])
    } finally {
      tracer.unregister()
    }
  })

  it('name the package that is missing in one line of the log, and the server starts', async () => {
    const folder = await makeFolder()
    const server = await startServerProcess({ DATA_DIR: folder, LOG_LEVEL: 'warn', ...ENDPOINT })
    try {
      expect((await fetch(`${server.url}/healthz`)).status).toBe(200)
    } finally {
      await server.stop()
      await rm(folder, { recursive: true, force: true })
    }
    const lines = server
      .log()
      .split('\n')
      .filter((line) => line.includes('OTEL_'))
    expect(lines).toHaveLength(1)
    expect(lines[0]).toContain('npm install @opentelemetry/sdk-node')
  })
})
