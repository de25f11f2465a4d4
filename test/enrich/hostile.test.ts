import { describe, expect, it } from 'vitest'
import { readingOf } from './page-of.ts'

const MEGABYTE = 1_000_000
const fill = (text: string) => text.repeat(Math.ceil(MEGABYTE / text.length)).slice(0, MEGABYTE)
const ld = (text: string) => `<script type="application/ld+json">${text}</script>`
const meta = (name: string, text: string) =>
  `<meta name="${name}" property="${name}" content="${text}">`

/** A megabyte each. Time of the processor, not of the clock: far below what a slow pattern takes. */
const LIMIT_MS = 1_500

describe('a hostile megabyte does not hold up the others', () => {
  it.each([
    ['elements inside each other', fill('<div>')],
    ['end tags without beginning', fill('<a><b></i>')],
    ['bylines inside each other', fill('<div class="author byline">')],
    ['properties inside each other', fill('<span itemprop="author name headline">')],
    ['a title of separators', `<title>${fill(' | ')}</title>`],
    ['a title of blanks', `<title>${fill(' ')}x</title>`],
    ['a title of joiners', `<title>${fill('\u200d')}</title>`],
    ['a title of accents', `<title>a${fill('\u0301')}</title>`],
    ['a title of entities', `<title>${fill('&amp;')}</title>`],
    ['ampersands', `<title>${fill('&')}</title>`],
    ['entities in an attribute', meta('og:title', fill('&#x1f600;'))],
    ['meta elements', fill(meta('og:title', 'x'))],
    ['open brackets', fill('<')],
    ['open comments', fill('<!--')],
    ['comments', fill('<!-- -->')],
    ['CDATA', fill('<![CDATA[')],
    ['broken JSON-LD', ld(fill('{"a":'))],
    ['deep JSON-LD', ld('['.repeat(MEGABYTE))],
    ['quotes in JSON-LD', ld(`{"a":"${fill('"')}`)],
    ['blanks in JSON-LD', ld(`${fill(' ')}{`)],
    ['articles in JSON-LD', ld(`[${fill('{"@type":"Article","headline":"x"},')}{}]`)],
    ['an author of commas', meta('author', fill('a b,'))],
    ['an author of ands', meta('author', fill(' and a b'))],
    ['a date of digits', meta('date', fill('1'))],
    ['a date of words', meta('date', fill('mai '))],
    ['a language', `<html lang="${fill('a-')}">`],
    ['a byline of blocks', `<div class="author">${fill('<li>a b ')}`],
    ['a byline of days', meta('author', fill('a b, 5 mai '))],
    ['an author of blanks', meta('author', `a${fill(' ')}b`)],
    ['an author of roles', meta('author', fill('a b for '))],
    ['a description of open tags', meta('description', `</p>${fill('<p ')}`)],
    ['a title of forums', `<title>${fill('| View topic')}</title>`],
    ['JSON-LD in a row', ld(fill('{"a":1}     '))],
    ['blanks after JSON-LD', ld(`{"a":1}${fill(' ')}x`)],
    ['templates', fill('<template>')],
    ['classes', `<div class="${fill('author ')}">`],
    ['long classes', fill(`<p class="${'a_'.repeat(500)}author">`)],
    ['a sign in', `<title>Sign in to ${fill('a ')}</title>`],
    ['a description of tags', meta('description', fill('<b>x'))],
    ['a refresh', `<meta http-equiv="refresh" content="${fill('0; ')}">`],
    ['a script', `<script>${fill('location = "\\')}</script>`],
    ['drawings', fill('<svg><title>')],
    ['a canonical address', `<link rel="canonical" href="${fill('/a')}">`],
    ['attributes', `<div ${fill('a ')}>`],
    ['an XML declaration', `<?xml ${fill(' ')}`],
    ['a feed', `<rss><channel><title>${fill('<![CDATA[')}`],
    ['undeclared bytes', Buffer.from(fill('\u00ff\u0080'), 'latin1')],
    ['a PDF of objects', `%PDF-1.4 /Info 1 0 R ${fill('11 0 obj ')}`],
    ['a PDF of streams', `%PDF-1.4 /Info 1 0 R ${fill('/ObjStm stream\n')}`],
    [
      'a PDF of creators',
      `%PDF-1.4 <x:xmpmeta><dc:creator>${fill('<rdf:li')}</dc:creator></x:xmpmeta>`,
    ],
  ])('%s', async (_what, body) => {
    const start = process.cpuUsage()
    await readingOf(body)
    const { user, system } = process.cpuUsage(start)
    expect((user + system) / 1_000).toBeLessThan(LIMIT_MS)
  })
})
