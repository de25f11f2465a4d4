import { type AddressInfo, createServer, type Socket } from 'node:net'

/** What the sink does to a recipient, by the part of the address before `+` or `@`. */
export const FAULTS = [
  'cut-mail',
  'cut-rcpt',
  'cut-354',
  'cut-body',
  'cut-dot',
  'half-reply',
  'silent',
  'soft',
  'gone',
  'policy',
  'full',
  'busy',
  'soft-dot',
  'no-dot',
] as const
export type Fault = (typeof FAULTS)[number]

export interface SinkMail {
  to: string
  messageId: string
  raw: string
}

export interface SmtpSink {
  url: string
  /** Accepted with 250, plus those taken whole before the connection was cut on purpose. */
  mails: SinkMail[]
  connections: number
  onMail: (mail: SinkMail) => void
  close(): Promise<void>
}

const REPLIES: Partial<Record<Fault, string>> = {
  soft: '450 4.2.1 Mailbox busy',
  gone: '550 5.1.1 No such user',
  policy: '554 5.7.1 Relaying denied by policy',
  full: '552 5.2.2 Mailbox full',
  busy: '421 4.3.2 Too busy',
}

/**
 * A mail server of a few lines that can break at every stage, which smtp-server cannot.
 * Each fault strikes an address once when its local part ends in `-once`, otherwise always.
 */
export async function startSink(
  options: { pipelining?: boolean; delayMs?: number; cutsBanner?: () => boolean } = {},
) {
  const struck = new Set<string>()
  const sockets = new Set<Socket>()
  const sink: SmtpSink = { url: '', mails: [], connections: 0, onMail: () => undefined, close }
  const server = createServer((socket) => {
    sink.connections += 1
    sockets.add(socket)
    socket.on('error', () => undefined)
    socket.on('close', () => sockets.delete(socket))
    talk(socket)
  })

  function faultOf(address: string): Fault | undefined {
    const local = address.split(/[+@]/)[0] ?? ''
    const fault = FAULTS.find((name) => local === name || local === `${name}-once`)
    if (fault && local.endsWith('-once')) {
      if (struck.has(address)) return undefined
      struck.add(address)
    }
    return fault
  }

  function talk(socket: Socket) {
    let buffer = Buffer.alloc(0)
    let inData = false
    let recipient = ''
    let fault: Fault | undefined
    const reply = (line: string) => socket.write(`${line}\r\n`)
    if (options.cutsBanner?.()) return void socket.destroy()
    reply('220 sink ESMTP')
    socket.on('data', (chunk) => {
      buffer = Buffer.concat([buffer, chunk])
      for (;;) {
        if (socket.destroyed) return
        if (inData) {
          if (fault === 'cut-body') return void socket.destroy()
          const end = buffer.indexOf('\r\n.\r\n')
          if (end === -1) return
          const raw = buffer.subarray(0, end + 2).toString('latin1')
          buffer = buffer.subarray(end + 5)
          inData = false
          finish(raw)
        } else {
          const end = buffer.indexOf('\r\n')
          if (end === -1) return
          const line = buffer.subarray(0, end).toString()
          buffer = buffer.subarray(end + 2)
          command(line)
        }
      }
    })

    function finish(raw: string) {
      if (fault === 'soft-dot') return void reply('451 4.3.0 Try later')
      if (fault === 'no-dot') return void reply('554 5.6.0 Content rejected')
      const messageId = /^Message-ID: (\S+)/im.exec(raw)?.[1] ?? ''
      const mail = { to: recipient, messageId, raw: raw.replace(/^\.\./gm, '.') }
      sink.mails.push(mail)
      sink.onMail(mail)
      if (fault === 'cut-dot') return void socket.destroy()
      if (fault === 'half-reply') return void socket.end('25')
      if (fault === 'silent') return
      if (options.delayMs) setTimeout(() => reply('250 2.0.0 Taken'), options.delayMs)
      else reply('250 2.0.0 Taken')
    }

    function command(line: string) {
      const verb = line.slice(0, 4).toUpperCase()
      if (verb === 'EHLO') {
        reply(options.pipelining === false ? '250 sink' : '250-sink\r\n250 PIPELINING')
      } else if (verb === 'MAIL') {
        recipient = ''
        fault = undefined
        reply('250 2.1.0 Ok')
      } else if (verb === 'RCPT') {
        const address = /<(.*)>/.exec(line)?.[1] ?? ''
        fault = faultOf(address)
        if (fault === 'cut-rcpt' || fault === 'cut-mail') return void socket.destroy()
        const refusal = fault && REPLIES[fault]
        if (refusal) {
          reply(refusal)
          if (fault === 'busy') socket.end()
        } else {
          recipient = address
          reply('250 2.1.5 Ok')
        }
      } else if (verb === 'DATA') {
        if (recipient === '') return void reply('503 5.5.1 No recipient')
        if (fault === 'cut-354') return void socket.destroy()
        inData = true
        reply('354 Go on')
      } else if (verb === 'QUIT') {
        reply('221 Bye')
        socket.end()
      } else reply('250 2.0.0 Ok')
    }
  }

  async function close() {
    for (const socket of sockets) socket.destroy()
    await new Promise((resolve) => server.close(resolve))
  }

  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  sink.url = `smtp://127.0.0.1:${(server.address() as AddressInfo).port}`
  return sink
}
