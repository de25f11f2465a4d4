import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { cleanUrl, findUrl } from '../../src/collect/clean-url.ts'
import { isPublicAddress } from '../../src/domain/web-address/public-host.ts'
import { AppError } from '../../src/errors.ts'
import { blockedMs } from '../render/timing.ts'

interface UrlCase {
  id: string
  input: string
  why: string
  dns?: Record<string, string[][]>
  expect: {
    same_as?: string[]
    different_from?: string[]
    fetch_url?: string
    link_url?: string
    rejected?: boolean
    display_host_not?: string
  }
}

/** The given cases, and our own in the same form. */
const cases = ['urls.jsonl', 'urls-more.jsonl'].flatMap((name) =>
  readFileSync(new URL(`../cases/${name}`, import.meta.url), 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as UrlCase),
)

function keyOf(url: string): string {
  return cleanUrl(url).dedupeKey
}

/** As when saving: refused by its spelling, or by what its name resolves to. */
function isRejected({ input, dns = {} }: UrlCase): boolean {
  try {
    const { fetchUrl } = cleanUrl(input)
    const addresses = (dns[new URL(fetchUrl).hostname] ?? []).flat()
    return addresses.some((address) => !isPublicAddress(address))
  } catch (error) {
    if (!(error instanceof AppError) || error.code !== 'INVALID_URL') throw error
    expect(error.message).toMatch(/^[A-Z].*\.|https:\/\/$/)
    return true
  }
}

describe('reported addresses', () => {
  it.each(cases)('$id: $why', (urlCase) => {
    const wanted = urlCase.expect
    expect(isRejected(urlCase)).toBe(wanted.rejected ?? false)
    if (wanted.rejected) return
    const clean = cleanUrl(urlCase.input)
    for (const other of wanted.same_as ?? []) expect(clean.dedupeKey).toBe(keyOf(other))
    for (const other of wanted.different_from ?? []) expect(clean.dedupeKey).not.toBe(keyOf(other))
    if (wanted.fetch_url !== undefined) expect(clean.fetchUrl).toBe(wanted.fetch_url)
    if (wanted.link_url !== undefined) expect(clean.url).toBe(wanted.link_url)
    if (wanted.display_host_not !== undefined) {
      expect(clean.displayHost).not.toBe(wanted.display_host_not)
    }
  })
})

