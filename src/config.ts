import { readTrustedProxies, type TrustedProxies } from './client-address.ts'
import type { Ambiguous } from './domain/subscriber.ts'
import { AppError } from './errors.ts'
import type { SettingName } from './settings-table.ts'

/** `name` may be empty; `address` is one mailbox. */
export interface Mailbox {
  name: string
  address: string
}

export interface Config {
  /** Undefined: the embedded database. */
  databaseUrl: string | undefined
  /** A replica for public pages; undefined: they are read from the database itself. */
  databaseReadUrl?: string | undefined
  dataDir: string
  port: number
  host: string
  /** Origin and path without a closing slash. */
  baseUrl: string
  /** Whose X-Forwarded-For counts; 0: nobody's. */
  trustedProxies: TrustedProxies
  /** Undefined: to be generated into the data folder. */
  secret: string | undefined
  smtpUrl: string | undefined
  mailFrom: Mailbox
  /** How bounces and complaints come back. */
  feedback: FeedbackConfig
  /** `privateKey` is PEM, or was read from the file it named. */
  dkim: DkimKey | undefined
  fetchAllow: string[]
  /** Undefined: no monitor is told. */
  heartbeatUrl: string | undefined
  /** Undefined: /metrics answers this machine only. */
  metricsToken: string | undefined
  /** Where a process without web shows its numbers; undefined: nowhere. */
  metricsPort?: number | undefined
  /** What is set of `OTEL_…`; the OpenTelemetry SDK understands it. */
  otel?: Record<string, string>
  sendConnections: number
  /** Messages a second; undefined: as fast as the server takes them. */
  sendPerDomain: number | undefined
  sendRate: number | undefined
  /** What becomes of messages handed over and never answered. */
  ambiguous: Ambiguous
  /** Calls of the API that a token may make in a minute; 0: any number. */
  apiRate: number
  roles: Set<Role>
  logLevel: LogLevel
}

/** Undefined: that way is closed. */
export interface FeedbackConfig {
  /** Return paths are made of it: one mailbox that takes `local+anything@host`, too. */
  bounceAddress?: string | undefined
  bounceImapUrl?: string | undefined
  sesTopicArn?: string | undefined
  postmarkSecret?: string | undefined
  mailgunKey?: string | undefined
  sendgridKey?: string | undefined
}

export interface DkimKey {
  domainName: string
  keySelector: string
  privateKey: string
}

export type Role = 'web' | 'jobs'
const LOG_LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'silent'] as const
export type LogLevel = (typeof LOG_LEVELS)[number]

/**
 * Reads the settings from a plain object: `process.env`, or what a Worker is given.
 * Throws AppError CONFIGURATION that lists every problem, a line each.
 */
