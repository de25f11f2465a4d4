import { createPublicKey, type KeyObject } from 'node:crypto'
import type { DkimKey } from '../config.ts'
import type { Dns } from './dns.ts'
import { type Finding, findingsOf } from './finding.ts'
import type { MailProvider } from './providers.ts'
import { readTags } from './record-tags.ts'

const { ok, warn, fail } = findingsOf('dkim')

/** Does the key in DNS belong to the key that signs? */
export async function checkDkim(
  dns: Dns,
  dkim: DkimKey | undefined,
  { fromDomain, provider }: { fromDomain: string; provider: MailProvider | undefined },
): Promise<Finding> {
  if (!dkim) return unsigned(fromDomain, provider)
  const ours = createPublicKey(dkim.privateKey)
  const name = `${dkim.keySelector}._domainkey.${dkim.domainName}`
  const publish = `Add a TXT record to ${name}: "${recordOf(ours)}"`
  const records = await dns.txt(name)
  if (records.length === 0) return fail(`There is no DKIM key at ${name}.`, `${publish}.`)
  if (records.length > 1)
    return fail(`There are ${records.length} records at ${name}.`, 'Keep the one with your key.')
  const tags = readTags(records[0] ?? '')
  return judge(tags, ours, name, publish)
}

function judge(
  tags: ReadonlyMap<string, string>,
  ours: KeyObject,
  name: string,
  publish: string,
): Finding {
  const key = (tags.get('p') ?? '').replace(/\s+/g, '')
  const version = tags.get('v')
  if ((version !== undefined && version !== 'DKIM1') || !tags.has('p'))
    return fail(`The record at ${name} is no DKIM key.`, `${publish}.`)
  if (key === '') return fail(`The DKIM key at ${name} is withdrawn (empty p=).`, `${publish}.`)
  if ((tags.get('k') ?? 'rsa') !== 'rsa' || !isSameKey(ours, key))
    return fail(
      `The DKIM key at ${name} is another one than DKIM_PRIVATE_KEY.`,
      `${publish}, or set the private key that belongs to the record.`,
    )
  if (
    tags.has('h') &&
    !tags
      .get('h')
      ?.split(':')
      .some((hash) => hash.trim() === 'sha256')
  )
    return fail(`The record at ${name} does not allow SHA-256.`, 'Take h= out of it.')
  const bits = ours.asymmetricKeyDetails?.modulusLength ?? 0
  if (bits < 1024)
    return fail(`The DKIM key has ${bits} bits; receivers ignore it.`, 'Make one of 2048 bits.')
  if (bits < 2048) return warn(`The DKIM key has ${bits} bits only.`, 'Make one of 2048 bits.')
  if (tags.get('t')?.split(':').includes('y'))
    return warn(`The record at ${name} is marked as a test (t=y).`, 'Take t=y out of it.')
  return ok(`The key at ${name} is the one that signs (${bits} bits).`)
}

function unsigned(fromDomain: string, provider: MailProvider | undefined): Finding {
  const who = provider?.name ?? 'your mail provider'
  return warn(
    'Linkletter does not sign its mails.',
    `Let ${who} sign for ${fromDomain}, or set DKIM_DOMAIN, DKIM_SELECTOR and DKIM_PRIVATE_KEY. A test mail shows it: look for "dkim=pass" with "header.d=${fromDomain}" in its source.`,
  )
}

/** What to publish for a key. */
export function recordOf(key: KeyObject): string {
  const der = key.export({ type: 'spki', format: 'der' })
  return `v=DKIM1; k=rsa; p=${der.toString('base64')}`
}

/** In DNS the key is wrapped (SPKI) or, from older tools, bare (PKCS#1). */
function isSameKey(ours: KeyObject, base64: string): boolean {
  const bytes = Buffer.from(base64, 'base64')
  return (['spki', 'pkcs1'] as const).some((type) =>
    bytes.equals(ours.export({ type, format: 'der' })),
  )
}
