import { describe, expect, it } from 'vitest'
import { type IssueContent, isSameContent, takesAway } from '../../src/domain/issue-content.ts'
import { type IssueChange, issueDifference } from '../../src/domain/issue-difference.ts'

/** "A:1,2 B:3 -:4": sections with the numbers of their entries; "-" is the one without a name. */
function issueOf(outline: string, words: Partial<IssueContent> = {}): IssueContent {
  return {
    title: 'July',
    slug: 'july',
    intro: '',
    outro: '',
    sections: outline.split(' ').map((section) => {
      const [name = '', ids = ''] = section.split(':')
      return {
        name: name === '-' ? null : name,
        entries: ids.split(',').flatMap((id) => (id === '' ? [] : [entryOf(Number(id))])),
      }
    }),
    ...words,
  }
}
const entryOf = (id: number, linkId: number | null = id * 10) => ({
  id,
  linkId,
  title: `T${id}`,
  url: `https://norn.example/${id}`,
  authors: ['Ida Norn'],
  note: `Note ${id}.`,
})
const said = (change: IssueChange): string => {
  const { kind, ...rest } = change
  const values = Object.entries(rest).flatMap(([key, value]) => (key === 'parts' ? [] : [value]))
  return [kind, ...values].join(' ')
}
const changes = (before: IssueContent, after: IssueContent) =>
  issueDifference(before, after).map(said)

describe('the difference of two states of an issue', () => {
  it.each([
    ['A:1,2 B:3', 'A:1,2 B:3', []],
    ['A:1,2 B:3', 'A:2,1 B:3', ['reordered A T2,T1']],
    ['A:1,2 B:3', 'A:2 B:3,1', ['entry-moved T1 A B']],
    ['A:1,2 B:3', 'A:1 B:3', ['entry-removed T2 A']],
    ['A:1 B:3', 'A:1,2 B:3', ['entry-added T2 A']],
    ['A:1 B:3', 'A: B:3', ['entry-removed T1 A']],
    ['A:1,2,3', 'A:1,3', ['entry-removed T2 A']],
    ['A:1,2 B:3', 'Z:1,2 B:3', ['section-renamed A Z']],
    ['A: B:3', 'Z: B:3', ['section-renamed A Z']],
    ['A:1,2 B:3', 'B:3 A:1,2', ['sections-reordered B,A']],
    ['A:1 B:3', 'A:1 B:3 C:', ['section-added C']],
    ['A:1 B:3', 'A:1 -:3', ['section-removed B', 'entry-moved T3 B ']],
  ])('from %s to %s is %j', (before, after, expected) => {
    expect(changes(issueOf(before), issueOf(after))).toEqual(expected)
  })

  it('names each text that changed, and each field of an entry', () => {
    const before = issueOf('A:1')
    const after = issueOf('A:1', { title: 'August', intro: 'Hi.', outro: 'Bye.', slug: 'august' })
    const [entry] = after.sections[0]?.entries ?? []
    Object.assign(entry ?? {}, {
      title: 'New',
      authors: [],
      note: 'Other.',
      url: 'https://o.example',
    })
    expect(changes(before, after)).toEqual([
      'text title',
      'text intro',
      'text outro',
      'text slug',
      'entry-text New title',
      'entry-text New authors',
      'entry-text New note',
      'entry-text New url',
    ])
  })

  it('knows an entry that came back as a new row by its link, or by its address', () => {
    const before = issueOf('A:1,2')
    const after = issueOf('A:')
    after.sections[0]?.entries.push(
      { ...entryOf(1), id: 81 },
      { ...entryOf(2), id: 82, linkId: null },
    )
    expect(changes(before, after)).toEqual([])
  })

  it('calls states the same whatever the order of their keys', () => {
    const content = issueOf('A:1,2 -:3')
    const { title, ...rest } = structuredClone(content)
    expect(isSameContent(content, { ...rest, title })).toBe(true)
    expect(isSameContent(content, { ...content, title: 'Other' })).toBe(false)
  })

  it('keeps a state by itself before an entry or much of a text goes', () => {
    const full = issueOf('A:1,2', { intro: 'x'.repeat(150) })
    expect(takesAway(full, issueOf('A:1', { intro: full.intro }))).toBe(true)
    expect(takesAway(full, issueOf('A:1,2', { intro: 'x'.repeat(40) }))).toBe(true)
    expect(takesAway(full, issueOf('A:2,1', { intro: 'x'.repeat(100) }))).toBe(false)
  })
})
