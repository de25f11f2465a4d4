/**
 * Cookies within one chain of redirects: some sites send a visitor round and round until the
 * cookie from the first answer comes back. Kept per host name, gone after the fetch.
 */
const MAX_COOKIES_PER_HOST = 30
const MAX_HEADER_LENGTH = 4_096

export interface RedirectCookies {
  store(url: URL, setCookies: readonly string[]): void
  /** Value of the Cookie header, '' for none. */
  headerFor(url: URL): string
}

interface Cookie {
  value: string
  isSecure: boolean
}

export function createRedirectCookies(now: () => number = Date.now): RedirectCookies {
  const hosts = new Map<string, Map<string, Cookie>>()

  return {
    store(url, setCookies) {
      const jar = hosts.get(url.hostname) ?? new Map<string, Cookie>()
      hosts.set(url.hostname, jar)
      for (const line of setCookies) {
        const [pair = '', ...attributes] = line.split(';').map((part) => part.trim())
        const equals = pair.indexOf('=')
        if (equals < 1 || !/^[\x21-\x7e]+(?: [\x21-\x7e]+)*$/.test(pair)) continue
        const name = pair.slice(0, equals).trim()
        if (isExpired(attributes, now())) jar.delete(name)
        else if (jar.has(name) || jar.size < MAX_COOKIES_PER_HOST) {
          const isSecure = attributes.some((attribute) => attribute.toLowerCase() === 'secure')
          jar.set(name, { value: pair.slice(equals + 1).trim(), isSecure })
        }
      }
    },
    headerFor(url) {
      let header = ''
      for (const [name, { value, isSecure }] of hosts.get(url.hostname) ?? []) {
        if (isSecure && url.protocol !== 'https:') continue
        const next = header === '' ? `${name}=${value}` : `${header}; ${name}=${value}`
        if (next.length > MAX_HEADER_LENGTH) continue
        header = next
      }
      return header
    },
  }
}

function isExpired(attributes: readonly string[], nowMs: number): boolean {
  const attributeOf = (name: string) =>
    attributes
      .find((attribute) => attribute.toLowerCase().startsWith(`${name}=`))
      ?.slice(name.length + 1)
  const maxAge = attributeOf('max-age')
  if (maxAge !== undefined && /^-?\d+$/.test(maxAge)) return Number(maxAge) <= 0
  return Date.parse(attributeOf('expires') ?? '') <= nowMs
}
