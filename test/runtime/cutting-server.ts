import { type AddressInfo, createServer } from 'node:net'

/**
 * A mail server that cuts the connection as the recipient says: `cut-body@` in the middle of the
 * message, `cut-end@` after its last byte and before the answer.
 */
export async function startCuttingServer() {
  const taken: string[] = []
  const server = createServer((socket) => {
    let to = ''
    let body: string | undefined
    socket.on('error', () => undefined)
    socket.write('220 mx.x.example ESMTP\r\n')
    socket.on('data', (chunk) => {
      const text = chunk.toString('latin1')
      if (body !== undefined) {
        body += text
        if (to.startsWith('cut-body@')) return socket.destroy()
        if (!body.endsWith('\r\n.\r\n')) return undefined
        if (to.startsWith('cut-end@')) return socket.destroy()
        taken.push(to)
        body = undefined
        return socket.write('250 2.0.0 taken\r\n')
      }
      for (const line of text.split('\r\n').filter((each) => each !== '')) {
        to = /^RCPT TO:<(.*)>/.exec(line)?.[1] ?? to
        if (line.startsWith('EHLO')) socket.write('250-mx.x.example\r\n250 PIPELINING\r\n')
        else if (line === 'DATA') {
          body = ''
          socket.write('354 go on\r\n')
        } else socket.write('250 2.1.0 fine\r\n')
      }
      return undefined
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `smtp://127.0.0.1:${(server.address() as AddressInfo).port}`,
    taken,
    close: () => server.close(),
  }
}
