import { createServer, type IncomingHttpHeaders } from 'node:http'
import type { AddressInfo } from 'node:net'
import { Webhook } from 'standardwebhooks'
import { onTestFinished } from 'vitest'
import { createGuardedFetch } from '../../src/node/guarded-fetch.ts'
import type { useTestApp } from '../support/app.ts'

export interface Received {
  path: string
  headers: IncomingHttpHeaders
  text: string
}

/** A program that is told, on this machine, reached through the real guarded door. */
export async function startReceiver(app: ReturnType<typeof useTestApp>) {
  const received: Received[] = []
  const answers: { status: number; headers?: Record<string, string> }[] = []
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk) => chunks.push(chunk))
    request.on('end', () => {
      const text = Buffer.concat(chunks).toString()
      received.push({ path: request.url ?? '', headers: request.headers, text })
      const { status, headers } = answers.shift() ?? { status: 204 }
      response.writeHead(status, headers).end()
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`
  const door = createGuardedFetch({ allow: [host], userAgent: 'Linkletter/test' })
  app.fetchAllow.push(host)
  app.guardedFetch = door
  onTestFinished(async () => {
    await door.close()
    await new Promise((resolve) => server.close(resolve))
  })
  return {
    url: `http://${host}/told`,
    received,
    /** What it answers next; 204 when there is nothing. */
    answers,
    payloads: () => received.map(({ text }) => JSON.parse(text) as Payload),
    verify(message: Received, secret: string): unknown {
      return new Webhook(secret).verify(message.text, message.headers as Record<string, string>)
    },
  }
}

export interface Payload {
  type: string
  timestamp: string
  data: Record<string, unknown>
}
