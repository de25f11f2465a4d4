import { readFile } from 'node:fs/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { failingTitle, type SamplePages, startSamplePages } from '../../demo/sample-pages.ts'

interface SampleEntry {
  title: string
  authors: string[]
}

const month = JSON.parse(
  await readFile(new URL('../../demo/sample-month.json', import.meta.url), 'utf8'),
) as { sections: { entries: SampleEntry[] }[] }
const sampleEntries = month.sections.flatMap((section) => section.entries)

let pages: SamplePages

beforeAll(async () => {
  pages = await startSamplePages()
})

afterAll(async () => {
  await pages.close()
})

function entry(title: string) {
  const found = pages.entries.find((each) => each.title === title)
  if (!found) throw new Error(`no page for ${title}`)
  return found
}

async function get(title: string) {
  const response = await fetch(entry(title).url)
  return { response, bytes: Buffer.from(await response.arrayBuffer()) }
}

describe('the sample pages', () => {
  it('has one page for every entry of the sample month, in its order', () => {
    expect(pages.entries.map((each) => each.title)).toEqual(sampleEntries.map((e) => e.title))
    expect(new Set(pages.entries.map((each) => each.url)).size).toBe(14)
  })

  it.each(sampleEntries)('answers for “$title” with its title and authors', async (sample) => {
    const { response, bytes } = await get(sample.title)
    if (sample.title === failingTitle) {
      expect(response.status).toBe(500)
      return
    }
    expect(response.status).toBe(200)
    expect(response.headers.get('content-type')).toMatch(/^text\/html/)
    const text = bytes.toString(sample.title === 'What is Memory Safety' ? 'latin1' : 'utf8')
    expect(text).toContain(sample.title)
    for (const author of sample.authors) expect(text).toContain(author)
    expect(entry(sample.title).provides.includes('authors')).toBe(sample.authors.length > 0)
    expect(text).not.toContain('{{')
  })

  it('fails for one page however often it is asked', async () => {
    for (let attempt = 0; attempt < 3; attempt++) {
      expect((await get(failingTitle)).response.status).toBe(500)
    }
  })

  it('redirects once before the page about sandboxes', async () => {
    const page = entry('Sandboxing and Workload Isolation')
    const answer = await fetch(page.url, { redirect: 'manual' })
    expect([answer.status, answer.headers.get('location')]).toEqual([302, page.movedTo])
  })

  it('sends windows-1252 that only a meta tag names', async () => {
    const { response, bytes } = await get('What is Memory Safety')
    expect(response.headers.get('content-type')).toBe('text/html')
    expect(bytes.includes(0x96)).toBe(true) // the dash before the site name
    expect(bytes.includes(Buffer.from('–', 'utf8'))).toBe(false)
  })

  it('sends UTF-8 under a header that claims windows-1251', async () => {
    const { response, bytes } = await get(
      "I/O Is Faster Than the CPU – Let's Partition Resources and Eliminate (Most) OS Abstractions",
    )
    expect(response.headers.get('content-type')).toContain('windows-1251')
    expect([...bytes.subarray(0, 3)]).toEqual([0xef, 0xbb, 0xbf])
  })

  it('serves the pictures that pages name', async () => {
    const response = await fetch(`${pages.origin}/images/sandboxing.png`)
    expect(response.headers.get('content-type')).toBe('image/png')
    expect(
      Buffer.from(await response.arrayBuffer())
        .subarray(1, 4)
        .toString(),
    ).toBe('PNG')
  })

  it('knows no page for an unknown title or path', async () => {
    expect(() => pages.urlFor('Nothing')).toThrow(/No sample page/)
    expect((await fetch(`${pages.origin}/nothing`)).status).toBe(404)
  })
})
