/**
 * Local servers that misbehave, and a fetch that knows them by made-up names.
 */
import { once } from 'node:events'
import { createServer, type RequestListener, type ServerResponse } from 'node:http'
import { type AddressInfo, createServer as createTcpServer, type Socket } from 'node:net'
import { onTestFinished } from 'vitest'
import {
  type ClosableGuardedFetch,
  createGuardedFetch,
  type GuardedFetchOptions,
} from '../../src/node/guarded-fetch.ts'

export interface TestServer {
  port: number
  /** TCP connections so far. */
  connections: number
  /** Connections that are open now. */
  open: Set<Socket>
  /** `METHOD path` of every request, in order. */
  requests: string[]
}

interface Listening {
  on(event: 'connection', listener: (socket: Socket) => void): unknown
  listen(port: number, host: string): unknown
  address(): AddressInfo | string | null
  close(): unknown
}

async function start(server: Listening, host: string, port: number): Promise<TestServer> {
  const started: TestServer = { port: 0, connections: 0, open: new Set(), requests: [] }
  server.on('connection', (socket) => {
    started.connections += 1
    started.open.add(socket)
    socket.on('close', () => started.open.delete(socket))
    socket.on('error', () => socket.destroy())
  })
  server.listen(port, host)
  await once(server as unknown as NodeJS.EventEmitter, 'listening')
  started.port = (server.address() as AddressInfo).port
  onTestFinished(() => {
    for (const socket of started.open) socket.destroy()
    server.close()
  })
  return started
}

export async function startHttp(
  answer: RequestListener,
  { host = '127.0.0.1', port = 0 } = {},
): Promise<TestServer> {
  const server = createServer((request, response) => {
    started.requests.push(`${request.method} ${request.url}`)
    answer(request, response)
  })
  const started = await start(server, host, port)
  return started
}

/** On one of the ports that may be fetched without being allowed. */
export async function startOnWebPort(answer: RequestListener): Promise<TestServer> {
  let problem: unknown
  for (const port of [8080, 8443, 80, 443]) {
    const server = await startHttp(answer, { port }).catch((error) => {
      problem = error
      return null
    })
    if (server) return server
  }
  throw problem
}

/** For answers that no HTTP library would send. */
export function startTcp(onRequest: (socket: Socket) => void): Promise<TestServer> {
  const server = createTcpServer((socket) => {
    socket.once('data', () => onRequest(socket))
  })
  return start(server, '127.0.0.1', 0)
}

/** Every name leads to 127.0.0.1; only `allow` opens the way there. */
export function createTestFetch(options: Partial<GuardedFetchOptions> = {}): ClosableGuardedFetch {
  const fetch = createGuardedFetch({
    userAgent: 'Linkletter/0.1 (+https://links.example)',
    resolve: async () => ['127.0.0.1'],
    ...options,
  })
  onTestFinished(() => fetch.close())
  return fetch
}

/** The address of a local server under the name norn.example, and a fetch that may go there. */
export function door(port: number) {
  const fetch = createTestFetch({ allow: [`norn.example:${port}`] })
  return { fetch, url: `http://norn.example:${port}/` }
}

export async function startPage(
  headers: Record<string, string>,
  send: (r: ServerResponse) => void,
) {
  const server = await startHttp((_, response) => {
    response.writeHead(200, { 'content-type': 'text/html', ...headers })
    send(response)
  })
  return { server, ...door(server.port) }
}

export function text(bytes: Uint8Array): string {
  return new TextDecoder().decode(bytes)
}
