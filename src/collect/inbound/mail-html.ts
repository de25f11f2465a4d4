/**
 * The text of an HTML mail, as its writer saw it: paragraphs with an empty line between them,
 * links as `[words](<address>)`, quoted mail behind `> `. What is hidden is left out.
 */
import { parseMarkup } from '../parse-markup.ts'

const tags = (names: string) => new Set(names.split(','))
const paragraphTags = tags('p,ul,ol,dl,table,td,th,h1,h2,h3,h4,h5,h6,pre,hr,section,article')
const lineTags = tags('div,li,dt,dd,tr,address,header,footer,center,blockquote')
const silentTags = tags('script,style,template,title,iframe,svg,select')
const voidTags = tags('br,hr,img,input,link,meta,area,base,col,embed,source,track,wbr')

/** Characters of mark-up that are read. */
const LONGEST_HTML = 1_000_000
const LONGEST_WORDS = 300

export function mailHtmlToText(html: string): string {
  const text = createText()
  const open: ('silent' | 'quote' | 'link' | 'plain')[] = []
  const pictures: string[] = []
  let hasLinks = false
  let silent = 0
  let link: { href: string; words: string } | null = null

  function breakAt(name: string) {
    if (link) link.words += ' '
    else if (name === 'br') text.endLine({ isParagraphWhenEmpty: true })
    else if (paragraphTags.has(name)) text.endParagraph()
    else if (lineTags.has(name)) text.endLine()
  }

  function endLink() {
    if (!link) return
    const shown = written(link)
    hasLinks ||= shown !== null
    if (shown === null) pictures.push(`<${addressOf(link.href)}>`)
    else text.add(shown)
    link = null
  }

  parseMarkup(html.slice(0, LONGEST_HTML), {
    onopentag: (name, a) => {
      breakAt(name)
      if (voidTags.has(name)) return
      const kind = silentTags.has(name) || isHidden(a) ? 'silent' : kindOf(name, a)
      open.push(kind)
      if (kind === 'silent') silent++
      if (kind === 'quote') text.quote(+1)
      if (kind !== 'link' || silent > 0) return
      endLink()
      link = { href: a.href ?? '', words: '' }
    },
    onclosetag: (name) => {
      if (name !== 'br') breakAt(name)
      if (voidTags.has(name)) return
      const kind = open.pop()
      if (kind === 'silent') silent--
      if (kind === 'quote') text.quote(-1)
      if (kind === 'link') endLink()
    },
    ontext: (part) => {
      if (silent > 0) return
      if (link) link.words += part
      else text.add(part)
    },
  })
  endLink()
  // Logos and buttons that stand beside the words they belong to; alone, they are the links.
  return hasLinks ? text.end() : [text.end(), ...pictures].join('\n').trim()
}

function kindOf(name: string, a: Record<string, string>): 'quote' | 'link' | 'plain' {
  if (name === 'blockquote') return 'quote'
  return name === 'a' && /^\s*https?:/i.test(a.href ?? '') ? 'link' : 'plain'
}

function isHidden(a: Record<string, string>): boolean {
  return 'hidden' in a || /display\s*:\s*none|mso-hide\s*:\s*all/i.test(a.style ?? '')
}

function addressOf(href: string): string {
  return href.replace(/[\s<>]+/g, '')
}

/** Null for a link without words. An address that is its own text needs no second one. */
function written({ href, words }: { href: string; words: string }): string | null {
  const label = words
    .replace(/[\s\p{Cc}]+/gu, ' ')
    .replace(/[[\]]/g, '')
    .trim()
  if (label.replace(unseen, '').trim() === '') return null
  const address = addressOf(href)
  const bare = (url: string) => url.replace(/^https?:\/\/(?:www\.)?|\/$/gi, '').toLowerCase()
  if (bare(label) === bare(address)) return `<${address}>`
  return `[${label.slice(0, LONGEST_WORDS).toWellFormed()}](<${address}>)`
}

/** Soft hyphens and characters without width, with which newsletters pad their first line. */
const unseen = /\u034f|[\u00ad\u200b-\u200f\u2060\ufeff]/g

/** Lines as they come about; runs of blanks are one, as browsers show them. */
function createText() {
  const lines: string[] = []
  let line = ''
  let depth = 0
  function endLine({ isParagraphWhenEmpty = false } = {}) {
    const shown = line.replace(unseen, '').replace(/\s+/g, ' ').trim()
    line = ''
    if (shown !== '') lines.push(`${'> '.repeat(depth)}${shown}`)
    else if (isParagraphWhenEmpty) endParagraph()
  }
  function endParagraph() {
    if (line !== '') endLine()
    if (lines.length > 0 && lines.at(-1) !== '') lines.push('')
  }
  return {
    endLine,
    endParagraph,
    add: (part: string) => {
      line += part
    },
    quote: (change: number) => {
      endParagraph()
      depth = Math.min(20, Math.max(0, depth + change))
    },
    end: () => {
      endLine()
      return lines.join('\n').trim()
    },
  }
}