describe('what decides about duplicates', () => {
  it.each([
    ['http and https', 'http://kiln.example/a', 'https://kiln.example/a'],
    ['www', 'https://www.kiln.example/a', 'https://kiln.example/a'],
    ['a slash at the end', 'https://kiln.example/a/', 'https://kiln.example/a'],
    ['a dot after the host', 'https://kiln.example./a', 'https://kiln.example/a'],
    ['port 80', 'http://kiln.example:80/a', 'http://kiln.example/a'],
    ['dot segments', 'https://kiln.example/x/../a/./b', 'https://kiln.example/a/b'],
    ['slashes in a row', 'https://kiln.example/a//b', 'https://kiln.example/a/b'],
    ['backslashes', 'https:\\\\kiln.example\\a', 'https://kiln.example/a'],
    ['an empty query', 'https://kiln.example/a?', 'https://kiln.example/a'],
    ['an empty fragment', 'https://kiln.example/a#', 'https://kiln.example/a'],
    ['an anchor', 'https://kiln.example/a#part-2', 'https://kiln.example/a'],
    ['a parameter without value', 'https://kiln.example/a?x', 'https://kiln.example/a?x='],
    ['an ampersand too much', 'https://kiln.example/a?&x=1&', 'https://kiln.example/a?x=1'],
    ['plus and %20', 'https://kiln.example/?q=a+b', 'https://kiln.example/?q=a%20b'],
    ['hexadecimal case', 'https://kiln.example/%c3%a9', 'https://kiln.example/%C3%A9'],
    ['letters and their bytes', 'https://kiln.example/é', 'https://kiln.example/%C3%A9'],
    ['composed letters', 'https://kiln.example/e%CC%81', 'https://kiln.example/%C3%A9'],
    ['unreserved characters', 'https://kiln.example/%7Euser', 'https://kiln.example/~user'],
    ['an international name', 'https://bücher.example/', 'https://xn--bcher-kva.example/'],
    ['capitals in such a name', 'https://BÜCHER.example/', 'https://bücher.example/'],
    [
      'utm parameters',
      'https://kiln.example/a?id=1&utm_source=x&UTM_Medium=y',
      'https://kiln.example/a?id=1',
    ],
    ['click ids', 'https://kiln.example/a?fbclid=x&gclid=y&msclkid=z', 'https://kiln.example/a'],
    [
      'marks of a mailing',
      'https://kiln.example/a?mc_cid=1&_hsenc=2&mkt_tok=3',
      'https://kiln.example/a',
    ],
    ['the referring site', 'https://kiln.example/a?ref=mudclub.example', 'https://kiln.example/a'],
    ['marks in the fragment', 'https://kiln.example/a#utm_source=rss', 'https://kiln.example/a'],
    ['a mark with no value', 'https://kiln.example/a?utm_source', 'https://kiln.example/a'],
    ['an AMP mark', 'https://kiln.example/a?amp=1', 'https://kiln.example/a'],
    ['the AMP viewer', 'https://www.google.com/amp/s/kiln.example/a', 'https://kiln.example/a'],
    [
      'an image in the AMP cache',
      'https://a-example.cdn.ampproject.org/v/s/a.example/b',
      'https://a.example/b',
    ],
    [
      'a search result',
      'https://www.google.com/url?q=https%3A%2F%2Fkiln.example%2Fa%3Fb%3D1&sa=D',
      'https://kiln.example/a?b=1',
    ],
    [
      'a leaving page',
      'https://l.facebook.com/l.php?u=https%3A%2F%2Fkiln.example%2Fa%3Ffbclid%3D1&h=x',
      'https://kiln.example/a',
    ],
    [
      'wrapped twice',
      'https://out.reddit.com/t3_x?url=https%3A%2F%2Fwww.google.com%2Furl%3Fq%3Dhttps%253A%252F%252Fkiln.example%252F',
      'https://kiln.example/',
    ],
    [
      'a mobile Wikipedia',
      'https://en.m.wikipedia.org/wiki/Clay',
      'https://en.wikipedia.org/wiki/Clay',
    ],
    [
      'blanks in an article',
      'https://en.wikipedia.org/wiki/Salt%20kiln',
      'https://en.m.wikipedia.org/wiki/Salt_kiln#Use',
    ],
    [
      'bytes of an article',
      'https://de.wikipedia.org/wiki/T%C3%B6pfer',
      'https://de.wikipedia.org/wiki/Töpfer',
    ],
    [
      'faces of Reddit',
      'https://old.reddit.com/r/x/comments/abc/t/',
      'https://www.reddit.com/r/x/comments/abc/other/',
    ],
    [
      'two names of Twitter',
      'https://mobile.twitter.com/a/status/123?s=20',
      'https://x.com/a/status/123',
    ],
    [
      'a YouTube short',
      'https://www.youtube.com/shorts/AAAAkiln001',
      'https://youtu.be/AAAAkiln001?t=4',
    ],
    [
      'an embedded video',
      'https://www.youtube-nocookie.com/embed/AAAAkiln001',
      'https://youtu.be/AAAAkiln001',
    ],
    [
      'a paper and its PDF',
      'https://arxiv.org/pdf/2401.99999v1.pdf',
      'http://arxiv.org/abs/2401.99999',
    ],
    [
      'an old paper',
      'https://arxiv.org/abs/hep-th/9901001v3',
      'https://arxiv.org/pdf/hep-th/9901001',
    ],
    ['DOI resolvers', 'http://dx.doi.org/10.1000/ABC', 'https://doi.org/10.1000/abc'],
    ['a repository address for git', 'https://github.com/A/kiln.git', 'https://github.com/a/Kiln/'],
    [
      'a product',
      'https://www.amazon.de/Some-Words/dp/B000000001/ref=sr_1_1?keywords=x&tag=y-21',
      'https://amazon.de/gp/product/B000000001',
    ],
    [
      'an answer by its short address',
      'https://stackoverflow.com/q/12345',
      'https://stackoverflow.com/questions/12345/how-to',
    ],
    ['brackets around', '<https://kiln.example/a>', 'https://kiln.example/a'],
    ['quotes around', '"https://kiln.example/a"', 'https://kiln.example/a'],
    ['blanks around', '  https://kiln.example/a\u00a0\u200b\n', 'https://kiln.example/a'],
    [
      'a line break inside',
      'https://kiln.example/\n  a'.replace('  ', ''),
      'https://kiln.example/a',
    ],
    ['the source view', 'view-source:https://kiln.example/a', 'https://kiln.example/a'],
    [
      'the reader view',
      'about:reader?url=https%3A%2F%2Fkiln.example%2Fa',
      'https://kiln.example/a',
    ],
    ['a doubled scheme', 'http://https://kiln.example/a', 'https://kiln.example/a'],
    ['an address with one slash', 'https:/kiln.example/a', 'https://kiln.example/a'],
    ['a bare host with a query', 'kiln.example?a=1', 'https://kiln.example/?a=1'],
    ['a bare IPv6 address', '[2606:4700::6810:1]/a', 'https://[2606:4700::6810:1]/a'],
    [
      'an IPv6 address written out',
      'https://[2606:4700:0:0:0:0:6810:0001]/',
      'https://[2606:4700::6810:1]/',
    ],
    ['an empty route', 'https://kiln.example/#/', 'https://kiln.example/'],
  ])('is not %s', (_what, one, other) => {
    expect(keyOf(one)).toBe(keyOf(other))
  })

  it.each([
    ['the case of the path', 'https://kiln.example/A', 'https://kiln.example/a'],
    ['an encoded slash', 'https://kiln.example/a%2Fb', 'https://kiln.example/a/b'],
    ['a value', 'https://kiln.example/?p=1', 'https://kiln.example/?p=2'],
    [
      'the order of one repeated name',
      'https://kiln.example/?a=1&a=2',
      'https://kiln.example/?a=2&a=1',
    ],
    ['another port', 'https://kiln.example:8443/', 'https://kiln.example/'],
    ['a hashbang', 'https://kiln.example/#!a', 'https://kiln.example/#!b'],
    [
      'a route without slash on the home page',
      'https://kiln.example/#topic/1',
      'https://kiln.example/#topic/2',
    ],
    ['a subdomain', 'https://a.kiln.example/', 'https://b.kiln.example/'],
    ['ref as a branch', 'https://git.example/x?ref=main', 'https://git.example/x?ref=dev'],
    [
      'the query that is the identity',
      'https://news.ycombinator.com/item?id=1',
      'https://news.ycombinator.com/item?id=2',
    ],
    [
      'a playlist',
      'https://www.youtube.com/playlist?list=A',
      'https://www.youtube.com/playlist?list=B',
    ],
    [
      'a comment',
      'https://www.reddit.com/r/x/comments/abc/t/',
      'https://www.reddit.com/r/x/comments/abc/t/def/',
    ],
    ['a file in a repository', 'https://github.com/a/b', 'https://github.com/a/b/issues/1'],
    [
      'a copy in the web archive',
      'https://web.archive.org/web/2020/https://kiln.example/',
      'https://kiln.example/',
    ],
    ['a percent sign and its code', 'https://kiln.example/%2525', 'https://kiln.example/%25'],
  ])('is %s', (_what, one, other) => {
    expect(keyOf(one)).not.toBe(keyOf(other))
  })
})

