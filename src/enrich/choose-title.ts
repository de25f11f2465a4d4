/** The title of a page: the best source whose value is more than the name of the site. */

import type { Choose, Chosen } from './choose.ts'
import { cleanTitle, type TitleContext, undoDoubleEscape } from './clean-title.ts'
import type { Finding } from './page-reading.ts'
import { cleanText, squash } from './text.ts'

export function chooseTitle(
  first: Choose['first'],
  findings: readonly Finding[],
  context: TitleContext,
): Chosen<string> | null {
  const all = findings.filter(({ field }) => field === 'title')
  const sites = new Set([...context.siteNames, ...context.hostNames].map(squash))
  let fallback: Chosen<string> | null = null
  const best = first('title', (values, source) => {
    for (const raw of values) {
      const others = all.filter((one) => one.source !== source).map(({ value }) => value)
      const meant = undoDoubleEscape(raw, others)
      const title = cleanTitle(wholeOf(meant, others), context)
      if (title === null) continue
      // Some sites give every page their own name: only where nothing else is known.
      if (context.isHomePage || OWN_NAME_IS_TITLE.has(source) || !sites.has(squash(title)))
        return title
      fallback ??= { value: title, source }
    }
    return null
  })
  return best ?? fallback
}

/** A feed is called what its site is called. */
const OWN_NAME_IS_TITLE = new Set(['site', 'document'])

/** "A long title that goes…" is completed from another source that begins the same. */
function wholeOf(title: string, others: readonly string[]): string {
  const cut = /^(.{20,}?)\s*(?:…|\.\.\.)$/s.exec(cleanText(title))?.[1]
  if (cut === undefined) return title
  return (
    others.find((other) => cleanText(other).startsWith(cut) && !/(?:…|\.\.\.)\s*$/.test(other)) ??
    title
  )
}
