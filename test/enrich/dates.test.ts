import { describe, expect, it } from 'vitest'
import { parseDate } from '../../src/enrich/dates.ts'
import { html, readingOf } from './page-of.ts'

describe('a date on a page', () => {
  it.each([
    ['2024-05-30T22:15:04.120Z', '2024-05-30T22:15:04.120Z'],
    ['2024-05-30T22:15:04.1234567Z', '2024-05-30T22:15:04.123Z'],
    ['2024-05-30T22:15:04+0200', '2024-05-30T22:15:04+02:00'],
    ['2024-05-30 22:15:04 +02:00', '2024-05-30T22:15:04+02:00'],
    ['2024-05-30T10:15:00Z[UTC]', '2024-05-30T10:15:00Z'],
    ['Thu, 30 May 2024 08:15:00 GMT', '2024-05-30T08:15:00Z'],
    ['Mon, 3 Jun 24 10:00:00 +0000', '2024-06-03T10:00:00Z'],
    ['Thu May 30 2024 08:15:00 GMT+0200 (CEST)', '2024-05-30T08:15:00+02:00'],
    ['May 30th, 2024 at 8:15 pm EST', '2024-05-30T20:15:00-05:00'],
    ["D:20240530081500+02'00'", '2024-05-30T08:15:00+02:00'],
    ['1717056904', '2024-05-30T08:15:04Z'],
    ['1717056904000', '2024-05-30T08:15:04Z'],
    ['1717056904000000', '2024-05-30T08:15:04Z'],
    ['1717056904000000000', '2024-05-30T08:15:04Z'],
    ['1717056904.25', '2024-05-30T08:15:04Z'],
  ])('%j is an instant', (raw, instant) => {
    expect(parseDate(raw)).toBe(instant)
  })

  it.each([
    ['2024-05-30'],
    ['20240530'],
    ['2024/5/30'],
    ['2024-05-30T22:15'],
    ['2024-05-30 23:59:59.000000'],
    ['2024-05-30T00:00:00Z'],
    ['2024-05-30T00:00:00.000+00:00'],
    ['30.05.2024'],
    ['30.5.2024, 10:15 Uhr'],
    ['5/30/2024'],
    ['30/05/2024'],
    ['Thu, 05/30/2024 - 08:15'],
    ['May 30, 2024'],
    ['Published: 30th of May 2024'],
    ['30-May-2024'],
    ['May 30, 2024 | Updated June 2, 2024'],
    ['May 30 2024 08:15:00:000AM'],
    ['am 30.5.24'],
    ['2024年5月30日'],
    ['2024년 5월 30일'],
  ])('%j is a day and stays one', (raw) => {
    expect(parseDate(raw)).toBe('2024-05-30')
  })

  it.each([
    ['5 février 2024', 'fr', '2024-02-05'],
    ['1er mars 2024', 'fr', '2024-03-01'],
    ['30. März 2024', 'de', '2024-03-30'],
    ['5 de febrero de 2024', 'es', '2024-02-05'],
    ['30 мая 2024 г.', 'ru', '2024-05-30'],
    ['3 listopada 2024', 'pl', '2024-11-03'],
    ['2024. május 30.', 'hu', '2024-05-30'],
    ['5 Οκτωβρίου 2023', 'el', '2023-10-05'],
    ['30 май 2023 г.', 'bg', '2023-05-30'],
    ['30 يناير 2023', 'ar', '2023-01-30'],
    ['5 de março de 2023 às 10h30', 'pt-BR', '2023-03-05'],
    ['mercredi 5 juin 2024', 'fr', '2024-06-05'],
    ['lørdag 1. juni 2024', 'nb', '2024-06-01'],
    ['05/04/2024', 'en-US', '2024-05-04'],
    ['05/04/2024', 'fr', '2024-04-05'],
  ])('%j is read in its language (%s)', (raw, language, day) => {
    expect(parseDate(raw, { language })).toBe(day)
  })

  it.each([
    [''],
    ['yesterday'],
    ['2 hours ago'],
    ['Thu'],
    ['2024'],
    ['May 2024'],
    ['2024-05'],
    ['05/04/2024'],
    ['2024-02-30'],
    ['2024-13-01'],
    ['0000-00-00'],
    ['1970-01-01T00:00:00Z'],
    ['0'],
    ['1403/03/10'],
    ['08:00'],
    ['Invalid Date'],
    ['NaN-NaN-NaNTNaN:NaN:NaNZ'],
    ['-001-11-30T00:00:00+00:00'],
    ['2024-W22-4'],
    ['令和6年5月30日'],
  ])('%j is no certain day', (raw) => {
    expect(parseDate(raw)).toBeNull()
  })
})

describe('when a page was published', () => {
  it.each([
    [
      'what was changed later',
      '<time class="updated" datetime="2024-03-03">x</time><time datetime="2022-01-02">y</time>',
    ],
    [
      'what the sidebar shows',
      '<aside><time datetime="2024-03-03">x</time></aside><time datetime="2022-01-02">y</time>',
    ],
    [
      'comments',
      '<div class="comments"><time datetime="2024-03-03">x</time></div><time datetime="2022-01-02">y</time>',
    ],
    ['a time of day', '<time datetime="08:00">x</time><meta name="date" content="2022-01-02">'],
    ['years ahead', '<meta name="date" content="2099-12-31"><time datetime="2022-01-02">y</time>'],
  ])('is not told by %s', async (_what, body) => {
    expect((await readingOf(html('', body))).metadata.publishedAt).toBe('2022-01-02')
  })
})