describe('the address readers are sent to', () => {
  it.each([
    [
      'https://Kiln.Example:443/a?utm_source=x&b=%20c&utm_medium=y#part',
      'https://kiln.example/a?b=%20c#part',
    ],
    ['https://kiln.example/a?utm_source=x', 'https://kiln.example/a'],
    [
      'https://kiln.example/a#:~:text=slow%20firing',
      'https://kiln.example/a#:~:text=slow%20firing',
    ],
    ['https://kiln.example/a#utm_source=x:~:text=slow', 'https://kiln.example/a#:~:text=slow'],
    ['https://kiln.example/%7ea?z=1&a=2&&b', 'https://kiln.example/%7ea?z=1&a=2&&b'],
    [
      'https://s3.example/a?utm_source=x&X-Amz-Signature=abc',
      'https://s3.example/a?utm_source=x&X-Amz-Signature=abc',
    ],
    [
      'https://www.youtube.com/watch?v=AAAAkiln001&t=42s&si=x',
      'https://www.youtube.com/watch?v=AAAAkiln001&t=42s',
    ],
    ['https://kiln.example/a/', 'https://kiln.example/a/'],
  ])('of %s is %s', (raw, url) => {
    expect(cleanUrl(raw).url).toBe(url)
  })

  it('has no fragment when it is requested', () => {
    expect(cleanUrl('https://kiln.example/a?b#c').fetchUrl).toBe('https://kiln.example/a?b')
  })
})

