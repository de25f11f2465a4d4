/**
 * One call of the Worker: a request, a tick, a mail. What it opens is its own, because a Worker
 * may not use in one invocation what was opened in another; what is only computed is shared.
 */
import { type HeldClicks, holdClicks } from '../clicks/click-counter.ts'
import { createEnrichPage } from '../enrich/fetch-page.ts'
import { createCheckQueue } from '../jobs/check-queue.ts'
import { createEnrichQueue } from '../jobs/enrich-queue.ts'
import { createDns } from '../node/name-servers.ts'
import { createServices, type Services } from '../services.ts'
import { createCheckLink } from '../upkeep/check-link.ts'
import { createWorkerFetch } from './guarded-fetch.ts'
import type { Log } from './log.ts'
import { MOST_CONNECTIONS, openWorkerMailer } from './mailer.ts'
import type { ExecutionContext } from './platform.ts'
import { openPostgres } from './postgres.ts'
import type { WorkerConfig } from './settings.ts'
import { templates } from './templates.ts'

const VERSION = '0.1.0'
/** Pages read at once: as many as may be fetched at once. */
const PAGES_AT_ONCE = 2

/** The same for as long as the isolate lives: plain memory, which calls may share. */
let heldClicks: HeldClicks | undefined

export interface Invocation {
  services: Services
  /** Reads pages that are due, looks after links, until nothing is left or the signal says stop. */
  readPages(signal: AbortSignal): Promise<void>
  checkLinks(signal: AbortSignal): Promise<void>
  /** Something became due in this invocation. */
  readonly isWoken: boolean
  /** What was begun in the background. */
  settle(): Promise<void>
  close(): Promise<void>
}

export function openInvocation(
  config: WorkerConfig,
  { ctx, log }: { ctx: ExecutionContext; log: Log },
): Invocation {
  const now = () => new Date()
  const { db, close } = openPostgres(config.databaseUrl)
  const { smtpUrl, fetchAllow } = config
  const connections = Math.min(config.sendConnections, MOST_CONNECTIONS)
  const mailer = openWorkerMailer({ smtpUrl, connections })
  const guardedFetch = createWorkerFetch({
    allow: fetchAllow,
    userAgent: `Linkletter/${VERSION} (+${config.baseUrl})`,
  })
  const background = new Set<Promise<void>>()
  const onError = (error: unknown) => log.error('work in the background failed', error)
  let isWoken = false
  const wake = () => {
    isWoken = true
  }
  // Not before the first call: outside of one there are no random numbers.
  heldClicks ??= holdClicks()
  const services = createServices({
    db,
    heldClicks,
    config: { ...config, sendConnections: connections },
    dns: createDns(),
    secret: config.secret ?? '',
    now,
    enrichPage: createEnrichPage({ guardedFetch, allow: fetchAllow, readPdf: async () => [] }),
    guardedFetch,
    templates,
    mailer,
    enqueueEnrichment: async () => wake(),
    log: log.warn,
    wake,
    inBackground: (work) => {
      const done: Promise<void> = work.catch(onError).finally(() => background.delete(done))
      background.add(done)
      ctx.waitUntil(done)
    },
  })
  const { enrichment } = services

  return {
    services,
    readPages: (signal) =>
      drain(
        createEnrichQueue({ db, now, enrichment, concurrency: PAGES_AT_ONCE, onError }),
        signal,
      ),
    checkLinks: (signal) =>
      drain(
        createCheckQueue({ db, now, checkLink: createCheckLink({ guardedFetch }), onError }),
        signal,
      ),
    get isWoken() {
      return isWoken
    },
    async settle() {
      while (background.size > 0) await Promise.all(background)
    },
    async close() {
      await services.clicks.close().catch(onError)
      await mailer.close()
      await close()
    },
  }
}

/** What is under way when the signal comes is finished, the rest is given back. */
async function drain(
  queue: { drain(): Promise<void>; stop(): Promise<void> },
  signal: AbortSignal,
): Promise<void> {
  if (signal.aborted) return
  const stopped = new Promise<void>((resolve) => {
    signal.addEventListener('abort', () => resolve(), { once: true })
  })
  await Promise.race([queue.drain(), stopped])
  await queue.stop()
}
