import { getDomain } from 'tldts'
import type { Dns } from './dns.ts'
import { type Finding, findingsOf } from './finding.ts'
import { readTags } from './record-tags.ts'

export interface DmarcResult {
  finding: Finding
  /** Tags of the record that applies; empty without one. */
  tags: ReadonlyMap<string, string>
}

const { ok, warn, fail } = findingsOf('dmarc')

/** The record of the sender's domain, else of its organisation (RFC 7489 §6.6.3). */
export async function checkDmarc(dns: Dns, fromDomain: string): Promise<DmarcResult> {
  const domains = [...new Set([fromDomain, organisationOf(fromDomain)])]
  for (const domain of domains) {
    const records = (await dns.txt(`_dmarc.${domain}`)).filter((text) => /^v=DMARC1\b/i.test(text))
    if (records.length > 1)
      return {
        finding: fail(
          `_dmarc.${domain} has ${records.length} DMARC records; receivers ignore all of them.`,
          'Keep one.',
        ),
        tags: new Map(),
      }
    const [record] = records
    if (record !== undefined) return judge(domain, fromDomain, record)
  }
  return {
    finding: fail(
      `${fromDomain} has no DMARC record; Gmail and Yahoo want one of everybody who sends in bulk.`,
      `Add a TXT record to _dmarc.${organisationOf(fromDomain)}: "v=DMARC1; p=none".`,
    ),
    tags: new Map(),
  }
}

function judge(domain: string, fromDomain: string, record: string): DmarcResult {
  const tags = readTags(record)
  const policy = (domain === fromDomain ? undefined : tags.get('sp')) ?? tags.get('p') ?? ''
  if (!/^(?:none|quarantine|reject)$/i.test(policy))
    return {
      finding: fail(
        `DMARC of ${domain} has no policy: ${record}`,
        'Let it begin with "v=DMARC1; p=none".',
      ),
      tags,
    }
  const pct = tags.get('pct')
  if (pct !== undefined && !/^(?:100|\d{1,2})$/.test(pct))
    return { finding: warn(`DMARC of ${domain}: pct=${pct}.`, 'Take pct out of it.'), tags }
  return { finding: ok(`${domain}: ${record}`), tags }
}

/** The part of a name that one organisation registered: `mail.links.example` → `links.example`. */
export function organisationOf(domain: string): string {
  return getDomain(domain, { allowPrivateDomains: true }) ?? domain
}

/** RFC 7489 §3.1: `s` wants the same domain, relaxed the same organisation. */
export function isAligned(domain: string, fromDomain: string, mode: string | undefined): boolean {
  const [a, b] = [domain.toLowerCase(), fromDomain.toLowerCase()]
  return mode?.toLowerCase() === 's' ? a === b : organisationOf(a) === organisationOf(b)
}
