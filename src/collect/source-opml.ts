/**
 * Sources as OPML 2.0, and where an imported one belongs.
 *
 * Writing: the section is a folder, the tags are the `category`, as it is read back. Reading: a
 * folder that is called like a section of ours gives the section, any other is a tag.
 */
import type { generateOpml } from 'feedsmith'
import { type Source, sourceName } from '../domain/source.ts'
import { type ImportedSource, uniqueTags } from './imports/imported-link.ts'

type Outline = NonNullable<
  NonNullable<NonNullable<Parameters<typeof generateOpml>[0]['body']>['outlines']>[number]
>

/** The generator refuses a list without entries. */
const EMPTY =
  '<?xml version="1.0" encoding="utf-8"?>\n<opml version="2.0"><head></head><body></body></opml>\n'

export async function sourcesToOpml(
  sources: readonly Source[],
  publication: string,
  now: Date,
): Promise<string> {
  if (sources.length === 0) return EMPTY
  const bySection = Map.groupBy(sources, (source) => source.section)
  const outlines = [...bySection].flatMap(([section, list]): Outline[] =>
    section === null
      ? list.map(toOutline)
      : [{ text: section, title: section, outlines: list.map(toOutline) }],
  )
  const { generateOpml } = await import('feedsmith')
  return generateOpml({
    head: { title: `${publication}: sources`, dateCreated: now },
    body: { outlines },
  })
}

function toOutline(source: Source): Outline {
  const name = sourceName(source)
  return {
    text: name,
    title: name,
    type: 'rss',
    xmlUrl: source.url,
    ...(source.siteUrl !== null && { htmlUrl: source.siteUrl }),
    // Commas divide categories (OPML 2.0), so none may be inside one.
    ...(source.tags.length > 0 && {
      category: source.tags.map((tag) => tag.replaceAll(',', ' ')).join(','),
    }),
  }
}

export function placeImportedSource(
  { folderPath, tags }: Pick<ImportedSource, 'folderPath' | 'tags'>,
  sections: readonly string[],
): { section: string | null; tags: string[] } {
  const named = (folder: string) =>
    sections.find((section) => section.toLowerCase() === folder.toLowerCase())
  const folders = folderPath.filter((folder) => folder !== '')
  const section = folders.map(named).find((name) => name !== undefined) ?? null
  return {
    section,
    tags: uniqueTags([...tags, ...folders.filter((folder) => named(folder) === undefined)]),
  }
}
