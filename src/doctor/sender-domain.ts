import type { DkimKey } from '../config.ts'
import { messageOf } from '../errors.ts'
import { checkDkim } from './check-dkim.ts'
import { checkDmarc, isAligned } from './check-dmarc.ts'
import { checkSpf } from './check-spf.ts'
import type { Dns } from './dns.ts'
import { type Finding, findingsOf } from './finding.ts'
import { providerOf } from './providers.ts'

/** Who sends, as the settings say it. */
export interface Sender {
  /** Address of MAIL_FROM. */
  from: string
  /** Where bounces go, and so whose SPF counts. */
  envelopeFrom: string
  dkim: DkimKey | undefined
  /** Undefined: mail goes to the outbox. */
  smtpUrl: string | undefined
}

/** Names that mean nothing outside of one network (RFC 6761, 6762, 8375). */
const PRIVATE_NAME = /^[^.]+$|\.(?:local|localhost|localdomain|internal|lan|home\.arpa|invalid)$/i

/**
 * What receivers look up about the sender: SPF, DKIM, DMARC, and whether one of the first two is
 * for the domain that readers see. A name server that does not answer is a warning: it says
 * nothing about the records.
 */
export function createCheckSenderDomain({ dns, sender }: { dns: Dns | undefined; sender: Sender }) {
  const checks = ['spf', 'dkim', 'dmarc', 'alignment'] as const

  return async function checkSenderDomain(): Promise<Finding[]> {
    const { smtpUrl } = sender
    if (smtpUrl === undefined)
      return checks.map((check) => findingsOf(check).skipped('Mail goes to the outbox.'))
    if (!dns) return checks.map((check) => findingsOf(check).skipped('Not looked up here.'))
    const fromDomain = domainOf(sender.from)
    if (PRIVATE_NAME.test(fromDomain))
      return [
        findingsOf('dmarc').fail(
          `MAIL_FROM is at ${fromDomain}: nobody can answer, and receivers refuse it.`,
          'Set MAIL_FROM to an address at a domain of your own.',
        ),
      ]
    const envelopeDomain = domainOf(sender.envelopeFrom)
    const provider = providerOf(smtpUrl)
    const [spf, dkim, { finding: dmarc, tags }] = await Promise.all([
      answered('spf', () => checkSpf(dns, envelopeDomain, provider)),
      answered('dkim', () => checkDkim(dns, sender.dkim, { fromDomain, provider })),
      answered('dmarc', () => checkDmarc(dns, fromDomain)),
    ]).then(([a, b, c]) => [a, b, 'tags' in c ? c : { finding: c, tags: NO_TAGS }] as const)
    const alignment = align({ fromDomain, envelopeDomain, spf, dkim, tags })
    return [spf, dkim, dmarc, alignment]
  }

  function align(seen: {
    fromDomain: string
    envelopeDomain: string
    spf: Finding
    dkim: Finding
    tags: ReadonlyMap<string, string>
  }): Finding {
    const { ok, warn, fail } = findingsOf('alignment')
    const { fromDomain, envelopeDomain, tags } = seen
    const signedFor = sender.dkim?.domainName
    const byDkim =
      signedFor !== undefined &&
      seen.dkim.status !== 'fail' &&
      isAligned(signedFor, fromDomain, tags.get('adkim'))
    const bySpf =
      seen.spf.status !== 'fail' && isAligned(envelopeDomain, fromDomain, tags.get('aspf'))
    if (byDkim) return ok(`Signed for ${signedFor}, sent from ${fromDomain}.`)
    if (bySpf)
      return warn(
        `Only SPF speaks for ${fromDomain}, and forwarded mails lose it.`,
        'Sign with DKIM for the domain of MAIL_FROM, here or at your provider.',
      )
    const what = signedFor === undefined ? 'not signed here' : `signed for ${signedFor}`
    const text = `Mails from ${fromDomain} are ${what}, their return path is at ${envelopeDomain}: nothing that is seen here speaks for ${fromDomain}.`
    // A provider that signs does so with a key that only it knows the name of.
    if (signedFor === undefined && providerOf(sender.smtpUrl ?? ''))
      return warn(text, `Make sure that your provider signs for ${fromDomain}.`)
    return fail(text, `Set DKIM_DOMAIN to ${fromDomain}, with the key in its DNS.`)
  }
}

const NO_TAGS: ReadonlyMap<string, string> = new Map()

async function answered<T>(check: string, look: () => Promise<T>): Promise<T | Finding> {
  try {
    return await look()
  } catch (error) {
    return findingsOf(check).warn(
      `Could not be looked up: ${messageOf(error)}`,
      'See whether this machine can reach its name servers, and try again.',
    )
  }
}

export function domainOf(address: string): string {
  return address.slice(address.lastIndexOf('@') + 1).toLowerCase()
}
