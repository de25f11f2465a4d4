import { beforeEach, describe, expect, it } from 'vitest'
import type { FeedbackOutcome } from '../../src/domain/feedback.ts'
import { AppError } from '../../src/errors.ts'
import { checkImapMailbox, createReadBounceMailbox } from '../../src/node/imap-bounces.ts'
import { createPollBounces } from '../../src/node/poll-bounces.ts'
import {
  type MailboxPosition,
  readMailboxPosition,
  takeMailboxTurn,
} from '../../src/store/bounce-mailbox.ts'
import { useTestApp } from '../support/app.ts'
import { DATABASE_KINDS } from '../support/database.ts'
import { useImapServer } from '../support/imap-server.ts'
import { crlf, postfixDsn } from '../support/reports.ts'

const letter = (subject: string) =>
  crlf(`From: ada@reader.example\nTo: bounces@links.example\nSubject: ${subject}\n\nHello!\n`)
const subjectOf = (raw: Uint8Array) =>
  /^Subject: (.*)$/im.exec(Buffer.from(raw).toString('latin1'))?.[1]?.trim() ?? ''

describe.each([
  ['with MOVE', ['MOVE', 'UIDPLUS']],
  ['without MOVE', ['UIDPLUS']],
])('reading the mailbox of bounces, on a server %s', (_name, plugins) => {
  const imap = useImapServer(plugins)
  let position: MailboxPosition | undefined
  let seen: string[]
  let receive: (subject: string) => Promise<FeedbackOutcome>

  beforeEach(() => {
    position = undefined
    seen = []
    receive = async (subject) =>
      subject.startsWith('bounce')
        ? { result: 'bounced', reason: '' }
        : { result: 'ignored', reason: '' }
  })
  const read = (url = imap.url()) =>
    createReadBounceMailbox({
      imapUrl: url,
      now: () => new Date(),
      receiveReport: (raw) => {
        seen.push(subjectOf(raw))
        return receive(subjectOf(raw))
      },
      readPosition: async () => position,
      writePosition: async (next) => {
        position = next
      },
    })()

  it('moves what was a report, and leaves a letter where it is, unread', async () => {
    for (const subject of ['bounce 1', 'a question', 'bounce 2']) imap.deliver(letter(subject))
    expect(await read()).toEqual({ read: 3, moved: 2 })
    expect(imap.subjects('INBOX')).toEqual(['a question'])
    expect(imap.flags('INBOX').flat()).not.toContain('\\Seen')
    expect(imap.subjects('Linkletter')).toEqual(['bounce 1', 'bounce 2'])
  })

  it('looks at each message once', async () => {
    imap.deliver(letter('a question'))
    await read()
    expect(await read()).toEqual({ read: 0, moved: 0 })
    imap.deliver(letter('bounce 1'))
    expect(await read()).toEqual({ read: 1, moved: 1 })
    expect(seen).toEqual(['a question', 'bounce 1'])
  })

  it('begins anew when the mailbox was made anew', async () => {
    imap.deliver(letter('a question'))
    await read()
    imap.changeValidity(8)
    await read()
    expect(seen).toEqual(['a question', 'a question'])
  })

  it('keeps what could not be taken, and takes it the next time', async () => {
    for (const subject of ['bounce 1', 'bounce 2', 'bounce 3']) imap.deliver(letter(subject))
    const taken = receive
    receive = async (subject) => {
      if (subject === 'bounce 2') throw new Error('The database is away.')
      return taken(subject)
    }
    await expect(read()).rejects.toMatchObject({ code: 'MAIL_FAILED' })
    expect(imap.subjects('INBOX')).toEqual(['bounce 2', 'bounce 3'])
    receive = taken
    expect(await read()).toEqual({ read: 2, moved: 2 })
    expect(imap.subjects('INBOX')).toEqual([])
    expect(imap.subjects('Linkletter')).toEqual(['bounce 1', 'bounce 2', 'bounce 3'])
  })

  it('passes by what is no message', async () => {
    for (const subject of ['odd', 'bounce 1']) imap.deliver(letter(subject))
    const taken = receive
    receive = async (subject) => {
      if (subject === 'odd') throw new AppError('INVALID_INPUT', 'No message.')
      return taken(subject)
    }
    expect(await read()).toEqual({ read: 2, moved: 1 })
  })

  it('says what is wrong, without the password', async () => {
    const wrong = read(imap.url('hunter2'))
    await expect(wrong).rejects.toMatchObject({ code: 'MAIL_FAILED' })
    await expect(wrong).rejects.toThrow(expect.not.stringContaining('hunter2'))
    await expect(read(imap.url('testpass', 'Nowhere'))).rejects.toThrow(/Mailbox of bounces/)
    await expect(read('imap://u:p@127.0.0.1:1/INBOX')).rejects.toThrow(/ECONNREFUSED/)
    await expect(checkImapMailbox(imap.url('hunter2'))).rejects.toThrow(/Mailbox of bounces/)
    await checkImapMailbox(imap.url())
  })

  it('survives a connection that is cut', async () => {
    for (const subject of ['bounce 1', 'bounce 2']) imap.deliver(letter(subject))
    const taken = receive
    receive = async (subject) => {
      if (subject === 'bounce 1') imap.cut()
      return taken(subject)
    }
    await read().catch(() => undefined)
    receive = taken
    await read()
    const left = [...imap.subjects('INBOX'), ...imap.subjects('Linkletter')]
    expect(new Set(left)).toEqual(new Set(['bounce 1', 'bounce 2']))
    expect(imap.subjects('Linkletter')).toContain('bounce 2')
  })
})

