import { readFile } from 'node:fs/promises'
import { validateXML } from 'xmllint-wasm'

/** What libxml2 finds wrong with a document; an empty list when it is well-formed. */
export async function xmlProblems(contents: string): Promise<string[]> {
  const { errors } = await validateXML({
    xml: { fileName: 'document.xml', contents },
    normalization: 'c14n',
  })
  return errors.map(({ message }) => message)
}

/** What a document breaks of a RELAX NG grammar in test/schemas/; an empty list when it is valid. */
export async function grammarProblems(
  name: 'atom' | 'rss-2.0',
  contents: string,
): Promise<string[]> {
  const grammar = new URL(`../schemas/${name}.rng`, import.meta.url)
  const { errors } = await validateXML({
    xml: { fileName: 'document.xml', contents },
    schema: { fileName: 'grammar.rng', contents: await readFile(grammar, 'utf8') },
    extension: 'relaxng',
  })
  return errors.map(({ message }) => message)
}
