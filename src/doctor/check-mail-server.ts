import type { Mailer } from '../deliver/mailer.ts'
import { messageOf } from '../errors.ts'
import type { DoctorProbes } from './doctor-probes.ts'
import { type Finding, findingsOf } from './finding.ts'

const DAY_MS = 86_400_000
const SOON_DAYS = 14

export interface CheckMailServerDeps {
  smtpUrl: string | undefined
  mailer: Mailer
  probes: DoctorProbes
  now: () => Date
}

/** Can mail leave, and is nobody listening? */
export async function checkMailServer(deps: CheckMailServerDeps): Promise<Finding[]> {
  const { ok, fail, skipped } = findingsOf('smtp')
  const tls = findingsOf('smtp-tls')
  if (deps.smtpUrl === undefined) {
    const text = 'Mail goes to the outbox folder as files; nobody gets any. SMTP_URL changes that.'
    return [skipped(text), tls.skipped('Mail goes to the outbox.')]
  }
  try {
    await deps.mailer.verify()
  } catch (error) {
    const fix = 'Look at host, port, user and password in SMTP_URL (% in them is written %25).'
    return [fail(messageOf(error), fix), tls.skipped('There is no connection.')]
  }
  return [ok('The mail server takes our login.'), await checkTls(deps)]
}

async function checkTls({ probes, now }: CheckMailServerDeps): Promise<Finding> {
  const { ok, warn, fail, skipped } = findingsOf('smtp-tls')
  if (!probes.smtpTls) return skipped('There is no connection to look at.')
  try {
    const { host, isEncrypted, validTo, hasLogin } = await probes.smtpTls()
    if (!isEncrypted) {
      const text = `The connection to ${host} is not encrypted.`
      const fix = 'Use smtps:// (port 465), or a server that offers STARTTLS.'
      return hasLogin && !isLoopback(host) ? fail(text, fix) : warn(text, fix)
    }
    if (validTo === null) return ok(`Encrypted to ${host}.`)
    const days = Math.floor((validTo.getTime() - now().getTime()) / DAY_MS)
    const text = `The certificate of ${host} ends in ${days} days, ${validTo.toISOString().slice(0, 10)}.`
    if (days < SOON_DAYS) return warn(text, 'Whoever runs the mail server must renew it.')
    return ok(`Encrypted. ${text}`)
  } catch (error) {
    return fail(messageOf(error), 'Look at the certificate of the mail server.')
  }
}

function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || host.startsWith('127.')
}
