/** What is known of a page from its address alone, and how some sites write their titles. */
import { readKnownSite } from '../../domain/web-address/known-sites.ts'
import { isHostOf } from '../../domain/web-address/tracking-parameters.ts'
import { metaValues, type Page } from '../page.ts'
import { type Finding, findingsOf } from '../page-reading.ts'
import { knownSiteName } from '../site-names.ts'

/** From the address alone: true even when a wall answers. */
export function readAddress(url: URL): Finding[] {
  const known = readKnownSite(url)
  return findingsOf('site', { kind: known?.kind, canonical: known?.canonical })
}

const FORGE_NAMES: Record<string, string> = {
  github: 'GitHub',
  gitlab: 'GitLab',
  codeberg: 'Codeberg',
}

export function readSite(page: Page): Finding[] {
  const known = readKnownSite(page.url)
  const forge = known === null ? undefined : FORGE_NAMES[known.site]
  const findings = [
    ...readAddress(page.url),
    ...findingsOf('host', { siteName: knownSiteName(page.url.hostname) }),
    ...readFeedLinks(page),
    ...readArxivTitle(page),
  ]
  if (known === null || forge === undefined || known.kind !== 'repo') return findings
  const [owner = '', name = ''] = page.url.pathname.split('/').filter(Boolean)
  const repository = `${owner}/${name.replace(/\.git$/, '')}`
  const said = metaValues(page, 'og:description')[0] ?? metaValues(page, 'description')[0]
  return [
    ...findings,
    ...findingsOf('site', {
      title: repository,
      description: said === undefined ? null : forgeDescription(said, repository),
    }),
  ]
}

/** Forges add an invitation, and the repository's name again. */
function forgeDescription(said: string, repository: string): string {
  const text = said
    .replace(/\s*(?:\.\s+)?Contribute to \S+ development by creating an account on \w+\.?$/i, '')
    .replace(/^GitHub is where people build software\..*$/s, '')
    .replace(
      new RegExp(`^(?:${literal(repository)}|${literal(repository.split('/')[1] ?? '')}) - `, 'i'),
      '',
    )
  const tail = ` - ${repository}`
  return text.toLowerCase().endsWith(tail.toLowerCase()) ? text.slice(0, -tail.length) : text
}

function literal(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')
}

/** "[2401.99999] Clay as a memory medium" → without the number. */
function readArxivTitle({ url, parts }: Page): Finding[] {
  const title = isHostOf(url.hostname, 'arxiv.org')
    ? /^\s*\[[^\]]{5,30}\]\s*(.+)$/s.exec(parts.title)?.[1]
    : null
  return findingsOf('site title', { title })
}

/** "Kiln Weekly » Feed": blogs name their feeds after themselves. */
function readFeedLinks({ parts }: Page): Finding[] {
  const titles = parts.links
    .filter(
      ({ rels, type }) =>
        rels.includes('alternate') && /(?:rss|atom|feed)\+(?:xml|json)/.test(type),
    )
    .map(({ title }) =>
      title.replace(/\s*[»›|:–—-]?\s*\(?\b(?:rss|atom|json)?\s*(?:feed|2\.0)?\)?\s*$/i, '').trim(),
    )
    .filter((title) => title !== '' && !/comments|kommentar|»/i.test(title))
  const [only] = new Set(titles)
  return findingsOf('feed link', { siteName: new Set(titles).size === 1 ? only : null })
}
