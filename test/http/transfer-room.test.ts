import { beforeEach, describe, expect, it } from 'vitest'
import { BASE_URL, type LinkJson, type Page, useTestApp } from '../support/app.ts'
import { DATABASE_KINDS } from '../support/database.ts'
import { createVisitor } from '../support/visitor.ts'

const BOOKMARKS = `<!DOCTYPE NETSCAPE-Bookmark-file-1>
<DL><p>
<DT><A HREF="https://norn.example/clocks" TAGS="time">Clocks that lie</A>
<DT><A HREF="https://norn.example/lists">Wait-free lists</A>
<DT><A HREF="javascript:alert(1)">Not a page</A>
</DL>`

describe.each(DATABASE_KINDS)('the room of import and export on %s', (kind) => {
  const app = useTestApp(kind)
  let visitor: ReturnType<typeof createVisitor>
  let csrf = ''
  beforeEach(async () => {
    visitor = createVisitor(app)
    await visitor.enter((await app.services.logins.commandLink()) ?? '')
    csrf = (await visitor.get('/admin/import')).fields.csrf ?? ''
  })

  function upload(content: string, name = 'bookmarks.html', headers: Record<string, string> = {}) {
    const body = new FormData()
    body.set('csrf', csrf)
    body.set('file', new File([content], name))
    body.set('format', 'auto')
    body.set('enrich', 'yes')
    const cookie = [...visitor.cookies].map(([key, value]) => `${key}=${value}`).join('; ')
    return app.request('/admin/import', {
      method: 'POST',
      body,
      headers: { cookie, origin: BASE_URL, 'sec-fetch-site': 'same-origin', ...headers },
    })
  }
  const links = async () => (await app.json<Page<LinkJson>>('GET', '/links')).body.items

  it('takes a file, says what became of each line, and the same file changes nothing', async () => {
    const answer = await upload(BOOKMARKS, '<b>my</b>.html')
    expect(answer.status).toBe(200)
    const text = await answer.text()
    expect(text).toContain('2 new, 0 known already, 1 not taken.')
    expect(text).toContain('&lt;b&gt;my&lt;/b&gt;.html')
    expect(text).toMatch(/<li>Line 5: [^<]+<\/li>/)
    expect((await links()).map((link) => link.title).sort()).toEqual([
      'Clocks that lie',
      'Wait-free lists',
    ])
    expect(await (await upload(BOOKMARKS)).text()).toContain('0 new, 2 known already')
  })

  it('tells a script how far it is, and ends with the report as the page shows it', async () => {
    const answer = await upload(BOOKMARKS, 'b.html', { accept: 'application/x-ndjson' })
    const events = (await answer.text())
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line))
    expect(events.at(-1)).toMatchObject({
      event: 'report',
      created: 2,
      html: expect.stringContaining('2 new, 0 known already, 1 not taken.'),
    })
  })

  it('names what is wrong beside the field', async () => {
    for (const [content, words] of [
      ['', 'Choose the file to import.'],
      ['<html><body>Hello</body></html>', 'cannot be imported'],
    ] as const) {
      const answer = await upload(content)
      expect(answer.status).toBe(422)
      const text = await answer.text()
      expect(text).toContain('<title>Error:')
      expect(text).toMatch(new RegExp(`id="file-error">[^<]*${words}`))
    }
    expect(await links()).toEqual([])
  })

  it('gives everything back as a file, to those who are logged in', async () => {
    await app.save('https://norn.example/clocks', { note: 'Mine.' })
    const answer = await visitor.get('/admin/import/export?format=json')
    expect(answer.headers.get('content-disposition')).toContain('attachment')
    expect(answer.html).toContain('Mine.')
    expect((await visitor.get('/admin/import/export?format=exe')).status).toBe(404)
    expect((await app.request('/admin/import/export')).status).toBe(303)
    expect((await app.request('/admin/import', { method: 'POST' })).status).toBe(401)
  })
})
