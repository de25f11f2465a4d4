import { expect, it } from 'vitest'
import { CHECKS, type Check, type Level } from '../../src/preflight/problem.ts'
import { holdsBack } from '../../src/preflight/unattended.ts'

/** Whether an issue is held back while nobody looks; each check is listed. */
const TABLE: Record<Check, [level: Level, detail: string, isHeldBack: boolean][]> = {
  empty: [['must', '', true]],
  note: [['must', '', true]],
  placeholder: [['must', 'TODO', true]],
  author: [['should', '', false]],
  dead: [['must', '410', true]],
  unread: [['should', '', false]],
  repeated: [['should', '2023-05', true]],
  address: [['should', 'http://a.example', false]],
  image: [['should', '', false]],
  markdown: [['should', 'fence', true]],
  section: [['should', 'Tools', false]],
  subject: [['should', '90', false]],
  size: [
    ['should', 'near', false],
    ['should', 'over', true],
  ],
  sender: [['should', 'There is no SPF record.', false]],
  test: [['should', 'none', false]],
}

it.each(CHECKS)(
  'an issue with the problem "%s" is held back while nobody looks, or not',
  (check) => {
    for (const [level, detail, isHeldBack] of TABLE[check])
      expect(holdsBack({ check, level, detail, key: check, about: '', href: '' })).toBe(isHeldBack)
  },
)
