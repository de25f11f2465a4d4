import { describe, expect, it } from 'vitest'
import { preheaderOf } from '../../src/render/preheader.ts'

const more = (count: number) => `and ${count} more`
const title = (length: number) => `${'word '.repeat(length).slice(0, length - 1)}.`

describe('the inbox line', () => {
  it('is empty without entries and whole when all titles fit', () => {
    expect(preheaderOf([], more)).toBe('')
    expect(preheaderOf(['One', 'Two'], more)).toBe('One · Two')
  })

  it.each([
    [[40, 40, 40, 40]],
    [[30, 200, 30]],
    [[300]],
    [[139, 10]],
    [[84, 90, 5]],
    [[10, 10, 10, 10, 10, 10, 10, 10, 10, 10, 10, 10, 10]],
  ])('has 85 to 140 characters for titles of %j', (lengths) => {
    const line = preheaderOf(lengths.map(title), more)
    expect(line.length).toBeGreaterThanOrEqual(85)
    expect(line.length).toBeLessThanOrEqual(140)
  })
})
