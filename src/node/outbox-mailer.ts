import { createHash, randomUUID } from 'node:crypto'
import { access, mkdir, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Mailer, MimeMessage, SendOutcome } from '../deliver/mailer.ts'
import { AppError, messageOf } from '../errors.ts'

/**
 * Writes each message as an `.eml` file instead of sending it: no mail server needed.
 * The file's name depends on the message alone, and a file appears whole or not at all, so
 * that a repeat replaces it and never doubles it.
 */
export function createOutboxMailer({ folder }: { folder: string }): Mailer {
  async function send(message: MimeMessage): Promise<SendOutcome> {
    const name = `${outboxFileName(message)}.eml`
    const temporary = join(folder, `.${randomUUID()}.tmp`)
    try {
      await mkdir(folder, { recursive: true, mode: 0o700 })
      await writeFile(temporary, message.chunks, { mode: 0o600 })
      await rename(temporary, join(folder, name))
      return { state: 'sent', reply: `Written to ${name}` }
    } catch (error) {
      await rm(temporary, { force: true }).catch(() => undefined) // the first error tells more
      return { state: 'deferred', reply: messageOf(error), slowDown: true }
    }
  }
  return {
    open: async () => ({ lane: { send, release: () => undefined } }),
    send,
    async verify() {
      try {
        await mkdir(folder, { recursive: true, mode: 0o700 })
        await access(folder)
      } catch (error) {
        throw new AppError('MAIL_FAILED', `Outbox: ${messageOf(error)}`, { cause: error })
      }
    },
    async close() {},
  }
}

/** Safe on every file system; a name that had to be changed gets part of a hash, to stay unique. */
export function outboxFileName({
  fileName,
  messageId,
}: Pick<MimeMessage, 'fileName' | 'messageId'>): string {
  const wanted = fileName ?? messageId.replace(/^<|>$/g, '')
  const safe = wanted
    .normalize('NFC')
    .replace(/[^\p{L}\p{N}._@-]+/gu, '-')
    .replace(/^[.-]+/, '')
    .slice(0, 60)
  if (safe === wanted) return safe
  return `${safe}-${createHash('sha256').update(messageId).digest('hex').slice(0, 12)}`
}
