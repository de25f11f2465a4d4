/** Authors and dates that the page shows: microdata, microformats, `rel=author`, time elements. */

import { withoutSurroundings } from '../byline-text.ts'
import type { Page } from '../page.ts'
import type { Byline, PageDate } from '../page-parts.ts'
import { type Finding, findingsOf } from '../page-reading.ts'

export function readBylines({ parts, url }: Page): Finding[] {
  const isOneEntry = parts.entries <= 1
  const texts = (mark: Byline['mark']) =>
    parts.bylines.filter((one) => one.mark === mark).map(({ text }) => text)
  const date = (mark: PageDate['mark']) =>
    parts.dates.find((one) => one.mark === mark && one.value.trim() !== '')?.value
  const entry = isOneEntry ? parts.marked : new Map<string, string>()
  return [
    ...findingsOf('itemprop', {
      author: texts('itemprop'),
      published: date('itemprop') ?? date('created'),
    }),
    ...findingsOf('microformats', {
      title: entry.get('p-name') ?? entry.get('entry-title'),
      description: entry.get('p-summary'),
      image: entry.get('u-photo'),
      author: isOneEntry ? texts('microformats') : [],
      published: isOneEntry ? date('microformats') : null,
    }),
    ...findingsOf('rel=author', { author: firstFew(texts('rel')) }),
    ...findingsOf('byline', {
      author: texts('class')
        .filter(
          (text) => text.length < 150 && couldBeNames(withoutSurroundings(text, parts.language)),
        )
        .slice(0, 1),
    }),
    ...findingsOf('time', { published: isOneEntry ? (date('time') ?? date('updated')) : null }),
    ...findingsOf('dateline', { published: isOneEntry ? date('class') : null }),
    ...findingsOf('address', { published: dateInPath(url.pathname) }),
  ]
}

/** What stands in such elements beside names: "Get rights and content", "Print", "View profile". */
function couldBeNames(text: string): boolean {
  const words = text.match(/\p{L}[\p{L}\p{M}'’.-]*/gu) ?? []
  const isCased = words.some((word) => /^[\p{Lu}\p{Ll}]/u.test(word))
  if (!isCased) return words.length > 0
  const capitals = words.filter((word) => /^\p{Lu}/u.test(word)).length
  return capitals >= 2 && capitals * 2 > words.length
}

/** Lists of posts link an author at each; a byline names a few. */
function firstFew(texts: string[]): string[] {
  const different = [...new Set(texts.map((text) => text.trim()))]
  return different.length > 5 ? [] : different
}

function dateInPath(path: string): string | null {
  const found = /\/((?:19|20)\d{2})[/-](0[1-9]|1[0-2])[/-](0[1-9]|[12]\d|3[01])(?=[/-]|$)/.exec(
    path,
  )
  return found === null ? null : `${found[1]}-${found[2]}-${found[3]}`
}
