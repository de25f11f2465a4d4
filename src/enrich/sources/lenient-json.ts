/**
 * JSON as pages write it: raw line breaks in strings, JavaScript escapes, trailing commas,
 * comments and CDATA around it, several values in a row. One pass, then the platform's parser;
 * what still does not parse is no JSON and gives undefined.
 */
import { decodeEntities } from '../text.ts'

export function parseLenientJson(source: string): unknown {
  const text = withoutWrapping(source)
  // Nothing of use is nested that deep, and parsing it takes long.
  if (text === '' || /^[[{\s]{100}/.test(text)) return undefined
  const value = tryParse(text) ?? tryParse(repaired(text)) ?? severalValues(text)
  if (value !== undefined) return value
  return /^[[{]\s*&quot;/.test(text) ? tryParse(repaired(decodeEntities(text))) : undefined
}

function tryParse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    if (error instanceof SyntaxError) return undefined
    throw error
  }
}

/** Objects one after the other, as if the block were a list. */
function severalValues(text: string): unknown {
  return /\}[\s,]*\{/.test(text)
    ? tryParse(`[${repaired(text.replace(/\}[\s,]*\{/g, '},{'))}]`)
    : undefined
}

/** CDATA marks and comment signs of the days when browsers showed scripts as text. */
const OPENING = /^(?:<!--|\/\/|\/\*)?\s{0,9}<!\[CDATA\[\s{0,9}(?:\*\/)?|^<!--/
const CLOSING = /(?:\/\/|\/\*)?\s{0,9}\]\]>\s{0,9}(?:\*\/|-->)?$|-->$|;$/

function withoutWrapping(source: string): string {
  const text = source
    .replace(/^\ufeff/, '')
    .trim()
    .replace(OPENING, '')
  // Only the end is searched, since a pattern without a start is tried everywhere.
  const tail = text.slice(-40)
  return (text.slice(0, text.length - tail.length) + tail.replace(CLOSING, '')).trim()
}

const ESCAPES = new Set('"\\/bfnrt'.split(''))

function repaired(text: string): string {
  const out: string[] = []
  let isInString = false
  for (let at = 0; at < text.length; at++) {
    const char = text.charAt(at)
    if (isInString) {
      if (char === '\\') {
        const next = text.charAt(at + 1)
        at++
        if (ESCAPES.has(next)) out.push(char, next)
        else if (next === 'u' && /^[0-9a-f]{4}$/i.test(text.slice(at + 1, at + 5))) out.push('\\u')
        else if (next === 'x' && /^[0-9a-f]{2}$/i.test(text.slice(at + 1, at + 3)))
          out.push('\\u00')
        else if (next < ' ') out.push(' ')
        else out.push(next === '\u2028' ? ' ' : next)
      } else if (char < ' ') out.push(char === '\n' ? '\\n' : ' ')
      else {
        if (char !== '"') out.push(char)
        // A quote that nothing follows which may follow a string was meant as a character.
        else if (endsString(text, at + 1)) {
          isInString = false
          out.push(char)
        } else out.push('\\"')
      }
      continue
    }
    if (char === '"') isInString = true
    if (char === '/' && (text.charAt(at + 1) === '/' || text.charAt(at + 1) === '*')) {
      const end = text.charAt(at + 1) === '/' ? text.indexOf('\n', at) : text.indexOf('*/', at + 2)
      if (end === -1) break
      at = text.charAt(at + 1) === '/' ? end : end + 1
      continue
    }
    if ((char === '}' || char === ']') && isTrailingComma(out)) out.pop()
    if (/\s/.test(char)) continue
    out.push(char)
  }
  return out.join('')
}

function endsString(text: string, from: number): boolean {
  let at = from
  while (at < text.length && at < from + 200 && text.charAt(at) <= ' ') at++
  return at >= text.length || ',:}]'.includes(text.charAt(at))
}

/** Blanks outside strings are left out above, so the comma is the last piece. */
function isTrailingComma(out: string[]): boolean {
  return out.at(-1) === ','
}
