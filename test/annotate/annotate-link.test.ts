import { describe, expect, it } from 'vitest'
import { type LinkJson, pageThatSays, useTestApp } from '../support/app.ts'
import { DATABASE_KINDS } from '../support/database.ts'

describe.each(DATABASE_KINDS)('annotating a link on %s', (kind) => {
  const app = useTestApp(kind)
  const patch = (id: number, body: unknown) => app.json<LinkJson>('PATCH', `/links/${id}`, body)

  it('sets note, section, tags, title, authors and month, and each stays', async () => {
    const { id } = await app.save('https://a.example/')
    const values = {
      note: '**Bold** words',
      section: 'Articles & Learning',
      tags: ['one', 'two'],
      title: 'A title',
      authors: ['Grete Ørsted', '林'],
      month: '2023-09',
    }
    expect((await patch(id, values)).body).toMatchObject(values)
    expect((await app.json('GET', `/links/${id}`)).body).toMatchObject(values)
  })

  it('leaves alone what is not named', async () => {
    const { id } = await app.save('https://a.example/', { note: 'N', section: 'S', tags: ['t'] })
    expect((await patch(id, { title: 'T' })).body).toMatchObject({
      title: 'T',
      note: 'N',
      section: 'S',
      tags: ['t'],
    })
  })

  it('empties what is set to null or nothing', async () => {
    const { id } = await app.save('https://a.example/', {
      note: 'N',
      section: 'S',
      tags: ['t'],
      month: '2023-09',
    })
    expect(
      (await patch(id, { note: '', section: null, tags: [], month: null })).body,
    ).toMatchObject({ note: '', section: null, tags: [], month: null })
  })

  it("keeps the owner's title and authors when the page is read again", async () => {
    const { id } = await app.save('https://a.example/', { title: null })
    app.enrichPage = pageThatSays({ title: 'Page', authors: ['Page Author'], siteName: 'Site' })
    await app.services.enrichLink(id, { isLastTry: true })
    await patch(id, { title: 'Mine', authors: ['Me'] })
    await app.services.enrichLink(id, { isLastTry: true })
    expect((await app.json('GET', `/links/${id}`)).body).toMatchObject({
      title: 'Mine',
      authors: ['Me'],
      site_name: 'Site',
    })
  })

  it('refuses what is no month and what is no link', async () => {
    const { id } = await app.save('https://a.example/')
    expect((await patch(id, { month: '2023-00' })).status).toBe(422)
    expect((await patch(id, { status: 'gone' })).status).toBe(422)
    expect((await patch(id + 1, { note: 'x' })).status).toBe(404)
    expect((await app.json('PATCH', '/links/99999999999', { note: 'x' })).status).toBe(404)
    expect((await app.json('PATCH', '/links/one', { note: 'x' })).status).toBe(404)
    expect(app.faults).toEqual([])
  })
})
