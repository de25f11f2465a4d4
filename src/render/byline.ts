import type { EntryModel } from './issue-model.ts'
import { joinNames } from './locale.ts'
import { mailWords } from './words.ts'

/** The dot stays on the line it ends. */
export const SEPARATOR = '\u00a0· '

/** "by Ida Norn and Bo Lind · norn.example"; empty when neither is known. */
export function bylineOf(entry: Pick<EntryModel, 'authors' | 'site'>, locale: string): string {
  const by =
    entry.authors.length > 0 ? mailWords(locale).by(joinNames(entry.authors, locale)) : null
  return [by, entry.site].filter((part) => part !== null).join(SEPARATOR)
}
