import { describe, expect, it } from 'vitest'
import { shortened, textDifference } from '../../src/domain/text-difference.ts'

const shown = (before: string, after: string) =>
  textDifference(before, after)
    .map(({ kind, text }) => (kind === 'same' ? text : `${kind === 'added' ? '+' : '-'}[${text}]`))
    .join('')

describe('the difference of two texts', () => {
  it.each([
    ['', '', ''],
    ['A short month.', 'A short month.', 'A short month.'],
    ['', 'Hello.', '+[Hello.]'],
    ['Hello.', '', '-[Hello.]'],
    ['A short month.', 'A long month.', 'A -[short ]+[long ]month.'],
    ['one two three', 'one three', 'one -[two ]three'],
    ['one three', 'one two three', 'one +[two ]three'],
    ['Über Bäume', 'Über Wälder', 'Über -[Bäume]+[Wälder]'],
    ['時計は嘘', '時計は本当', '-[時計は嘘]+[時計は本当]'],
    ['a\n\nb', 'a\n\nc\n\nb', 'a\n\n+[c\n\n]b'],
    ['see [x](y)', 'see [z](y)', 'see [-[x]+[z]](y)'],
  ])('of %j and %j is %j', (before, after, expected) => {
    expect(shown(before, after)).toBe(expected)
  })

  it('gives back both texts, whatever they are', () => {
    const words = ['clock ', 'leap ', 'second, ', '\n', '*bold* ', 'é', '😀', '']
    for (let seed = 1; seed < 200; seed++) {
      const text = (shift: number) =>
        Array.from({ length: seed % 23 }, (_, i) => words[(i * seed * shift + shift) % 8]).join('')
      const [before, after] = [text(3), text(5)]
      const parts = textDifference(before, after)
      const without = (kind: string) =>
        parts.flatMap((part) => (part.kind === kind ? [] : part.text)).join('')
      expect([without('added'), without('removed')]).toEqual([before, after])
    }
  })

  it('shows texts that share nothing as a whole when comparing them would take long', () => {
    const before = 'a '.repeat(4_000)
    const after = 'b '.repeat(4_000)
    expect(textDifference(before, after).map(({ kind }) => kind)).toEqual(['removed', 'added'])
  })

  it('leaves out long stretches that are the same', () => {
    const long = 'word '.repeat(100)
    const [head, added, tail] = shortened(textDifference(`${long}${long}`, `${long}new ${long}`))
    expect([head?.text.length, added?.text, tail?.text.length]).toEqual([63, 'new ', 63])
  })
})
