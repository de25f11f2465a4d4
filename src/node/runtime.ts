import { join, resolve } from 'node:path'
import { renewKeys } from '../collect/renew-keys.ts'
import type { Config } from '../config.ts'
import { DEFAULT_SECTIONS } from '../domain/editorial.ts'
import type { GuardedFetch } from '../domain/fetching.ts'
import { type Trace, untraced } from '../domain/trace.ts'
import { createCheckQueue } from '../jobs/check-queue.ts'
import { createEnrichQueue } from '../jobs/enrich-queue.ts'
import { createImageQueue } from '../jobs/image-queue.ts'
import { createServices, type Services } from '../services.ts'
import { recoverAll } from '../store/deliveries.ts'
import { releaseAllLeases } from '../store/enrichment.ts'
import { bringUpToDate } from '../store/migrate.ts'
import { laterNote } from '../store/schema-state.ts'
import { findSectionNames, replaceSections } from '../store/sections.ts'
import { readSetting, writeSettingOnce } from '../store/settings.ts'
import { releaseAllSources } from '../store/sources.ts'
import { createCheckLink } from '../upkeep/check-link.ts'
import { VERSION } from '../version.ts'
import { openDatabase } from './database.ts'
import { createDoctorProbes } from './doctor-probes.ts'
import { loadTemplates } from './load-templates.ts'
import { createDns } from './name-servers.ts'
import { type NewsLine, openNewsLine } from './news.ts'
import { type Observer, observeFetch, observeMailer, observePages } from './observer.ts'
import { openMailer } from './open-mailer.ts'
import { createOutside } from './outside.ts'
import { openReadReplica } from './read-replica.ts'
import { readOrMakeSecret } from './secret.ts'
import { createSigningThread } from './sign-apart.ts'

export interface Runtime {
  services: Services
  kind: 'pglite' | 'postgres'
  outbox: string
  /** Migrations of a later version that the database has seen; this one works with them. */
  laterMigrations: string[]
  /** What is wrong with the replica for public pages; undefined: there is none. */
  replicaProblem: (() => Promise<string | null>) | undefined
  /** Calls this when another process may have changed what the site shows. */
  onSiteChange(listener: () => void): void
  /** The one door to the outside. */
  guardedFetch: GuardedFetch
  /**
   * Before any work: on the embedded database ends what a dead process had begun. Then hears of
   * other processes; with `work` this one reads pages too.
   */
  startQueue(options: { work: boolean }): Promise<void>
  /** Reads every page that is due, then resolves. */
  readPages(): Promise<void>
  close(): Promise<void>
}

/** Pages read at once, at most two of them from one host. */
const ENRICH_CONCURRENCY = 16

