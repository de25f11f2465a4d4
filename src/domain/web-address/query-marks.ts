/**
 * An address without what tells who sent the reader. What stays, stays byte for byte.
 */
import { createTrackingTest, isSignature } from './tracking-parameters.ts'

export interface Piece {
  raw: string
  name: string
  value: string
}

export function piecesOf(query: string): Piece[] {
  return query
    .split('&')
    .filter((raw) => raw !== '')
    .map((raw) => {
      const at = raw.indexOf('=')
      const name = at === -1 ? raw : raw.slice(0, at)
      return { raw, name: decodeName(name), value: at === -1 ? '' : raw.slice(at + 1) }
    })
}

function decodeName(name: string): string {
  return name.includes('%') ? (new URLSearchParams(`${name}=`).keys().next().value ?? name) : name
}

/** `search` as in URL.search; signed addresses stay whole. */
export function withoutTracking(url: URL): string {
  const query = url.search.slice(1)
  if (piecesOf(query).some(({ name }) => isSignature(name))) return url.search
  const kept = filterMarks(query, url.hostname)
  return kept === query ? url.search : kept === '' ? '' : `?${kept}`
}

function filterMarks(query: string, hostname: string): string {
  const isTracking = createTrackingTest(hostname)
  const pieces = piecesOf(query)
  const kept = pieces
    .filter(({ name, value }) => !isTracking(name, value))
    .map(({ raw }) => withoutSecondQuery(raw, isTracking))
  const isUntouched =
    kept.length === pieces.length && kept.every((raw, at) => raw === pieces[at]?.raw)
  return isUntouched ? query : kept.filter((raw) => raw !== '').join('&')
}

/** Mailers that add `?utm_source=…` to an address that has a query already. */
function withoutSecondQuery(raw: string, isTracking: (name: string, value: string) => boolean) {
  const at = raw.lastIndexOf('?')
  if (at === -1 || /:|%3a/i.test(raw.slice(0, at))) return raw
  const [second] = piecesOf(raw.slice(at + 1))
  return second && isTracking(second.name, second.value) ? raw.slice(0, at) : raw
}

/** Java servers put the number of a visit into the path. */
export function withoutVisit(pathname: string): string {
  return pathname.includes(';')
    ? pathname.replace(/;(?:jsessionid|phpsessid|sid|cfid|cftoken)=[^/;]*/gi, '')
    : pathname
}

/** Marks that sharing buttons put behind `#`. */
const SHARING_BUTTON = /^(?:\.[\w-]{8,16}(?:\.\w+)?|sthash\.\w+(?:\.\w+)?)$/

/** Marks after `#` go, also in the query of a route; a highlight (`#:~:text=`) stays, because readers profit from it. */
export function withoutFragmentMarks(url: URL): string {
  const [fragment, highlight] = splitHighlight(url.hash.slice(1))
  if (SHARING_BUTTON.test(fragment)) return highlight === '' ? '' : `#${highlight}`
  const question = fragment.indexOf('?')
  const isRoute = /^[!/?]/.test(fragment)
  const start = isRoute ? question + 1 : 0
  if (!fragment.includes('=') || (isRoute && question === -1)) return url.hash
  const marks = fragment.slice(start)
  const filtered = filterMarks(marks, url.hostname)
  if (filtered === marks) return url.hash
  // In a list that is mostly marks the others are of the same kind.
  const isList = piecesOf(filtered).length * 2 < piecesOf(marks).length
  const kept = !isRoute && isList ? '' : filtered
  const head = kept === '' ? fragment.slice(0, start).replace(/\?$/, '') : fragment.slice(0, start)
  const rest = head + kept + highlight
  return rest === '' ? '' : `#${rest}`
}

export function splitHighlight(fragment: string): [string, string] {
  const at = fragment.indexOf(':~:')
  return at === -1 ? [fragment, ''] : [fragment.slice(0, at), fragment.slice(at)]
}
