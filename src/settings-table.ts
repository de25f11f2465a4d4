/**
 * Every setting of the environment, once: reading, `--help` and `example.env` come from here.
 */
export interface SettingEntry {
  name: string
  /** As people read it; empty when there is none. */
  defaultText: string
  meaning: string
  /** For `example.env`. */
  example: string
}

export const SETTINGS = [
  {
    name: 'DATABASE_URL',
    defaultText: 'embedded database under DATA_DIR',
    meaning: 'PostgreSQL 14 or later',
    example: 'postgres://linkletter:password@localhost:5432/linkletter',
  },
  {
    name: 'DATABASE_READ_URL',
    defaultText: 'public pages read from DATABASE_URL',
    meaning: 'a replica of DATABASE_URL for the public pages, feeds and search',
    example: 'postgres://linkletter:password@replica:5432/linkletter',
  },
  {
    name: 'DATA_DIR',
    defaultText: './data',
    meaning: 'embedded database, outbox, generated secret',
    example: './data',
  },
  { name: 'PORT', defaultText: '3000', meaning: 'listening port', example: '3000' },
  { name: 'HOST', defaultText: '127.0.0.1', meaning: 'listening address', example: '127.0.0.1' },
  {
    name: 'BASE_URL',
    defaultText: 'http://localhost:PORT',
    meaning: 'the only origin ever put into links and mail',
    example: 'https://links.example',
  },
  {
    name: 'TRUST_PROXY',
    defaultText: '0, X-Forwarded-For is ignored',
    meaning:
      'whose X-Forwarded-For is believed, for limits by network: how many proxies stand in front, or their networks, comma between',
    example: '10.0.0.0/8,::1',
  },
  {
    name: 'SECRET',
    defaultText: 'generated once into DATA_DIR',
    meaning:
      'signs sessions and unsubscribe links, 32 characters or more; required with DATABASE_URL',
    example: 'at-least-32-random-characters-here',
  },
  {
    name: 'SMTP_URL',
    defaultText: 'each message becomes a file in DATA_DIR/outbox',
    meaning:
      'mail server: smtp://user:pass@host:587, smtps://… or ses://REGION; ?tls=optional sends the password without encryption, too',
    example: 'smtp://user:password@smtp.example:587',
  },
  {
    name: 'MAIL_FROM',
    defaultText: 'Linkletter <linkletter@localhost>',
    meaning: 'sender',
    example: 'Small Hours <hours@links.example>',
  },
  {
    name: 'DKIM_DOMAIN',
    defaultText: '',
    meaning: 'signs mail for this domain',
    example: 'links.example',
  },
  {
    name: 'DKIM_SELECTOR',
    defaultText: '',
    meaning: 'name of the DKIM key in DNS',
    example: 'mail',
  },
  {
    name: 'DKIM_PRIVATE_KEY',
    defaultText: '',
    meaning: 'DKIM key, PEM or a file that holds it',
    example: './dkim.pem',
  },
  {
    name: 'BOUNCE_ADDRESS',
    defaultText: 'bounces go to MAIL_FROM',
    meaning: 'bounces go to this mailbox as bounces+…@host, so that each names its recipient',
    example: 'bounces@links.example',
  },
  {
    name: 'BOUNCE_IMAP_URL',
    defaultText: '',
    meaning: 'mailbox to read bounces from: imaps://user:pass@host/INBOX',
    example: 'imaps://bounces%40links.example:password@imap.example/INBOX',
  },
  {
    name: 'SES_TOPIC_ARN',
    defaultText: '',
    meaning: 'SNS topic that posts bounces of Amazon SES to /hooks/ses',
    example: 'arn:aws:sns:eu-west-1:123456789012:bounces',
  },
  {
    name: 'POSTMARK_WEBHOOK_SECRET',
    defaultText: '',
    meaning: 'password that Postmark sends to /hooks/postmark',
    example: 'at-least-16-random-characters',
  },
  {
    name: 'MAILGUN_SIGNING_KEY',
    defaultText: '',
    meaning: 'signs what Mailgun posts to /hooks/mailgun',
    example: 'key-of-the-webhooks-page',
  },
  {
    name: 'SENDGRID_WEBHOOK_KEY',
    defaultText: '',
    meaning: 'verification key of what SendGrid posts to /hooks/sendgrid',
    example: 'MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE…',
  },
  {
    name: 'FETCH_ALLOW',
    defaultText: '',
    meaning: 'host:port list, comma between, exempt from the private-address rule',
    example: 'intranet.example:8080',
  },
  {
    name: 'HEARTBEAT_URL',
    defaultText: '',
    meaning:
      'monitor to tell that the jobs work, as Healthchecks.io takes it: fetched after each tick and send, with /start and /fail',
    example: 'https://hc-ping.com/your-check',
  },
  {
    name: 'METRICS_TOKEN',
    defaultText: '/metrics answers this machine only',
    meaning: 'bearer token, 16 characters or more, with which /metrics answers from elsewhere',
    example: 'at-least-16-random-characters',
  },
  {
    name: 'METRICS_PORT',
    defaultText: 'none',
    meaning: 'port for /metrics, /healthz and /readyz of a process with ROLES=jobs',
    example: '9464',
  },
  {
    name: 'OTEL_EXPORTER_OTLP_ENDPOINT',
    defaultText: '',
    meaning:
      'collector that traces go to, with @opentelemetry/sdk-node installed; its other OTEL_… settings count too',
    example: 'http://localhost:4318',
  },
  {
    name: 'SEND_CONNECTIONS',
    defaultText: '10',
    meaning: 'SMTP connections per process',
    example: '10',
  },
  {
    name: 'SEND_PER_DOMAIN',
    defaultText: 'no limit of its own',
    meaning: 'how many of the connections of a process may send to one domain at once',
    example: '4',
  },
  {
    name: 'SEND_RATE',
    defaultText: 'unlimited',
    meaning: 'messages a second, across all processes',
    example: '14',
  },
  {
    name: 'AMBIGUOUS',
    defaultText: 'hold',
    meaning:
      'messages handed over and never answered: hold for the owner, or retry and risk a second copy',
    example: 'hold',
  },
  {
    name: 'API_RATE',
    defaultText: '30000',
    meaning: 'calls of the API that a token may make in a minute, in each process; 0: any number',
    example: '600',
  },
  {
    name: 'ROLES',
    defaultText: 'web,jobs',
    meaning: 'what this process does',
    example: 'web,jobs',
  },
  {
    name: 'LOG_LEVEL',
    defaultText: 'info',
    meaning: 'JSON lines on stderr: trace, debug, info, warn, error, silent',
    example: 'info',
  },
] as const satisfies SettingEntry[]

export type SettingName = (typeof SETTINGS)[number]['name']

/** The text of `example.env`: every setting, commented out. */
export function exampleEnv(): string {
  const blocks = (SETTINGS as readonly SettingEntry[]).map(
    ({ name, defaultText, meaning, example }) =>
      `# ${meaning}\n# Default: ${defaultText || 'none'}\n#${name}=${example}\n`,
  )
  return `# Copy to .env and uncomment what you need. Nothing is needed to try Linkletter.\n\n${blocks.join('\n')}`
}

/** Lines for `--help`. */
export function settingsHelp(): string {
  return (SETTINGS as readonly SettingEntry[])
    .map(
      ({ name, defaultText, meaning }) =>
        `  ${name.padEnd(25)}${meaning}${defaultText ? ` (default: ${defaultText})` : ''}`,
    )
    .join('\n')
}
