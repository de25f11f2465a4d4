import { connect, type Socket } from 'node:net'

export interface PrebuiltMessage {
  from: string
  to: string
  /** With the dots doubled and the closing dot. */
  data: Buffer
}

/**
 * Pushes prebuilt bytes over raw sockets: what a sender without ledger, composing or care could
 * reach. MAIL, RCPT and DATA go in one write where the server offers PIPELINING.
 */
export async function sendRaw(port: number, connections: number, messages: PrebuiltMessage[]) {
  const queue = messages.values()
  await Promise.all(
    Array.from({ length: connections }, async () => {
      const socket = connect({ port, host: '127.0.0.1', noDelay: true })
      const replies = readReplies(socket)
      await expect(replies, '220')
      socket.write('EHLO bench\r\n')
      const isPipelined = (await expect(replies, '250')).includes('PIPELINING')
      for (const { from, to, data } of queue) {
        const commands = [`MAIL FROM:<${from}>\r\n`, `RCPT TO:<${to}>\r\n`, 'DATA\r\n']
        if (isPipelined) socket.write(commands.join(''))
        for (const command of commands) {
          if (!isPipelined) socket.write(command)
          await expect(replies, command === 'DATA\r\n' ? '354' : '250')
        }
        socket.write(data)
        await expect(replies, '250')
      }
      socket.write('QUIT\r\n')
      await expect(replies, '221')
      socket.destroy()
    }),
  )
}

async function expect(replies: AsyncIterator<string>, code: string): Promise<string> {
  const { value, done } = await replies.next()
  if (done || !value.startsWith(code)) throw new Error(`Expected ${code}, got ${value}.`)
  return value
}

/** Whole replies, those of several lines as one. */
async function* readReplies(socket: Socket): AsyncGenerator<string, string> {
  let text = ''
  for await (const chunk of socket) {
    text += String(chunk)
    for (;;) {
      const match = /^(?:\d{3}-.*\r\n)*\d{3} .*\r\n/.exec(text)
      if (!match) break
      text = text.slice(match[0].length)
      yield match[0]
    }
  }
  return 'the end'
}