/** Opens the database, brings it up to date and builds the services on Node. */
export async function openRuntime(
  config: Config,
  options: {
    now?: () => Date
    wake?: () => void
    log?: (error: unknown) => void
    /** What the owner may want to know and is no fault of ours. */
    say?: (message: string, details: Record<string, unknown>) => void
    /** Told when another session holds up the migrations; else `say` is. */
    onWait?: (note: string) => void
    /** Counts what is done. */
    observer?: Observer
    /** Shows work to a tracing tool. */
    trace?: Trace | undefined
  } = {},
): Promise<Runtime> {
  const now = options.now ?? (() => new Date())
  const database = await openDatabase({
    databaseUrl: config.databaseUrl,
    dataDir: config.dataDir,
    connections: Math.max(10, config.sendConnections),
  })
  let laterMigrations: string[]
  try {
    const { onWait = (note: string) => options.say?.(note, {}) } = options
    laterMigrations = (await bringUpToDate(database.db, undefined, { onWait })).later
    if (laterMigrations.length > 0) options.say?.(laterNote(laterMigrations), { laterMigrations })
    if ((await readSetting(database.db, 'first_start')) === undefined)
      await database.db.transaction().execute(async (trx) => {
        const startedAt = now().toISOString()
        const isFirst = (await writeSettingOnce(trx, 'first_start', startedAt)) === startedAt
        if (isFirst && (await findSectionNames(trx)).length === 0)
          await replaceSections(trx, DEFAULT_SECTIONS)
      })
    await renewKeys(database.db, config.fetchAllow)
  } catch (error) {
    await database.close()
    throw error
  }
  const outbox = resolve(join(config.dataDir, 'outbox'))
  const { observer, trace = untraced } = options
  const mailer = observeMailer(openMailer(config, outbox), observer)
  const onError = options.log ?? ((error: unknown) => process.emitWarning(String(error)))
  const outside = createOutside({
    allow: config.fetchAllow,
    userAgent: `Linkletter/${VERSION} (+${config.baseUrl})`,
    onError,
  })
  const guardedFetch = observeFetch(outside.guardedFetch, observer)
  const background = new Set<Promise<void>>()
  const replica =
    config.databaseReadUrl === undefined
      ? undefined
      : openReadReplica({
          url: config.databaseReadUrl,
          main: database.db,
          connections: 10,
          say: options.say,
        })
  let news: NewsLine | undefined
  const siteListeners: (() => void)[] = []
  const services: Services = createServices({
    db: database.db,
    publicSite: replica,
    config,
    dns: createDns(),
    probes: { ...createDoctorProbes(config), ...(replica && { replicaProblem: replica.problem }) },
    secret: config.secret ?? readOrMakeSecret(config.dataDir),
    now,
    enrichPage: observePages(outside.enrichPage, observer),
    withThumbnails: true,
    signWith: createSigningThread,
    // Loaded when first needed: no start pays for it.
    drawCard: async (card) => (await import('./draw-card.ts')).drawCard(card),
    makeLogo: async (bytes) => (await import('./make-logo.ts')).makeLogo(bytes),
    guardedFetch,
    templates: await loadTemplates(),
    mailer,
    enqueueEnrichment: async () => {
      queue.enqueue()
      news?.tell()
    },
    onRender: observer?.onRender,
    trace,
    log: options.say,
    wake: () => {
      options.wake?.()
      news?.tell()
    },
    inBackground: (work) => {
      const done = work
        .catch(options.log ?? ((error) => process.emitWarning(String(error))))
        .finally(() => background.delete(done))
      background.add(done)
    },
  })
  const queue = createEnrichQueue({
    db: database.db,
    now,
    enrichment: services.enrichment,
    concurrency: ENRICH_CONCURRENCY,
    onStored: () => images.wake(),
    onError,
    trace,
  })
  const images = createImageQueue({
    db: database.db,
    now,
    readThumbnail: (url) =>
      trace('read picture', { isRoot: true }, () => outside.readThumbnail(url)),
    onError,
  })
  const checkLink = createCheckLink({ guardedFetch })
  const checks = createCheckQueue({
    db: database.db,
    now,
    checkLink: (url) => trace('check link', { isRoot: true }, () => checkLink(url)),
    onError,
  })
  return {
    services,
    kind: database.kind,
    outbox,
    laterMigrations,
    guardedFetch,
    replicaProblem: replica?.problem,
    onSiteChange: (listener) => siteListeners.push(listener),
    async startQueue({ work }) {
      if (database.kind === 'pglite') {
        await recoverAll(database.db, config)
        await releaseAllSources(database.db)
        await releaseAllLeases(database.db)
      }
      if (config.databaseUrl !== undefined)
        news = openNewsLine({
          url: config.databaseUrl,
          db: database.db,
          say: options.say,
          onNews(what) {
            if (what === 'site') for (const listener of siteListeners) listener()
            if (what === 'site' || !work) return
            queue.enqueue()
            options.wake?.()
          },
        })
      if (!work) return
      queue.start()
      images.start()
      checks.start()
    },
    readPages: () => queue.drain(),
    async close() {
      await news?.close()
      await Promise.all([queue.stop(), images.stop(), checks.stop()])
      await Promise.all(background)
      await services.clicks.close().catch(onError)
      await mailer.close()
      await outside.close()
      await replica?.close()
      await database.close()
    },
  }
}
