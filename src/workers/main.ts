/**
 * Linkletter on Cloudflare Workers: web and API in `fetch`, the minute's tick in `scheduled`, mail
 * that comes in in `email`. See docs/workers.md.
 */
import { LinearRouter } from 'hono/router/linear-router'
import { SmartRouter } from 'hono/router/smart-router'
import { TrieRouter } from 'hono/router/trie-router'
import { isAppError } from '../errors.ts'
import { createApp } from '../http/app.ts'
import { createEditTurn } from '../store/edit-turn.ts'
import { readSchemaState, schemaProblem } from '../store/schema-state.ts'
import { readSiteVersion } from '../store/site-version.ts'
import { createEdgePages, type SeenVersion } from './edge-pages.ts'
import { type Invocation, openInvocation } from './invocation.ts'
import { createLog, type Log } from './log.ts'
import type {
  EdgeCache,
  ExecutionContext,
  IncomingMail,
  ScheduledController,
  WorkerEnv,
} from './platform.ts'
import { receiveEmail } from './receive-email.ts'
import { runTick } from './run-tick.ts'
import { readWorkerConfig, type WorkerConfig } from './settings.ts'

/** After an answer the platform leaves 30 seconds. */
const AFTER_ANSWER_MS = 15_000
const NOT_SET_UP = 'This site is not set up yet. Its log says what is missing.\n'

declare const caches: { default: EdgeCache }

/** The same for as long as the isolate lives. */
const seen: SeenVersion = { version: '', atMs: Number.NEGATIVE_INFINITY }

function begin(env: WorkerEnv): { config: WorkerConfig; log: Log } {
  const config = readWorkerConfig(env)
  return { config, log: createLog(config.logLevel) }
}

/** A visitor learns that something is wrong, the owner what: in the log. */
function beginSafely(env: WorkerEnv): ReturnType<typeof begin> | undefined {
  try {
    return begin(env)
  } catch (error) {
    if (!isAppError(error, 'CONFIGURATION')) throw error
    createLog('error').error('settings', error)
    return undefined
  }
}

function appOf({ services }: Invocation, { baseUrl }: WorkerConfig, log: Log) {
  return createApp({
    services,
    baseUrl,
    checkReady: async () => {
      const problem = schemaProblem(await readSchemaState(services.db))
      if (problem !== null) throw new Error(problem)
    },
    log: (error, request) => log.error('request failed', error, request),
    // Set by the edge, which takes away what a visitor wrote there.
    editTurn: createEditTurn(services.db),
    clientAddress: (c) => c.req.header('cf-connecting-ip') ?? '',
    keepPages: (fetch) => fetch, // `edge-pages.ts` stands before all this
    // The app is made for one request: no time goes into preparing for more.
    router: new SmartRouter({ routers: [new LinearRouter(), new TrieRouter()] }),
  })
}

export default {
  async fetch(request: Request, env: WorkerEnv, ctx: ExecutionContext): Promise<Response> {
    const begun = beginSafely(env)
    if (!begun) return new Response(NOT_SET_UP, { status: 503 })
    const { config, log } = begun
    // A page that is kept needs none of this.
    let opened: Invocation | undefined
    const open = () => {
      opened ??= openInvocation(config, { ctx, log })
      return opened
    }
    const pages = createEdgePages({
      cache: caches.default,
      seen,
      baseUrl: config.baseUrl,
      readVersion: () => readSiteVersion(open().services.db),
      waitUntil: (work) => ctx.waitUntil(work),
    })
    const response = await pages((asked) => appOf(open(), config, log).fetch(asked))(request)
    if (opened?.isWoken) ctx.waitUntil(goOn(opened, log))
    return response
  },

  async scheduled(_: ScheduledController, env: WorkerEnv, ctx: ExecutionContext): Promise<void> {
    const { config, log } = begin(env)
    const invocation = openInvocation(config, { ctx, log })
    try {
      await runTick(invocation, { forMs: config.tickMs, log })
    } finally {
      await invocation.close()
    }
  },

  async email(mail: IncomingMail, env: WorkerEnv, ctx: ExecutionContext): Promise<void> {
    const { config, log } = begin(env)
    const invocation = openInvocation(config, { ctx, log })
    await receiveEmail(mail, invocation.services, config)
    if (invocation.isWoken) await goOn(invocation, log)
    await invocation.close()
  },
}

/** What a request has made due begins at once, not at the next minute. */
async function goOn(invocation: Invocation, log: Log): Promise<void> {
  try {
    await runTick(invocation, { forMs: AFTER_ANSWER_MS, log, isShort: true })
  } catch (error) {
    log.error('work after an answer failed, goes on at the next tick', error)
  }
}
