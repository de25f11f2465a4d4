import { mkdir, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { messageOf } from '../errors.ts'
import { composeMail } from './compose-mail.ts'
import type { Mailer } from './mailer.ts'

/**
 * Writes each mail as one `.eml` file instead of sending it.
 * Written beside and renamed, so that a file is whole or not there; the same mail again replaces it.
 */
export function createOutboxMailer(folder: string): Mailer {
  return {
    async send(mail, beforeHandover) {
      if (beforeHandover && !(await beforeHandover())) return { state: 'withdrawn' }
      const name = `${mail.fileName.replace(/[^\p{L}\p{N}._-]+/gu, '_').slice(0, 120)}.eml`
      try {
        await mkdir(folder, { recursive: true })
        const unfinished = join(folder, `.${name}.part`)
        await writeFile(unfinished, await composeMail(mail))
        await rename(unfinished, join(folder, name))
        return { state: 'sent', reply: `Written to ${name}` }
      } catch (error) {
        return { state: 'deferred', reply: `The outbox cannot be written: ${messageOf(error)}` }
      }
    },
    async close() {},
  }
}
