import type { LeftOut } from '../../domain/old-post.ts'
import { isAppError } from '../../errors.ts'
import { cleanUrl } from '../clean-url.ts'
import { isElement, lineOf, type MarkupNode, textOf } from './markup-tree.ts'

/** Where relative addresses of a post begin, and which private hosts may be linked to. */
export interface LinkContext {
  /** An absolute address, or an empty text while the old address is not known. */
  base: string
  fetchAllow: readonly string[]
}

export const shorten = (text: string) =>
  text.length > 300 ? `${text.slice(0, 299).toWellFormed()}…` : text

/** The address of a link, cleaned; or why it is none. */
export function addressOf(
  href: string,
  { base, fetchAllow }: LinkContext,
): { url: string } | { problem: string } {
  const raw = href.trim()
  const whole = /^[a-z][a-z0-9+.-]*:/i.test(raw.replace(/[\p{Cc}\s]/gu, ''))
    ? raw
    : URL.canParse(base)
      ? URL.parse(raw, base)?.href
      : undefined
  if (whole === undefined)
    return {
      problem: `"${shorten(raw)}" is an address within the old site. Give the old address of the post.`,
    }
  try {
    return { url: cleanUrl(whole, fetchAllow).url }
  } catch (error) {
    if (!isAppError(error, 'INVALID_URL')) throw error
    return { problem: error.message }
  }
}

/** Links and pictures of a note: whole addresses, and none that does anything but open a page. */
export function safeLinks(
  nodes: readonly MarkupNode[],
  known: LinkContext,
  leftOut: LeftOut[],
): MarkupNode[] {
  return nodes.flatMap((node): MarkupNode[] => {
    if (!isElement(node)) return [node]
    const children = safeLinks(node.children, known, leftOut)
    const name = node.name === 'a' ? 'href' : node.name === 'img' ? 'src' : undefined
    if (name === undefined) return [{ ...node, attribs: plain(node.attribs), children }]
    const value = node.attribs[name]?.trim() ?? ''
    if (value === '' || value.startsWith('#')) return node.name === 'a' ? children : []
    if (/^mailto:[^\s<>]+$/i.test(value)) return [{ ...node, attribs: { href: value }, children }]
    const address = addressOf(value, known)
    if ('problem' in address) {
      const text = lineOf(textOf(node.children)) || (node.attribs.alt ?? '')
      leftOut.push({ text: shorten(text || value), reason: address.problem })
      return children
    }
    const alt = node.name === 'img' ? { alt: node.attribs.alt ?? '' } : {}
    return [{ ...node, attribs: { [name]: address.url, ...alt }, children }]
  })
}

const plain = ({ start }: Record<string, string>): Record<string, string> =>
  start === undefined ? {} : { start }
