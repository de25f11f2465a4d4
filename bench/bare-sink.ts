import { once } from 'node:events'
import { createServer, type Socket } from 'node:net'
import { answerParent } from './child.ts'

/**
 * Takes every message and keeps only the last one: as little as a mail server can do, on raw
 * sockets, so that the sender is what is measured. Offers PIPELINING (RFC 2920). With a number as
 * argument each answer comes that many milliseconds late, as from a server far away.
 */
const LATE_MS = Number(process.argv[2] ?? 0)
const END = Buffer.from('\r\n.\r\n')
let messages = 0
let lastBytes: Buffer = Buffer.alloc(0)

const server = createServer((socket) => {
  socket.setNoDelay(true)
  socket.on('error', () => socket.destroy())
  socket.write('220 sink ESMTP\r\n')
  readSession(socket)
})

function readSession(socket: Socket) {
  let isData = false
  let parts: Buffer[] = []
  let rest: Buffer = Buffer.alloc(0)

  function answer(text: string) {
    if (LATE_MS === 0) socket.write(text)
    else setTimeout(() => socket.write(text), LATE_MS)
  }

  /** Takes the message up to its end out of `chunk`; what follows is commands again. */
  function takeData(chunk: Buffer): Buffer {
    // The end may lie across two chunks: four bytes of the last one are looked at again.
    const seen = rest.length > 0 ? Buffer.concat([rest, chunk]) : chunk
    const at = seen.indexOf(END)
    if (at < 0) {
      const keep = Math.min(4, seen.length)
      parts.push(seen.subarray(0, seen.length - keep))
      rest = seen.subarray(seen.length - keep)
      return Buffer.alloc(0)
    }
    parts.push(seen.subarray(0, at + 2))
    lastBytes = Buffer.concat(parts)
    parts = []
    rest = Buffer.alloc(0)
    isData = false
    messages++
    answer('250 2.0.0 taken\r\n')
    return seen.subarray(at + END.length)
  }

  /** Answers whole command lines in one write; ends early where DATA begins. */
  function takeCommands(chunk: Buffer): Buffer {
    const seen = rest.length > 0 ? Buffer.concat([rest, chunk]) : chunk
    rest = Buffer.alloc(0)
    let answers = ''
    let from = 0
    let isOver = false
    while (!isData && !isOver) {
      const at = seen.indexOf('\r\n', from)
      if (at < 0) break
      const verb = seen.toString('latin1', from, from + 4).toUpperCase()
      from = at + 2
      if (verb === 'EHLO')
        answers += '250-sink\r\n250-PIPELINING\r\n250-8BITMIME\r\n250 SMTPUTF8\r\n'
      else if (verb === 'DATA') {
        isData = true
        answers += '354 go on\r\n'
      } else if (verb === 'QUIT') {
        isOver = true
        answers += '221 2.0.0 bye\r\n'
      } else answers += '250 2.0.0 ok\r\n'
    }
    if (isOver) socket.end(answers)
    else if (answers !== '') answer(answers)
    if (isData) return seen.subarray(from)
    rest = seen.subarray(from)
    return Buffer.alloc(0)
  }

  socket.on('data', (chunk) => {
    let left: Buffer = chunk
    while (left.length > 0) left = isData ? takeData(left) : takeCommands(left)
  })
}

server.listen(0, '127.0.0.1')
await once(server, 'listening')

/** Answers with the port and what came since the last question. */
answerParent(async () => {
  const address = server.address()
  const answer = {
    port: typeof address === 'object' && address !== null ? address.port : 0,
    messages,
    last: lastBytes.toString('latin1'),
  }
  messages = 0
  return answer
})
