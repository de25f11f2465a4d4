import TurndownService from 'turndown'
import { type MarkupNode, toHtml } from './markup-tree.ts'

/**
 * Nodes → Markdown as somebody would write it: `*` and `**`, `-` with one space, and no backslash
 * where none is needed, so that a text comes out of Markdown → HTML → Markdown as it went in.
 */
const turndown = new TurndownService({
  headingStyle: 'atx',
  hr: '---',
  bulletListMarker: '-',
  codeBlockStyle: 'fenced',
  emDelimiter: '*',
  strongDelimiter: '**',
})

turndown.addRule('item', {
  filter: 'li',
  replacement(content, node) {
    const list = node.parentNode as unknown as ListNode | null
    const items = Array.from(list?.childNodes ?? []).filter(({ nodeName }) => nodeName === 'LI')
    const start = Number(list?.getAttribute('start') ?? 1)
    const place = items.indexOf(node as unknown as ListNode)
    const marker = list?.nodeName === 'OL' ? `${(start || 1) + place}. ` : '- '
    const body = content.trim().replace(/\n(?=[^\n])/g, `\n${' '.repeat(marker.length)}`)
    return `${marker}${body}${place < items.length - 1 ? '\n' : ''}`
  },
})
turndown.addRule('strike', {
  filter: ['del', 's'],
  replacement: (content) => (content.trim() === '' ? content : `~~${content}~~`),
})
turndown.escape = escapeMarkdown

/** What is used of turndown's nodes; the project's types know no DOM. */
interface ListNode {
  nodeName: string
  childNodes: ArrayLike<ListNode>
  getAttribute(name: string): string | null
}

export function toMarkdown(nodes: readonly MarkupNode[]): string {
  const html = toHtml(nodes)
  if (html.trim() === '') return ''
  return turndown
    .turndown(html)
    .replace(/[^\S\n]+$/gm, (end) => (end.length >= 2 ? '  ' : ''))
    .replace(/\n{3,}/g, '\n\n')
    .trim()
}

/** Only what CommonMark would read as markup. */
function escapeMarkdown(text: string): string {
  return text
    .replace(/\\(?=[!-/:-@[-`{-~])/g, '\\\\')
    .replace(/`/g, '\\`')
    .replace(/\*(?!\s|$)|(?<!\s|^)\*/g, '\\*')
    .replace(/(?<![\p{L}\p{N}])_(?=\S)|(?<=\S)_(?![\p{L}\p{N}])/gu, '\\_')
    .replace(/\](?=[([])/g, '\\]')
    .replace(/&(?=#?\w+;)/g, '\\&')
    .replace(/~~/g, '\\~~')
    .replace(/^(\s*)(#{1,6} |>|[-+] |={3,}|-{3,})/g, '$1\\$2')
    .replace(/^(\s*\d{1,9})([.)] )/g, '$1\\$2')
}
