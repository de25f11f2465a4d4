/**
 * Text from owners, pages and strangers, made fit for HTML, XML and mail.
 *
 * Removed: C0 and C1 controls except tab and line feed (XML forbids them and Gmail clips mails at
 * them), byte order marks, noncharacters, lone surrogates, and the bidirectional embeddings,
 * overrides and isolates, with which one title could turn the text around it.
 */
const UNWANTED =
  /[\u0000-\u0008\u000B\u000C\u000E-\u001F\u007F-\u009F\u202A-\u202E\u2066-\u2069\uFEFF\uFFFE\uFFFF]/g

export function cleanText(text: string): string {
  return text
    .toWellFormed()
    .replace(/\r\n?|\u2028|\u2029/g, '\n')
    .replace(UNWANTED, '')
}

/** One line, single spaces, at most `maxLength` UTF-16 units (an ellipsis marks the cut). */
export function cleanLine(text: string, maxLength = 1000): string {
  // Cut first: a title of a megabyte must not cost a megabyte of work.
  const head = text.length > maxLength * 4 ? text.slice(0, maxLength * 4) : text
  const line = cleanText(head).replace(/\s+/g, ' ').trim()
  return line.length > maxLength
    ? `${line
        .slice(0, maxLength - 1)
        .toWellFormed()
        .trimEnd()}…`
    : line
}

const ENTITIES: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

/** For text and quoted attribute values, in HTML as in XML. */
export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? character)
}

/** Size in bytes as UTF-8. */
export function byteLength(text: string): number {
  return new TextEncoder().encode(text).byteLength
}