describe('an address that cannot be saved', () => {
  it.each([
    ['', 'nothing'],
    ['   ', 'blanks'],
    ['hello world', 'words'],
    ['kiln', 'a word'],
    ['3.14', 'a number'],
    ['irja@kiln.example', 'a mail address'],
    ['mailto:irja@kiln.example', 'a mail link'],
    ['data:text/html,<b>x</b>', 'a data address'],
    ['JaVaScRiPt:alert(1)', 'a script in mixed case'],
    ['vbscript:x', 'another script'],
    ['ftp://kiln.example/a', 'ftp'],
    ['blob:https://kiln.example/1', 'a blob'],
    ['chrome://settings', 'a browser page'],
    ['https://user:secret@kiln.example/', 'user and password'],
    ['https://bank.example@evil.example/', 'a name before an @'],
    ['https://', 'no host'],
    ['https://kiln..example/', 'an empty label'],
    ['https://kiln.example:22/', 'the port of SSH'],
    ['https://kiln.example:99999/', 'an impossible port'],
    ['http://localhost:3000/', 'this machine'],
    ['localhost:3000/a', 'this machine without scheme'],
    ['http://printer.local/', 'a printer'],
    ['http://intranet/', 'a name without domain'],
    ['http://127.1/', 'a short loopback'],
    ['http://0/', 'zero'],
    ['http://017700000001/', 'octal'],
    ['http://2130706433/', 'decimal'],
    ['http://10.0.0.8/', 'a private network'],
    ['http://100.64.0.1/', "a carrier's network"],
    ['http://169.254.169.254/latest/', 'a metadata service'],
    ['http://[::1]/', 'IPv6 loopback'],
    ['http://[::]/', 'IPv6 unspecified'],
    ['http://[::7f00:1]/', 'IPv4 in IPv6'],
    ['http://[64:ff9b::7f00:1]/', 'NAT64'],
    ['http://[2001:db8::1]/', 'documentation'],
    ['http://127.0.0.1.:80/', 'a dot after the number'],
  ])('%j (%s) is refused with a sentence', (raw) => {
    expect(() => cleanUrl(raw)).toThrow(
      expect.objectContaining({
        code: 'INVALID_URL',
        message: expect.stringMatching(/^[A-Z].{15,}/),
      }),
    )
  })

  it('says so of two addresses at once', () => {
    expect(() => cleanUrl('https://kiln.example/a\nhttps://wheel.example/b')).toThrow(AppError)
  })
})

describe('an address made to keep us busy', () => {
  const megabyte = (text: string) => text.repeat(1_000_000 / text.length)

  it.each([
    ['letters', megabyte('a')],
    ['percent signs', `https://kiln.example/${megabyte('%')}`],
    ['blanks inside', `https://kiln.example/${megabyte(' ')}x`],
    ['invisible characters', megabyte('\u200b')],
    ['quotes', megabyte('"')],
    ['quotes inside', `https://kiln.example/${'"'.repeat(30_000)}x`],
    ['coded blanks', `https://kiln.example/${'%20'.repeat(2_600)}x`],
    ['dots', megabyte('.')],
    ['schemes', megabyte('http://')],
    ['mistyped schemes', megabyte('https:// ')],
    ['escaped ampersands', `https://kiln.example/?${'&amp;'.repeat(1600)}`],
    ['ampersands', `https://kiln.example/?${'&'.repeat(8_000)}`],
    ['questions', `https://kiln.example/?${'?utm_source=x'.repeat(600)}`],
    ['carriers', 'https://www.google.com/url?q='.repeat(280)],
    ['packed documents', `https://kiln.example/#${'aA0'.repeat(2_600)}`],
    ['half surrogates', `https://kiln.example/${'\ud800'.repeat(900)}`],
    ['accents', `https://kiln.example/${'%CC%81'.repeat(1_300)}`],
    ['a long foreign host', `https://${'é'.repeat(8_000)}.example/`],
    ['text before it', `${megabyte('word ')} https://kiln.example/`],
  ])('with %s does not block for 200 ms', async (_what, raw) => {
    const ms = await blockedMs(() => {
      try {
        cleanUrl(raw)
      } catch (error) {
        expect(error).toBeInstanceOf(AppError)
      }
    })
    expect(ms).toBeLessThan(200)
  })
})

describe('the host that is shown', () => {
  it.each([
    ['https://www.kiln.example/', 'kiln.example'],
    ['https://bücher.example/', 'bücher.example'],
    ['https://日本語.example/', '日本語.example'],
    ['https://пример.рф/', 'пример.рф'],
    ['https://аррӏе.example/', 'xn--80ak6aa92e.example'],
    ['https://pаypal.example/', 'xn--pypal-4ve.example'],
    ['https://kiln.example:8443/', 'kiln.example'],
  ])('of %s is %s', (raw, host) => {
    expect(cleanUrl(raw).displayHost).toBe(host)
  })
})

describe('an address in shared text', () => {
  it.each([
    ['Look at this: https://kiln.example/a.', 'https://kiln.example/a'],
    ['(see https://kiln.example/Card_(game))', 'https://kiln.example/Card_(game)'],
    ['"Slow bread" https://kiln.example/a?b=1, via Irja', 'https://kiln.example/a?b=1'],
    ['[the kiln](https://kiln.example/a)', 'https://kiln.example/a'],
    ['<https://kiln.example/a>', 'https://kiln.example/a'],
    ['窑炉：https://kiln.example/a。', 'https://kiln.example/a'],
    ['www.kiln.example/a!', 'www.kiln.example/a'],
    ['no address here', null],
    [`https://kiln.example/${')'.repeat(50_000)}`, 'https://kiln.example/'],
  ])('%j', (text, url) => {
    expect(findUrl(text)).toBe(url)
  })
})
