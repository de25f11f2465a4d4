import { sql } from 'kysely'
import { createDeliverIssue } from '../src/deliver/deliver-issue.ts'
import { createDkimSigner } from '../src/deliver/dkim.ts'
import { createIssueMessages, type IssueMail } from '../src/deliver/issue-message.ts'
import type { Mailer } from '../src/deliver/mailer.ts'
import { createReturnPaths } from '../src/deliver/return-path.ts'
import { createUnsubscribeTokens } from '../src/deliver/unsubscribe-token.ts'
import { openDatabase } from '../src/node/database.ts'
import { createSigningThread } from '../src/node/sign-apart.ts'
import { createSmtpMailer } from '../src/node/smtp-mailer.ts'
import { migrate } from '../src/store/migrate.ts'
import type { Database } from '../src/store/schema.ts'

const SECRET = 'a secret for measuring with, nothing else'
/** The sample month two and a half times over: a mail of about 36 KB. */
const ENTRIES = 35

export interface SenderSetup {
  /** Rendered before, as a send finds it in the database. */
  issueMail: IssueMail
  databaseUrl: string
  /** Where messages go; `mailer` instead for none of the network. */
  smtpUrl?: string
  mailer?: Mailer
  connections: number
  /** PEM: signs with a key of that kind. */
  dkimKey?: string | undefined
}

const sender = {
  from: { name: 'Small Hours', address: 'ida@small.example' },
  baseUrl: 'https://small.example',
  tokens: createUnsubscribeTokens(SECRET),
  returnPaths: createReturnPaths({ secret: SECRET, address: 'bounces@small.example' }),
  now: () => new Date(),
}

export type Sender = Awaited<ReturnType<typeof openSender>>

/** What a process that sends is made of, as `services.ts` puts it together. */
export async function openSender(setup: SenderSetup) {
  const { db, close } = await openDatabase({ databaseUrl: setup.databaseUrl, dataDir: '' })
  await migrate(db)
  const { smtpUrl = '', connections, dkimKey } = setup
  const mailer = setup.mailer ?? createSmtpMailer({ smtpUrl, connections })
  const { issueMail } = setup
  const dkim = dkimKey
    ? createDkimSigner(
        { domainName: 'small.example', keySelector: 's1', privateKey: dkimKey },
        createSigningThread,
      )
    : undefined
  const deliver = createDeliverIssue({
    ...sender,
    dkim,
    db,
    mailer,
    mailFrom: sender.from,
    connections,
    loadMail: async () => issueMail,
    log: (message, details) => process.stderr.write(`${message} ${JSON.stringify(details)}\n`),
  })
  return {
    db,
    deliver,
    async close() {
      await mailer.close()
      await close()
    },
  }
}

/** One reader's message, as it goes over the wire but for the closing dot. */
export async function composeSample(email: string): Promise<Buffer> {
  const compose = createIssueMessages(1, await sampleMail(), sender)
  const { chunks } = await compose({ subscriberId: 1, email, name: '' })
  return Buffer.concat([...chunks])
}

export async function sampleMail(): Promise<IssueMail> {
  // A process that only sends has none of this.
  const { loadTemplates } = await import('../src/node/load-templates.ts')
  const { createRenderMail } = await import('../src/render/render-mail.ts')
  const { sampleDocument } = await import('./sample.ts')
  const renderMail = createRenderMail({ templates: await loadTemplates() })
  const { subject, html, text, slots } = await renderMail(await sampleDocument(ENTRIES))
  return {
    mail: { subject, html, text, slots },
    listId: 'small.example',
    publication: { name: 'Small Hours', locale: 'en-GB' },
    slug: 'july-2023',
  }
}

/** All of the same length. */
export const addressOf = (index: number) =>
  `reader-${String(index).padStart(7, '0')}@reader.example`

/** The readers of a bench, in place of whoever was there. */
export async function setReaders(db: Database, count: number): Promise<void> {
  await sql`truncate delivery, subscriber restart identity cascade`.execute(db)
  await sql`
    insert into subscriber (email, email_key, status, confirmed_at)
    select a, a, 'active', now()
    from generate_series(1, ${count}::int) n,
      lateral (select 'reader-' || lpad(n::text, 7, '0') || '@reader.example' as a) address`.execute(
    db,
  )
  await sql`analyze subscriber`.execute(db)
}

let issues = 0

/** An issue in state `sending`, not planned yet. */
export async function addIssue(db: Database): Promise<number> {
  issues += 1
  const month = `${2000 + Math.floor(issues / 12)}-${String(1 + (issues % 12)).padStart(2, '0')}`
  const { id } = await db
    .insertInto('issue')
    .values({ month, title: month, slug: `issue-${month}`, state: 'sending' })
    .returning('id')
    .executeTakeFirstOrThrow()
  return id
}
