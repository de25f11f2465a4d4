import type { PageParts } from './page-parts.ts'

/** A page as the sources see it. */
export interface Page {
  /** The address that answered. */
  url: URL
  /** What relative addresses are relative to. */
  baseUrl: URL
  headers: Headers
  parts: PageParts
}

export function createPage(url: URL, headers: Headers, parts: PageParts): Page {
  const base = parts.baseHref.trim()
  const isUsable = base !== '' && URL.canParse(base, url.href)
  const baseUrl = isUsable ? new URL(base, url.href) : url
  return { url, baseUrl: /^https?:$/.test(baseUrl.protocol) ? baseUrl : url, headers, parts }
}

/** All values of meta elements with one of these names (`name` or `property`), in the page's order. */
export function metaValues({ parts }: Page, ...names: string[]): string[] {
  return parts.metas
    .filter((meta) => meta.names.some((name) => names.includes(name)))
    .map(({ content }) => content)
}

export function linkHref({ parts }: Page, rel: string): string | undefined {
  return parts.links.find((link) => link.rels.includes(rel))?.href
}

export function resolveUrl(href: string, base: URL): URL | null {
  const text = href.trim()
  return text !== '' && URL.canParse(text, base.href) ? new URL(text, base.href) : null
}

/**
 * The page's own host as an exemption from the rules for addresses: a page in a private network
 * that the owner allowed (FETCH_ALLOW) may name itself and its pictures.
 */
export function ownHost({ url }: Pick<Page, 'url'>): string[] {
  return [`${url.hostname}:${url.port || (url.protocol === 'https:' ? '443' : '80')}`]
}
