import { parseMarkdown } from './markdown.ts'
import { isTight, listStart, type TokenNode, toTree } from './token-tree.ts'
import { wrap } from './wrap.ts'

/**
 * Markdown → plain text for the text part of a mail, wrapped to `width` columns.
 *
 * Emphasis and code marks are dropped. The addresses of a paragraph's links follow it, each alone
 * on its line, in the order of the links; an address that stands in the text itself is not repeated.
 */
export function markdownToText(source: string, width = 72): string {
  return blocks(toTree(parseMarkdown(source)), width).join('\n')
}

/** Lines of several blocks, a blank line between them. */
function blocks(nodes: TokenNode[], width: number): string[] {
  return nodes.flatMap((node, index) => {
    const lines = block(node, width)
    const previous = nodes[index - 1]
    // A nested list belongs to the line above it.
    const joined = previous?.token.hidden === true
    return index === 0 || joined ? lines : ['', ...lines]
  })
}

function block(node: TokenNode, width: number): string[] {
  switch (node.type) {
    case 'bullet_list':
      return list(node, width, () => '- ')
    case 'ordered_list':
      return list(node, width, (index) => `${listStart(node) + index}. `)
    case 'blockquote':
      return blocks(node.children, width - 2).map((line) => `> ${line}`.trimEnd())
    case 'fence':
    case 'code_block':
      return node.token.content
        .replace(/\n+$/, '')
        .split('\n')
        .map((line) => `  ${line}`.trimEnd())
    case 'hr':
      return ['* * *']
    default:
      return node.children.flatMap((child) => paragraph(child, width))
  }
}

function list(node: TokenNode, width: number, marker: (index: number) => string): string[] {
  const loose = !isTight(node)
  return node.children.flatMap((item, index) => {
    const first = marker(index)
    const rest = ' '.repeat(first.length)
    const lines = blocks(item.children, width - first.length).map((line, lineIndex) =>
      `${lineIndex === 0 ? first : rest}${line}`.trimEnd(),
    )
    return loose && index > 0 ? ['', ...lines] : lines
  })
}

function paragraph(inline: TokenNode, width: number): string[] {
  const links: string[] = []
  const text = inlines(inline.children, links)
  const missing = [...new Set(links)].filter((url) => !text.includes(url))
  return [...wrap(text, width), ...missing]
}

function inlines(nodes: TokenNode[], links: string[]): string {
  return nodes.map((node) => inline(node, links)).join('')
}

function inline(node: TokenNode, links: string[]): string {
  switch (node.type) {
    case 'text':
    case 'code_inline':
      return node.token.content
    case 'softbreak':
      return ' '
    case 'hardbreak':
      return '\n'
    case 's':
      return `~~${inlines(node.children, links)}~~`
    case 'link':
      return link(node, links)
    default:
      return inlines(node.children, links)
  }
}

function link(node: TokenNode, links: string[]): string {
  const text = inlines(node.children, links)
  const href = String(node.token.attrGet('href') ?? '')
  const address = href.replace(/^mailto:/, '')
  // A bare address was shortened or decoded for the eye: write it as it has to be typed.
  if (node.token.info === 'auto') return address
  if (text !== address) links.push(address)
  return text
}