describe('a server that cannot move one message alone', () => {
  const imap = useImapServer([])

  it('keeps all messages, the reports marked as read', async () => {
    for (const subject of ['bounce 1', 'a question']) imap.deliver(letter(subject))
    const read = createReadBounceMailbox({
      imapUrl: imap.url(),
      now: () => new Date(),
      receiveReport: async (raw) => ({
        result: subjectOf(raw).startsWith('bounce') ? 'bounced' : 'ignored',
        reason: '',
      }),
      readPosition: async () => undefined,
      writePosition: async () => undefined,
    })
    expect(await read()).toEqual({ read: 2, moved: 0 })
    expect(imap.subjects('INBOX')).toEqual(['bounce 1', 'a question'])
    expect(imap.flags('INBOX').map((flags) => flags.includes('\\Seen'))).toEqual([true, false])
  })
})

describe.each(DATABASE_KINDS)('the mailbox of bounces and the list on %s', (kind) => {
  const imap = useImapServer()
  const app = useTestApp(kind, {
    config: { feedback: { bounceAddress: 'bounces@links.example' } },
  })

  it('suppresses who is reported there, and asks every 5 minutes', async () => {
    const id = await app.subscribe('ada@reader.example')
    await app.save('https://a.example/1')
    const issue = await app.assemble('2023-07')
    await app.send(issue.id)
    imap.deliver(letter('a question'))
    imap.deliver(postfixDsn({ to: app.mails[0]?.message.envelope.from ?? '' }))

    const logged: string[] = []
    const { services } = app
    const poll = createPollBounces({
      imapUrl: imap.url(),
      services,
      log: (message) => logged.push(message),
    })
    await Promise.all([poll(), poll()])
    expect((await app.json('GET', `/subscribers/${id}`)).body.status).toBe('bounced')
    expect(imap.subjects('INBOX')).toEqual(['a question'])
    expect(imap.subjects('Linkletter')).toEqual(['Undelivered Mail Returned to Sender'])
    expect(await readMailboxPosition(app.db)).toEqual({ uidValidity: '7', lastUid: 2 })
    expect(logged).toEqual(['mailbox of bounces'])

    imap.deliver(letter('another question'))
    await poll()
    expect(logged).toHaveLength(1)
    app.now = new Date(app.now.getTime() + 300_000)
    await poll()
    expect(logged).toHaveLength(2)
  })

  it('is looked into by one of many processes', async () => {
    const turns = await Promise.all(
      Array.from({ length: 5 }, () => takeMailboxTurn(app.db, app.now, 290)),
    )
    expect(turns.filter(Boolean)).toHaveLength(1)
  })

  it('that is away is said in the log, and ends nothing', async () => {
    const logged: string[] = []
    const { services } = app
    const log = (message: string) => logged.push(message)
    await createPollBounces({ imapUrl: 'imap://u:p@127.0.0.1:1/INBOX', services, log })()
    expect(logged).toEqual(['mailbox of bounces not read, tried again in 5 minutes'])
  })
})
