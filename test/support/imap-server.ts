import { createRequire } from 'node:module'
import type { AddressInfo, Server } from 'node:net'
import { afterEach, beforeEach } from 'vitest'

/** What of hoodiecrow is used; it brings no types. */
interface Hoodiecrow {
  server: Server
  storage: { INBOX: ImapFolder; '': { folders?: Record<string, ImapFolder> } }
  folderCache: Record<string, ImapFolder & { messages: ImapMessage[] }>
  listen(port: number, host: string, done: () => void): void
  close(done?: () => void): void
  appendMessage(mailbox: unknown, flags: string[], date: undefined, raw: string): void
}
interface ImapFolder {
  messages?: ImapMessage[]
  uidvalidity?: number
}
interface ImapMessage {
  raw: string
  flags: string[]
  uid: number
}

const hoodiecrow = createRequire(import.meta.url)('hoodiecrow-imap') as (
  options: unknown,
) => Hoodiecrow

/** A real IMAP server in memory, fresh for each test; user and password are `testuser`, `testpass`. */
export function useImapServer(plugins: string[] = ['MOVE', 'UIDPLUS']) {
  let server: Hoodiecrow
  const sockets = new Set<{ destroy(): void }>()
  beforeEach(async () => {
    server = hoodiecrow({
      plugins,
      storage: { INBOX: { messages: [], uidvalidity: 7 }, '': { separator: '/', folders: {} } },
    })
    server.server.on('connection', (socket) => sockets.add(socket))
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  })
  afterEach(async () => {
    for (const socket of sockets) socket.destroy()
    await new Promise<void>((resolve) => server.close(() => resolve()))
  })
  const messages = (folder: string) => server.folderCache[folder]?.messages ?? []
  return {
    url: (password = 'testpass', mailbox = 'INBOX') =>
      `imap://testuser:${password}@127.0.0.1:${(server.server.address() as AddressInfo).port}/${mailbox}`,
    deliver(raw: string) {
      server.appendMessage(server.folderCache.INBOX, [], undefined, raw)
    },
    /** Subjects, in the order of the folder. */
    subjects: (folder: string) =>
      messages(folder).map(({ raw }) => /^Subject: (.*)$/im.exec(raw.toString())?.[1]?.trim()),
    flags: (folder: string) => messages(folder).map(({ flags }) => flags),
    /** As after the mailbox was made anew. */
    changeValidity(uidvalidity: number) {
      const inbox = server.folderCache.INBOX
      if (inbox) inbox.uidvalidity = uidvalidity
    },
    /** Cuts every connection, now and until told otherwise. */
    cut() {
      for (const socket of sockets) socket.destroy()
    },
  }
}
