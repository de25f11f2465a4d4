/** Papers, encyclopedia articles, documents, source code. */
import { type SiteReader, thing } from './known-thing.ts'

export const arxiv: SiteReader = (_url, path) => {
  const [first = '', ...rest] = path
  if (!['abs', 'pdf', 'html', 'format', 'ps', 'papers', 'overview'].includes(first)) return null
  const paper = arxivPaper(rest.join('/'))
  if (paper === null) return null
  const kind = first === 'pdf' ? 'pdf' : 'article'
  return thing(paper.toLowerCase(), `https://arxiv.org/abs/${paper}`, kind)
}

/** Without version, and without the subject class that old numbers may have: math.GT/0309136. */
function arxivPaper(id: string): string | null {
  const plain = id.replace(/^arxiv:/i, '').replace(/\.pdf$/i, '')
  const found = /^(?:([a-z-]+)(?:\.[A-Z]{2})?\/(\d{7})|(\d{4}\.\d{4,5}))(?:v\d+)?$/i.exec(plain)
  if (found === null) return null
  const [, archive, number, modern] = found
  return modern ?? `${archive}/${number}`
}

export const doi: SiteReader = (url) => {
  const id = url.pathname
    .slice(1)
    .replace(/^doi:\s*/i, '')
    .replace(/%2f/gi, '/')
  if (!/^10\.\d{4,9}\/./.test(id)) return null
  const paper = arxivPaper(/^10\.48550\/arxiv\.(.+)$/i.exec(id)?.[1] ?? '')
  if (paper !== null) {
    const canonical = `https://arxiv.org/abs/${paper}`
    return { site: 'arxiv', ...thing(paper.toLowerCase(), canonical, 'article') }
  }
  // DOI names ignore case (DOI handbook 2.4).
  return thing(id.toLowerCase(), `https://doi.org/${id}`)
}

/** Parameters that change how an article looks and not which one it is. */
const WIKI_LOOKS = ['useskin', 'useformat', 'mobileaction', 'veaction', 'section', 'redirect']

/** Desktop and mobile host, blanks and underscores, both ways to name an article. */
export const wikipedia: SiteReader = (url, path) => {
  const host = url.hostname.replace(/^www\./, '').replace('.m.', '.')
  const query = new URLSearchParams(url.search)
  for (const name of WIKI_LOOKS) query.delete(name)
  const isScript = url.pathname === '/w/index.php'
  const title = isScript
    ? encodeURIComponent(query.get('title') ?? '')
    : path.slice(1).join('/').replaceAll('%20', '_')
  query.delete('title')
  if ((!isScript && path[0] !== 'wiki') || title === '' || query.size > 0) return null
  const name = decodedUtf8(title).replaceAll(' ', '_')
  const first = String.fromCodePoint(name.codePointAt(0) ?? 0)
  const key = `${host}/${first.toUpperCase()}${name.slice(first.length)}`
  return thing(key, `https://${host}/wiki/${title.replaceAll('%20', '_')}`)
}

function decodedUtf8(text: string): string {
  const decoded = new URLSearchParams(
    `t=${text.replaceAll('&', '%26').replaceAll('+', '%2B')}`,
  ).get('t')
  return decoded ?? text
}

const FORGE_PAGES = new Set(
  'about account apps api blog codespaces collections contact customer-stories dashboard enterprise events explore features groups help issues join login marketplace mobile new notifications orgs organizations pricing projects pulls readme search security sessions settings signup site sponsors stars team topics trending user users -'.split(
    ' ',
  ),
)

export const forge: SiteReader = (url, path) => {
  const [owner, name] = path
  if (!owner || !name || FORGE_PAGES.has(owner.toLowerCase())) return null
  const repository = name.replace(/\.git$/, '')
  const rest = path.slice(2)
  if (rest.length > 0) {
    // Owner and name ignore case, what is below does not.
    const below = [owner.toLowerCase(), repository.toLowerCase(), ...rest].join('/')
    return thing(`${below}${sortedQuery(url)}`, null)
  }
  if (url.search !== '' && !['tab', 'readme'].some((name) => url.searchParams.has(name)))
    return null
  return thing(
    `${owner}/${repository}`.toLowerCase(),
    `https://${url.hostname.replace(/^www\./, '')}/${owner}/${repository}`,
    'repo',
  )
}

function sortedQuery(url: URL): string {
  const pairs = [...url.searchParams].sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0))
  return pairs.length === 0 ? '' : `?${new URLSearchParams(pairs)}`
}

/** The owner's name before the number may be left out. */
export const gist: SiteReader = (_url, path) => {
  const id = path.find((part) => /^(?:[0-9a-f]{20,40}|\d{4,})$/.test(part))
  return id === undefined || path.indexOf(id) > 1 || path.length > path.indexOf(id) + 1
    ? null
    : thing(id, null)
}

/** edit, view, preview and the account's number lead to one document. */
export const googleDocs: SiteReader = (url, path) => {
  const parts = path.filter((part, at) => part !== 'u' && path[at - 1] !== 'u')
  const at = parts.findIndex((part) => part === 'd' || part === 'folders')
  const id = at === -1 ? url.searchParams.get('id') : parts[at + 1]
  if (!id || !/^[\w-]{20,}$/.test(id)) return null
  return thing(id, null)
}
