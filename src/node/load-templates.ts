import { readdir, readFile } from 'node:fs/promises'
import { join, relative, sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import { createTemplates, type TemplateFiles, type Templates } from '../render/templates.ts'

const EMAILS = fileURLToPath(new URL('../../emails/', import.meta.url))

/** The mail templates below `folder`, by default those that come with Linkletter. */
export async function loadTemplates(folder: string = EMAILS): Promise<Templates> {
  return createTemplates(await readTemplateFiles(folder))
}

export async function readTemplateFiles(folder: string = EMAILS): Promise<TemplateFiles> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  const files = entries
    .filter((entry) => entry.isFile() && /\.(mjml|liquid)$/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
  const pairs = await Promise.all(
    files.map(async (file) => {
      const name = relative(folder, file).split(sep).join('/')
      return [name, await readFile(file, 'utf8')] as const
    }),
  )
  return Object.fromEntries(pairs)
}

/** Example data that a template is previewed with: `emails/fixtures/NAME.json`. */
export async function loadFixture(name: string, folder: string = EMAILS): Promise<unknown> {
  return JSON.parse(await readFile(join(folder, 'fixtures', `${name}.json`), 'utf8'))
}
