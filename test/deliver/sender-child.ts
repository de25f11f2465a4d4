/**
 * A process that delivers one issue, to be killed. Arguments: database URL or folder, SMTP URL, issue.
 * Prints one line when it has begun and one with the result.
 */

import { openDatabase } from '../../src/node/database.ts'
import { createSmtpMailer } from '../../src/node/smtp-mailer.ts'
import { recoverAll } from '../../src/store/deliveries.ts'
import { deliverWith } from './sample-issue.ts'

const [where = '', smtpUrl = '', issueId = ''] = process.argv.slice(2)
const database = await openDatabase(
  where.startsWith('postgres://') ? { databaseUrl: where, dataDir: '' } : { dataDir: where },
)
if (database.kind === 'pglite') await recoverAll(database.db, { ambiguous: 'hold' })
const mailer = createSmtpMailer({ smtpUrl, connections: 5 })
console.log('begun')
const result = await deliverWith({ db: database.db, mailer })(Number(issueId))
console.log(JSON.stringify(result))
await mailer.close()
await database.close()
