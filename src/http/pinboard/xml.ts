/** Text for an XML 1.0 attribute or element: escaped, and without characters that XML has not. */
export function escapeXml(text: string): string {
  return text
    .toWellFormed()
    .replace(/[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]/g, '')
    .replace(/[&<>"\t\n\r]/g, (char) => ENTITIES[char] ?? char)
}

/** Blanks in attributes as references: a parser would make spaces of them. */
const ENTITIES: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  '\t': '&#9;',
  '\n': '&#10;',
  '\r': '&#13;',
}

/** `<name a="1">`, or `<name a="1" />` when `close` is given. */
export function xmlTag(
  name: string,
  attributes: Record<string, string | number>,
  { close = false } = {},
): string {
  const written = Object.entries(attributes).map(
    ([key, value]) => ` ${key}="${escapeXml(String(value))}"`,
  )
  return `<${name}${written.join('')}${close ? ' />' : '>'}`
}

export const XML_HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n'
