import { join, resolve } from 'node:path'
import { fromKysely } from 'pg-boss'
import type { Config } from '../config.ts'
import { DEFAULT_SECTIONS } from '../domain/editorial.ts'
import { createEnrichPage } from '../enrich/fetch-page.ts'
import { createEnrichQueue, type JobDatabase } from '../jobs/enrich-queue.ts'
import { createServices, type Services } from '../services.ts'
import { recoverAll } from '../store/deliveries.ts'
import { migrate } from '../store/migrate.ts'
import type { Db } from '../store/schema.ts'
import { findSectionNames, replaceSections } from '../store/sections.ts'
import { writeSettingOnce } from '../store/settings.ts'
import { openDatabase } from './database.ts'
import { createGuardedFetch } from './guarded-fetch.ts'
import { loadTemplates } from './load-templates.ts'
import { createOutboxMailer } from './outbox-mailer.ts'
import { readOrMakeSecret } from './secret.ts'
import { createSmtpMailer } from './smtp-mailer.ts'

export interface Runtime {
  services: Services
  kind: 'pglite' | 'postgres'
  outbox: string
  /** Makes the queue ready; with `work` this process reads pages too. */
  startQueue(options: { work: boolean }): Promise<void>
  close(): Promise<void>
}

const VERSION = '0.1.0'
/** Pages read at once; the guarded fetch holds each host to two of them. */
const ENRICH_CONCURRENCY = 8

/** Opens the database, brings it up to date and builds the services on Node. */
export async function openRuntime(
  config: Config,
  options: { now?: () => Date; wake?: () => void; log?: (error: unknown) => void } = {},
): Promise<Runtime> {
  const now = options.now ?? (() => new Date())
  const database = await openDatabase({
    databaseUrl: config.databaseUrl,
    dataDir: config.dataDir,
    connections: Math.max(10, config.sendConnections),
  })
  try {
    await migrate(database.db)
    await database.db.transaction().execute(async (trx) => {
      const isFirst =
        (await writeSettingOnce(trx, 'first_start', now().toISOString())) !== undefined
      if (isFirst && (await findSectionNames(trx)).length === 0)
        await replaceSections(trx, DEFAULT_SECTIONS)
    })
    if (database.kind === 'pglite') await recoverAll(database.db)
  } catch (error) {
    await database.close()
    throw error
  }
  const outbox = resolve(join(config.dataDir, 'outbox'))
  const dkim = config.dkim && {
    domainName: config.dkim.domain,
    keySelector: config.dkim.selector,
    privateKey: config.dkim.privateKey,
  }
  const mailer = config.smtpUrl
    ? createSmtpMailer({ smtpUrl: config.smtpUrl, connections: config.sendConnections, dkim })
    : createOutboxMailer({ folder: outbox, ...(dkim && { dkim }) })
  const guardedFetch = createGuardedFetch({
    allow: config.fetchAllow,
    userAgent: `Linkletter/${VERSION} (+${config.baseUrl})`,
  })
  const jobDatabase: JobDatabase = { executeSql: database.executeJobSql }
  const queue = createEnrichQueue({
    jobDatabase,
    isEmbedded: database.kind === 'pglite',
    toJobDatabase: (db: Db) => fromKysely(db) as JobDatabase,
    enrichLink: (id, enrichOptions) => services.enrichLink(id, enrichOptions),
    concurrency: ENRICH_CONCURRENCY,
    onError: options.log ?? ((error) => process.emitWarning(String(error))),
  })
  const services: Services = createServices({
    db: database.db,
    config,
    secret: config.secret ?? readOrMakeSecret(config.dataDir),
    now,
    enrichPage: createEnrichPage({ guardedFetch, allow: config.fetchAllow, now }),
    templates: await loadTemplates(),
    mailer,
    enqueueEnrichment: (db, linkId) => queue.enqueue(db, linkId),
    wake: options.wake ?? (() => undefined),
  })
  return {
    services,
    kind: database.kind,
    outbox,
    startQueue: (queueOptions) => queue.start(queueOptions),
    async close() {
      await queue.stop()
      await mailer.close()
      await guardedFetch.close()
      await database.close()
    },
  }
}
