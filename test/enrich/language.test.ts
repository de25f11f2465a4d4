import { describe, expect, it } from 'vitest'
import { cleanLanguage } from '../../src/enrich/language.ts'

describe('the language a page names', () => {
  it.each([
    ['en', 'en'],
    ['EN', 'en'],
    ['en-us', 'en-US'],
    ['en_GB', 'en-GB'],
    ['pt_BR.UTF-8', 'pt-BR'],
    ['zh-hant-tw', 'zh-Hant-TW'],
    ['sr-Latn-RS', 'sr-Latn-RS'],
    ['eng', 'en'],
    ['deu', 'de'],
    ['ger', 'de'],
    ['jp', 'ja'],
    ['cz', 'cs'],
    ['ua', 'uk'],
    ['English', 'en'],
    ['Deutsch', 'de'],
    ['français', 'fr'],
    ['日本語', 'ja'],
    ['Suomi', 'fi'],
    [' de ', 'de'],
    ['en-english', 'en-english'],
    ['de-x', 'de'],
  ])('%j is %s', (raw, tag) => {
    expect(cleanLanguage(raw)).toBe(tag)
  })

  it.each([[''], ['{{ lang }}'], ['und'], ['xx'], ['mul'], ['yes'], ['12'], ['undefined'], ['*']])(
    '%j is none',
    (raw) => {
      expect(cleanLanguage(raw)).toBeNull()
    },
  )
})
