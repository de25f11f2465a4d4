/** Who wrote a page: people before organisations, and profiles by the names they belong to. */

import type { Choose, Chosen } from './choose.ts'
import { type AuthorContext, cleanAuthors } from './clean-authors.ts'
import { type Page, resolveUrl } from './page.ts'
import { squash } from './text.ts'

/** An organisation signs only where no person does. */
export function chooseAuthors(
  first: Choose['first'],
  context: AuthorContext,
): Chosen<string[]> | null {
  const names = new Set(context.siteNames.map(squash))
  let organisation: Chosen<string[]> | null = null
  const person = first('author', (values, source) => {
    const authors = cleanAuthors(values, context)
    if (authors.length === 0) return null
    if (!authors.every((author) => names.has(squash(author)))) return authors
    organisation ??= { value: authors, source }
    return null
  })
  return person ?? organisation
}

export function nameLookup(page: Page, people: ReadonlyMap<string, string> | undefined) {
  return {
    nameOfAddress(address: string) {
      const href = resolveUrl(address, page.baseUrl)?.href
      const linked = page.parts.bylines.find(
        ({ href: to }) => to !== '' && resolveUrl(to, page.baseUrl)?.href === href,
      )
      return people?.get(address) ?? people?.get(href ?? '') ?? linked?.text
    },
  }
}
