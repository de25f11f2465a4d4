import { validateXML } from 'xmllint-wasm'

/** What libxml2 finds wrong with a document; an empty list when it is well-formed. */
export async function xmlProblems(contents: string): Promise<string[]> {
  const { errors } = await validateXML({
    xml: { fileName: 'document.xml', contents },
    normalization: 'c14n',
  })
  return errors.map(({ message }) => message)
}
