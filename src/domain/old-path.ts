/**
 * The path by which an old address is asked for here, in one form: without slash at the end, host,
 * fragment and query. WordPress's plain addresses (`/?p=123`) keep their number.
 * Undefined when the address is none, or leads to the front page.
 */
export function oldPathOf(address: string): string | undefined {
  const text = address.trim()
  if (!/^(?:https?:\/\/|\/(?!\/))/i.test(text)) return undefined
  const url = URL.parse(text, 'https://old.invalid')
  return url ? pathKey(url.pathname, url.search) : undefined
}

/** Of a request, or of an address: what is looked up. */
export function pathKey(pathname: string, search: string): string | undefined {
  const path = decoded(pathname)
    .replace(/\/index\.(?:html?|php)$/i, '/')
    .replace(/\/+$/, '')
  const plain = /^\?(?:.*&)?(p|page_id)=(\d{1,9})(?:&|$)/.exec(search)
  if (path === '' && plain) return `/?${plain[1]}=${plain[2]}`
  return path === '' || path.length > 1_000 ? undefined : path
}

function decoded(path: string): string {
  try {
    return decodeURIComponent(path).replaceAll('\0', '').toWellFormed()
  } catch {
    // A stray "%": the path is looked up as it stands.
    return path
  }
}
