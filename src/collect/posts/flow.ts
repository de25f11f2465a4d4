/** A text as a flow of blocks, the way it is read: headings, paragraphs, lists, rules. */
import {
  findElement,
  hasClass,
  isElement,
  type MarkupElement,
  type MarkupNode,
  textOf,
} from './markup-tree.ts'

export type Block =
  | { kind: 'heading'; level: number; runs: Run[] }
  | { kind: 'paragraph'; runs: Run[] }
  | { kind: 'list'; isOrdered: boolean; items: Block[][]; node: MarkupElement }
  | { kind: 'rule' }
  /** Quotes, code, pictures, tables: never an entry. */
  | { kind: 'other'; node: MarkupElement }

/** A piece of text with the elements around it; a line end of the source is "\n". */
export interface Run {
  text: string
  around: MarkupElement[]
  picture?: MarkupElement
  /** A line end that the page shows. */
  isBreak?: true
}

export interface FlowOptions {
  /** Blank lines make paragraphs, as WordPress has it. */
  blankLines?: boolean
}

const CONTAINERS = new Set(
  'root,html,body,div,section,article,main,header,footer,center,dl,dd,details,summary,hgroup,address,nav,aside,figcaption'.split(
    ',',
  ),
)
const OTHERS = new Set('blockquote,pre,figure,table,video,audio,picture'.split(','))
const HEADING = /^h([1-6])$/

export function flowOf(nodes: readonly MarkupNode[], options: FlowOptions = {}): Block[] {
  const blocks: Block[] = []
  let runs: Run[] = []

  function endParagraph() {
    const paragraph = trimRuns(runs)
    if (isOrnament(paragraph)) blocks.push({ kind: 'rule' })
    else if (paragraph.length > 0) blocks.push({ kind: 'paragraph', runs: paragraph })
    runs = []
  }

  function addText(text: string, around: MarkupElement[]) {
    const parts = options.blankLines ? text.split(/\n[^\S\n]*\n\s*/) : [text]
    parts.forEach((part, index) => {
      if (index > 0) endParagraph()
      if (part !== '') runs.push({ text: part.replace(/[^\S\n\u00a0]+/g, ' '), around })
    })
  }

  function walkAll(children: readonly MarkupNode[]) {
    children.forEach((child, index) => {
      if (beginsAnew(child, children.slice(0, index))) {
        endParagraph()
        blocks.push({ kind: 'rule' })
      }
      walk(child, [])
    })
  }

  function walk(node: MarkupNode, around: MarkupElement[]) {
    if (!isElement(node)) return addText(node, around)
    const { name, children } = node
    const level = HEADING.exec(name)?.[1]
    if (name === 'br') {
      const last = runs.at(-1)
      // Two in a row part paragraphs in pages that know no <p>.
      if (last?.isBreak) endParagraph()
      else if (runs.some(({ text }) => text.trim() !== ''))
        runs.push({ text: '\n', around, isBreak: true })
    } else if (name === 'img') runs.push({ text: '', around, picture: node })
    else if (level !== undefined) {
      endParagraph()
      const heading = trimRuns(runsOf(children))
      // One without words parts what is above from what is below, as a rule does.
      blocks.push(
        heading.length > 0
          ? { kind: 'heading', level: Number(level), runs: heading }
          : { kind: 'rule' },
      )
    } else if (name === 'hr') {
      endParagraph()
      blocks.push({ kind: 'rule' })
    } else if (name === 'ul' || name === 'ol') {
      endParagraph()
      blocks.push(listOf(node, options))
    } else if (OTHERS.has(name)) {
      endParagraph()
      blocks.push({ kind: 'other', node })
    } else if (name === 'p' || name === 'dt' || name === 'li') {
      endParagraph()
      for (const child of children) walk(child, [])
      endParagraph()
    } else if (CONTAINERS.has(name) || children.some(holdsBlock)) {
      endParagraph()
      walkAll(children)
      endParagraph()
    } else for (const child of children) walk(child, [...around, node])
  }

  walkAll(nodes)
  endParagraph()
  return blocks
}

/** "* * *", "⁂": a rule made of signs. */
const isOrnament = (runs: readonly Run[]) =>
  runs.every(({ picture }) => picture === undefined) &&
  /^(?:⁂|(?:[*·•~–—_-]\s*){1,9})$/u.test(textOfRuns(runs))

