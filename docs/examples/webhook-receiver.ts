/**
 * A program that is told by a webhook: checks the signature, passes over what it has seen.
 *
 *     WEBHOOK_SECRET=whsec_… node webhook-receiver.ts
 */
import { createServer } from 'node:http'
import { Webhook, WebhookVerificationError } from 'standardwebhooks'

export interface Event {
  type: string
  timestamp: string
  data: Record<string, unknown>
}

const MOST_BYTES = 1024 * 1024

export function createReceiver(secret: string, onEvent: (event: Event) => void) {
  const webhook = new Webhook(secret)
  /** Ids that were taken; a database would remember them over a restart. */
  const seen = new Set<string>()

  return createServer(async (request, response) => {
    const chunks: Buffer[] = []
    let size = 0
    for await (const chunk of request) {
      size += chunk.length
      if (size > MOST_BYTES) return response.writeHead(413).end()
      chunks.push(chunk)
    }
    const headers = request.headers as Record<string, string>
    try {
      const event = webhook.verify(Buffer.concat(chunks), headers) as Event
      const id = headers['webhook-id'] ?? ''
      if (!seen.has(id)) onEvent(event)
      seen.add(id)
      response.writeHead(204).end()
    } catch (error) {
      if (!(error instanceof WebhookVerificationError)) throw error
      response.writeHead(401).end()
    }
  })
}

if (import.meta.main) {
  const secret = process.env.WEBHOOK_SECRET ?? ''
  createReceiver(secret, ({ type, data }) => console.log(type, data.id)).listen(8080)
}
