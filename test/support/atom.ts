import { DomUtils, parseDocument } from 'htmlparser2'
import { grammarProblems } from './xml.ts'

type Element = ReturnType<typeof DomUtils.getElementsByTagName>[number]

/**
 * What an Atom feed breaks of RFC 4287; an empty list when it is valid. The grammar of Appendix B,
 * the three rules that stand beside it in Schematron, and of the text: one alternate a type and
 * language (4.1.1, 4.1.2), no id twice, nothing empty that people read.
 */
export async function atomProblems(contents: string): Promise<string[]> {
  const [feed] = childrenOf(parseDocument(contents, { xmlMode: true }).children, 'feed')
  const entries = feed ? childrenOf(feed.children, 'entry') : []
  const hasAuthor = (element: Element | undefined) =>
    element !== undefined && childrenOf(element.children, 'author').length > 0
  const ids = entries.flatMap((entry) => childrenOf(entry.children, 'id').map(textOf))
  return [
    ...(await grammarProblems('atom', contents)),
    ...(feed ? [] : ['no feed']),
    ...(new Set(ids).size === ids.length ? [] : ['an id twice']),
    ...(hasAuthor(feed) || (entries.length > 0 && entries.every(hasAuthor)) ? [] : ['no author']),
    ...[feed, ...entries].flatMap((element) => (element ? ownProblems(element) : [])),
  ]
}

function ownProblems({ name, children }: Element): string[] {
  const alternates = childrenOf(children, 'link').filter(
    ({ attribs }) => (attribs.rel ?? 'alternate') === 'alternate',
  )
  const kinds = alternates.map(({ attribs }) => `${attribs.type} ${attribs.hreflang}`)
  const read = ['id', 'title', 'summary', 'content'].flatMap((each) => childrenOf(children, each))
  const people = childrenOf(children, 'author').flatMap((each) => childrenOf(each.children, 'name'))
  const empty = [...read, ...people].filter((each) => textOf(each).trim() === '')
  const isSaid = name === 'feed' || childrenOf(children, 'content').length > 0
  return [
    ...(new Set(kinds).size === kinds.length ? [] : [`${name}: two alternates of one kind`]),
    ...(alternates.length > 0 || isSaid ? [] : [`${name}: neither alternate nor content`]),
    ...empty.map((each) => `${name}: empty ${each.name}`),
  ]
}

const textOf = (element: Element) => DomUtils.textContent(element)
const childrenOf = (children: Element['children'], name: string): Element[] =>
  DomUtils.getElementsByTagName(name, children, false)
