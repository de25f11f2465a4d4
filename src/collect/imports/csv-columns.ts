/**
 * What the columns of a table of links are called, by the tools that write them
 * (Pocket, Raindrop, Instapaper, Diigo, Readwise, Omnivore, wallabag, our own export, people).
 * The first name that a file has wins.
 */
export const columnNames = {
  url: [
    'url',
    'href',
    'link',
    'address',
    'uri',
    'link url',
    'page url',
    'web address',
    'permalink',
    'adresse',
    'lien',
    'enlace',
    'dirección',
  ],
  title: [
    'title',
    'name',
    'page title',
    'link title',
    'headline',
    'label',
    'text',
    'titel',
    'titre',
    'título',
    'titolo',
  ],
  // A description is the owner's, unless the table has notes besides.
  note: [
    'note',
    'notes',
    'comment',
    'comments',
    'annotation',
    'annotations',
    'my note',
    'extended',
    'description',
    'notiz',
    'notizen',
    'kommentar',
    'commentaire',
    'nota',
    'notas',
  ],
  description: ['excerpt', 'description', 'summary', 'abstract'],
  quote: ['selection', 'highlights', 'highlight', 'quote'],
  tags: [
    'tags',
    'tag',
    'document tags',
    'labels',
    'keywords',
    'categories',
    'topics',
    'schlagwörter',
    'stichwörter',
    'etiketten',
    'étiquettes',
    'etiquetas',
  ],
  authors: ['authors', 'author', 'by', 'creator', 'byline'],
  savedAt: [
    'saved at',
    'saved date',
    'saved',
    'time added',
    'date added',
    'added at',
    'added',
    'created at',
    'created',
    'date created',
    'bookmarked at',
    'timestamp',
    'time',
    'date',
    'creation date',
    'datum',
    'erstellt',
    'fecha',
    'data',
  ],
  section: ['section'],
  month: ['month'],
  via: ['via', 'found at'],
  folder: [
    'folder',
    'folder path',
    'collection',
    'path',
    'group',
    'list',
    'category',
    'ordner',
    'dossier',
    'carpeta',
  ],
  private: ['private', 'is private'],
  shared: ['shared', 'public', 'is public'],
  unread: ['unread', 'toread', 'to read', 'is unread'],
  read: ['read', 'is read', 'seen', 'archived', 'is archived'],
  status: ['status', 'state', 'location'],
  siteName: ['site name', 'site'],
  imageUrl: ['image url', 'cover', 'image'],
  publishedAt: ['published at', 'published', 'published date'],
  language: ['language', 'lang'],
  canonicalUrl: ['canonical url', 'canonical'],
  kind: ['kind'],
  enrichment: ['enrichment'],
} as const satisfies Record<string, readonly string[]>

export type Column = keyof typeof columnNames

const known = new Set<string>(Object.values(columnNames).flat())

/** A row of names: one of them is the address, and none of them is one. */
export function isLinkHeader(names: readonly string[]): boolean {
  return names.some((name) => (columnNames.url as readonly string[]).includes(name))
}

export function isKnownColumn(name: string): boolean {
  return known.has(name)
}

/** Reads a row by what its columns mean: '' for what the file does not have. */
export function columnReader(header: readonly string[]) {
  const found = new Map<Column, string>()
  for (const [column, names] of Object.entries(columnNames) as [Column, readonly string[]][]) {
    const isTaken = new Set(found.values())
    const name = names.find((each) => header.includes(each) && !isTaken.has(each))
    if (name !== undefined) found.set(column, name)
  }
  return (fields: Record<string, string>, column: Column): string =>
    fields[found.get(column) ?? ''] ?? ''
}
