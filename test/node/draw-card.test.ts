import sharp from 'sharp'
import { describe, expect, it } from 'vitest'
import type { Card } from '../../src/domain/card.ts'
import { drawCard } from '../../src/node/draw-card.ts'
import { wrapTitle } from '../../src/render/wrap-title.ts'
import { HOSTILE } from '../render/html.ts'

const card: Card = {
  publication: 'Small Hours',
  title: "What I've been reading in July",
  facts: 'July 2023 · 14 links',
  digits: '7/2023',
  accent: '#0b57a4',
  isRightToLeft: false,
}
const pixels = async (changed: Partial<Card>) =>
  sharp(await drawCard({ ...card, ...changed }))
    .raw()
    .toBuffer({ resolveWithObject: true })

describe('the picture of an issue', () => {
  it('is 1200 × 630 and differs with what it says', async () => {
    const [plain, other] = [await pixels({}), await pixels({ accent: '#a3226b' })]
    expect([plain.info.width, plain.info.height]).toEqual([1200, 630])
    expect(plain.data.equals(other.data)).toBe(false)
    expect((await pixels({})).data.equals(plain.data)).toBe(true)
  })

  it('leaves its edges free, whatever the title', async () => {
    const titles = [...HOSTILE, 'x'.repeat(400), 'WWWW '.repeat(80), '七月に読んだもの', '🦉🦉', '']
    for (const title of titles) {
      const { data, info } = await pixels({ title, publication: title || 'x' })
      const at = (x: number, y: number) => data[(y * info.width + x) * info.channels] ?? 0
      for (let y = 30; y < 630; y += 3)
        for (const x of [20, 60, 1140, 1180])
          expect([title, x, y, at(x, y)]).toEqual([title, x, y, 255])
    }
  })

  it('shows the month where no font has the letters of the title', async () => {
    // A script without letters in the fonts of test machines.
    const [one, other] = [await pixels({ title: '𐂀𐂁𐂂' }), await pixels({ title: '𐂃𐂄' })]
    expect(one.data.equals(other.data)).toBe(true)
  })
})

describe('a title in lines', () => {
  it('breaks between words and cuts what is too long', () => {
    expect(wrapTitle('What I have been reading', { width: 8, lines: 4 })).toEqual([
      'What I have',
      'been reading',
    ])
    const lines = wrapTitle('one two three '.repeat(40), { width: 12, lines: 3 })
    expect(lines).toHaveLength(3)
    expect(lines.at(-1)).toMatch(/…$/)
    expect(wrapTitle('x'.repeat(100), { width: 10, lines: 3 })).toEqual([
      expect.stringMatching(/^x{5,}…$/),
    ])
  })

  it('breaks Japanese between its words', () => {
    expect(wrapTitle('七月に読んだもの', { width: 5, lines: 3 }).length).toBeGreaterThan(1)
  })
})
