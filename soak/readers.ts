import type { SinkMail, SmtpSink } from '../chaos/smtp-sink.ts'
import type { Installation } from './installation.ts'

export interface Readers {
  /** So many newcomers; now and then one whose address is gone or whose server is busy at first. */
  join(count: number): Promise<void>
  /** One of those who have had a mail leaves through it, as a mail program does. */
  leave(random: number): Promise<void>
  /** Whoever got an issue after having left. */
  unwanted: string[]
  /** Of issues, what the mail server took since the last call; without the text. */
  takeMails(): SinkMail[]
}

const EVERY_GONE = 40
const EVERY_BUSY = 60

/** Subscribers who come and go over HTTP, and what the mail server got for them. */
export function createReaders(sink: SmtpSink, { api, server }: Installation): Readers {
  let joined = 0
  /** Where each can leave. */
  const exits = new Map<string, string>()
  const left = new Set<string>()
  const unwanted: string[] = []

  const issueMails: SinkMail[] = []
  sink.onMail = (mail) => {
    const { to, raw } = mail
    sink.mails.length = 0 // they would be what grows
    const head = raw.slice(0, raw.indexOf('\r\n\r\n')).replace(/\r\n[ \t]+/g, ' ')
    // Goodbyes and what the owner is told are no issue.
    if (/^Auto-Submitted:/im.test(head)) return
    issueMails.push({ ...mail, to: copyOf(to), messageId: copyOf(mail.messageId), raw: '' })
    if (left.has(to)) unwanted.push(to)
    const exit = /^List-Unsubscribe: .*?<(https?:[^>]+)>/im.exec(head)?.[1]
    if (exit) exits.set(copyOf(to), copyOf(exit))
  }

  return {
    unwanted,
    async join(count) {
      for (let n = 0; n < count; n += 1) {
        joined += 1
        const isGone = joined % EVERY_GONE === 0
        const kind = isGone ? 'gone+' : joined % EVERY_BUSY === 0 ? 'soft-once+' : 'reader'
        const email = `${kind}${joined}@readers.example`
        await api('POST', '/subscribers', { email, status: 'active' })
      }
    },
    async leave(random) {
      const staying = [...exits]
      const [email, exit] = staying[Math.floor(random * staying.length)] ?? []
      if (email === undefined || exit === undefined) return
      const answer = await fetch(`${server.url}${new URL(exit).pathname}`, {
        method: 'POST',
        headers: {
          'content-type': 'application/x-www-form-urlencoded',
          connection: 'close',
        },
        body: 'List-Unsubscribe=One-Click',
      })
      await answer.arrayBuffer()
      if (!answer.ok) throw new Error(`Leaving was answered with ${answer.status}.`)
      exits.delete(email)
      left.add(email)
    },
    takeMails: () => issueMails.splice(0),
  }
}

/** A part cut out of a text keeps the whole of it in memory: here a whole mail each time. */
const copyOf = (text: string) => Buffer.from(text).toString()
