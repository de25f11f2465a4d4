import { type ImportedLink, uniqueTags } from './imports/imported-link.ts'

/** What browsers call the folders that everything is in; they say nothing about a link. */
const ROOTS = new Set([
  'bookmarks',
  'bookmarks bar',
  'bookmarks menu',
  'bookmarks toolbar',
  'favorites',
  'favorites bar',
  'imported',
  'mobile bookmarks',
  'other bookmarks',
  'unsorted',
  'unsorted bookmarks',
  'lesezeichen',
  'lesezeichenleiste',
  'lesezeichen-menü',
  'lesezeichen-symbolleiste',
  'mobile lesezeichen',
  'weitere lesezeichen',
])

/**
 * Where a link belongs by its folders: one that is called like a section of ours gives the
 * section, the innermost first; any other is a tag. What the file says outright goes first.
 */
export function placeFolders(
  link: Pick<ImportedLink, 'section' | 'tags' | 'folderPath' | 'otherFolderPaths'>,
  sections: readonly string[],
): { section: string | null; tags: string[] } {
  const named = (folder: string) =>
    sections.find((section) => section.toLowerCase() === folder.toLowerCase())
  const paths = [link.folderPath, ...link.otherFolderPaths]
  const folders = paths.flatMap((path) =>
    path.filter((name) => name !== '' && !ROOTS.has(name.toLowerCase())),
  )
  const section = folders.toReversed().map(named).find(Boolean) ?? null
  return {
    section: link.section ?? section,
    tags: uniqueTags([...link.tags, ...folders.filter((folder) => named(folder) === undefined)]),
  }
}
