import { connect, type Socket } from 'node:net'
import { connect as connectTls } from 'node:tls'
import type { SmtpServer } from '../node/smtp-socket.ts'

/**
 * Opens a socket to a mail server and lets the platform look its name up; nodemailer would ask
 * for the address over HTTPS first, and check the certificate against that. Throws what connecting
 * throws; where only the encryption failed, it says so, since the platform does not.
 */
export async function dial(server: SmtpServer): Promise<Socket> {
  try {
    return await open(server)
  } catch (error) {
    if (!server.isSecure || !(error instanceof Error) || !(await isThere(server))) throw error
    const { host, port } = server
    error.message = `The mail server ${host}:${port} is there, but no encrypted connection to it comes about. Its certificate may be expired or for another name, or the port is not one for smtps://. npm run cli -- doctor tells which. (${error.message})`
    throw error
  }
}

/** Whether anybody takes a connection at all. */
async function isThere(server: SmtpServer): Promise<boolean> {
  try {
    const socket = await open({ ...server, isSecure: false })
    socket.destroy()
    return true
  } catch {
    return false // the first error is the one to tell
  }
}

function open({ host, port, isSecure, connectionTimeoutMs }: SmtpServer): Promise<Socket> {
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
