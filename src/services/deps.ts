/** What the services are made with; Node, Workers and tests each bring their own. */
import type { ScryptCost } from '../access/password.ts'
import type { HeldClicks } from '../clicks/click-counter.ts'
import type { Config } from '../config.ts'
import type { SignData } from '../deliver/dkim.ts'
import type { Mailer } from '../deliver/mailer.ts'
import type { Dns } from '../doctor/dns.ts'
import type { DoctorProbes } from '../doctor/doctor-probes.ts'
import type { DrawCard } from '../domain/card.ts'
import type { GuardedFetch } from '../domain/fetching.ts'
import type { MakeLogo } from '../domain/look.ts'
import type { Trace } from '../domain/trace.ts'
import type { PageReading } from '../enrich/page-reading.ts'
import type { Templates } from '../render/templates.ts'
import type { Database, Db } from '../store/schema.ts'

export interface ServiceDeps {
  db: Database
  /** Where public pages are read from, and how their version is; the database itself when absent. */
  publicSite?: { db: Db; readVersion(): Promise<string> } | undefined
  config: Pick<
    Config,
    | 'baseUrl'
    | 'mailFrom'
    | 'fetchAllow'
    | 'sendConnections'
    | 'sendPerDomain'
    | 'sendRate'
    | 'ambiguous'
    | 'dkim'
  > &
    Partial<Pick<Config, 'feedback' | 'smtpUrl' | 'databaseUrl'>>
  /** Name servers, for the checks of the sender's domain; undefined: they are skipped. */
  dns?: Dns | undefined
  /** What only a process of its own can look at; undefined: those checks are skipped. */
  probes?: DoctorProbes | undefined
  secret: string
  /** What a password hash costs; the default is right wherever passwords are not a test's own. */
  passwordCost?: ScryptCost | undefined
  now: () => Date
  enrichPage: (url: string) => Promise<PageReading>
  /** Somebody makes small pictures of those that pages name. */
  withThumbnails?: boolean
  /** Opens uploaded pictures, on Node only; undefined: there is no logo. */
  makeLogo?: MakeLogo | undefined
  /** Draws the pictures of issues, on Node only; undefined: all have the same one. */
  drawCard?: DrawCard | undefined
  /** Fetches feeds. */
  guardedFetch: GuardedFetch
  templates: Templates
  mailer: Mailer
  enqueueEnrichment: (db: Db, linkId: number) => Promise<void>
  /** A mail was rendered from its templates. */
  onRender?: ((kind: 'issue' | 'service_mail') => void) | undefined
  /** How a private key (PEM) signs without holding others up; Node's own pool when absent. */
  signWith?: ((privateKey: string) => SignData) | undefined
  /** Shows work to a tracing tool; undefined: there is none. */
  trace?: Trace | undefined
  /** Said of a delivery or a poll, without addresses. */
  log?: ((message: string, details: Record<string, unknown>) => void) | undefined
  /** Something became due: look now, not at the next minute. */
  wake: () => void
  /** Work that no answer waits for; the process ends after it. */
  inBackground: (work: Promise<void>) => void
  /** Where services are made anew for each request: clicks that are not written yet. */
  heldClicks?: HeldClicks | undefined
}
