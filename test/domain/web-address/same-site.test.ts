import { describe, expect, it } from 'vitest'
import { isSameSite, registrableName } from '../../../src/domain/web-address/same-site.ts'

describe('the name that somebody registered', () => {
  it.each([
    ['kiln.example', 'kiln.example'],
    ['a.b.kiln.example', 'kiln.example'],
    ['a.kiln.example.', 'kiln.example'],
    ['news.kiln.co.uk', 'kiln.co.uk'],
    ['shop.kiln.com.au', 'kiln.com.au'],
    ['slowclay.github.io', 'slowclay.github.io'],
    ['www.slowclay.substack.com', 'slowclay.substack.com'],
    ['www.medium.com', 'medium.com'],
    ['potter.medium.com', 'potter.medium.com'],
    ['slowclay.blogspot.de', 'slowclay.blogspot.de'],
    ['xn--bcher-kva.example', 'xn--bcher-kva.example'],
    ['github.io', 'github.io'],
    ['[2606:4700::6810:1]', '[2606:4700::6810:1]'],
    ['8.8.8.8', '8.8.8.8'],
  ])('in %s is %s', (hostname, name) => {
    expect(registrableName(hostname)).toBe(name)
  })

  it('makes strangers on one blog host two sites, and an author’s hosts one', () => {
    expect(isSameSite('ada.substack.com', 'ida.substack.com')).toBe(false)
    expect(isSameSite('kiln.co.uk', 'wheel.co.uk')).toBe(false)
    expect(isSameSite('www.kiln.example', 'm.kiln.example')).toBe(true)
  })
})
