import { setTimeout as pause } from 'node:timers/promises'
import { serve as listen } from '@hono/node-server'
import { getConnInfo } from '@hono/node-server/conninfo'
import cron from 'node-cron'
import { findClientAddress } from '../client-address.ts'
import type { Config } from '../config.ts'
import type { DeliverResult } from '../deliver/deliver-issue.ts'
import { type TraceFacts, untraced } from '../domain/trace.ts'
import { createApp } from '../http/app.ts'
import { createTick } from '../jobs/tick.ts'
import { publishIssue } from '../publish-issue.ts'
import { nextAttemptAt } from '../store/deliveries.ts'
import { createEditTurn } from '../store/edit-turn.ts'
import { createHeartbeat } from './heartbeat.ts'
import { createLog } from './log.ts'
import { createMetrics } from './metrics.ts'
import { type NodeBindings, noteRoute, observeRequests } from './observe-requests.ts'
import { createPollBounces } from './poll-bounces.ts'
import { createReadiness } from './readiness.ts'
import { openRuntime, type Runtime } from './runtime.ts'
import { serveMetrics } from './serve-metrics.ts'
import { openTracing } from './tracing.ts'
import { withoutRepeats } from './without-repeats.ts'

const LOOK_AROUND_AFTER_S = 600
const WORK_AFTER_MS = 200

export interface RunningServer {
  /** Where it listens, for this machine. */
  url: string
  runtime: Runtime
  /** Does what is due now, as each minute does; resolves without waiting for mails. */
  wake(): Promise<void>
  /** Stops taking requests, lets mails that are under way end, gives back the rest. */
  stop(): Promise<void>
}

