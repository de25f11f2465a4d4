import { describe, expect, it } from 'vitest'
import {
  type ArrangedSection,
  addLink,
  addSection,
  arrangementOf,
  moveEntry,
  moveSection,
  orderByNumbers,
  placeEntry,
  removeEntry,
  removeSection,
  renameSection,
} from '../../src/assemble/arrange.ts'

const start = () =>
  arrangementOf([
    { name: null, entries: [{ id: 6 }] },
    { name: 'A', entries: [{ id: 1 }, { id: 2 }, { id: 3 }] },
    { name: 'B', entries: [{ id: 4 }, { id: 5 }] },
  ])
const shown = (sections: ArrangedSection[]) =>
  sections
    .map(({ name, entries }) => `${name}:${entries.map(({ id, link_id }) => id ?? `+${link_id}`)}`)
    .join(' ')

describe('arranging an issue', () => {
  it('begins with the named sections and ends with the group that has no name', () => {
    expect(shown(start())).toBe('A:1,2,3 B:4,5 null:6')
  })

  it.each([
    [2, 'up', 'A:2,1,3 B:4,5 null:6'],
    [2, 'down', 'A:1,3,2 B:4,5 null:6'],
    [3, 'down', 'A:1,2 B:3,4,5 null:6'],
    [4, 'up', 'A:1,2,3,4 B:5 null:6'],
    [1, 'up', 'A:1,2,3 B:4,5 null:6'],
    [6, 'down', 'A:1,2,3 B:4,5 null:6'],
    [1, 'next', 'A:2,3 B:1,4,5 null:6'],
    [6, 'previous', 'A:1,2,3 B:4,5,6 null:'],
    [1, 'previous', 'A:1,2,3 B:4,5 null:6'],
    [99, 'up', 'A:1,2,3 B:4,5 null:6'],
  ] as const)('moves entry %i %s', (id, step, expected) => {
    expect(shown(moveEntry(start(), id, step))).toBe(expected)
  })

  it.each([
    [1, 0, 2, 'A:2,3,1 B:4,5 null:6'],
    [3, 0, 0, 'A:3,1,2 B:4,5 null:6'],
    [3, 1, 1, 'A:1,2 B:4,3,5 null:6'],
    [3, 1, 99, 'A:1,2 B:4,5,3 null:6'],
    [3, 7, 0, 'A:1,2,3 B:4,5 null:6'],
    [3, 0, -4, 'A:3,1,2 B:4,5 null:6'],
  ])('places entry %i in section %i at %i', (id, section, index, expected) => {
    expect(shown(placeEntry(start(), id, section, index))).toBe(expected)
  })

  it('adds, renames, joins, moves and removes sections, and loses no entry', () => {
    expect(shown(addSection(start(), 'C'))).toBe('A:1,2,3 B:4,5 C: null:6')
    expect(shown(addSection(start(), 'A'))).toBe('A:1,2,3 B:4,5 null:6')
    expect(shown(renameSection(start(), 'A', 'Z'))).toBe('Z:1,2,3 B:4,5 null:6')
    expect(shown(renameSection(start(), 'A', 'B'))).toBe('B:4,5,1,2,3 null:6')
    expect(shown(moveSection(start(), 'B', 'up'))).toBe('B:4,5 A:1,2,3 null:6')
    expect(shown(moveSection(start(), 'B', 'down'))).toBe('A:1,2,3 B:4,5 null:6')
    expect(shown(removeSection(start(), 'A'))).toBe('B:4,5 null:6,1,2,3')
    expect(shown(removeSection(removeEntry(start(), 6).slice(0, 2), 'B'))).toBe('A:1,2,3 null:4,5')
  })

  it('takes links in and out', () => {
    expect(shown(addLink(start(), 9, 'B'))).toBe('A:1,2,3 B:4,5,+9 null:6')
    expect(shown(addLink(start(), 9, 'New'))).toBe('A:1,2,3 B:4,5 New:+9 null:6')
    expect(shown(removeEntry(start(), 2))).toBe('A:1,3 B:4,5 null:6')
  })

  it('orders by the numbers that were typed', () => {
    const numbers = new Map([
      [1, 3],
      [2, 1],
      [3, 2],
      [5, 0.5],
    ])
    expect(shown(orderByNumbers(start(), numbers))).toBe('A:2,3,1 B:5,4 null:6')
  })
})
