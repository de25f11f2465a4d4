/**
 * A process that delivers issue 1 until nobody waits any more, to be killed, stopped or left
 * without a database. Prints `begun` and at last a line of JSON: the result, and what it logged.
 */
import { pino } from 'pino'
import { createDeliverIssue, type DeliverResult } from '../src/deliver/deliver-issue.ts'
import { createUnsubscribeTokens } from '../src/deliver/unsubscribe-token.ts'
import type { Ambiguous } from '../src/domain/subscriber.ts'
import { messageOf } from '../src/errors.ts'
import { openDatabase } from '../src/node/database.ts'
import { createSmtpMailer } from '../src/node/smtp-mailer.ts'
import { recoverAll } from '../src/store/deliveries.ts'
import { pause } from './child.ts'
import { issueMail } from './sample-issue.ts'

export interface SenderOptions {
  where: string
  smtpUrl: string
  connections: number
  leaseMs: number
  ambiguous: Ambiguous
  socketTimeoutMs?: number
  /** Ends after so many runs that came to nothing. */
  rounds?: number
}

const options = JSON.parse(process.argv[2] ?? '{}') as SenderOptions
const log = pino(pino.destination({ dest: 2, sync: true }))
// Losing the server is part of the game, and what idle connections say about it too.
process.on('warning', (warning) => log.debug(String(warning)))

const database = await openDatabase(
  options.where.startsWith('postgres://')
    ? { databaseUrl: options.where, dataDir: '' }
    : { dataDir: options.where },
)
const { ambiguous, leaseMs, connections } = options
if (database.kind === 'pglite') await recoverAll(database.db, { ambiguous })
const mailer = createSmtpMailer({
  smtpUrl: options.smtpUrl,
  connections,
  socketTimeoutMs: options.socketTimeoutMs,
})
let leasesLost = 0
const deliver = createDeliverIssue({
  db: database.db,
  mailer,
  tokens: createUnsubscribeTokens('a secret of the chaos'),
  baseUrl: 'https://links.example.org',
  mailFrom: { name: 'Links', address: 'links@example.org' },
  loadMail: async () => issueMail,
  now: () => new Date(),
  connections,
  leaseMs,
  ambiguous,
  log(message, details) {
    if (message.startsWith('lease lost')) leasesLost += 1
    log.info(details, message)
  },
})
console.log('begun')
let result: DeliverResult | undefined
for (let round = 0; round < (options.rounds ?? 600); round += 1) {
  try {
    result = await deliver(1)
    if (result.state !== 'waiting') break
  } catch (error) {
    log.info(messageOf(error)) // the database is away
  }
  await pause(200)
}
console.log(JSON.stringify({ ...result, leasesLost }))
await mailer.close()
await database.close()
