/** Fields of one block, names in lower case. */
export type ReportFields = ReadonlyMap<string, string>

/** More than any report needs; the rest is not read. */
const MOST_BLOCKS = 100

/**
 * The fields of a `message/delivery-status` (RFC 3464 §2.1) or `message/feedback-report`
 * (RFC 5965 §3) part: blocks of header lines with an empty line between. A repeated field keeps
 * its first value.
 */
export function readReportFields(text: string): ReportFields[] {
  return text
    .replace(/\r\n?/g, '\n')
    .split(/\n[ \t]*\n+/)
    .slice(0, MOST_BLOCKS)
    .map(readBlock)
    .filter((fields) => fields.size > 0)
}

function readBlock(block: string): ReportFields {
  const fields = new Map<string, string>()
  for (const line of block.replace(/\n[ \t]+/g, ' ').split('\n')) {
    const [, name, value] = /^([!-9;-~]+)[ \t]*:(.*)$/.exec(line) ?? []
    const key = name?.toLowerCase()
    if (key !== undefined && !fields.has(key)) fields.set(key, (value ?? '').trim())
  }
  return fields
}

/** `rfc822; ada@reader.example` → the address; '' when there is none. */
export function addressOfField(value: string | undefined): string {
  const address = (value ?? '').replace(/^[\w-]+\s*;/, '').trim()
  return address.replace(/^<|>$/g, '')
}
