import type { FeedbackConfig } from '../config.ts'
import { messageOf } from '../errors.ts'
import { findHooks } from '../store/hooks.ts'
import type { Database } from '../store/schema.ts'
import type { Dns } from './dns.ts'
import type { DoctorProbes } from './doctor-probes.ts'
import { type Finding, findingsOf } from './finding.ts'
import { domainOf } from './sender-domain.ts'

export interface CheckBouncesDeps {
  feedback: FeedbackConfig
  smtpUrl: string | undefined
  mailFrom: string
  dns: Dns | undefined
  db: Database | undefined
  probes: DoctorProbes
}

/** Does it come back to us that an address is dead, or that a reader complained? */
export async function checkBounces(deps: CheckBouncesDeps): Promise<Finding[]> {
  const { ok, warn, skipped } = findingsOf('bounces')
  if (deps.smtpUrl === undefined) return [skipped('Mail goes to the outbox.')]
  const ways = await waysBack(deps)
  const back =
    ways.length > 0
      ? ok(`They come back by ${ways.join(' and ')}.`)
      : warn(
          'Nobody reads what comes back: dead addresses stay on the list.',
          'Set BOUNCE_ADDRESS with BOUNCE_IMAP_URL or a hook, or the key of your provider: see docs/sending.md.',
        )
  return [back, ...(await checkMx(deps)), ...(await checkMailbox(deps))]
}

async function waysBack({ feedback, db }: CheckBouncesDeps): Promise<string[]> {
  const hooks = db ? await findHooks(db) : []
  const ways: [string, unknown][] = [
    ['the mailbox of BOUNCE_IMAP_URL', feedback.bounceImapUrl],
    ['a bounce hook', hooks.some(({ kind }) => kind === 'bounce')],
    ['Amazon SES', feedback.sesTopicArn],
    ['Postmark', feedback.postmarkSecret],
    ['Mailgun', feedback.mailgunKey],
    ['SendGrid', feedback.sendgridKey],
  ]
  return ways.flatMap(([name, isOpen]) => (isOpen ? [name] : []))
}

/** Receivers refuse mail whose return path takes none. */
async function checkMx({ feedback, mailFrom, dns }: CheckBouncesDeps): Promise<Finding[]> {
  const { ok, warn, fail } = findingsOf('return-path')
  if (!dns) return []
  const domain = domainOf(feedback.bounceAddress ?? mailFrom)
  try {
    const hosts = await dns.mx(domain)
    const takesMail = hosts.length > 0 ? hosts[0] !== '' : await dns.hasAddress(domain)
    return [
      takesMail
        ? ok(`${domain} takes mail${hosts.length > 0 ? ` at ${hosts[0]}` : ''}.`)
        : fail(
            `${domain} takes no mail: bounces cannot come back, and receivers refuse such senders.`,
            `Add an MX record to ${domain}, or set BOUNCE_ADDRESS to a domain that has one.`,
          ),
    ]
  } catch (error) {
    return [warn(`Could not be looked up: ${messageOf(error)}`, 'Try again.')]
  }
}

async function checkMailbox({ feedback, probes }: CheckBouncesDeps): Promise<Finding[]> {
  const { ok, fail } = findingsOf('bounce-mailbox')
  if (feedback.bounceImapUrl === undefined || !probes.bounceMailbox) return []
  try {
    await probes.bounceMailbox()
    return [ok('The mailbox of bounces opens.')]
  } catch (error) {
    return [fail(messageOf(error), 'Look at host, user and password in BOUNCE_IMAP_URL.')]
  }
}
