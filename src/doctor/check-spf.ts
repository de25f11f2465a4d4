import type { Dns } from './dns.ts'
import { type Finding, findingsOf } from './finding.ts'
import type { MailProvider } from './providers.ts'

/** RFC 7208 §4.6.4: more look-ups are an error, and receivers ignore the record. */
const MOST_LOOKUPS = 10
const TERM = /^[+?~-]?(all|include|a|mx|ptr|ip4|ip6|exists)(?:([:/])(.*))?$/i
const MODIFIER = /^([a-z][\w.-]*)=(.*)$/i

const { ok, warn, fail } = findingsOf('spf')

interface Walk {
  dns: Dns
  lookups: number
  includes: Set<string>
  /** Records being read, to see a circle. */
  path: string[]
}

/** SPF of the domain of the return path: is it there, can it be read, does it name the provider? */
export async function checkSpf(
  dns: Dns,
  domain: string,
  provider: MailProvider | undefined,
): Promise<Finding> {
  const wanted = `v=spf1 ${provider?.spfInclude ? `include:${provider.spfInclude}` : 'include:…'} ~all`
  const records = await spfRecords(dns, domain)
  if (records.length === 0)
    return fail(
      `${domain} has no SPF record.`,
      `Add a TXT record to ${domain}: "${wanted}", with what your mail provider tells you to include.`,
    )
  if (records.length > 1)
    return fail(
      `${domain} has ${records.length} SPF records; receivers then ignore all of them.`,
      'Join them into one TXT record: one "v=spf1" at its start, one "all" at its end.',
    )
  const walk: Walk = { dns, lookups: 0, includes: new Set(), path: [] }
  const fault = await readRecord(walk, domain, records[0] ?? '')
  if (fault !== undefined) return fail(`SPF of ${domain}: ${fault}`, 'Correct the TXT record.')
  if (walk.lookups > MOST_LOOKUPS)
    return fail(
      `SPF of ${domain} needs ${walk.lookups} look-ups; receivers stop at ${MOST_LOOKUPS} and ignore it.`,
      'Take out "include", "a" and "mx" of services that do not send for you any more.',
    )
  return judge(domain, records[0] ?? '', walk, provider)
}

function judge(
  domain: string,
  record: string,
  { lookups, includes }: Walk,
  provider: MailProvider | undefined,
): Finding {
  const all = /(?:^|\s)([+?~-]?)all(?:\s|$)/i.exec(record)
  if (all && (all[1] === '' || all[1] === '+'))
    return warn(
      `SPF of ${domain} ends in "+all": it lets everybody send as you.`,
      'End it in "~all".',
    )
  if (!all && !/\bredirect=/i.test(record))
    return warn(`SPF of ${domain} has no "all" at its end.`, 'End it in "~all".')
  if (provider?.spfInclude && !includes.has(provider.spfInclude))
    return warn(
      `SPF of ${domain} does not name ${provider.name} (include:${provider.spfInclude}).`,
      `Add it, unless ${provider.name} uses a return path of its own for you.`,
    )
  return ok(`${domain}: ${record} (${lookups} of ${MOST_LOOKUPS} look-ups)`)
}

async function spfRecords(dns: Dns, domain: string): Promise<string[]> {
  return (await dns.txt(domain)).filter((text) => /^v=spf1(?: |$)/i.test(text))
}

/** Returns what is wrong, if anything; counts on the way. */
async function readRecord(walk: Walk, domain: string, record: string): Promise<string | undefined> {
  if (walk.path.includes(domain)) return `${domain} includes itself.`
  walk.path.push(domain)
  for (const term of record.split(/\s+/).slice(1).filter(Boolean)) {
    const fault = await readTerm(walk, domain, term)
    if (fault !== undefined) return fault
    if (walk.lookups > 2 * MOST_LOOKUPS) break // enough to say that it is too many
  }
  walk.path.pop()
  return undefined
}

async function readTerm(walk: Walk, domain: string, term: string): Promise<string | undefined> {
  const modifier = MODIFIER.exec(term)
  if (modifier) {
    if (modifier[1]?.toLowerCase() !== 'redirect') return undefined
    return follow(walk, modifier[2] ?? '', term)
  }
  const [, name = '', separator, value = ''] = TERM.exec(term) ?? []
  const kind = name.toLowerCase()
  if (kind === '') return `"${term}" is no SPF term.`
  if (kind === 'include') {
    if (separator !== ':' || value === '') return `"${term}" names no domain.`
    walk.includes.add(value.toLowerCase())
    return follow(walk, value, term)
  }
  if (['a', 'mx', 'ptr', 'exists'].includes(kind)) walk.lookups += 1
  if ((kind === 'ip4' || kind === 'ip6') && !isAddress(kind, value))
    return `"${term}" holds no ${kind === 'ip4' ? 'IPv4' : 'IPv6'} address.`
  if (kind === 'all' && value !== '') return `"${term}" in ${domain} has something after "all".`
  return undefined
}

async function follow(walk: Walk, target: string, term: string): Promise<string | undefined> {
  walk.lookups += 1
  if (target.includes('%')) return undefined // a macro: depends on the message
  const [record, ...others] = await spfRecords(walk.dns, target)
  if (record === undefined || others.length > 0)
    return `"${term}" leads to ${record === undefined ? 'no' : 'several'} SPF records.`
  return readRecord(walk, target.toLowerCase(), record)
}

function isAddress(kind: 'ip4' | 'ip6', value: string): boolean {
  const [address = '', prefix] = value.split('/')
  const most = kind === 'ip4' ? 32 : 128
  if (prefix !== undefined && !(/^\d{1,3}$/.test(prefix) && Number(prefix) <= most)) return false
  return kind === 'ip4'
    ? /^(?:(?:25[0-5]|2[0-4]\d|1?\d?\d)(?:\.(?!$)|$)){4}$/.test(address)
    : URL.canParse(`http://[${address}]/`)
}
