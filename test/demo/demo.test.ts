import { execFile } from 'node:child_process'
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { type ParsedMail, simpleParser } from 'mailparser'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { wordsOfHtml } from '../support/words.ts'

interface SampleEntry {
  title: string
  authors: string[]
  note: string
}

/** What the demo prints and writes is what a newcomer sees first: it is run as it stands. */
describe('the demo', () => {
  let folder = ''
  let output = ''
  const mails: ParsedMail[] = []
  let entries: SampleEntry[] = []

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'linkletter-demo-test-'))
    const env = { PATH: process.env.PATH, DATA_DIR: folder }
    const { stdout } = await promisify(execFile)(process.execPath, ['demo/main.ts', '--exit'], {
      env,
    })
    output = stdout
    const outbox = join(folder, 'outbox')
    for (const name of (await readdir(outbox)).sort())
      mails.push(await simpleParser(await readFile(join(outbox, name))))
    const sample = JSON.parse(await readFile('demo/sample-month.json', 'utf8')) as {
      sections: { entries: SampleEntry[] }[]
    }
    entries = sample.sections.flatMap((section) => section.entries)
  })
  afterAll(() => rm(folder, { recursive: true, force: true }))

  it('writes three mails, to names of any script', () => {
    expect(mails.map((mail) => (Array.isArray(mail.to) ? mail.to[0] : mail.to)?.value[0])).toEqual([
      { address: 'ada@reader.example', name: 'Ada' },
      { address: 'grete@reader.example', name: 'Grete Ørsted' },
      { address: 'lin@reader.example', name: '林' },
    ])
  })

  it('puts every title, author and word of a note into both parts', () => {
    for (const mail of mails) {
      const parts = {
        html: wordsOfHtml(String(mail.html)),
        text: (mail.text ?? '').replace(/\s+/g, ' '),
      }
      for (const [part, words] of Object.entries(parts))
        for (const { title, authors, note } of entries)
          for (const wanted of [title, ...authors, ...(note.match(/[\p{L}\p{N}']+/gu) ?? [])])
            expect(words, `${part} part: ${wanted}`).toContain(wanted)
    }
  })

  it('keeps the sections in order and gives the last group no heading', () => {
    const words = wordsOfHtml(String(mails[0]?.html))
    const places = [
      'Articles & Learning',
      'Flatter wait-free',
      'Neat Open Source Projects',
      'Seastar',
      'scc',
      'Performance Engineering',
    ].map((text) => words.lastIndexOf(text))
    expect(places).toEqual([...places].sort((a, b) => a - b))
    expect(Math.min(...places)).toBeGreaterThan(0)
    expect(String(mails[0]?.html).match(/<h2/g)).toHaveLength(2)
  })

  it('gives each mail its way out and its page', () => {
    for (const mail of mails) {
      const text = mail.text ?? ''
      expect(text).toMatch(/View in browser/i)
      expect(text).toMatch(/unsubscribe\/[\w-]{20,}/i)
      expect(String(mail.html)).toMatch(/href="http:\/\/localhost:\d+\/unsubscribe\/[\w-]{20,}"/)
      expect(String(mail.html)).toMatch(/View in browser/i)
      const list = mail.headers.get('list') as Record<
        string,
        { url?: string; mail?: string; id?: string; name?: string }
      >
      expect(list.unsubscribe?.url).toMatch(/\/unsubscribe\//)
      expect(list.unsubscribe?.mail).toContain('@')
      expect(list.id?.id).toBe('issues.localhost')
      expect(list['unsubscribe-post']?.name).toBe('List-Unsubscribe=One-Click')
      expect(mail.headers.get('feedback-id')).toBeTruthy()
    }
    expect(new Set(mails.map((mail) => mail.messageId)).size).toBe(3)
  })

  it('says where to look', () => {
    expect(output).toMatch(/the page: +http:\/\/localhost:\d+\/issues\/july-2023/)
    expect(output).toContain(join(folder, 'outbox'))
  })
})
