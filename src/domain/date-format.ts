/** Locales and zones are the owner's few; a stranger's never get here. The bound is for tests. */
const MOST_KEPT = 200

const kept = new Map<string, Intl.DateTimeFormat>()

/**
 * The same as `new Intl.DateTimeFormat(locale, options)`, made once: making one takes a hundred
 * times as long as using it, and a list of issues uses one a row.
 * Throws RangeError for a locale or a zone that is none, as it does.
 */
export function dateFormat(
  locale: string,
  options: Intl.DateTimeFormatOptions,
): Intl.DateTimeFormat {
  const key = `${locale} ${JSON.stringify(options)}`
  const known = kept.get(key)
  if (known) return known
  const made = new Intl.DateTimeFormat(locale, options)
  if (kept.size >= MOST_KEPT) kept.clear()
  kept.set(key, made)
  return made
}
