import { generateKeyPairSync } from 'node:crypto'
import { sql } from 'kysely'
import type { SMTPServerOptions } from 'smtp-server'
import { afterAll, beforeAll } from 'vitest'
import { createPostgres } from '../support/database.ts'
import { type MailServer, makeTls, startMailServer } from '../support/mail-server.ts'
import { startPageSite } from './page-site.ts'
import {
  buildWorker,
  type RunningWorker,
  startWorker,
  trustCertificates,
  type WorkerBundle,
} from './worker.ts'

export const ORIGIN = 'https://links.example'
const SECRET = 'a secret for tests, long enough to sign'

interface Parts {
  bundle: WorkerBundle
  database: Awaited<ReturnType<typeof createPostgres>>
  site: Awaited<ReturnType<typeof startPageSite>>
  implicit: MailServer
  starttls: MailServer
}

/**
 * A Worker with everything around it: an empty PostgreSQL, a web site, a mail server with TLS from
 * the first byte and one with STARTTLS, both slow enough that a send can be cut off in the middle.
 */
export function useInstallation() {
  const tls = makeTls('localhost')
  const keys = generateKeyPairSync('rsa', {
    modulusLength: 2048,
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
    publicKeyEncoding: { type: 'spki', format: 'der' },
  })
  const returnPaths: string[] = []
  const slow: SMTPServerOptions = {
    ...tls,
    onMailFrom({ address }, _, done) {
      returnPaths.push(address)
      done()
    },
    onRcptTo: (_, __, done) => void setTimeout(done, 100),
  }
  let parts: Parts | undefined
  let worker: RunningWorker | undefined
  const get = () => {
    if (!parts) throw new Error('It is there from beforeAll on.')
    return parts
  }
  const running = () => {
    if (!worker) throw new Error('Nothing was started.')
    return worker
  }
  const smtpUrl = (scheme: string, { port }: MailServer) =>
    `${scheme}://me%40x:p%3A%2Fw@localhost:${port}`

  beforeAll(async () => {
    await trustCertificates(tls.cert)
    const [bundle, database, site, implicit, starttls] = await Promise.all([
      buildWorker(),
      createPostgres(),
      startPageSite(),
      startMailServer({ secure: true, ...slow }),
      startMailServer(slow),
    ])
    parts = { bundle, database, site, implicit, starttls }
  })
  afterAll(async () => {
    await worker?.kill()
    if (!parts) return
    const { site, implicit, starttls, database } = parts
    await Promise.all([site.close(), implicit.close(), starttls.close(), database.close()])
  })

  const here = {
    token: '',
    get bundle() {
      return get().bundle
    },
    get db() {
      return get().database.db
    },
    get site() {
      return get().site
    },
    get worker() {
      return running()
    },
    /** What the mail servers took: `implicit`, then `starttls`. */
    get mails() {
      const { implicit, starttls } = get()
      return {
        implicit: implicit.received,
        starttls: starttls.received,
        all: [...implicit.received, ...starttls.received],
      }
    },
    /** Senders of the envelopes, in order. */
    returnPaths,
    dkimRecord: `v=DKIM1; k=rsa; p=${keys.publicKey.toString('base64')}`,
    get starttlsUrl() {
      return smtpUrl('smtp', get().starttls)
    },
    /** For commands on the owner's laptop. */
    get cliEnv() {
      return { DATABASE_URL: get().database.url, SECRET, BASE_URL: ORIGIN }
    },
    /** A new isolate with nothing in its memory, and that of before gone at once. */
    async restart(env: Record<string, string> = {}) {
      await worker?.kill()
      worker = await startWorker(get().bundle, {
        databaseUrl: get().database.url,
        env: {
          SECRET,
          SMTP_URL: smtpUrl('smtps', get().implicit),
          FETCH_ALLOW: get().site.host,
          DKIM_DOMAIN: 'links.example',
          DKIM_SELECTOR: 's1',
          DKIM_PRIVATE_KEY: String(keys.privateKey),
          BOUNCE_ADDRESS: 'bounces@links.example',
          INBOUND_ADDRESS: 'save-for-later@links.example',
          ...env,
        },
      })
    },
    /** A Worker beside it that nobody has given any setting. */
    startBare: () => startWorker(get().bundle, { databaseUrl: get().database.url, env: {} }),
    api: <T = Record<string, unknown>>(method: string, path: string, body?: unknown) =>
      running().api<T>(here.token, method, path, body),
    /** A request with the token that is not JSON. */
    call: (path: string, init: RequestInit = {}) =>
      running().request(path, {
        ...init,
        headers: { authorization: `Bearer ${here.token}`, ...(init.headers as object) },
      }),
    async progress(issueId: number) {
      const path = `/issues/${issueId}/progress`
      return (await here.api<{ state: string; counts: Record<string, number> }>('GET', path)).body
    },
    /** As often as it takes: on a busy machine a tick may not be enough. */
    async tickUntilNobodyWaits(issueId: number) {
      do await running().tick()
      while (((await here.progress(issueId)).counts.pending ?? 0) > 0)
    },
    /** Makes it due without a request, whose answer would be followed by work: a tick has to begin. */
    async makeDue(issueId: number) {
      await sql`update issue set state = 'scheduled', scheduled_at = now() where id = ${issueId}`.execute(
        get().database.db,
      )
    },
  }
  return here
}
