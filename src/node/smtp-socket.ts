import type { Socket } from 'node:net'
import SMTPConnection from 'nodemailer/lib/smtp-connection'
import { explainTlsError } from './smtp-tls.ts'

export interface SmtpServer {
  host: string
  port: number
  /** TLS from the first byte; otherwise STARTTLS where it is offered. */
  isSecure: boolean
  /** Without encryption there is no connection: nothing is sent, no password either. */
  needsTls: boolean
  user: string
  pass: string
  /** The name given in EHLO. */
  clientName?: string | undefined
  /** Accept certificates that nobody vouches for (tests, intranets). */
  allowSelfSigned?: boolean | undefined
  connectionTimeoutMs: number
  greetingTimeoutMs: number
  /** Longest wait for an answer. */
  socketTimeoutMs: number
  /** Opens the socket, with TLS where `isSecure`; nodemailer does when absent. */
  dial?: ((server: SmtpServer) => Promise<Socket>) | undefined
}

/** What of nodemailer's connection is needed to take its socket over; not in its types. */
interface Internals {
  _socket: Socket
  /** STARTTLS was agreed on, and the encryption does not stand yet. */
  upgrading: boolean
  _onSocketData: (chunk: Buffer) => void
  _onSocketError: (error: Error) => void
  _onSocketClose: () => void
  _onSocketEnd: () => void
  _onSocketTimeout: () => void
}

/**
 * Connects, greets, starts TLS and logs in with nodemailer, then takes the socket over: its own
 * transaction waits for every answer in turn and looks at each byte of the message again.
 * Throws nodemailer's error, or UnsafeConnection: see `outcomeOfError`.
 */
export async function openSmtpSocket(
  server: SmtpServer,
): Promise<{ socket: Socket; extensions: string }> {
  const socket = await server.dial?.(server)
  const connection = new SMTPConnection({
    ...(socket && { connection: socket, secured: server.isSecure }),
    host: server.host,
    port: server.port,
    secure: server.isSecure,
    requireTLS: server.needsTls,
    name: server.clientName,
    connectionTimeout: server.connectionTimeoutMs,
    greetingTimeout: server.greetingTimeoutMs,
    socketTimeout: server.socketTimeoutMs,
    dnsTimeout: server.connectionTimeoutMs,
    ...(server.allowSelfSigned && { tls: { rejectUnauthorized: false } }),
  })
  const failed = Promise.withResolvers<never>()
  failed.promise.catch(() => undefined) // whoever waits gets it
  connection.on('error', (error: Error) => failed.reject(error))
  const call = (start: (done: (error?: Error | null) => void) => void) =>
    Promise.race([
      new Promise<void>((resolve, reject) => start((error) => (error ? reject(error) : resolve()))),
      failed.promise,
    ])
  try {
    await call((done) => connection.connect(done))
    const extensions = String(connection.lastServerResponse)
    if (server.user !== '') {
      const auth = { user: server.user, pass: server.pass }
      await call((done) => connection.login(auth, done))
    }
    return { socket: takeOver(connection as unknown as Internals), extensions }
  } catch (error) {
    const { upgrading } = connection as unknown as Internals
    connection.close()
    throw explainTlsError(error, server.host, { wasUpgrading: upgrading })
  }
}

function takeOver(connection: Internals): Socket {
  const socket = connection._socket
  socket.off('data', connection._onSocketData)
  socket.off('error', connection._onSocketError)
  socket.off('close', connection._onSocketClose)
  socket.off('end', connection._onSocketEnd)
  socket.off('timeout', connection._onSocketTimeout)
  socket.setTimeout(0)
  socket.setNoDelay(true) // the held end of a message must not wait for an acknowledgement
  return socket
}
