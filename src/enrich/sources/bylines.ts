/** Authors and dates that the page shows: microdata, microformats, `rel=author`, time elements. */

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
    ...findingsOf('itemprop', { author: texts('itemprop'), published: date('itemprop') }),
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
        .slice(0, 1)
        .filter((text) => text.length < 150),
    }),
    ...findingsOf('time', { published: isOneEntry ? date('time') : null }),
    ...findingsOf('address', { published: dateInPath(url.pathname) }),
  ]
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