/** Starts what `ROLES` names: web and API, the minute's tick, page reading, sending. */
export async function startServer(
  config: Config,
  options: { now?: () => Date } = {},
): Promise<RunningServer> {
  const log = createLog(config.logLevel)
  const metrics = createMetrics()
  const tracing = await openTracing({
    settings: config.otel ?? {},
    warn: (message, details) => log.warn(details, message),
  })
  const trace = tracing?.trace ?? untraced
  const stopping = new AbortController()
  const isWorker = config.roles.has('jobs')
  const runtime = await openRuntime(config, {
    ...options,
    wake: () => void wake(),
    log: withoutRepeats((error, untold) =>
      log.error({ err: error, ...(untold > 0 && { untold }) }, 'work in the background failed'),
    ),
    say: (message, details) => log.warn(details, message),
    observer: metrics.observer,
    trace,
  })
  const { services } = runtime
  metrics.watchDatabase({ db: services.db, kind: runtime.kind, now: services.now })
  const heartbeat = createHeartbeat({
    url: config.heartbeatUrl,
    guardedFetch: runtime.guardedFetch,
    warn: (message, details) => log.warn(details, message),
  })

  // One pass at a time in this process; a wake-up during a pass asks for one more.
  let running: Promise<void> | undefined
  let isWanted = false
  /** What a dead process had begun is ended. Until then pages are only read: nothing is begun anew. */
  let isReady = false
  const ready = Promise.withResolvers<void>()
  let tickedAt = performance.now()
  const publishing = new Map<number, Promise<void>>()
  let polling: Promise<void> | undefined
  let telling: Promise<void> | undefined
  const { bounceImapUrl } = config.feedback
  const pollBounces =
    bounceImapUrl === undefined
      ? undefined
      : createPollBounces({
          imapUrl: bounceImapUrl,
          services,
          log: (message, details) => log.info(details, message),
        })
  let bounces: Promise<void> | undefined
  const tick = createTick({
    db: services.db,
    now: services.now,
    pollSources: () => {
      polling ??= trace('poll sources', {}, () => services.sources.pollDue(stopping.signal))
        .then((polls) => log.debug({ polls }, 'sources'))
        .finally(() => {
          polling = undefined
        })
    },
    refusal: services.senderGate.refusal,
    isHeld: services.sendingHold.isOn,
    holdsSample: services.sampleMonth.isIn,
    countHeldBack: services.countHeldBack,
    readBounces: () => {
      if (pollBounces) bounces = trace('read bounces', {}, () => pollBounces(stopping.signal))
    },
    sendReaderMails: () => begin('send reader mails', services.readers.sendMails),
    sendOwnerMails: () => begin('send owner mails', services.ownerMails.sendDue),
    answerOthers: () => begin('answer others', services.responses.work),
    tellWebhooks: () => {
      telling ??= trace('tell webhooks', {}, () => services.webhooks.deliverDue(stopping.signal))
        .then((messages) => log.debug({ messages }, 'webhooks'))
        .catch((error) => log.error({ err: error }, 'webhooks failed, told at the next tick'))
        .finally(() => {
          telling = undefined
        })
    },
    // Not while it starts: name servers and our own address are asked.
    lookAround: () => {
      if (process.uptime() > LOOK_AROUND_AFTER_S)
        begin('look around', services.doctorDesk.lookDaily)
    },
    // A long send must not hold up the next minute's decisions.
    publish: async (id) => {
      if (publishing.has(id)) return
      const tellEnd = heartbeat.sendBegins()
      const run = trace('send issue', { facts: { 'linkletter.issue.id': id } }, async (note) => {
        const result = await publishIssue(services, id, stopping.signal)
        note(factsOf(result))
        return result
      })
        .then(async (result) => {
          log.info({ issueId: id, ...result }, 'delivery')
          tellEnd(result.state !== 'paused' && result.isTroubled !== true)
          // A server that is away is tried again at the minute's tick.
          if (result.state === 'waiting' && !result.isTroubled) await wakeWhenDue(id)
        })
        .catch((error) => {
          log.error({ err: error, issueId: id }, 'delivery failed, goes on at the next tick')
          tellEnd(false)
        })
        .finally(() => publishing.delete(id))
      publishing.set(id, run)
    },
  })
  function begin(name: string, work: () => Promise<void>): void {
    services.inBackground(trace(name, {}, work))
  }
  /** The minute's tick would do; a lease that ends or a retry that falls due sooner need not wait for it. */
  async function wakeWhenDue(id: number): Promise<void> {
    const next = await nextAttemptAt(services.db, id)
    if (next === null || stopping.signal.aborted) return
    const waitMs = Math.min(60_000, Math.max(1_000, next.getTime() - services.now().getTime()))
    setTimeout(() => void wake(), waitMs).unref()
  }
  function wake(): Promise<void> {
    if (!isWorker || !isReady || stopping.signal.aborted) return Promise.resolve()
    isWanted = true
    running ??= (async () => {
      while (isWanted && !stopping.signal.aborted) {
        isWanted = false
        const startedAt = performance.now()
        // Whoever woke it has nothing more to do with what is due.
        await trace('tick', { isRoot: true }, tick)
        tickedAt = performance.now()
        metrics.onTick((tickedAt - startedAt) / 1000, new Date())
        heartbeat.tickDone()
      }
    })()
      .catch((error) => {
        log.error({ err: error }, 'tick failed, tried again in a minute')
        metrics.onTickFailed()
        heartbeat.tickFailed()
      })
      .finally(() => {
        running = undefined
      })
    return running
  }

  const app = createApp({
    services,
    baseUrl: config.baseUrl,
    apiRate: config.apiRate,
    checkReady: createReadiness({
      db: services.db,
      outbox: config.smtpUrl === undefined ? runtime.outbox : undefined,
      replicaProblem: runtime.replicaProblem,
      sinceTickMs: isWorker ? () => performance.now() - tickedAt : undefined,
    }),
    onRoute: noteRoute,
    editTurn: runtime.kind === 'postgres' ? createEditTurn(services.db) : undefined,
    onSiteChange: runtime.onSiteChange,
    log: (error, request) => log.error({ err: error, ...request }, 'request failed'),
    clientAddress: (c) =>
      findClientAddress(
        getConnInfo(c).remote.address ?? '',
        c.req.header('x-forwarded-for'),
        config.trustedProxies,
      ),
  })
  const answer = observeRequests((request, env) => app.fetch(request, env), {
    onAnswer: metrics.onAnswer,
    trace: tracing?.trace,
  })
  const answerMetrics = serveMetrics(metrics, config.metricsToken)
  const isWeb = config.roles.has('web')
  const handler = (request: Request, env: unknown) =>
    answerMetrics(request, env as NodeBindings) ??
    (isWeb || isForMonitors(request)
      ? isReady || isAnsweredEarly(request)
        ? answer(request, env as NodeBindings)
        : ready.promise.then(() => answer(request, env as NodeBindings))
      : new Response('This process has no pages: ROLES=jobs.\n', { status: 404 }))
  const listeningPort = isWeb ? config.port : config.metricsPort
  const server =
    listeningPort !== undefined
      ? await new Promise<ReturnType<typeof listen>>((resolve, reject) => {
          const opening = listen(
            { fetch: handler, port: listeningPort, hostname: config.host },
            () => resolve(opening),
          )
          opening.once('error', reject)
        })
      : undefined
  // The socket first: whoever restarts the server waits for its pages, and PGlite asked many things
  // one after the other lets nobody else have a turn.
  if (isWeb && runtime.kind === 'pglite') await pause(WORK_AFTER_MS)
  try {
    await runtime.startQueue({ work: isWorker })
  } catch (error) {
    server?.close()
    if (server && 'closeAllConnections' in server) server.closeAllConnections()
    await runtime.close()
    throw error
  }
  isReady = true
  ready.resolve()
  const clock = isWorker
    ? // A minute that was missed is caught up by the next one; its own warning is no JSON line.
      cron.schedule('* * * * *', () => void wake(), { suppressMissedWarning: true })
    : undefined
  void wake()
  const address = server?.address()
  const port = typeof address === 'object' && address ? address.port : config.port
  log.info({ port, database: runtime.kind, roles: [...config.roles] }, 'started')

  return {
    url: `http://${config.host.includes(':') ? `[${config.host}]` : config.host}:${port}`,
    runtime,
    wake,
    async stop() {
      stopping.abort()
      await clock?.stop()
      if (server)
        await new Promise<void>((resolve) => {
          server.close(() => resolve())
          if ('closeAllConnections' in server)
            setTimeout(() => server.closeAllConnections(), 2_000).unref()
        })
      await running
      await Promise.all(publishing.values())
      await polling
      await telling
      await bounces
      await heartbeat.settle()
      await runtime.close()
      await tracing?.close()
      log.info('stopped')
    },
  }
}

function factsOf({ state, counts, isTroubled }: DeliverResult): TraceFacts {
  return {
    'linkletter.outcome': state,
    ...Object.fromEntries(
      Object.entries(counts).map(([name, count]) => [`linkletter.deliveries.${name}`, count]),
    ),
    ...(isTroubled && { 'error.type': 'MAIL_SERVER_AWAY' }),
  }
}

/** Before old work is ended: whatever begins nothing new. */
const isAnsweredEarly = ({ method, url }: Request) =>
  (method === 'GET' || method === 'HEAD') && new URL(url).pathname !== '/readyz'

/** All that a process without web answers, besides /metrics. */
function isForMonitors(request: Request): boolean {
  return ['/healthz', '/readyz'].includes(new URL(request.url).pathname)
}
