import { readFile } from 'node:fs/promises'
import type { IssueDocument } from '../src/render/rendered-issue.ts'

interface SampleMonth {
  month: string
  title: string
  intro: string
  sections: {
    name: string | null
    entries: { title: string; authors: string[]; kind: string; tags: string[]; note: string }[]
  }[]
}

export async function readSample(): Promise<SampleMonth> {
  const file = new URL('../demo/sample-month.json', import.meta.url)
  return JSON.parse(await readFile(file, 'utf8'))
}

/** The sample month as an issue; with more entries than it has, its sections repeat themselves. */
export async function sampleDocument(count: number): Promise<IssueDocument> {
  const sample = await readSample()
  const sections: IssueDocument['issue']['sections'] = []
  let id = 0
  while (id < count) {
    for (const { name, entries } of sample.sections) {
      const taken = entries.slice(0, count - id).map((entry) => {
        id++
        const url = `https://site-${id}.example/page/${id}`
        return { ...entry, id, linkId: id, url, siteName: null }
      })
      if (taken.length > 0) sections.push({ name, entries: taken })
    }
  }
  const at = new Date('2023-08-01T06:00:00Z')
  return {
    issue: {
      id: 1,
      month: sample.month,
      title: sample.title,
      slug: 'july-2023',
      state: 'draft',
      intro: sample.intro,
      outro: '',
      sections,
      scheduledAt: null,
      audienceTag: null,
      publishedAt: at,
      sentAt: null,
      correctedAt: null,
      createdAt: at,
      updatedAt: at,
    },
    publication: {
      name: 'Small Hours',
      description: 'What one reader kept, once a month.',
      author: 'Ida Norn',
      locale: 'en-GB',
      timeZone: 'Europe/Oslo',
    },
    urls: {
      home: 'https://small.example/',
      issue: 'https://small.example/issues/july-2023',
      archive: 'https://small.example/archive',
    },
  }
}
