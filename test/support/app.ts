import { simpleParser } from 'mailparser'
import { afterEach, beforeAll, beforeEach } from 'vitest'
import type { MimeMessage, SendOutcome } from '../../src/deliver/mailer.ts'
import { EMPTY_METADATA, type PageReading } from '../../src/enrich/page-reading.ts'
import { AppError } from '../../src/errors.ts'
import { createApp } from '../../src/http/app.ts'
import type { issueJson, linkJson } from '../../src/http/json.ts'
import { createTick } from '../../src/jobs/tick.ts'
import { loadTemplates } from '../../src/node/load-templates.ts'
import { publishIssue } from '../../src/publish-issue.ts'
import type { Templates } from '../../src/render/templates.ts'
import { createServices, type ServiceDeps, type Services } from '../../src/services.ts'
import { type Database, TOKEN_SCOPES, type TokenScope } from '../../src/store/schema.ts'
import { type DatabaseKind, useDatabase } from './database.ts'

export const BASE_URL = 'https://letters.example'
export const APP_SECRET = 'a secret for tests, long enough to sign'

export type LinkJson = ReturnType<typeof linkJson> & { duplicate?: true }
export type IssueJson = ReturnType<typeof issueJson>
export interface Page<T> {
  items: T[]
  next_cursor: string | null
}

type Mailer = ServiceDeps['mailer']
export type Mail = Awaited<ReturnType<typeof readMail>>

/** The services and the web side on a fresh database, with a clock, pages and a mailer to set. */
export function useTestApp(
  kind: DatabaseKind,
  options: Pick<Partial<ServiceDeps>, 'dns' | 'probes' | 'drawCard' | 'makeLogo'> & {
    config?: Partial<ServiceDeps['config']>
  } = {},
) {
  const database = useDatabase(kind)
  let templates: Templates
  let services: Services
  let servicesOn: (db: Database) => Services
  let web: ReturnType<typeof createApp>
  let tick: () => Promise<void>
  const tokens = {} as Record<TokenScope, string>

  const app = {
    now: new Date(),
    enrichPage: pageThatSays({}) as ServiceDeps['enrichPage'],
    /** Runs before each mail is taken. */
    onMail: async (_mail: Mail): Promise<void> => undefined,
    /** What the mail server answers; each mail is taken while there is nothing. */
    answer: undefined as SendOutcome | undefined,
    mails: [] as Mail[],
    /** Answers for feeds; nothing is reached unless a test sets it. */
    guardedFetch: noNetwork as ServiceDeps['guardedFetch'],
    /** `host:port` that may be private, as the setting FETCH_ALLOW. */
    fetchAllow: [] as string[],
    /** What was said in the log. */
    logged: [] as { message: string; details: Record<string, unknown> }[],
    /** Links whose page was asked for. */
    enqueued: [] as number[],
    /** What went wrong unforeseen: the answers with status 500. */
    faults: [] as unknown[],
    /** What no answer waited for. */
    background: [] as Promise<void>[],
    /** Waits for it, and for what that began. */
    async settled(): Promise<void> {
      for (let done = -1; done < app.background.length; ) {
        done = app.background.length
        await Promise.allSettled(app.background)
      }
    },
    /** Who asks, as the socket would say. */
    clientAddress: '192.0.2.7',
    tokens,
    get db() {
      return database.db
    },
    get services() {
      return services
    },
    /** PostgreSQL only: the address, for connections of another process. */
    get databaseUrl() {
      return database.url
    },
    /** The same again, as another process on this database has them. */
    servicesOn: (db: Database) => servicesOn(db),
    tick: () => tick(),
    /** For a server in front of it. */
    fetch: (request: Request) => web.fetch(request),
    request: async (path: string, init?: RequestInit) =>
      web.request(path.startsWith('http') ? path : `${BASE_URL}${path}`, init),
    /** A call of the API; `token` replaces the one of the scope, null leaves it out. */
    async json<T = Record<string, unknown>>(
      method: string,
      path: string,
      body?: unknown,
      options: { scope?: TokenScope; token?: string | null } = {},
    ) {
      const token = options.token === undefined ? tokens[options.scope ?? 'admin'] : options.token
      const answer = await web.request(`${BASE_URL}/api/v1${path}`, {
        method,
        headers: {
          ...(token !== null && { authorization: `Bearer ${token}` }),
          ...(body !== undefined && { 'content-type': 'application/json' }),
        },
        ...(body !== undefined && { body: JSON.stringify(body) }),
      })
      const text = await answer.text()
      return {
        status: answer.status,
        type: answer.headers.get('content-type') ?? '',
        headers: answer.headers,
        body: (text === '' ? null : isJson(answer) ? JSON.parse(text) : text) as T,
      }
    },
    async save(url: string, values: Record<string, unknown> = {}): Promise<LinkJson> {
      const answer = await app.json<LinkJson>('POST', '/links', { url, title: url, ...values })
      return answer.body
    },
    async saveAt(at: string, url: string, values: Record<string, unknown> = {}) {
      app.now = new Date(at)
      return app.save(url, values)
    },
    async assemble(month: string): Promise<IssueJson> {
      return (await app.json<IssueJson>('POST', '/issues', { month })).body
    },
    async subscribe(email: string): Promise<number> {
      const answer = await app.json<{ id: number }>('POST', '/subscribers', {
        email,
        status: 'active',
      })
      return answer.body.id
    },
    /** Sends at once and lets the jobs work. */
    async send(issueId: number): Promise<void> {
      await app.json('POST', `/issues/${issueId}/send`, {})
      await tick()
    },
  }

  beforeAll(async () => {
    templates = await loadTemplates()
  })
  beforeEach(async () => {
    app.now = new Date('2023-07-10T12:00:00Z')
    app.enrichPage = pageThatSays({})
    app.onMail = async () => undefined
    app.answer = undefined
    app.mails = []
    app.enqueued = []
    app.guardedFetch = noNetwork
    app.fetchAllow = []
    app.logged = []
    app.faults = []
    app.background = []
    app.clientAddress = '192.0.2.7'
    const enqueueEnrichment: ServiceDeps['enqueueEnrichment'] = async (_db, linkId) => {
      app.enqueued.push(linkId)
    }
    servicesOn = (db) =>
      createServices({
        db,
        config: {
          baseUrl: BASE_URL,
          mailFrom: { name: 'Letters', address: 'editor@letters.example' },
          fetchAllow: app.fetchAllow,
          sendConnections: 4,
          sendPerDomain: undefined,
          sendRate: undefined,
          ambiguous: 'hold',
          dkim: undefined,
          ...options.config,
        },
        dns: options.dns,
        probes: options.probes,
        secret: APP_SECRET,
        // Many tests log in; what the default costs is in test/access/password.test.ts.
        passwordCost: { ln: 4, r: 8, p: 1 },
        now: () => app.now,
        enrichPage: (url) => app.enrichPage(url),
        withThumbnails: true,
        drawCard: options.drawCard,
        makeLogo: options.makeLogo,
        guardedFetch: (request) => app.guardedFetch(request),
        log: (message, details) => app.logged.push({ message, details }),
        templates,
        mailer: memoryMailer(app),
        enqueueEnrichment,
        wake: () => undefined,
        inBackground: (work) => app.background.push(work),
      })
    services = servicesOn(database.db)
    web = createApp({
      services,
      baseUrl: BASE_URL,
      checkReady: async () => undefined,
      log: (error) => app.faults.push(error),
      clientAddress: () => app.clientAddress,
      // Tests also change what pages show behind the back of the app.
      pageCheckMs: 0,
    })
    tick = createTick({
      db: database.db,
      now: () => app.now,
      publish: (id) => publishIssue(services, id),
      refusal: (id) => services.senderGate.refusal(id),
      isHeld: () => services.sendingHold.isOn(),
      holdsSample: (id, trx) => services.sampleMonth.isIn(id, trx),
      countHeldBack: (id) => services.countHeldBack(id),
      sendOwnerMails: () => services.inBackground(services.ownerMails.sendDue()),
      pollSources: () => undefined,
    })
    for (const scope of TOKEN_SCOPES)
      tokens[scope] = (await services.tokens.create(scope, scope)).token
  })
  // Nothing of one test may still work when the next one empties the database.
  afterEach(() => app.settled())
  return app
}

