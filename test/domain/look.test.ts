import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { contrast, readColour } from '../../src/domain/colour.ts'
import {
  accentContrast,
  DEFAULT_ACCENT,
  darkAccent,
  darkenToRead,
  LEAST_CONTRAST,
} from '../../src/domain/look.ts'
import { lookSheet, MAX_OWN_CSS, ownCssProblem } from '../../src/domain/look-sheet.ts'

describe('contrast', () => {
  it.each([
    ['#ffffff', '#000000', 21],
    ['#777777', '#ffffff', 4.48],
    ['#0b57a4', '#ffffff', 7.2],
    ['#8ab8f0', '#161616', 8.8],
    ['#ff0000', '#ff0000', 1],
  ])('of %s on %s is %d, either way round', (one, other, ratio) => {
    expect(contrast(one, other)).toBeCloseTo(ratio, 1)
    expect(contrast(other, one)).toBe(contrast(one, other))
  })

  it.each([
    ['#0B57A4', '#0b57a4'],
    ['abc', '#aabbcc'],
    [' #fff ', '#ffffff'],
    ['red', undefined],
    ['#12345', undefined],
    ['#0b57a4;}', undefined],
  ])('reads the colour %j as %j', (text, colour) => expect(readColour(text)).toBe(colour))
})

describe('shades of any accent', () => {
  const colours = fc
    .integer({ min: 0, max: 0xffffff })
    .map((number) => `#${number.toString(16).padStart(6, '0')}`)

  it('can be read on dark pages and on light ones', () => {
    fc.assert(
      fc.property(colours, (colour) => {
        expect(contrast(darkAccent(colour), '#161616')).toBeGreaterThanOrEqual(7)
        expect(accentContrast(darkenToRead(colour))).toBeGreaterThanOrEqual(LEAST_CONTRAST)
      }),
    )
    expect(darkenToRead(DEFAULT_ACCENT)).toBe(DEFAULT_ACCENT)
  })
})

describe('the stylesheet of a look', () => {
  it('is empty when nothing is chosen', () => {
    expect(lookSheet({ accent: null, font: 'serif', width: 'normal' }, ' \n')).toBe('')
  })

  it('leaves print black', () => {
    const sheet = lookSheet({ accent: '#a3226b', font: 'serif', width: 'normal' }, '')
    expect(sheet).toMatch(/^@media screen\{:root\{--accent:#a3226b\}\}@media screen and \(prefers/)
  })

  it.each([
    ['@import "x.css";', 'import'],
    ['/* */@IMPORT url(x)', 'import'],
    ['a{background:url(https://a.example/x.png)}', 'elsewhere'],
    ["a{background:url( '//a.example/x.png')}", 'elsewhere'],
    ['a{background:url(data:image/png;base64,AAAA)}', 'elsewhere'],
    ['a{background:image-set("https://a.example/x.png" 1x)}', 'elsewhere'],
    ['a{background:url(/images/x.webp)}', null],
    ['/* @import, url(https://a.example) */ a::after{content:"https://a.example"}', null],
    ['.notice{content:"@"}', null],
    ['x'.repeat(MAX_OWN_CSS + 1), 'long'],
  ])('%j is refused because of %j', (css, problem) => expect(ownCssProblem(css)).toBe(problem))
})
