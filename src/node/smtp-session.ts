/**
 * One open, logged-in SMTP connection; any number of messages, one after the other.
 *
 * MAIL, RCPT and DATA go in one write where the server offers PIPELINING (RFC 2920). The end of a
 * message, its last CRLF and the dot, is held back for a round trip (as the answer to this
 * message's envelope took, which grows when either side is busy; 1 to 20 ms) and until the socket
 * has taken everything before it. A connection that is cut in the middle of the body is noticed in
 * that time, and the message counts as not handed over; without the hold the dot would lie in the
 * kernel's buffer already, and every cut would have to count as unknown (RFC 1047). In the same
 * time the sender writes down what became of the message before this one, see `mayEnd`.
 */
import type { Socket } from 'node:net'
import { setImmediate as nextTurn, setTimeout as wait } from 'node:timers/promises'
import type { MimeMessage, SendOutcome } from '../deliver/mailer.ts'
import { ConnectionLost, createAnswers, type SmtpAnswer } from './smtp-answers.ts'
import { cleanReply, outcomeOfAnswer } from './smtp-reply.ts'
import { openSmtpSocket, type SmtpServer } from './smtp-socket.ts'

const SHORTEST_HOLD_MS = 1
const LONGEST_HOLD_MS = 20
const END = Buffer.from('\r\n.\r\n')
const END_OF_LINE = 2
/** Messages of an issue differ by some letters. */
const SPARE_BYTES = 1024

export interface SmtpSession {
  readonly isOpen: boolean
  /** The end of the message is held back until `mayEnd` has said yes. */
  send(message: MimeMessage, mayEnd: () => Promise<boolean>): Promise<SessionResult>
  quit(): void
}

/** `wasAnswered`: the server has said something about this message, or has it. */
export interface SessionResult {
  /** Null when `mayEnd` said no: the server has no message, and the connection is closed. */
  outcome: SendOutcome | null
  wasAnswered: boolean
}

/** Throws nodemailer's error: see `outcomeOfError`. */
export async function openSmtpSession(server: SmtpServer): Promise<SmtpSession> {
  const { socket, extensions } = await openSmtpSocket(server)
  return createSmtpSession(socket, extensions, server.socketTimeoutMs)
}

