import { describe, expect, it } from 'vitest'
import { loadTemplates } from '../../src/node/load-templates.ts'
import { createRenderOwnerMail, type OwnerNews } from '../../src/render/owner-mail.ts'
import { dangers, HOSTILE, readHtml } from './html.ts'
import { publication, sampleDocument } from './sample-document.ts'

const render = createRenderOwnerMail({ templates: await loadTemplates() })
const baseUrl = 'https://small.example'
const { issue } = await sampleDocument()
const draft = {
  issue,
  htmlBytes: 12_400,
  findings: [{ text: 'Clocks: It has no note.', url: `${baseUrl}/admin/links/1` }],
  deadline: new Date('2023-08-01T07:00:00Z'),
  isPast: false,
}
const german = { ...publication, locale: 'de' }

describe('mails to the owner', () => {
  it.each<[string, OwnerNews]>([
    ['Ohne Ihr Wort wartet er.', { kind: 'draft', goesByItself: false, ...draft }],
    ['Er geht von selbst hinaus', { kind: 'draft', goesByItself: true, ...draft }],
    ['wartet auf Sie', { kind: 'draft', goesByItself: false, ...draft, isPast: true }],
    ['noch nicht freigegeben', { kind: 'reminder', goesByItself: false, ...draft }],
    ['weniger Links als die 9', { kind: 'deadline', reason: 'few', minimumLinks: 9, ...draft }],
    ['1. August 2023', { kind: 'deadline', reason: 'late', minimumLinks: 1, ...draft }],
    ['hat keinen Link', { kind: 'skipped', month: '2023-07', links: 0, minimumLinks: 3 }],
    ['Angehalten von Hand.', { kind: 'paused', issue, reason: 'Angehalten von Hand.' }],
  ])('say in German: %s', async (sentence, news) => {
    const mail = await render({ news, publication: german, baseUrl })
    expect(mail.text.replace(/\s+/g, ' ')).toContain(sentence)
    expect(readHtml(mail.html).text.replace(/\s+/g, ' ')).toContain(sentence)
  })

  it.each(HOSTILE)('shows %j as what it is', async (text) => {
    const [section] = issue.sections
    const [entry] = section?.entries ?? []
    if (!section || !entry) throw new Error('The sample has entries.')
    const hostile = {
      ...issue,
      title: text,
      intro: text,
      sections: [{ name: text, entries: [{ ...entry, title: text, note: text, authors: [text] }] }],
    }
    const findings = [{ text, url: `${baseUrl}/admin/links/1` }]
    const news = { kind: 'draft', goesByItself: false, ...draft, issue: hostile, findings } as const
    const mail = await render({ news, publication: { ...publication, name: text }, baseUrl })
    expect(dangers(mail.html)).toEqual([])
    expect(mail.subject).not.toMatch(/[\r\n]/)
  })
})
