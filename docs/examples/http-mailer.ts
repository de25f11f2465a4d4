/**
 * A mailer for a provider that takes whole messages over HTTP: the example of docs/sending.md.
 *
 * It posts JSON with sender, recipient and the message in base 64, and expects 2xx once the message
 * is accepted. Change `post` to what your provider wants. What must stay is the meaning of each
 * outcome: see SendOutcome.
 */
import type { Mailer, MimeMessage, SendOutcome } from '../../src/deliver/mailer.ts'
import { createTurns } from '../../src/deliver/turns.ts'
import { AppError, messageOf } from '../../src/errors.ts'

const TIMEOUT_MS = 60_000
/** What Node says when the request never left: trying again cannot double it. */
const NOT_CONNECTED = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'UND_ERR_CONNECT_TIMEOUT'])

export interface HttpMailerOptions {
  url: string
  token: string
  /** Most requests at once. */
  connections: number
}

export function createHttpMailer(options: HttpMailerOptions): Mailer {
  const turns = createTurns(options.connections)

  function post(body: object): Promise<Response> {
    return fetch(options.url, {
      method: 'POST',
      headers: { authorization: `Bearer ${options.token}`, 'content-type': 'application/json' },
      body: JSON.stringify(body),
      redirect: 'error',
      signal: AbortSignal.timeout(TIMEOUT_MS),
    })
  }

  async function send({ envelope, chunks, messageId }: MimeMessage): Promise<SendOutcome> {
    const raw = Buffer.concat([...chunks]).toString('base64')
    try {
      const answer = await post({ ...envelope, messageId, raw })
      return outcomeOf(answer.status, (await answer.text()).slice(0, 500))
    } catch (error) {
      const code = (error as { cause?: { code?: string } }).cause?.code ?? ''
      const reply = `${messageOf(error)} ${code}`.trim()
      // The request was on its way: the provider may have the message.
      if (!NOT_CONNECTED.has(code)) return { state: 'unknown', reply }
      return { state: 'deferred', reply, slowDown: true }
    }
  }

  return {
    open: async () => ({ lane: { send, release: await turns.take() } }),
    send,
    async verify() {
      try {
        await post({})
      } catch (error) {
        throw new AppError('MAIL_FAILED', `Mail provider: ${messageOf(error)}`, { cause: error })
      }
    },
    close: async () => undefined,
  }
}

function outcomeOf(status: number, text: string): SendOutcome {
  const reply = `${status} ${text}`.trim()
  if (status < 300) return { state: 'sent', reply }
  // About us: everybody would be refused, so the issue pauses and shows these words.
  if (status === 401 || status === 403) return { state: 'refused', reply }
  // About the pace, or the provider's own trouble: no reader's attempts are used up.
  if (status === 429 || status >= 500) return { state: 'deferred', reply, slowDown: true }
  return { state: 'failed', reply }
}
