import { connect, type Socket } from 'node:net'
import { connect as connectTls } from 'node:tls'
import type { SmtpServer } from '../node/smtp-socket.ts'

/**
 * Opens a socket to a mail server and lets the platform look its name up; nodemailer would ask
 * for the address over HTTPS first, and check the certificate against that. Throws what connecting
 * throws.
 */
export function dial({ host, port, isSecure, connectionTimeoutMs }: SmtpServer): Promise<Socket> {
  return new Promise((resolve, reject) => {
    const socket = isSecure
      ? connectTls({ host, port, servername: host }, done)
      : connect({ host, port }, done)
    const timer = setTimeout(
      () => socket.destroy(new Error(`${host} did not accept a connection in time.`)),
      connectionTimeoutMs,
    )
    socket.once('error', fail)
    function done() {
      clearTimeout(timer)
      socket.off('error', fail)
      resolve(socket)
    }
    function fail(error: Error) {
      clearTimeout(timer)
      reject(error)
    }
  })
}
