/**
 * One pass over the markup that keeps what metadata needs and builds no tree.
 *
 * The tokenizer of htmlparser2 is used below its parser on purpose: the parser keeps a stack of
 * open elements whose cost grows with the square of the nesting, and a page may be hostile.
 */
import { Tokenizer, type TokenizerCallbacks } from 'htmlparser2'
import { createCaptures } from './page-captures.ts'
import type { PageParts } from './page-parts.ts'

/** Attributes that any rule looks at. */
const WANTED = new Set([
  'content',
  'value',
  'name',
  'property',
  'itemprop',
  'http-equiv',
  'charset',
  'rel',
  'href',
  'type',
  'title',
  'hreflang',
  'media',
  'lang',
  'xml:lang',
  'class',
  'datetime',
  'pubdate',
  'id',
  'data-component',
  'src',
])

const LONGEST_WANTED = Math.max(...Array.from(WANTED, (name) => name.length))

/** Elements whose text is not text: nothing inside them is read or counted. */
const RAW = new Set([
  'script',
  'style',
  'textarea',
  'iframe',
  'noembed',
  'noframes',
  'xmp',
  'title',
])

/** Ends a run of inline drawing that was never closed (HTML standard, "breakout" elements). */
const BREAKS_OUT_OF_SVG = new Set([
  'body',
  'head',
  'div',
  'p',
  'h1',
  'h2',
  'h3',
  'ul',
  'ol',
  'table',
  'meta',
  'span',
  'img',
])

const MAX_ATTRIBUTE = 20_000

export function scanHtml(html: string): PageParts {
  const captures = createCaptures()
  let tag = ''
  let attributes: Record<string, string> = {}
  let attribute = ''
  let value = ''
  let svgDepth = 0
  let rawTag = ''

  function open(isSelfClosed: boolean) {
    if (svgDepth > 0 && BREAKS_OUT_OF_SVG.has(tag)) svgDepth = 0
    if (tag === 'svg') {
      if (!isSelfClosed) svgDepth++
    } else if (RAW.has(tag) && svgDepth === 0) {
      rawTag = tag
    }
    captures.open(tag, attributes, svgDepth > 0)
  }

  const callbacks: TokenizerCallbacks = {
    onopentagname(start, end) {
      tag = html.slice(start, end).toLowerCase()
      attributes = {}
    },
    onattribname(start, end) {
      const name = end - start <= LONGEST_WANTED ? html.slice(start, end).toLowerCase() : ''
      attribute = WANTED.has(name) ? name : ''
      value = ''
    },
    onattribdata(start, end) {
      if (attribute !== '' && value.length < MAX_ATTRIBUTE) {
        value += html.slice(start, Math.min(end, start + MAX_ATTRIBUTE))
      }
    },
    onattribentity(codepoint) {
      if (attribute !== '' && value.length < MAX_ATTRIBUTE) value += String.fromCodePoint(codepoint)
    },
    onattribend() {
      // The first of two equal attributes counts.
      if (WANTED.has(attribute) && attributes[attribute] === undefined)
        attributes[attribute] = value
    },
    onopentagend() {
      open(false)
    },
    onselfclosingtag() {
      open(true)
    },
    onclosetag(start, end) {
      const name = html.slice(start, end).toLowerCase()
      if (name === rawTag) rawTag = ''
      if (name === 'svg' && svgDepth > 0) svgDepth--
      captures.close(name)
    },
    ontext(start, end) {
      captures.text(html, start, end, rawTag !== '' || svgDepth > 0)
    },
    ontextentity(codepoint) {
      captures.entity(String.fromCodePoint(codepoint))
    },
    oncdata() {},
    oncomment() {},
    ondeclaration() {},
    onprocessinginstruction() {},
    onend() {},
    isInForeignContext: () => svgDepth > 0,
  }
  const tokenizer = new Tokenizer({}, callbacks)
  tokenizer.write(html)
  tokenizer.end()
  return captures.finish()
}
