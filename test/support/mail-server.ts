import { generateKeyPairSync } from 'node:crypto'
import { type AddressInfo, createConnection, createServer, type Socket } from 'node:net'
import { SMTPServer, type SMTPServerOptions } from 'smtp-server'
import { makeCertificate } from './certificate.ts'

export interface Received {
  to: string[]
  /** Undefined without a login. */
  user: string | undefined
  isEncrypted: boolean
  /** After the server took the dot-stuffing out. */
  raw: string
}

export interface MailServer {
  port: number
  received: Received[]
  /** How each login came: `PLAIN`, `LOGIN`. */
  methods: string[]
  close(): Promise<void>
}

const DAY_MS = 86_400_000

/** Key and self-signed certificate for a host, PEM; by default for today and tomorrow. */
export function makeTls(name: string, { fromDays = -1, toDays = 1 } = {}) {
  const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const [from, to] = [fromDays, toDays].map((days) => new Date(Date.now() + days * DAY_MS))
  if (!from || !to) throw new Error('Two dates were made.')
  return {
    key: privateKey.export({ type: 'pkcs8', format: 'pem' }),
    cert: makeCertificate({ publicKey, privateKey, name, from, to }),
  }
}

/** A real mail server on this machine that takes the user `me@x` with the password `p:/w`. */
export async function startMailServer(options: SMTPServerOptions): Promise<MailServer> {
  const received: Received[] = []
  const methods: string[] = []
  const server = new SMTPServer({
    authOptional: true,
    onAuth(auth, _session, done) {
      methods.push(auth.method)
      if (auth.username === 'me@x' && auth.password === 'p:/w') done(null, { user: auth.username })
      else done(new Error('5.7.8 That is not your password, Ms Lovelace'))
    },
    onData(stream, session, done) {
      const chunks: Buffer[] = []
      stream.on('data', (chunk: Buffer) => chunks.push(chunk))
      stream.on('end', () => {
        received.push({
          to: session.envelope.rcptTo.map(({ address }) => address),
          user: session.user,
          isEncrypted: session.secure,
          raw: Buffer.concat(chunks).toString('latin1'),
        })
        done()
      })
    },
    ...options,
  })
  server.on('error', () => undefined) // a refused handshake is what some tests are about
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    port: (server.server.address() as AddressInfo).port,
    received,
    methods,
    close: () => new Promise<void>((resolve) => server.close(resolve)),
  }
}

/**
 * Somebody on the line to a mail server who leaves STARTTLS out of its answers, refuses the
 * command, and reads along.
 */
export async function startStripper(target: { port: number }, answer = '502 5.5.1 What is that') {
  const sockets = new Set<Socket>()
  const stripper = { port: 0, heard: '', close }
  const server = createServer((client) => {
    const upstream = createConnection(target.port, '127.0.0.1')
    for (const socket of [client, upstream]) {
      sockets.add(socket)
      socket.on('error', () => undefined)
    }
    upstream.on('data', (chunk) => {
      const lines = chunk.toString('latin1').replace(/^250[- ]STARTTLS\r\n/m, '')
      // The last line of an answer is the one without the hyphen.
      client.write(lines.replace(/^250-(.*\r\n)$(?![\s\S])/m, '250 $1'), 'latin1')
    })
    client.on('data', (chunk) => {
      const text = chunk.toString('latin1')
      stripper.heard += text
      if (/^STARTTLS\r\n/im.test(text)) client.write(`${answer}\r\n`)
      else upstream.write(chunk)
    })
    client.on('close', () => upstream.destroy())
    upstream.on('close', () => client.destroy())
  })
  async function close() {
    for (const socket of sockets) socket.destroy()
    await new Promise((resolve) => server.close(resolve))
  }
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  stripper.port = (server.address() as AddressInfo).port
  return stripper
}
