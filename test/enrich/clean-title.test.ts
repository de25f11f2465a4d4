import { describe, expect, it } from 'vitest'
import { html, jsonLd, readingOf } from './page-of.ts'

async function titleOf(head: string, body?: string, url = 'https://kilnweekly.example/a/post') {
  return (await readingOf(html(head, body), { url })).metadata.title
}

const SITE = '<meta property="og:site_name" content="Kiln Weekly">'

describe('a title and the name of its site', () => {
  it.each([
    ['Crawling glaze | Kiln Weekly', 'Crawling glaze'],
    ['Crawling glaze - KILN WEEKLY', 'Crawling glaze'],
    ['Kiln Weekly: Crawling glaze', 'Crawling glaze'],
    ['Crawling glaze – Kiln Weekly – news of clay', 'Crawling glaze'],
    ['Crawling | News | Kiln Weekly', 'Crawling | News'],
    ['Crawling glaze « Kiln Weekly', 'Crawling glaze'],
    ['Crawling glaze | kilnweekly.example', 'Crawling glaze'],
    ['Crawling: why a glaze pulls away', 'Crawling: why a glaze pulls away'],
    ['Either | Or', 'Either | Or'],
    ['Re-firing - the second time', 'Re-firing - the second time'],
    ['The mug |', 'The mug'],
  ])('%j → %j', async (title, wanted) => {
    expect(await titleOf(`<title>${title}</title>${SITE}`)).toBe(wanted)
  })

  it('is known from the host alone', async () => {
    expect(await titleOf('<title>Crawling glaze - Kiln Weekly</title>')).toBe('Crawling glaze')
  })

  it('keeps a word before a colon that happens to be in the host', async () => {
    expect(await titleOf('<title>Live: the kiln</title>', '', 'https://live.example/a')).toBe(
      'Live: the kiln',
    )
  })

  it('stays whole on a home page', async () => {
    expect(
      await titleOf(`<title>Kiln Weekly | Mugs</title>${SITE}`, '', 'https://kilnweekly.example/'),
    ).toBe('Kiln Weekly | Mugs')
  })

  it('is not the name of the site when another title is there', async () => {
    expect(
      await titleOf(
        `<title>The mug</title>${SITE}<meta property="og:title" content="Kiln Weekly">`,
      ),
    ).toBe('The mug')
  })

  it('loses the author behind it', async () => {
    expect(
      await titleOf(
        '<title>The bowl - by Aino Reet</title><meta name="author" content="Aino Reet">',
      ),
    ).toBe('The bowl')
  })
})

describe('the text of a title', () => {
  it.each([
    ['Caf&#233; &#x2014; &hellip; &#146;', 'Café — … ’'],
    ['Tom &amp Jerry &lt3 AT&T', 'Tom & Jerry <3 AT&T'],
    ['Q&amp;amp;A', 'Q&amp;A'],
    ['Ki\u200bln\ufeff lo\u00adg \u0007x', 'Kiln log x'],
    ['می\u200cخواهم', 'می\u200cخواهم'],
    ['a\u2028b', 'a b'],
  ])('%j → %j', async (title, wanted) => {
    expect(await titleOf(`<title>${title}</title>`)).toBe(wanted)
  })

  it('has no half surrogate and at most 300 units', async () => {
    const headline = `${'😀'.repeat(400)}\ud83d`
    const title = (await titleOf(jsonLd({ '@type': 'Article', headline }))) ?? ''
    expect([title.isWellFormed(), title.length <= 300]).toEqual([true, true])
  })

  it('is completed where Open Graph cuts it off', async () => {
    const head =
      '<title>A very long title that goes on for ever</title><meta property="og:title" content="A very long title that goes…">'
    expect(await titleOf(head)).toBe('A very long title that goes on for ever')
  })

  it.each(['{{ title }}', 'undefined', '', ' ', 'Untitled', '[object Object]'])(
    '%j is none',
    async (content) => {
      expect(
        await titleOf(
          `<title>${content}</title><meta property="og:title" content="${content}">`,
          '<h1>Real</h1>',
        ),
      ).toBe('Real')
    },
  )
})
