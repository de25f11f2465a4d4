import { createReadStream, readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { cleanUrl } from '../../src/collect/clean-url.ts'
import {
  type ImportedLink,
  type ImportFormat,
  mergeImportedLinks,
  readImport,
} from '../../src/collect/imports/index.ts'
import { isAppError } from '../../src/errors.ts'

/** How the cases are to be read stands in the project's case notes; `null` is "absent". */
interface ExpectedLink {
  url: string
  title?: string | { one_of: (string | null)[] } | null
  title_is_placeholder?: boolean
  note?: string | null
  note_contains?: string[]
  tags?: string[]
  saved_at?: string | null
  folder_path?: string[]
  folders?: string[]
  private?: boolean
  unread?: boolean
}

interface ImportCase {
  file: string
  id: string
  format: ImportFormat | 'auto'
  created: number
  duplicates: number
  rejected: unknown[]
  links: ExpectedLink[]
}

/** The given cases, and our own in the same form. */
const folders = ['imports', 'imports-more'].map(
  (name) => new URL(`../cases/${name}/`, import.meta.url),
)
const cases = folders.flatMap((folder) =>
  readdirSync(folder)
    .filter((name) => name.endsWith('.expect.json'))
    .map((name) => ({
      ...(JSON.parse(readFileSync(new URL(name, folder), 'utf8')) as ImportCase),
      folder,
    })),
)

/** What an importer does with the rows, without a database. */
async function importFile(format: ImportCase['format'], file: URL) {
  const links = new Map<string, ImportedLink>()
  const rejected: string[] = []
  let duplicates = 0
  for await (const row of readImport(format, createReadStream(file))) {
    if (!row.ok) rejected.push(row.input)
    else if (row.link) {
      try {
        const { dedupeKey } = cleanUrl(row.link.url)
        const known = links.get(dedupeKey)
        if (known) duplicates++
        links.set(dedupeKey, known ? mergeImportedLinks(known, row.link) : row.link)
      } catch (error) {
        if (!isAppError(error, 'INVALID_URL')) throw error
        rejected.push(row.link.url)
      }
    }
  }
  return { links: [...links.values()], duplicates, rejected }
}

function expectLink(link: ImportedLink | undefined, expected: ExpectedLink) {
  if (!link) throw new Error(`${expected.url} was not created`)
  const { title } = expected
  if (typeof title === 'string') expect(link.title).toBe(title)
  if (title && typeof title === 'object') expect(title.one_of).toContain(link.title)
  if (expected.title_is_placeholder !== undefined) {
    expect(link.titleIsPlaceholder).toBe(expected.title_is_placeholder)
  }
  if (expected.note !== undefined) expect(link.note).toBe(expected.note ?? '')
  for (const part of expected.note_contains ?? []) expect(link.note).toContain(part)
  if (expected.tags) expect([...link.tags].sort()).toEqual([...expected.tags].sort())
  if (expected.saved_at !== undefined) expectDate(link.savedAt, expected.saved_at)
  if (expected.folder_path) expect(link.folderPath).toEqual(expected.folder_path)
  if (expected.folders) {
    const folders = [link.folderPath, ...link.otherFolderPaths].flat()
    expect(folders).toEqual(expect.arrayContaining(expected.folders))
  }
  if (expected.private !== undefined) expect(link.private).toBe(expected.private)
  if (expected.unread !== undefined) expect(link.unread).toBe(expected.unread)
}

function expectDate(actual: Date | null, expected: string | null) {
  if (expected === null) expect(actual).toBeNull()
  else if (expected.length === 10) expect(actual?.toISOString().slice(0, 10)).toBe(expected)
  else expect(actual?.getTime()).toBe(Date.parse(expected))
}

describe('reported import failures', () => {
  it('are all here', () => {
    expect(cases.length).toBeGreaterThanOrEqual(80)
  })

  it.each(cases)('$id', async (each) => {
    const { links, duplicates, rejected } = await importFile(
      each.format,
      new URL(each.file, each.folder),
    )
    expect([links.length, duplicates, rejected.length]).toEqual([
      each.created,
      each.duplicates,
      each.rejected.length,
    ])
    for (const expected of each.links) {
      const found = links.find((link) => cleanUrl(link.url).url === cleanUrl(expected.url).url)
      expectLink(found, expected)
    }
  })
})
