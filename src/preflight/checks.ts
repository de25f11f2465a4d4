import type { Entry } from '../domain/issue.ts'
import { CLIPPING_BYTES, NEAR_CLIPPING_BYTES } from '../render/render-mail.ts'
import { webUrl } from '../render/safe-url.ts'
import { brokenMarkdown, imagesWithoutAlt } from './markdown-faults.ts'
import type { Check, Facts, Level, Problem } from './problem.ts'

/** Mail programs show about sixty characters of a subject, some less. */
const LONG_SUBJECT = 78

/** Words that stand where something was to be written. */
const PLACEHOLDERS =
  /\b(?:TODO|FIXME|TBD|TBA|XXX+|tk|tktk|lorem\s+ipsum|dolor\s+sit\s+amet|asdf+|foo\s+bar)\b|\?\?\?|<(?:note|notiz|text)>|\[(?:note|notiz|text|\.\.\.|…)\]/i

interface CheckRow {
  check: Check
  level: Level
  /** The problems it sees, in the order of the issue. */
  find: (facts: Facts) => Iterable<Omit<Problem, 'check' | 'level' | 'key'>>
}

/** One check a row; a new one is a new row and a sentence in the words of the room. */
const ROWS: CheckRow[] = [
  {
    check: 'empty',
    level: 'must',
    find: (facts) => (entriesOf(facts).length === 0 ? [ofIssue(facts)] : []),
  },
  {
    check: 'note',
    level: 'must',
    find: (facts) => entriesWhere(facts, ({ note }) => note.trim() === ''),
  },
  {
    check: 'placeholder',
    level: 'must',
    *find(facts) {
      for (const entry of entriesOf(facts)) {
        const [word] = PLACEHOLDERS.exec(`${entry.title}\n${entry.note}`) ?? []
        if (word) yield ofEntry(facts, entry, word)
      }
      for (const [field, text] of wordsOf(facts)) {
        const [word] = PLACEHOLDERS.exec(text) ?? []
        if (word) yield ofIssue(facts, word, field)
      }
    },
  },
  {
    check: 'author',
    level: 'should',
    find: (facts) => entriesWhere(facts, ({ authors }) => authors.length === 0),
  },
  {
    check: 'dead',
    level: 'must',
    *find(facts) {
      for (const entry of entriesOf(facts))
        if (entry.dead) yield ofEntry(facts, entry, entry.dead.reason)
    },
  },
  {
    check: 'unread',
    level: 'should',
    *find(facts) {
      for (const entry of entriesOf(facts)) {
        const reading = facts.reading.get(entry.linkId ?? 0)
        if (reading && reading.status !== 'done') yield ofEntry(facts, entry, reading.error ?? '')
      }
    },
  },
  {
    check: 'repeated',
    level: 'should',
    *find(facts) {
      for (const entry of entriesOf(facts)) {
        const month = facts.published.get(entry.linkId ?? 0)
        if (month) yield ofEntry(facts, entry, month)
      }
    },
  },
  {
    check: 'address',
    level: 'should',
    *find(facts) {
      for (const entry of entriesOf(facts)) {
        const url = webUrl(entry.url)
        if (url === null || url.startsWith('http:'))
          yield ofEntry(facts, entry, entry.url.slice(0, 200))
      }
    },
  },
  {
    check: 'image',
    level: 'should',
    *find(facts) {
      for (const entry of entriesOf(facts))
        if (imagesWithoutAlt(entry.note)) yield ofEntry(facts, entry)
      for (const [field, text] of wordsOf(facts))
        if (imagesWithoutAlt(text)) yield ofIssue(facts, '', field)
    },
  },
  {
    check: 'markdown',
    level: 'should',
    *find(facts) {
      for (const entry of entriesOf(facts)) {
        const fault = brokenMarkdown(entry.note)
        if (fault) yield ofEntry(facts, entry, fault)
      }
      for (const [field, text] of wordsOf(facts)) {
        const fault = brokenMarkdown(text)
        if (fault) yield ofIssue(facts, fault, field)
      }
    },
  },
  {
    check: 'section',
    level: 'should',
    *find(facts) {
      for (const { name, entries } of facts.issue.sections)
        if (name !== null && entries.length === 0) yield ofIssue(facts, name, 'new-section')
    },
  },
  {
    check: 'subject',
    level: 'should',
    *find(facts) {
      const length = [...facts.subject].length
      if (length > LONG_SUBJECT) yield ofIssue(facts, String(length), 'title')
    },
  },
  {
    check: 'size',
    level: 'should',
    *find(facts) {
      if (facts.htmlBytes > NEAR_CLIPPING_BYTES)
        yield ofIssue(facts, facts.htmlBytes > CLIPPING_BYTES ? 'over' : 'near')
    },
  },
  {
    check: 'sender',
    level: 'should',
    *find(facts) {
      for (const fault of facts.senderFaults)
        yield { about: '', detail: fault, href: '/admin/settings/mail' }
    },
  },
  {
    check: 'test',
    level: 'should',
    *find(facts) {
      if (facts.testedHash !== facts.hash)
        yield { about: '', detail: facts.testedHash === null ? 'none' : 'old', href: '#test' }
    },
  },
]

/** Everything that speaks against sending, what readers would suffer from first. */
export function findProblems(facts: Facts): Problem[] {
  const problems = ROWS.flatMap(({ check, level, find }) =>
    [...find(facts)].map((found) => ({
      ...found,
      check,
      level,
      key: [check, found.href, found.detail].join(' '),
    })),
  )
  return [
    ...problems.filter(({ level }) => level === 'must'),
    ...problems.filter(({ level }) => level === 'should'),
  ]
}

const entriesOf = ({ issue }: Facts): Entry[] => issue.sections.flatMap(({ entries }) => entries)

const wordsOf = ({ issue }: Facts): [field: string, text: string][] => [
  ['title', issue.title],
  ['intro', issue.intro],
  ['outro', issue.outro],
]

function entriesWhere(facts: Facts, isWrong: (entry: Entry) => boolean) {
  return entriesOf(facts)
    .filter(isWrong)
    .map((entry) => ofEntry(facts, entry))
}

function ofEntry({ issue }: Facts, entry: Entry, detail = '') {
  const href =
    entry.linkId === null || issue.publishedAt !== null
      ? `/admin/issues/${issue.id}#entry-${entry.id}`
      : `/admin/links/${entry.linkId}`
  return { about: entry.title, detail, href }
}

function ofIssue({ issue }: Facts, detail = '', field = 'title') {
  return { about: '', detail, href: `/admin/issues/${issue.id}#${field}` }
}
