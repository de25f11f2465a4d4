import type { Token } from 'markdown-it'

/** A markdown-it token with what stands between its opening and closing. */
export interface TokenNode {
  /** Type without "_open": `paragraph`, `bullet_list`, `inline`, `strong`, `link`, `text`, … */
  type: string
  token: Token
  children: TokenNode[]
}

/** The flat stream of opening and closing tokens as a tree; inline tokens hang below `inline`. */
export function toTree(tokens: Token[]): TokenNode[] {
  const top: TokenNode[] = []
  const open: TokenNode[] = []
  for (const token of tokens) {
    if (token.nesting === -1) {
      open.pop()
      continue
    }
    const children = token.type === 'inline' ? toTree(token.children ?? []) : []
    const node = { type: token.type.replace(/_open$/, ''), token, children }
    const siblings = open.at(-1)?.children ?? top
    siblings.push(node)
    if (token.nesting === 1) open.push(node)
  }
  return top
}

/** Number of the first item of an ordered list. */
export function listStart(list: TokenNode): number {
  return Number(list.token.attrGet('start') ?? 1)
}

/** Tight lists have their paragraphs hidden; they are written without blank lines between items. */
export function isTight(list: TokenNode): boolean {
  return list.children.every((item) =>
    item.children.every((child) => child.type !== 'paragraph' || child.token.hidden),
  )
}
