import { randomUUID } from 'node:crypto'
import { mkdir, rm, statfs, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { TLSSocket } from 'node:tls'
import type { Config } from '../config.ts'
import type { DiskState, DoctorProbes, TlsState } from '../doctor/doctor-probes.ts'
import { messageOf } from '../errors.ts'
import { checkImapMailbox } from './imap-bounces.ts'
import { readServer } from './smtp-mailer.ts'
import { openSmtpSocket } from './smtp-socket.ts'

/** What the doctor can look at on Node. */
export function createDoctorProbes(
  config: Pick<Config, 'smtpUrl' | 'sendConnections' | 'dataDir' | 'feedback'>,
): DoctorProbes {
  const { smtpUrl, feedback } = config
  const { bounceImapUrl } = feedback
  return {
    dataDir: () => lookAtFolder(resolve(config.dataDir)),
    ...(smtpUrl !== undefined &&
      !smtpUrl.startsWith('ses:') && {
        smtpTls: () => lookAtTls({ smtpUrl, connections: config.sendConnections }),
      }),
    ...(bounceImapUrl !== undefined && { bounceMailbox: () => checkImapMailbox(bounceImapUrl) }),
  }
}

export async function lookAtTls(options: Parameters<typeof readServer>[0]): Promise<TlsState> {
  const server = readServer(options)
  const { socket } = await openSmtpSocket(server)
  try {
    const isEncrypted = socket instanceof TLSSocket
    const validTo = isEncrypted ? new Date(socket.getPeerCertificate().valid_to) : null
    return { host: server.host, isEncrypted, validTo, hasLogin: server.user !== '' }
  } finally {
    socket.on('error', () => undefined) // it is over: whatever comes now changes nothing
    socket.end('QUIT\r\n')
    setTimeout(() => socket.destroy(), 1_000).unref()
  }
}

export async function lookAtFolder(path: string): Promise<DiskState> {
  const file = join(path, `.doctor-${randomUUID()}`)
  try {
    await mkdir(path, { recursive: true })
    await writeFile(file, 'x')
    await rm(file)
  } catch (error) {
    return { path: `${path} (${messageOf(error)})`, isWritable: false, freeBytes: null }
  }
  const { bavail, bsize } = await statfs(path)
  return { path, isWritable: true, freeBytes: bavail * bsize }
}
