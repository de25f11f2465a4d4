import { describe, expect, it } from 'vitest'
import { html, readingOf } from './page-of.ts'

const LONG = `<article>${'<p>Nine years of benches.</p>'.repeat(300)}</article>`

describe('a wall', () => {
  it.each([
    ['Just a moment...'],
    ['Nur einen Moment…'],
    ['请稍候…'],
    ['Attention Required! | Cloudflare'],
    ['Access to this page has been denied.'],
    ['Pardon Our Interruption'],
    ["Making sure you're not a bot!"],
    ['Verify you are human | Kiln'],
    ['Before you continue to YouTube'],
    ['Bevor Sie zu YouTube weitergehen'],
    ['DPG Media Privacy Gate'],
    ['Login • Instagram'],
    ['Sign in - Google Accounts'],
    ['Facebook – log in or sign up'],
    ['Log in to X / X'],
    ['Sign in to Clayworks | Kiln'],
    ['Log in to kiln.example'],
    ['Cookies required'],
    ['Access restricted'],
    ['404 Not Found'],
    ['Page not found | Kiln Weekly'],
    ['Oops! That page can’t be found. – Kiln'],
  ])('titled %j gives no title', async (title) => {
    const { outcome, error, metadata } = await readingOf(html(`<title>${title}</title>`))
    expect([outcome, metadata.title]).toEqual(['blocked', null])
    expect(error).toMatch(/^The site .*\.$/)
  })

  it.each([
    ['<script src="/_Incapsula_Resource?x"></script>'],
    ['<script src="https://geo.captcha-delivery.com/c.js"></script>'],
    ['<script>window._cf_chl_opt={}</script>'],
    ['<p>Reference #18.4 https://errors.edgesuite.net/18.4</p>'],
  ])('is known by its markup: %s', async (body) => {
    expect((await readingOf(html('<title>kiln.example</title>', body))).outcome).toBe('blocked')
  })

  it.each([
    ['cf-mitigated', 'challenge'],
    ['x-amzn-waf-action', 'challenge'],
  ])('is known by the header %s', async (name, value) => {
    const headers = { 'content-type': 'text/html', [name]: value }
    expect((await readingOf(html('<title>Kiln</title>'), { headers })).outcome).toBe('blocked')
  })

  it.each([
    ['https://accounts.google.com/ServiceLogin'],
    ['https://kiln.example/login?next=%2Fa'],
    ['https://kiln.example/users/sign_in'],
    ['https://consent.google.com/m?continue=x'],
    ['https://www.google.com/sorry/index'],
    ['https://kiln.example/404'],
  ])('is known by where the redirect ends: %s', async (finalUrl) => {
    expect((await readingOf(html('<title>Kiln</title>'), { finalUrl })).outcome).toBe('blocked')
  })

  it('is not taken down when oEmbed still knows the video', async () => {
    const url = 'https://www.youtube.com/watch?v=AAAAkiln001'
    const reading = await readingOf(html('<title>Before you continue to YouTube</title>'), {
      url,
      oembed: { title: 'A bowl', author_name: 'Clay Channel', type: 'video' },
    })
    expect(reading).toMatchObject({
      outcome: 'ok',
      metadata: { title: 'A bowl', authors: ['Clay Channel'], kind: 'video' },
    })
  })
})

describe('a page that only resembles a wall', () => {
  it.each([
    ['Access denied: how maps excluded a people', ''],
    ['Not Found: a memoir', ''],
    ['The 404 page as an art form', ''],
    ['Sign in with Apple: what it means', ''],
    ['Sign up to nothing', ''],
    ['Forbidden | Kiln Weekly', LONG],
    ['Gone', LONG],
  ])('titled %j is a page', async (title, body) => {
    expect((await readingOf(html(`<title>${title}</title>`, body))).outcome).toBe('ok')
  })

  it('may be a login page that was saved on purpose', async () => {
    const url = 'https://kiln.example/login'
    expect((await readingOf(html('<title>The members of Kiln</title>'), { url })).outcome).toBe(
      'ok',
    )
  })
})

describe('a status', () => {
  it.each([
    [401, 'blocked'],
    [403, 'blocked'],
    [404, 'blocked'],
    [410, 'blocked'],
    [451, 'blocked'],
    [500, 'blocked'],
    [302, 'error'],
    [429, 'retry'],
    [502, 'retry'],
    [503, 'retry'],
  ])('%i means %s', async (status, outcome) => {
    expect((await readingOf(html('<title>Kiln</title>'), { status })).outcome).toBe(outcome)
  })

  it.each([
    ['120', 120],
    ['Sat, 01 Jun 2024 12:01:00 GMT', 60],
    ['Sat, 01 Jun 2024 11:00:00 GMT', 0],
    ['soon', undefined],
    ['99999999999', 604_800],
  ])('with Retry-After %j waits %s seconds', async (value, seconds) => {
    const headers = { 'content-type': 'text/html', 'retry-after': value }
    expect((await readingOf('', { status: 503, headers })).retryAfterS).toBe(seconds)
  })
})