export function readConfig(env: Record<string, string | undefined>): Config {
  const problems: string[] = []
  const get = (name: SettingName) => env[name]?.trim() || undefined
  const fail = (name: SettingName, message: string) => problems.push(`${name}: ${message}`)

  function wholeNumber(name: SettingName, fallback: number, from: number, to: number) {
    const text = get(name)
    if (text === undefined) return fallback
    const value = Number(text)
    if (Number.isInteger(value) && value >= from && value <= to) return value
    fail(name, `write a whole number from ${from} to ${to}; "${text}" is none.`)
    return fallback
  }

  function address(name: SettingName, schemes: string[]) {
    const text = get(name)
    if (text === undefined) return undefined
    const scheme = URL.canParse(text) ? new URL(text).protocol : ''
    if (schemes.includes(scheme) && new URL(text).hostname !== '') return text
    // The value may hold a password: it is not repeated.
    fail(name, `start it with ${schemes.map((s) => `${s}//`).join(' or ')} and name a host.`)
    return undefined
  }

  const databaseUrl = address('DATABASE_URL', ['postgres:', 'postgresql:'])
  const databaseReadUrl = address('DATABASE_READ_URL', ['postgres:', 'postgresql:'])
  if (databaseReadUrl !== undefined && get('DATABASE_URL') === undefined)
    fail('DATABASE_READ_URL', 'set DATABASE_URL too: the database that this one is a replica of.')
  const port = wholeNumber('PORT', 3000, 0, 65_535)
  const baseText = (address('BASE_URL', ['http:', 'https:']) ?? `http://localhost:${port}`).replace(
    /\/+$/,
    '',
  )
  if (/[?#]|\/\/[^/]*@/.test(baseText)) fail('BASE_URL', 'leave out user, ? and #.')

  const proxyText = get('TRUST_PROXY') ?? '0'
  const trustedProxies = readTrustedProxies(proxyText)
  if (trustedProxies === undefined)
    fail(
      'TRUST_PROXY',
      `write how many proxies there are (up to 10), or networks like 10.0.0.0/8; "${proxyText}" is neither.`,
    )

  const secret = get('SECRET')
  if (secret !== undefined && secret.length < 32)
    fail('SECRET', `use 32 random characters or more; this one has ${secret.length}.`)
  if (get('DATABASE_URL') !== undefined && secret === undefined)
    fail('SECRET', 'required with DATABASE_URL, the same for every process: 32 random characters.')

  const mailFromText = get('MAIL_FROM') ?? 'Linkletter <linkletter@localhost>'
  const mailFrom = readMailbox(mailFromText)
  if (!mailFrom) fail('MAIL_FROM', `write Name <address@host>; "${mailFromText}" is not that.`)

  const dkimParts = {
    domainName: get('DKIM_DOMAIN'),
    keySelector: get('DKIM_SELECTOR'),
    privateKey: get('DKIM_PRIVATE_KEY')?.replaceAll('\\n', '\n'),
  }
  const given = Object.values(dkimParts).filter((value) => value !== undefined).length
  if (given > 0 && given < 3)
    fail('DKIM_DOMAIN', 'set DKIM_DOMAIN, DKIM_SELECTOR and DKIM_PRIVATE_KEY together, or none.')

  const smtpUrl = address('SMTP_URL', ['smtp:', 'smtps:', 'ses:'])
  if (smtpUrl?.startsWith('ses:') && given > 0)
    fail('DKIM_DOMAIN', 'leave DKIM_… out with ses://. SES signs (Easy DKIM) and would break ours.')
  const feedback = readFeedback(get, fail, address)

  const fetchAllow = (get('FETCH_ALLOW') ?? '').split(/[\s,]+/).filter(Boolean)
  for (const item of fetchAllow)
    if (!/^(?:\[[0-9a-f:.]+\]|[^\s:/]+):\d{1,5}$/i.test(item))
      fail('FETCH_ALLOW', `write host:port; "${item}" is not that.`)

  const metricsToken = get('METRICS_TOKEN')
  if (metricsToken !== undefined && metricsToken.length < 16)
    fail('METRICS_TOKEN', 'use 16 random characters or more.')

  const rateText = get('SEND_RATE')
  const rate = rateText === undefined ? undefined : Number(rateText)
  if (rate !== undefined && !(rate > 0 && rate <= 100_000))
    fail('SEND_RATE', `write messages a second, above 0; "${rateText}" is not that.`)

  const ambiguous = (get('AMBIGUOUS') ?? 'hold') as Ambiguous
  if (ambiguous !== 'hold' && ambiguous !== 'retry')
    fail('AMBIGUOUS', `use hold or retry; "${ambiguous}" is neither.`)

  const roles = (get('ROLES') ?? 'web,jobs').split(/[\s,]+/).filter(Boolean)
  for (const role of roles)
    if (role !== 'web' && role !== 'jobs')
      fail('ROLES', `use web, jobs or both with a comma; "${role}" is neither.`)

  const logLevel = (get('LOG_LEVEL') ?? 'info') as LogLevel
  if (!LOG_LEVELS.includes(logLevel)) fail('LOG_LEVEL', `use one of ${LOG_LEVELS.join(', ')}.`)

  const config: Config = {
    databaseUrl,
    databaseReadUrl,
    dataDir: get('DATA_DIR') ?? './data',
    port,
    host: get('HOST') ?? '127.0.0.1',
    baseUrl: baseText,
    trustedProxies: trustedProxies ?? 0,
    secret,
    smtpUrl,
    mailFrom: mailFrom ?? { name: '', address: '' },
    feedback,
    dkim: given === 3 ? (dkimParts as DkimKey) : undefined,
    fetchAllow,
    heartbeatUrl: address('HEARTBEAT_URL', ['https:', 'http:']),
    metricsToken,
    otel: Object.fromEntries(
      Object.entries(env).flatMap(([name, value]) =>
        name.startsWith('OTEL_') && value?.trim() ? [[name, value.trim()]] : [],
      ),
    ),
    metricsPort: get('METRICS_PORT') ? wholeNumber('METRICS_PORT', 0, 0, 65_535) : undefined,
    sendConnections: wholeNumber('SEND_CONNECTIONS', 10, 1, 100),
    sendPerDomain: get('SEND_PER_DOMAIN') ? wholeNumber('SEND_PER_DOMAIN', 10, 1, 100) : undefined,
    sendRate: rate,
    ambiguous,
    apiRate: wholeNumber('API_RATE', 30_000, 0, 10_000_000),
    roles: new Set(roles as Role[]),
    logLevel,
  }
  if (problems.length > 0)
    throw new AppError('CONFIGURATION', `Settings:\n${problems.map((p) => `- ${p}`).join('\n')}`)
  return config
}

function readFeedback(
  get: (name: SettingName) => string | undefined,
  fail: (name: SettingName, message: string) => void,
  address: (name: SettingName, schemes: string[]) => string | undefined,
): FeedbackConfig {
  const bounceAddress = get('BOUNCE_ADDRESS')
  // SMTP takes 64 characters before the @, and what makes a return path needs 43 of them.
  if (bounceAddress !== undefined && !/^[\w.+-]{1,21}@[\w-]+(?:\.[\w-]+)+$/.test(bounceAddress))
    fail('BOUNCE_ADDRESS', 'write one plain address like bounces@links.example, without a name.')
  const sesTopicArn = get('SES_TOPIC_ARN')
  if (
    sesTopicArn !== undefined &&
    !/^arn:aws[\w-]*:sns:[a-z0-9-]+:\d{12}:[\w-]+$/.test(sesTopicArn)
  )
    fail('SES_TOPIC_ARN', 'write it like arn:aws:sns:eu-west-1:123456789012:bounces.')
  const postmarkSecret = get('POSTMARK_WEBHOOK_SECRET')
  if (postmarkSecret !== undefined && postmarkSecret.length < 16)
    fail('POSTMARK_WEBHOOK_SECRET', 'use 16 random characters or more.')
  return {
    bounceAddress,
    bounceImapUrl: address('BOUNCE_IMAP_URL', ['imap:', 'imaps:']),
    sesTopicArn,
    postmarkSecret,
    mailgunKey: get('MAILGUN_SIGNING_KEY'),
    sendgridKey: get('SENDGRID_WEBHOOK_KEY')?.replaceAll('\\n', '\n'),
  }
}

/** `Name <a@b>`, `"Name, Ltd" <a@b>` or `a@b`. */
function readMailbox(text: string): Mailbox | undefined {
  if (/[\r\n]/.test(text)) return undefined
  const match = /^\s*(?:"((?:[^"\\]|\\.)*)"|([^<>]*?))\s*<([^<>\s@]+@[^<>\s@]+)>\s*$/.exec(text)
  if (match?.[3] !== undefined)
    return { name: (match[1]?.replace(/\\(.)/g, '$1') ?? match[2] ?? '').trim(), address: match[3] }
  return /^[^<>\s@,;]+@[^<>\s@,;]+$/.test(text) ? { name: '', address: text } : undefined
}
