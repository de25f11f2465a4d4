import { once } from 'node:events'
import { SMTPServer } from 'smtp-server'
import { answerParent } from './child.ts'

/**
 * A mail server as people run one: the npm package smtp-server, which reads commands and messages
 * by the rules. Takes every message and keeps the last one.
 */
let messages = 0
let last = Buffer.alloc(0)
const server = new SMTPServer({
  authOptional: true,
  disabledCommands: ['AUTH', 'STARTTLS'],
  disableReverseLookup: true,
  logger: false,
  onData(stream, _session, done) {
    const parts: Buffer[] = []
    stream.on('data', (part: Buffer) => parts.push(part))
    stream.on('end', () => {
      last = Buffer.concat(parts)
      messages++
      done()
    })
  },
})
server.on('error', () => undefined) // a client that breaks off is the client's affair
server.listen(0, '127.0.0.1')
await once(server.server, 'listening')

/** Answers with the port and what came since the last question. */
answerParent(async () => {
  const address = server.server.address()
  const answer = {
    port: typeof address === 'object' && address !== null ? address.port : 0,
    messages,
    last: last.toString('latin1'),
  }
  messages = 0
  return answer
})
