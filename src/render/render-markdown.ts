import type { Token } from 'markdown-it'
import { bylineOf } from './byline.ts'
import { toIssueModel } from './issue-model.ts'
import { parseMarkdown } from './markdown.ts'
import type { IssueDocument } from './rendered-issue.ts'
import { isTight, listStart, type TokenNode, toTree } from './token-tree.ts'

/**
 * An issue as Markdown, for `/issues/:slug.md` and for blogs that take it over.
 *
 * Notes are written anew from their tokens, not copied: what is no markup to us (HTML, headings,
 * images, `javascript:` links) then is none to the next program either. `{{` and `{%` are escaped
 * as well, because Jekyll, Hugo and Eleventy run them as templates.
 */
export function renderIssueMarkdown(doc: IssueDocument): string {
  const model = toIssueModel(doc)
  const head = [
    `# ${escapeMarkdown(model.title)}`,
    `${escapeMarkdown(model.publication)} · ${escapeMarkdown(model.month)} · <${model.urls.issue}>`,
  ]
  return `${head.join('\n\n')}\n\n${renderIssueBody(doc)}`
}

/** What stands below the title. */
export function renderIssueBody(doc: IssueDocument): string {
  const model = toIssueModel(doc)
  const blocks = [tidyMarkdown(model.intro)]
  model.sections.forEach((section, index) => {
    if (section.name !== null) blocks.push(`## ${escapeMarkdown(section.name)}`)
    else if (index > 0) blocks.push('---')
    for (const entry of section.entries) {
      const title = escapeMarkdown(entry.title)
      const heading = entry.url === null ? title : `[${title}](${destination(entry.url)})`
      const byline = escapeMarkdown(bylineOf(entry, model.lang).replaceAll('\u00a0', ' '))
      blocks.push(`### ${heading}`, byline, tidyMarkdown(entry.note))
    }
  })
  if (model.outro.trim() !== '') blocks.push('---', tidyMarkdown(model.outro))
  return `${blocks.filter((block) => block !== '').join('\n\n')}\n`
}

/** The same note in plain CommonMark that renders alike everywhere. */
export function tidyMarkdown(source: string): string {
  return blocks(toTree(parseMarkdown(source)), false)
}

/** Text that CommonMark and the usual template languages show as it is. */
export function escapeMarkdown(text: string): string {
  return text
    .replace(/[\\`*_[\]~|]|<(?=[A-Za-z/!?])/g, '\\$&')
    .replace(/&(?=#?\w+;)/g, '\\&')
    .replace(/(?<=\{)[{%#]/g, '\\$&')
    .replace(/^(\s*)([#+=>-])/gm, '$1\\$2')
    .replace(/^(\s*\d{1,9})([.)])/gm, '$1\\$2')
}

function blocks(nodes: TokenNode[], tight: boolean): string {
  return nodes.map(block).join(tight ? '\n' : '\n\n')
}

function block(node: TokenNode): string {
  switch (node.type) {
    case 'bullet_list':
      return list(node, () => '- ')
    case 'ordered_list':
      return list(node, (index) => `${listStart(node) + index}. `)
    case 'blockquote':
      return blocks(node.children, false).replace(/^/gm, '> ').replace(/^> $/gm, '>')
    case 'fence':
    case 'code_block':
      return codeBlock(node.token)
    case 'hr':
      return '---'
    case 'heading':
      return `**${blocks(node.children, true)}**`
    case 'inline':
      return inlines(node.children)
    default:
      return blocks(node.children, true)
  }
}

function list(node: TokenNode, marker: (index: number) => string): string {
  const tight = isTight(node)
  const items = node.children.map((item, index) => {
    const start = marker(index)
    const body = blocks(item.children, tight)
    return start + body.replace(/\n(?=[^\n])/g, `\n${' '.repeat(start.length)}`)
  })
  return items.join(tight ? '\n' : '\n\n')
}

function codeBlock({ content }: Token): string {
  const fence = '`'.repeat(Math.max(3, longestRun(content) + 1))
  return `${fence}\n${content.replace(/\n$/, '')}\n${fence}`
}

function inlines(nodes: TokenNode[]): string {
  return nodes.map(inline).join('')
}

function inline(node: TokenNode): string {
  switch (node.type) {
    case 'text':
      return escapeMarkdown(node.token.content)
    case 'code_inline':
      return codeSpan(node.token.content)
    case 'softbreak':
      return '\n'
    case 'hardbreak':
      return '\\\n'
    case 'strong':
      return `**${inlines(node.children)}**`
    case 'em':
      return `*${inlines(node.children)}*`
    case 's':
      return `~~${inlines(node.children)}~~`
    case 'link': {
      const href = String(node.token.attrGet('href') ?? '')
      if (node.token.info === 'auto') return `<${href.replace(/^mailto:/, '')}>`
      return `[${inlines(node.children)}](${destination(href)})`
    }
    default:
      return inlines(node.children)
  }
}

function codeSpan(content: string): string {
  const ticks = '`'.repeat(longestRun(content) + 1)
  const pad = content.startsWith('`') || content.endsWith('`') ? ' ' : ''
  return `${ticks}${pad}${content}${pad}${ticks}`
}

function longestRun(content: string): number {
  return Math.max(0, ...(content.match(/`+/g) ?? []).map((run) => run.length))
}

/** In angle brackets where parentheses could end the address; "{{" would start a template. */
function destination(url: string): string {
  const encoded = url.replace(/[<>{}\s]/g, (character) => encodeURIComponent(character))
  return /[()]/.test(encoded) ? `<${encoded}>` : encoded
}
