import { describe, expect, it } from 'vitest'
import { html, readingOf } from './page-of.ts'

async function canonicalOf(url: string, href: string, more = '') {
  const page = html(`<title>T</title><link rel="canonical" href="${href}">${more}`)
  return (await readingOf(page, { url })).metadata.canonicalUrl
}

const OG = '<meta property="og:url" content="https://b.example/zzz/qqq">'

describe('a canonical address', () => {
  it.each([
    [
      'the same page',
      'https://a.example/x/y?utm_source=q',
      'https://a.example/x/y',
      'https://a.example/x/y',
    ],
    ['without its tracking', 'https://a.example/x', '/x2?utm_source=feed', 'https://a.example/x2'],
    ['with https', 'https://a.example/x', 'http://a.example/y', 'https://a.example/y'],
    ['with www', 'https://a.example/x', 'https://www.a.example/x', 'https://www.a.example/x'],
    [
      'of an AMP page',
      'https://a.example/x/y/amp/',
      'https://a.example/x/y/',
      'https://a.example/x/y/',
    ],
    [
      'of a mobile host',
      'https://m.a.example/x',
      'https://www.a.example/x',
      'https://www.a.example/x',
    ],
    [
      'of a known copier',
      'https://medium.com/@x/story-12',
      'https://irja.example/log/s',
      'https://irja.example/log/s',
    ],
    [
      'with the same slug',
      'https://a.example/salt-kilns',
      'https://b.example/2024/salt-kilns',
      'https://b.example/2024/salt-kilns',
    ],
  ])('is believed: %s', async (_what, url, href, wanted) => {
    expect(await canonicalOf(url, href)).toBe(wanted)
  })

  it('of another site is believed when Open Graph agrees', async () => {
    expect(await canonicalOf('https://a.example/x', 'https://b.example/zzz/qqq', OG)).toBe(
      'https://b.example/zzz/qqq',
    )
  })

  it.each([
    ['this machine', 'https://a.example/x', 'http://localhost:3000/x'],
    ['a private network', 'https://a.example/x', 'http://192.168.0.4/x'],
    ['a staging host', 'https://a.example/x', 'https://staging.a.example/x2'],
    ['an unrelated site', 'https://a.example/x', 'https://b.example/zzz'],
    ['the home page', 'https://a.example/x', 'https://a.example/'],
    ['a home page in a language', 'https://a.example/en/post/1', 'https://a.example/en/'],
    ['a parent', 'https://a.example/job/1/head', 'https://a.example/job/'],
    ['a page without the identity', 'https://a.example/item?id=5', 'https://a.example/item'],
    ['a placeholder', 'https://a.example/x', 'https://a.example/undefined'],
    ['a script', 'https://a.example/x', 'javascript:void(0)'],
    ['a password', 'https://a.example/x', 'https://u:p@a.example/x2'],
    ['the shell of a route', 'https://a.example/#/p/5', 'https://a.example/'],
  ])('is not believed: %s', async (_what, url, href) => {
    expect(await canonicalOf(url, href)).toBe(url)
  })

  it('is none when there are two', async () => {
    const second = '<link rel="canonical" href="https://a.example/z">'
    expect(await canonicalOf('https://a.example/x', 'https://a.example/y', second)).toBe(
      'https://a.example/x',
    )
  })
})
