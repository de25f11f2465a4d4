/** What an address alone tells of a page on a site that is known. */
export interface KnownThing {
  /** Whose rules recognised it. */
  site: string
  /** Equal for all addresses of the same thing on that site. */
  key: string
  /** The address that the site itself gives. */
  canonical: string | null
  /** Known without looking at the page. */
  kind: string | null
}

/** In: the address without tracking, and the parts of its path. A reader may name another site. */
export type SiteReader = (
  url: URL,
  path: string[],
) => (Omit<KnownThing, 'site'> & { site?: string }) | null

export function thing(key: string, canonical: string | null, kind: string | null = null) {
  return { key, canonical, kind }
}
