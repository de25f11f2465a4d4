import type { Config } from '../config.ts'

/** How mail goes out, as it may be shown: without names and passwords of servers. */
export interface MailSetup {
  from: string
  /** Null: each mail is a file in the outbox folder. */
  server: { host: string; isEncrypted: boolean } | null
  dkim: { domain: string; selector: string } | null
  /** Where bounces go back to. */
  bounceAddress: string | null
  readsMailbox: boolean
}

export function describeMailSetup(
  config: Pick<Config, 'mailFrom' | 'dkim'> & Partial<Pick<Config, 'feedback' | 'smtpUrl'>>,
): MailSetup {
  const { name, address } = config.mailFrom
  const { dkim, feedback = {}, smtpUrl } = config
  return {
    from: name === '' ? address : `${name} <${address}>`,
    server: smtpUrl === undefined ? null : serverOf(smtpUrl),
    dkim: dkim ? { domain: dkim.domainName, selector: dkim.keySelector } : null,
    bounceAddress: feedback.bounceAddress ?? null,
    readsMailbox: feedback.bounceImapUrl !== undefined,
  }
}

/** `smtp:` begins in the clear and turns to TLS where the server offers it. */
function serverOf(smtpUrl: string): NonNullable<MailSetup['server']> {
  const { protocol, host } = new URL(smtpUrl)
  if (protocol === 'ses:') return { host: `Amazon SES ${host}`.trim(), isEncrypted: true }
  return { host, isEncrypted: protocol === 'smtps:' }
}