/** A section without a heading after one that has one, and closing words: as if after a rule. */
function beginsAnew(node: MarkupNode, before: readonly MarkupNode[]): boolean {
  if (!isElement(node)) return false
  if (hasClass(node, /^outro$/)) return true
  // A heading that leads to another page is an entry's.
  const leadsAway = ({ name, attribs }: MarkupElement) =>
    name === 'a' && !/^\s*#/.test(attribs.href ?? '#')
  const isNamed = (each: MarkupElement) =>
    findElement(
      each,
      (inner) => /^h[12]$/.test(inner.name) && findElement(inner, leadsAway) === undefined,
    ) !== undefined
  return (
    node.name === 'section' &&
    !isNamed(node) &&
    before.some((each) => isElement(each) && each.name === 'section' && isNamed(each))
  )
}

function holdsBlock(node: MarkupNode): boolean {
  if (!isElement(node)) return false
  const { name } = node
  return (
    HEADING.test(name) ||
    /^(?:p|ul|ol|dl|hr|div|section|article)$/.test(name) ||
    OTHERS.has(name) ||
    node.children.some(holdsBlock)
  )
}

function listOf(node: MarkupElement, options: FlowOptions): Block {
  const items: Block[][] = []
  for (const child of node.children) {
    if (!isElement(child)) continue
    const flow = flowOf(child.name === 'li' ? child.children : [child], options)
    // A list right inside a list belongs to the item before it.
    if (child.name !== 'li' && items.length > 0) items.at(-1)?.push(...flow)
    else if (flow.length > 0) items.push(flow)
  }
  return { kind: 'list', isOrdered: node.name === 'ol', items, node }
}

function runsOf(nodes: readonly MarkupNode[], around: MarkupElement[] = []): Run[] {
  return nodes.flatMap((node) => {
    if (!isElement(node)) return [{ text: node.replace(/[^\S\n\u00a0]+/g, ' '), around }]
    if (node.name === 'br') return [{ text: '\n', around, isBreak: true }]
    if (node.name === 'img') return [{ text: '', around, picture: node }]
    return runsOf(node.children, [...around, node])
  })
}

/** Without white space at both ends. */
export function trimRuns(runs: readonly Run[]): Run[] {
  const isBlank = (run: Run | undefined) =>
    run !== undefined && run.picture === undefined && run.text.trim() === ''
  let from = 0
  let until = runs.length
  while (from < until && isBlank(runs[from])) from++
  while (until > from && isBlank(runs[until - 1])) until--
  return runs.slice(from, until).map((run, index, all) => ({
    ...run,
    text: (index === 0 ? (text: string) => text.trimStart() : (text: string) => text)(
      index === all.length - 1 ? run.text.trimEnd() : run.text,
    ),
  }))
}

export const textOfRuns = (runs: readonly Run[]) => runs.map(({ text }) => text).join('')

/** What follows the first `count` characters. */
export function dropText(runs: readonly Run[], count: number): Run[] {
  const rest: Run[] = []
  let left = count
  for (const run of runs) {
    if (left >= run.text.length && (left > 0 || run.text !== '')) {
      left -= run.text.length
      continue
    }
    rest.push({ ...run, text: run.text.slice(left) })
    left = 0
  }
  return trimRuns(rest)
}

/** The elements around the pieces put back. */
export function nodesOf(runs: readonly Run[]): MarkupNode[] {
  const root: MarkupElement = { name: 'root', attribs: {}, children: [] }
  /** Original element → its copy, for those that are open. */
  let open: [MarkupElement, MarkupElement][] = []
  for (const { text, around, picture, isBreak } of runs) {
    let shared = 0
    while (shared < open.length && open[shared]?.[0] === around[shared]) shared++
    open = open.slice(0, shared)
    for (const element of around.slice(shared)) {
      const copy = { ...element, children: [] }
      ;(open.at(-1)?.[1] ?? root).children.push(copy)
      open.push([element, copy])
    }
    const parent = open.at(-1)?.[1] ?? root
    if (picture) parent.children.push(picture)
    else if (isBreak) parent.children.push({ name: 'br', attribs: {}, children: [] })
    else parent.children.push(text)
  }
  return root.children
}

export function nodesOfBlock(block: Block): MarkupNode {
  const element = (name: string, children: MarkupNode[]): MarkupElement => ({
    name,
    attribs: {},
    children,
  })
  switch (block.kind) {
    case 'heading':
      return element('p', [element('strong', nodesOf(block.runs))])
    case 'paragraph':
      return element('p', nodesOf(block.runs))
    case 'list':
      return block.node
    case 'rule':
      return element('hr', [])
    default:
      return block.node
  }
}

export function textOfBlock(block: Block): string {
  if (block.kind === 'heading' || block.kind === 'paragraph') return textOfRuns(block.runs)
  if (block.kind === 'rule') return ''
  return textOf([block.node])
}
