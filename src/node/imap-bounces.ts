/**
 * Reads the mailbox of bounces: `BOUNCE_IMAP_URL=imaps://user:pass@host/INBOX`.
 *
 * What was a report is moved to the folder "Linkletter" (marked as read, where the server cannot
 * move one message alone); everything else stays where it is, unread, for a person. The highest UID that was looked at is kept, so that
 * what stays is not read again. Nothing is ever deleted; after a crash a message is read twice,
 * and its second reading changes nothing.
 */
import type { ImapFlow } from 'imapflow'
import type { FeedbackOutcome } from '../domain/feedback.ts'
import { AppError, isAppError, messageOf } from '../errors.ts'
import type { MailboxPosition } from '../store/bounce-mailbox.ts'

const FOLDER = 'Linkletter'
const MOST_BYTES = 2 * 1024 * 1024
/** In one pass; the next one goes on. */
const MOST_MESSAGES = 500
/** How far the first look into a mailbox goes back. */
const FIRST_DAYS = 30
const DAY_MS = 86_400_000
const CONNECT_MS = 30_000
const SILENCE_MS = 60_000

export interface ImapBouncesDeps {
  imapUrl: string
  receiveReport(raw: Uint8Array): Promise<FeedbackOutcome>
  readPosition(): Promise<MailboxPosition | undefined>
  writePosition(position: MailboxPosition): Promise<void>
  now(): Date
  log?: ((message: string, details: Record<string, unknown>) => void) | undefined
}

export interface ImapPass {
  read: number
  moved: number
}

/** One pass. Throws AppError MAIL_FAILED when the mailbox cannot be opened or goes away. */
export function createReadBounceMailbox(deps: ImapBouncesDeps) {
  const server = readImapUrl(deps.imapUrl)

  return async function readBounceMailbox(signal?: AbortSignal): Promise<ImapPass> {
    return withMailbox(server, signal, async (client) => {
      const { uidValidity } = openMailbox(client)
      const known = await deps.readPosition()
      const since = known?.uidValidity === String(uidValidity) ? known.lastUid : 0
      const query =
        since > 0
          ? { uid: `${since + 1}:*` }
          : { since: new Date(deps.now().getTime() - FIRST_DAYS * DAY_MS) }
      const found = (await client.search(query, { uid: true })) || []
      // "N:*" holds the last message even when its UID is below N (RFC 3501 §6.4.8).
      const uids = found.filter((uid) => uid > since).sort((a, b) => a - b)
      const pass: ImapPass = { read: 0, moved: 0 }
      for (const uid of uids.slice(0, MOST_MESSAGES)) {
        if (signal?.aborted) break
        if (await readOne(client, uid)) pass.moved += 1
        pass.read += 1
        await deps.writePosition({ uidValidity: String(uidValidity), lastUid: uid })
      }
      return pass
    })
  }

  /** True when it was a report and lies in the folder now. */
  async function readOne(client: ImapFlow, uid: number): Promise<boolean> {
    const query = { source: { maxLength: MOST_BYTES } }
    const message = await client.fetchOne(String(uid), query, { uid: true })
    if (!message || message.source === undefined) return false // moved or deleted by somebody else meanwhile
    const outcome = await receive(message.source)
    if (outcome.result === 'ignored') return false
    return move(client, uid)
  }

  async function receive(raw: Uint8Array): Promise<FeedbackOutcome> {
    try {
      return await deps.receiveReport(raw)
    } catch (error) {
      // Any other fault (the database is away) ends the pass, and the message is read again.
      if (!isAppError(error, 'INVALID_INPUT')) throw error
      return { result: 'ignored', reason: error.message }
    }
  }

  /** A folder that cannot be made is no reason to stop: the report has been taken. */
  async function move(client: ImapFlow, uid: number): Promise<boolean> {
    try {
      // Without these, moving would also expunge what others have marked as deleted.
      if (!client.capabilities.has('MOVE') && !client.capabilities.has('UIDPLUS'))
        return markAsRead(client, uid)
      const moved = await client.messageMove(String(uid), [FOLDER], { uid: true })
      if (moved) return true
      await client.mailboxCreate([FOLDER])
      return Boolean(await client.messageMove(String(uid), [FOLDER], { uid: true }))
    } catch (error) {
      if (!client.usable) throw error
      deps.log?.('bounce not moved', { uid, error: messageOf(error) })
      return false
    }
  }
}

async function markAsRead(client: ImapFlow, uid: number): Promise<boolean> {
  await client.messageFlagsAdd(String(uid), ['\\Seen'], { uid: true })
  return false
}

/** Logs in and opens the mailbox. Throws AppError MAIL_FAILED. */
export async function checkImapMailbox(imapUrl: string): Promise<void> {
  await withMailbox(readImapUrl(imapUrl), undefined, async () => undefined)
}

interface ImapServer {
  host: string
  port: number
  secure: boolean
  user: string
  pass: string
  mailbox: string
}

async function withMailbox<T>(
  server: ImapServer,
  signal: AbortSignal | undefined,
  work: (client: ImapFlow) => Promise<T>,
): Promise<T> {
  const isLocal = /^(?:localhost|127\.[\d.]+|::1)$/.test(server.host)
  // Loaded when it is used: most installations have no such mailbox.
  const imapflow = await import('imapflow')
  const client = new imapflow.ImapFlow({
    host: server.host,
    port: server.port,
    secure: server.secure,
    // The password does not go over the wire as it is; on this machine there is no wire.
    ...(!server.secure && !isLocal && { doSTARTTLS: true }),
    auth: { user: server.user, pass: server.pass },
    logger: false,
    disableAutoIdle: true,
    connectionTimeout: CONNECT_MS,
    greetingTimeout: CONNECT_MS,
    socketTimeout: SILENCE_MS,
    maxLiteralSize: 2 * MOST_BYTES,
  })
  let fault: unknown
  client.on('error', (error: unknown) => {
    fault = error
  })
  const stop = () => client.close()
  signal?.addEventListener('abort', stop, { once: true })
  try {
    await client.connect()
    await client.mailboxOpen(server.mailbox)
    const result = await work(client)
    await client.logout()
    return result
  } catch (error) {
    if (isAppError(error)) throw error
    const text = (error as { responseText?: string }).responseText ?? messageOf(fault ?? error)
    throw new AppError('MAIL_FAILED', `Mailbox of bounces: ${text}`, { cause: error })
  } finally {
    signal?.removeEventListener('abort', stop)
    client.close()
  }
}

function openMailbox(client: ImapFlow) {
  if (!client.mailbox) throw new AppError('MAIL_FAILED', 'The mailbox of bounces was closed.')
  return client.mailbox
}

function readImapUrl(text: string): ImapServer {
  const url = URL.parse(text)
  if (!url || !['imap:', 'imaps:'].includes(url.protocol) || url.username === '')
    throw new AppError('CONFIGURATION', 'BOUNCE_IMAP_URL: write imaps://user:password@host/INBOX.')
  const secure = url.protocol === 'imaps:'
  return {
    host: url.hostname.replace(/^\[|\]$/g, ''),
    port: url.port === '' ? (secure ? 993 : 143) : Number(url.port),
    secure,
    user: decodeURIComponent(url.username),
    pass: decodeURIComponent(url.password),
    mailbox: decodeURIComponent(url.pathname.replace(/^\//, '')) || 'INBOX',
  }
}
