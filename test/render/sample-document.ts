import { readFile } from 'node:fs/promises'
import type { Entry, Issue, IssueSection, Publication } from '../../src/domain/issue.ts'
import type { IssueDocument } from '../../src/render/rendered-issue.ts'

export interface SampleMonth {
  month: string
  title: string
  intro: string
  sections: {
    name: string | null
    entries: { title: string; authors: string[]; kind: string; tags: string[]; note: string }[]
  }[]
}

export async function readSampleMonth(): Promise<SampleMonth> {
  const file = new URL('../fixtures/sample-month.json', import.meta.url)
  return JSON.parse(await readFile(file, 'utf8'))
}

export const publication: Publication = {
  name: 'Small Hours',
  description: 'What one reader kept, once a month.',
  author: 'Ida Norn',
  locale: 'en-GB',
  timeZone: 'Europe/Oslo',
}

export function anEntry(values: Partial<Entry> = {}): Entry {
  const id = values.id ?? 1
  return {
    id,
    linkId: id,
    title: 'Clocks that lie',
    url: `https://norn.example/${id}`,
    authors: ['Ida Norn'],
    note: 'Why leap seconds break more than code.',
    siteName: null,
    kind: 'article',
    tags: [],
    ...values,
  }
}

export function anIssue(values: Partial<Issue> = {}): Issue {
  return {
    id: 7,
    month: '2023-07',
    title: "What I've been reading in July",
    slug: 'july-2023',
    state: 'draft',
    intro: 'A short month.',
    outro: '',
    sections: [{ name: 'Articles & Learning', entries: [anEntry()] }],
    scheduledAt: null,
    audienceTag: null,
    publishedAt: new Date('2023-08-01T06:00:00Z'),
    sentAt: null,
    correctedAt: null,
    createdAt: new Date('2023-07-28T19:00:00Z'),
    updatedAt: new Date('2023-07-31T21:00:00Z'),
    ...values,
  }
}

export function aDocument(
  values: Partial<Issue> = {},
  about: Partial<Publication> = {},
): IssueDocument {
  const issue = anIssue(values)
  return {
    issue,
    publication: { ...publication, ...about },
    urls: {
      home: 'https://small.example/',
      issue: `https://small.example/issues/${issue.slug}`,
      archive: 'https://small.example/archive',
    },
  }
}

/** One section with one entry. */
export function aDocumentWith(entry: Partial<Entry>, values: Partial<Issue> = {}): IssueDocument {
  return aDocument({ sections: [{ name: 'Articles', entries: [anEntry(entry)] }], ...values })
}

/** The sample month as an issue. */
export async function sampleDocument(): Promise<IssueDocument> {
  const sample = await readSampleMonth()
  let id = 0
  const sections: IssueSection[] = sample.sections.map((section) => ({
    name: section.name,
    entries: section.entries.map((entry) => {
      id += 1
      return anEntry({ ...entry, id, url: `https://site-${id}.example/page/${id}` })
    }),
  }))
  return aDocument({ month: sample.month, title: sample.title, intro: sample.intro, sections })
}
