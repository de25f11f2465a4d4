import { parseMarkup } from '../parse-markup.ts'

/** HTML as a small tree: comments, scripts and what is not shown are gone. */
export interface MarkupElement {
  name: string
  attribs: Record<string, string>
  children: MarkupNode[]
}
export type MarkupNode = MarkupElement | string

const VOID = new Set('area,base,br,col,embed,hr,img,input,link,meta,source,track,wbr'.split(','))
const SILENT = new Set(
  'script,style,template,noscript,iframe,svg,object,form,button,select,textarea,canvas,dialog'.split(
    ',',
  ),
)
/** Elements below this depth hang on the last one above it: no text is nested so deeply. */
const DEEPEST = 100

export function parseTree(html: string): MarkupElement {
  const root: MarkupElement = { name: 'root', attribs: {}, children: [] }
  const open = [root]
  let silent = 0
  parseMarkup(html, {
    onopentag(name, attribs) {
      if (SILENT.has(name)) silent++
      const element = { name, attribs, children: [] }
      if (silent === 0) open[Math.min(open.length, DEEPEST) - 1]?.children.push(element)
      open.push(element)
    },
    onclosetag(name) {
      if (SILENT.has(name)) silent--
      open.pop()
    },
    ontext(text) {
      if (silent > 0) return
      const parent = open[Math.min(open.length, DEEPEST) - 1]
      const last = parent?.children.length ? parent.children.length - 1 : -1
      // The parser gives a text in pieces, cut at each entity.
      if (parent && last >= 0 && typeof parent.children[last] === 'string')
        parent.children[last] += text
      else parent?.children.push(text)
    },
  })
  return root
}

export const isElement = (node: MarkupNode): node is MarkupElement => typeof node !== 'string'

export function textOf(nodes: readonly MarkupNode[]): string {
  return nodes
    .map((node) => (isElement(node) ? (node.name === 'br' ? '\n' : textOf(node.children)) : node))
    .join('')
}

/** One line, with single spaces. */
export const lineOf = (text: string) =>
  text
    .replace(/[\s\u00a0]+/g, ' ')
    .replace(/[\p{Cc}\u200b\ufeff]/gu, '')
    .trim()

export function* eachElement(nodes: readonly MarkupNode[]): Generator<MarkupElement> {
  for (const node of nodes) {
    if (!isElement(node)) continue
    yield node
    yield* eachElement(node.children)
  }
}

export function findElement(
  root: MarkupElement,
  test: (element: MarkupElement) => boolean,
): MarkupElement | undefined {
  for (const element of eachElement(root.children)) if (test(element)) return element
  return undefined
}

export const hasClass = (element: MarkupElement, pattern: RegExp) =>
  (element.attribs.class ?? '').split(/\s+/).some((name) => pattern.test(name))

/** Keeps the elements that pass; what is below one that fails goes with it. */
export function prune(
  element: MarkupElement,
  keep: (element: MarkupElement) => boolean,
): MarkupElement {
  return {
    ...element,
    children: element.children.flatMap((child): MarkupNode[] => {
      if (!isElement(child)) return [child]
      return keep(child) ? [prune(child, keep)] : []
    }),
  }
}

export function toHtml(nodes: readonly MarkupNode[]): string {
  return nodes
    .map((node) => {
      if (!isElement(node)) return escapeText(node)
      const attributes = Object.entries(node.attribs)
        .filter(([name]) => /^[a-z][a-z0-9-]*$/.test(name))
        .map(([name, value]) => ` ${name}="${escapeText(value)}"`)
        .join('')
      const start = `<${node.name}${attributes}>`
      return VOID.has(node.name) ? start : `${start}${toHtml(node.children)}</${node.name}>`
    })
    .join('')
}

const ESCAPES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }
const escapeText = (text: string) =>
  text.replace(/[&<>"]/g, (character) => ESCAPES[character] ?? '')
