/**
 * Repositories: owner/name as the title, and the description without what the forge adds.
 *
 * The big forges are known by their host. Others are known by a title that begins with the path
 * ("ebba/kilnlog: a log" at /ebba/kilnlog: Forgejo, Gitea, sourcehut) or as GitLab by its name.
 */
import { readKnownSite } from '../../domain/web-address/known-sites.ts'
import { metaValues, type Page } from '../page.ts'
import { type Finding, findingsOf } from '../page-reading.ts'
import { squash } from '../text.ts'

export function readForge(page: Page): Finding[] {
  const repository = repositoryOf(page)
  if (repository === null) return []
  const said = metaValues(page, 'og:description')[0] ?? metaValues(page, 'description')[0]
  return findingsOf('site', {
    title: repository,
    kind: 'repo',
    description: said === undefined ? null : forgeDescription(said, repository),
  })
}

function repositoryOf(page: Page): string | null {
  const path = pathOf(page)
  const repository = path.join('/').replace(/\.git$/, '')
  if (readKnownSite(page.url)?.kind === 'repo') return repository
  if (path.length === 2 && titled(page).some((title) => startsWith(title, repository)))
    return repository
  return isGitLabProject(page, path) ? repository : null
}

/** As the page spells it: hosts of code ignore case in addresses. */
function pathOf(page: Page): string[] {
  const said = metaValues(page, 'og:url')[0] ?? ''
  const claimed = URL.canParse(said) ? new URL(said) : page.url
  const isSame = claimed.pathname.toLowerCase() === page.url.pathname.toLowerCase()
  return (isSame ? claimed : page.url).pathname.split('/').filter(Boolean)
}

function titled(page: Page): string[] {
  return [page.parts.title, ...metaValues(page, 'og:title')].map((title) => title.trim())
}

function startsWith(title: string, repository: string): boolean {
  const head = title.slice(0, repository.length).toLowerCase()
  return (
    head === repository.toLowerCase() && /^(?:$|:\s|\s[-–—·|]\s)/.test(title.slice(head.length))
  )
}

/** "Group / sub / kilnlog · GitLab"; `-` separates a project from its issues and files. */
function isGitLabProject(page: Page, path: string[]): boolean {
  const isGitLab =
    page.url.hostname === 'gitlab.com' || metaValues(page, 'og:site_name')[0] === 'GitLab'
  if (!isGitLab || path.length < 2 || path.includes('-') || path[0] === 'explore') return false
  const last = squash(path.at(-1) ?? '')
  return titled(page).some((title) => {
    const names = title.replace(/ · GitLab$/, '').split(' / ')
    return names.length >= 2 && squash(names.at(-1) ?? '') === last
  })
}

/** Forges add an invitation, and the repository's name again. */
function forgeDescription(said: string, repository: string): string {
  const name = repository.split('/').at(-1) ?? ''
  const text = said
    .replace(/\s*(?:\.\s+)?Contribute to \S+ development by creating an account on \w+\.?$/i, '')
    .replace(new RegExp(`^(?:${literal(repository)}|${literal(name)}) - `, 'i'), '')
  const tail = ` - ${repository}`
  return text.toLowerCase().endsWith(tail.toLowerCase()) ? text.slice(0, -tail.length) : text
}

function literal(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&')
}
