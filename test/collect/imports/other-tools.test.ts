import { describe, expect, it } from 'vitest'
import { readLink, readLinks, readRows } from './read-rows.ts'

describe('reading JSON of other tools', () => {
  it('takes a description for the owner’s words, unless it stands beside notes or an article', async () => {
    const url = 'https://a.example'
    const alone = await readLink('json', JSON.stringify([{ url, description: 'Mine' }]))
    expect([alone.note, alone.metadata.description]).toEqual(['Mine', null])
    const both = await readLink('json', JSON.stringify([{ url, description: 'Theirs', note: '' }]))
    expect([both.note, both.metadata.description]).toEqual(['', 'Theirs'])
    const article = await readLink(
      'json',
      JSON.stringify([{ url, description: 'Theirs', content: '<p>Long</p>' }]),
    )
    expect([article.note, article.metadata.description]).toEqual(['', 'Theirs'])
  })

  it.each([
    ['seconds', { createdAt: 1712345678 }],
    ['milliseconds', { savedAt: 1712345678000 }],
    ['microseconds', { dateAdded: 1712345678000000 }],
    ['microseconds since 1601', { date_added: '13356819278000000' }],
    ['ISO 8601', { created_at: '2024-04-05T19:34:38.000Z' }],
  ])('reads a date in %s', async (_, date) => {
    const link = await readLink('json', JSON.stringify([{ url: 'https://a.example', ...date }]))
    expect(link.savedAt).toEqual(new Date('2024-04-05T19:34:38Z'))
  })

  it('keeps private what is private', async () => {
    const text = JSON.stringify([
      { url: 'https://a.example', is_private: true },
      { url: 'https://b.example', shared: 'no' },
      { url: 'https://c.example' },
    ])
    expect((await readLinks('json', text)).map((link) => link.private)).toEqual([true, true, false])
  })

  it('says how much of lists that hold no links was left out', async () => {
    const text = JSON.stringify({
      lists: [{ id: 1, name: 'Craft' }],
      bookmarks: [{ content: { type: 'link', url: 'https://a.example' } }],
    })
    const rows = await readRows('json', text)
    expect(rows.map((row) => row.notice ?? row.link?.url)).toEqual([
      'https://a.example',
      '1 under “lists” are no links and were left out.',
    ])
  })

  it('names the line of an entry that is no link', async () => {
    const text = '[\n{"url":"https://a.example"},\n"text",\n{"url":"javascript:x"},\n{"id":7}\n]'
    const rows = await readRows('json', text)
    expect(rows.map((row) => [row.line, row.ok])).toEqual([
      [2, true],
      [3, false],
      [4, false],
      [5, false],
    ])
  })

  it('refuses a browser’s file that is cut off, and folders without end', async () => {
    await expect(readRows('json', '{"roots":{"bookmark_bar":{"children":[')).rejects.toMatchObject({
      code: 'INVALID_INPUT',
    })
    const deep = `[${'{"name":"x","children":['.repeat(500)}${']}'.repeat(500)}]`
    await expect(readRows('json', deep)).rejects.toMatchObject({ code: 'INVALID_INPUT' })
  })
})

describe('reading Pinboard’s XML', () => {
  it('refuses entities of its own at once', async () => {
    const bomb =
      '<?xml version="1.0"?><!DOCTYPE posts [<!ENTITY a "aaaa">]><posts><post href="&a;"/></posts>'
    await expect(readRows('pinboard', bomb)).rejects.toMatchObject({ code: 'INVALID_INPUT' })
  })

  it('names lines, and says when the file is cut off', async () => {
    const rows = await readRows(
      'auto',
      '<?xml version="1.0"?>\n<posts user="x">\n<post href="https://a.example" description="A"/>\n<post href="" description="B"/>\n',
    )
    expect(rows.map((row) => [row.line, row.ok])).toEqual([
      [3, true],
      [4, false],
      [5, false],
    ])
  })
})
