import { describe, expect, it } from 'vitest'
import { isReadersClick } from '../../src/clicks/is-readers-click.ts'

const FIREFOX = 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0'
const IPHONE =
  'Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5 Mobile/15E148 Safari/604.1'
const isClick = (headers: Record<string, string>, method = 'GET') =>
  isReadersClick(method, (name) => headers[name])

describe('whether a request is a reader who follows a link', () => {
  it.each([
    { 'user-agent': FIREFOX },
    { 'user-agent': IPHONE },
    { 'user-agent': FIREFOX, 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'document' },
    { 'user-agent': FIREFOX, dnt: '0' },
    // A telephone of this maker is no robot.
    {
      'user-agent':
        'Mozilla/5.0 (Linux; Android 11; CUBOT NOTE 20) AppleWebKit/537.36 Chrome/138.0',
    },
    { 'user-agent': 'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Edg/138.0.0.0' },
  ])('says yes to a browser: %o', (headers) => {
    expect(isClick(headers)).toBe(true)
  })

  it.each([
    {},
    { 'user-agent': 'curl/8.5.0' },
    { 'user-agent': 'python-requests/2.32' },
    { 'user-agent': 'Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)' },
    { 'user-agent': 'Mozilla/5.0 (compatible; bingbot/2.0) Chrome/116.0' },
    { 'user-agent': 'Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko) HeadlessChrome/138.0' },
    { 'user-agent': 'Mozilla/5.0 (Windows NT 10.0) BarracudaCentral' },
    { 'user-agent': 'Mozilla/4.0 (compatible; ms-office; MSOffice 16)' },
    { 'user-agent': 'facebookexternalhit/1.1' },
    { 'user-agent': 'Mozilla/5.0 (compatible; YandexBot/3.0)' },
  ])('says no to a program: %o', (headers) => {
    expect(isClick(headers)).toBe(false)
  })

  it.each([
    { 'sec-purpose': 'prefetch;prerender' },
    { purpose: 'prefetch' },
    { 'x-purpose': 'preview' },
    { 'x-moz': 'prefetch' },
    { 'sec-fetch-mode': 'no-cors', 'sec-fetch-dest': 'empty' },
    { 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'iframe' },
  ])('says no to what a browser loads ahead or aside: %o', (headers) => {
    expect(isClick({ 'user-agent': FIREFOX, ...headers })).toBe(false)
  })

  it.each([{ 'sec-gpc': '1' }, { dnt: '1' }])(
    'says no where the reader asks not to be counted: %o',
    (headers) => {
      expect(isClick({ 'user-agent': FIREFOX, ...headers })).toBe(false)
    },
  )

  it('says no to a look at the headers alone', () => {
    expect(isClick({ 'user-agent': FIREFOX }, 'HEAD')).toBe(false)
  })
})
