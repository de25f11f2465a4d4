import { runInNewContext } from 'node:vm'
import { describe, expect, it } from 'vitest'
import { bookmarklet, bookmarkletPage } from '../../src/http/bookmarklet.ts'
import { readHtml } from '../render/html.ts'

const BASE = 'https://letters.example'

/** Runs the bookmark as a browser does and says what it opened, and where. */
function press(page: { href: string; title?: string; selection?: string; blocks?: boolean }) {
  const url = new URL(page.href)
  const location = {
    href: page.href,
    hash: url.hash,
    origin: url.origin,
    pathname: url.pathname,
  }
  const opened: string[] = []
  const open = (address: string) => {
    opened.push(address)
    return page.blocks ? null : { closed: false }
  }
  const code = decodeURIComponent(bookmarklet(BASE).replace(/^javascript:/, ''))
  const result = runInNewContext(code, {
    location,
    document: { title: page.title ?? 'A page' },
    getSelection: () => page.selection ?? '',
    URLSearchParams,
    open,
  })
  const [address = ''] = opened
  return {
    address,
    query: Object.fromEntries(new URL(address).searchParams),
    location: location.href,
    result,
  }
}

describe('the bookmarklet', () => {
  it('opens the save window with address, title and selection, and leaves the page alone', () => {
    const page = {
      href: 'https://a.example/p?q=1#s',
      title: 'Clocks & "time"',
      selection: ' Ünö % ',
    }
    const { address, query, location, result } = press(page)
    expect(address.startsWith(`${BASE}/save?`)).toBe(true)
    expect(query).toEqual({
      url: 'https://a.example/p?q=1#s',
      title: 'Clocks & "time"',
      text: 'Ünö %',
    })
    expect(location).toBe(page.href)
    // A value would replace the page.
    expect(result).toBeUndefined()
  })

  it('goes there in the same tab when the window is blocked', () => {
    const { address, location } = press({ href: 'https://a.example/', blocks: true })
    expect(location).toBe(address)
  })

  it.each([
    ['a long selection', { href: 'https://a.example/', selection: 'word '.repeat(20_000) }],
    [
      'a long selection without blanks',
      { href: 'https://a.example/', selection: '長'.repeat(9_000) },
    ],
    ['a long title', { href: 'https://a.example/', title: '題'.repeat(5_000) }],
    ['a long fragment', { href: `https://a.example/#${'f'.repeat(9_000)}` }],
    ['a long query', { href: `https://a.example/?${'q'.repeat(9_000)}`, selection: 'kept' }],
    [
      'half a surrogate pair',
      { href: 'https://a.example/', selection: `a\ud83d${'😀'.repeat(3_000)}` },
    ],
  ])('stays below 8 KB with %s', (_, page) => {
    const { address, query } = press(page)
    expect(address.length).toBeLessThan(8_000)
    expect(query.url).toMatch(/^https:\/\/a\.example\//)
  })

  it('shows where the quote was cut, and cuts between words', () => {
    const { query } = press({ href: 'https://a.example/', selection: 'wörd '.repeat(2_000) })
    expect(query.text).toMatch(/^(wörd )+wörd…$/)
  })

  it('holds no secret and fetches nothing (BARS 53)', () => {
    expect(bookmarklet(BASE)).not.toMatch(/fetch|XMLHttp|token|ll_|import|<script/i)
    expect(bookmarklet(BASE)).not.toContain('#')
  })

  it('stands in a page of its own for the command line', () => {
    const page = readHtml(bookmarkletPage(BASE))
    expect(page.links).toEqual([bookmarklet(BASE)])
    expect(page.byTag('script')).toEqual([])
  })
})
