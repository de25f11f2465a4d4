import { readFile } from 'node:fs/promises'
import { Ajv } from 'ajv'
import addFormats from 'ajv-formats'

/** What a value breaks of a schema in test/schemas/; an empty list when it follows it. */
export async function schemaProblems(name: string, value: unknown): Promise<string[]> {
  const file = new URL(`../schemas/${name}.schema.json`, import.meta.url)
  const ajv = new Ajv({ allErrors: true })
  addFormats.default(ajv)
  const validate = ajv.compile(JSON.parse(await readFile(file, 'utf8')))
  validate(value)
  return (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`)
}
