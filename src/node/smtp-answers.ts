import type { Socket } from 'node:net'

/** One reply (RFC 5321 §4.2), its lines joined. */
export interface SmtpAnswer {
  code: number
  text: string
}

/** More than any server says; what goes on longer is no mail server. */
const LONGEST_ANSWER = 64 * 1024
const WHOLE_ANSWER = /^(?:\d{3}-[^\n]*\n)*(\d{3})(?:[ ][^\n]*)?\r?\n/
const NO_ANSWER = /^(?!\d{1,3}(?:$|[ \r\n-]))[^\n]*\n/

/** Why no more answers come. */
export class ConnectionLost extends Error {
  override name = 'ConnectionLost'
}

/** Reads replies off a socket, whole ones and in order. */
export function createAnswers(socket: Socket, timeoutMs: number) {
  const ready: SmtpAnswer[] = []
  let waiting: PromiseWithResolvers<SmtpAnswer> | undefined
  let lost: ConnectionLost | undefined
  let text = ''
  let lastHeardMs = 0
  let watch: NodeJS.Timeout | undefined

  function lose(message: string, cause?: Error) {
    clearTimeout(watch)
    if (lost) return
    lost = new ConnectionLost(message, { cause })
    socket.destroy()
    waiting?.reject(lost)
    waiting = undefined
  }

  /** One timer that goes on from answer to answer: one of its own for each costs more than it. */
  function watchFor(ms: number) {
    watch = setTimeout(() => {
      const leftMs = lastHeardMs + timeoutMs - performance.now()
      watch = undefined
      if (!waiting) return
      if (leftMs <= 0) lose(`No answer within ${timeoutMs / 1000} s.`)
      else watchFor(leftMs)
    }, ms)
  }

  socket.on('data', (chunk: Buffer) => {
    lastHeardMs = performance.now()
    text += chunk.toString('latin1')
    while (text !== '') {
      const whole = WHOLE_ANSWER.exec(text)
      if (!whole) break
      text = text.slice(whole[0].length)
      const answer = { code: Number(whole[1]), text: whole[0].trim().replace(/\s*\r?\n/g, '\n') }
      if (waiting) {
        waiting.resolve(answer)
        waiting = undefined
      } else ready.push(answer)
    }
    if (text !== '' && (text.length > LONGEST_ANSWER || NO_ANSWER.test(text)))
      lose('The mail server speaks no SMTP.')
  })
  socket.on('error', (error: Error) => lose(error.message, error))
  socket.on('end', () => lose('The mail server closed the connection.'))
  socket.on('close', () => lose('The connection was closed.'))

  return {
    get isLost() {
      return lost !== undefined
    },
    /** Something came that nobody has asked for. */
    get hasUnread() {
      return ready.length > 0
    },
    lose,
    /** Rejects with ConnectionLost. */
    async next(): Promise<SmtpAnswer> {
      const answer = ready.shift()
      if (answer) return answer
      if (lost) throw lost
      waiting = Promise.withResolvers()
      lastHeardMs = performance.now()
      if (!watch) watchFor(timeoutMs)
      return waiting.promise
    },
  }
}
