import { XMLParser } from 'fast-xml-parser'
import { describe, expect, it } from 'vitest'
import { useTestApp } from '../support/app.ts'
import { createVisitor } from '../support/visitor.ts'
import { xmlProblems } from '../support/xml.ts'

describe('issues for another blog', () => {
  const app = useTestApp('pglite')
  const get = (path: string) =>
    app.request(`/api/v1${path}`, { headers: { authorization: `Bearer ${app.tokens.edit}` } })

  async function publish() {
    for (const month of ['2023-06', '2023-07']) {
      await app.save(`https://norn.example/${month}`, {
        title: `Of ${month}`,
        month,
        tags: ['a b'],
      })
      await app.send((await app.assemble(month)).id)
    }
    await app.save('https://norn.example/later', { title: 'Later', month: '2023-08' })
    return (await app.assemble('2023-08')).id
  }

  it('are files to keep, one issue or all that were published', async () => {
    const draft = await publish()
    const post = await get('/issues/1/post?format=hugo')
    expect(post.headers.get('content-type')).toBe('text/markdown; charset=utf-8')
    expect(post.headers.get('content-disposition')).toBe('attachment; filename="june-2023.md"')
    expect(await post.text()).toContain('### [Of 2023-06](https://norn.example/2023-06)')
    expect((await get(`/issues/${draft}/post?format=jekyll`)).status).toBe(200)
    expect((await get('/issues/99/post')).status).toBe(404)
    const wrong = await get('/issues/1/post?format=ghost')
    expect([wrong.status, await wrong.json()]).toMatchObject([
      422,
      { code: 'INVALID_INPUT', detail: 'format: One of jekyll, hugo, eleventy, wxr.' },
    ])
    const all = await (await get('/export?format=wxr')).text()
    expect(await xmlProblems(all)).toEqual([])
    const { item } = new XMLParser().parse(all).rss.channel
    expect(item.map((each: Record<string, string>) => each['wp:post_name'])).toEqual([
      'june-2023',
      'july-2023',
    ])
  })

  it('are offered in the room of the issue, and the archive in the room of exports', async () => {
    await publish()
    const owner = createVisitor(app)
    await owner.enter((await app.services.logins.commandLink()) ?? '')
    const room = await owner.get('/admin/issues/1')
    expect(room.html).toContain('href="/admin/issues/1/post?format=jekyll"')
    const post = await owner.get('/admin/issues/1/post?format=jekyll')
    expect(post.headers.get('content-disposition')).toMatch(/filename="2023-07-\d\d-june-2023.md"/)
    expect((await owner.get('/admin/import')).html).toContain('format=wxr')
    expect((await owner.get('/admin/import/export?format=wxr')).html).toContain('june-2023')
  })
})
