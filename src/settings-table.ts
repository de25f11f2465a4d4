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
    name: 'SECRET',
    defaultText: 'generated once into DATA_DIR',
    meaning:
      'signs sessions and unsubscribe links, 32 characters or more; required with DATABASE_URL',
    example: 'at-least-32-random-characters-here',
  },
  {
    name: 'SMTP_URL',
    defaultText: 'each message becomes a file in DATA_DIR/outbox',
    meaning: 'mail server: smtp://user:pass@host:587 or smtps://…',
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
    name: 'FETCH_ALLOW',
    defaultText: '',
    meaning: 'host:port list, comma between, exempt from the private-address rule',
    example: 'intranet.example:8080',
  },
  {
    name: 'SEND_CONNECTIONS',
    defaultText: '10',
    meaning: 'SMTP connections per process',
    example: '10',
  },
  {
    name: 'SEND_RATE',
    defaultText: 'unlimited',
    meaning: 'messages a second',
    example: '14',
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
        `  ${name.padEnd(18)}${meaning}${defaultText ? ` (default: ${defaultText})` : ''}`,
    )
    .join('\n')
}
