/** Longer addresses are refused: no client opens them, and each format would carry them whole. */
const MAX_LENGTH = 8000

/** The address in normal form when it is http(s), else null. `javascript:` and its disguises are not. */
export function webUrl(value: string): string | null {
  return parse(value, ['http:', 'https:'])
}

/** As `webUrl`, and `mailto:` too: what a note may link to. */
export function noteUrl(value: string): string | null {
  return parse(value, ['http:', 'https:', 'mailto:'])
}

/** "norn.example" of an address; readers do not need the "www.". */
export function hostOf(url: string): string {
  return new URL(url).host.replace(/^www\./, '')
}

function parse(value: string, protocols: string[]): string | null {
  if (value.length > MAX_LENGTH) return null
  const url = URL.parse(value)
  return url && protocols.includes(url.protocol) ? url.href : null
}