function createSmtpSession(socket: Socket, extensions: string, timeoutMs: number): SmtpSession {
  const answers = createAnswers(socket, timeoutMs)
  const offers = (name: string) => new RegExp(`^250[ -]${name}\\b`, 'im').test(extensions)
  const isPipelined = offers('PIPELINING')
  const takesSize = offers('SIZE')
  const takesUtf8 = offers('SMTPUTF8')
  /** Holds one message after the other, so that each goes out in one write. */
  let body = Buffer.alloc(0)
  /** A transaction that ended before DATA is closed by RSET, in the same write as the next one. */
  let needsReset = false

  async function exchange(commands: string[]): Promise<SmtpAnswer[]> {
    const replies: SmtpAnswer[] = []
    if (isPipelined) socket.write(commands.map((command) => `${command}\r\n`).join(''))
    for (const command of commands) {
      if (!isPipelined) socket.write(`${command}\r\n`)
      try {
        replies.push(await answers.next())
      } catch (error) {
        // A server that says why before it goes has answered, though not to every command.
        if (replies.some(isRefusal)) break
        throw error
      }
      if (!isPipelined && replies.some(isRefusal)) break
    }
    return replies
  }

  function mailCommand({ chunks, envelope }: MimeMessage): string {
    const isUtf8 = !isAscii(envelope.to) || !isAscii(envelope.from)
    const bytes = chunks.reduce((sum, chunk) => sum + chunk.byteLength, 0)
    return `MAIL FROM:<${envelope.from}>${takesSize ? ` SIZE=${bytes}` : ''}${isUtf8 ? ' SMTPUTF8' : ''}`
  }

  /** Undefined when the server waits for the message. */
  async function openTransaction(message: MimeMessage): Promise<SendOutcome | undefined> {
    const reset = needsReset ? ['RSET'] : []
    const commands = [...reset, mailCommand(message), `RCPT TO:<${message.envelope.to}>`, 'DATA']
    const replies = (await exchange(commands)).slice(reset.length)
    const stages = ['MAIL FROM', 'RCPT TO', 'DATA'] as const
    const refused = replies.findIndex((answer, at) =>
      stages[at] === 'DATA' ? answer.code !== 354 : answer.code >= 300,
    )
    needsReset = refused >= 0
    const [refusal, stage] = [replies[refused], stages[refused]]
    if (refusal === undefined || stage === undefined) return undefined
    // The server waits for a message without a recipient (RFC 2920 §3.1): it gets an empty one.
    if (stage !== 'DATA' && replies[2]?.code === 354) {
      socket.write('.\r\n')
      await answers.next()
    }
    if (refusal.code === 421) socket.end()
    return outcomeOfAnswer(refusal, stage)
  }

  async function writeBody({ chunks }: MimeMessage, roundTripMs: number): Promise<void> {
    const length = chunks.reduce((sum, chunk) => sum + chunk.byteLength, 0)
    if (body.byteLength < length) body = Buffer.allocUnsafeSlow(length + SPARE_BYTES)
    let at = 0
    for (const chunk of chunks) {
      body.set(chunk, at)
      at += chunk.byteLength
    }
    socket.write(body.subarray(0, length - END_OF_LINE))
    const holdMs = Math.min(Math.max(SHORTEST_HOLD_MS, roundTripMs), LONGEST_HOLD_MS)
    const startedMs = performance.now()
    do {
      await wait(holdMs)
      if (performance.now() - startedMs > timeoutMs) answers.lose('The mail server takes no more.')
    } while (socket.writableLength > 0 && !answers.isLost && !answers.hasUnread)
    await nextTurn() // timers run before arrived packets are looked at: let a reset be seen first
  }

  async function send(
    message: MimeMessage,
    mayEnd: () => Promise<boolean>,
  ): Promise<SessionResult> {
    if (!takesUtf8 && !isAscii(message.envelope.to)) {
      const reply = 'The mail server takes no addresses beyond ASCII (SMTPUTF8).'
      return { outcome: { state: 'failed', reply }, wasAnswered: true }
    }
    let isHandedOver = false
    let wasAnswered = false
    try {
      const startedMs = performance.now()
      const refusal = await openTransaction(message)
      wasAnswered = true
      if (refusal) return { outcome: refusal, wasAnswered }
      await writeBody(message, performance.now() - startedMs)
      if (!(await mayEnd())) {
        answers.lose('A message was not ended.')
        return { outcome: null, wasAnswered }
      }
      // An answer in the middle of the body is a refusal; the way back is a new connection.
      const isEarly = answers.hasUnread || answers.isLost
      isHandedOver = !isEarly
      if (!isEarly) socket.write(END)
      const answer = await answers.next()
      if (isEarly) socket.destroy()
      if (answer.code >= 200 && answer.code < 300) {
        // "Accepted" before the end was sent cannot be about this message.
        const state = isHandedOver ? 'sent' : 'unknown'
        return { outcome: { state, reply: cleanReply(answer.text) }, wasAnswered }
      }
      if (answer.code === 421) socket.end()
      return { outcome: outcomeOfAnswer(answer, 'DATA'), wasAnswered }
    } catch (error) {
      if (!(error instanceof ConnectionLost)) throw error
      const reply = cleanReply(error.message)
      const outcome: SendOutcome = isHandedOver
        ? { state: 'unknown', reply }
        : { state: 'deferred', reply, slowDown: true, isCut: true }
      return { outcome, wasAnswered }
    }
  }

  return {
    get isOpen() {
      return !answers.isLost && !answers.hasUnread && socket.writable
    },
    send,
    quit() {
      if (!answers.isLost) socket.end('QUIT\r\n')
      setTimeout(() => socket.destroy(), 1000).unref()
    },
  }
}

const isRefusal = ({ code }: SmtpAnswer) => code >= 400

function isAscii(text: string): boolean {
  return /^[\u0000-\u007f]*$/.test(text)
}