const noNetwork: ServiceDeps['guardedFetch'] = async ({ url }) => {
  throw new AppError('FETCH_FAILED', `${new URL(url).host} is not reached in tests.`)
}

export function pageThatSays(
  metadata: Partial<PageReading['metadata']>,
): (url: string) => Promise<PageReading> {
  return async () => ({
    outcome: 'ok',
    error: null,
    metadata: { ...EMPTY_METADATA, ...metadata },
    provenance: Object.fromEntries(Object.keys(metadata).map((name) => [name, 'test'])),
  })
}

/** Keeps each message as a mail program would show it. */
function memoryMailer(app: {
  mails: Mail[]
  onMail: (mail: Mail) => Promise<void>
  answer: SendOutcome | undefined
}): Mailer {
  async function send(message: MimeMessage) {
    const mail = await readMail(message)
    await app.onMail(mail)
    if (app.answer) return app.answer
    app.mails.push(mail)
    return { state: 'sent' as const, reply: '250 taken' }
  }
  return {
    open: async () => ({ lane: { send, release: () => undefined } }),
    send,
    verify: async () => undefined,
    close: async () => undefined,
  }
}

async function readMail(message: MimeMessage) {
  const parsed = await simpleParser(Buffer.concat([...message.chunks]))
  const headers = Object.fromEntries(
    parsed.headerLines.map(({ key, line }) => [
      key,
      line
        .slice(line.indexOf(':') + 1)
        .replace(/\r?\n[ \t]+/g, ' ')
        .trim(),
    ]),
  )
  const html = parsed.html === false ? '' : parsed.html
  const subject = parsed.subject ?? ''
  return { to: message.envelope.to, subject, html, text: parsed.text ?? '', headers, message }
}

/** Titles by section, in the order in which the issue shows them. */
export function outline(issue: IssueJson): [name: string | null, titles: string[]][] {
  return issue.sections.map((section) => [section.name, section.entries.map((e) => e.title)])
}

export const titlesOf = (issue: IssueJson) => outline(issue).flatMap(([, titles]) => titles)

function isJson(answer: Response): boolean {
  return /[/+]json\b/.test(answer.headers.get('content-type') ?? '')
}
