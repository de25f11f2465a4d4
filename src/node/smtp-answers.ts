import type { Socket } from 'node:net'

/** One reply (RFC 5321 §4.2), its lines joined. */
export interface SmtpAnswer {
  code: number
  text: string
}

/** More than any server says; what goes on longer is no mail server. */
const LONGEST_ANSWER = 64 * 1024

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

  function lose(message: string, cause?: Error) {
    if (lost) return
    lost = new ConnectionLost(message, { cause })
    socket.destroy()
    waiting?.reject(lost)
    waiting = undefined
  }

  socket.on('data', (chunk: Buffer) => {
    text += chunk.toString('latin1')
    for (;;) {
      const whole = /^(?:\d{3}-[^\n]*\n)*(\d{3})(?:[ ][^\n]*)?\r?\n/.exec(text)
      if (!whole) break
      text = text.slice(whole[0].length)
      const answer = { code: Number(whole[1]), text: whole[0].trim().replace(/\s*\r?\n/g, '\n') }
      if (waiting) {
        waiting.resolve(answer)
        waiting = undefined
      } else ready.push(answer)
    }
    if (text.length > LONGEST_ANSWER || /^(?!\d{1,3}(?:$|[ \r\n-]))[^\n]*\n/.test(text))
      lose('The mail server speaks no SMTP.')
  })
  socket.on('error', (error: Error) => lose(error.message, error))
  socket.on('end', () => lose('The mail server closed the connection.'))
  socket.on('close', () => lose('The connection was closed.'))
  socket.on('timeout', () => lose(`No answer within ${timeoutMs / 1000} s.`))

  return {
    get isLost() {
      return lost !== undefined
    },
    /** Something came that nobody has asked for. */
    get hasUnread() {
      return ready.length > 0
    },
    /** Rejects with ConnectionLost. */
    async next(): Promise<SmtpAnswer> {
      const answer = ready.shift()
      if (answer) return answer
      if (lost) throw lost
      waiting = Promise.withResolvers()
      socket.setTimeout(timeoutMs)
      try {
        return await waiting.promise
      } finally {
        socket.setTimeout(0)
      }
    },
  }
}
