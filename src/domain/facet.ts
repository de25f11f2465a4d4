/** What entries have in common: a tag, a section, an author, a site by its host without "www.". */
export interface Facet {
  kind: 'tag' | 'section' | 'author' | 'site'
  name: string
}

const FOLDERS = { tag: 'tags', section: 'sections', author: 'authors', site: 'sites' } as const

/** The page on which all entries with this in common stand; letter case makes no difference. */
export function facetPath({ kind, name }: Facet): string {
  return `/${FOLDERS[kind]}/${encodeURIComponent(name.toLowerCase().toWellFormed())}`
}
