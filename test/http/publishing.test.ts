import { XMLValidator } from 'fast-xml-parser'
import { describe, expect, it } from 'vitest'
import { BASE_URL, type IssueJson, useTestApp } from '../support/app.ts'
import { DATABASE_KINDS } from '../support/database.ts'

describe.each(DATABASE_KINDS)('publishing an issue on %s', (kind) => {
  const app = useTestApp(kind)
  const PAGE = '/issues/july-2023'
  const page = async (path = PAGE) => (await app.request(path)).text()
  const patch = (id: number, body: unknown) => app.json<IssueJson>('PATCH', `/issues/${id}`, body)

  async function draft() {
    const link = await app.save('https://a.example/1?a=1&b=2', {
      title: 'Rock & <Roll>',
      note: 'Worth *reading*.',
      authors: ['Grete Ørsted'],
    })
    await app.subscribe('ada@reader.example')
    return { link, issue: await app.assemble('2023-07') }
  }
  async function published() {
    const made = await draft()
    await app.send(made.issue.id)
    return made
  }

  it('makes the page public before the first mail leaves', async () => {
    const { issue } = await draft()
    const seen: number[] = []
    app.onMail = async () => {
      seen.push((await app.request(PAGE)).status)
    }
    expect((await app.request(PAGE)).status).toBe(404)
    await app.send(issue.id)
    expect(seen).toEqual([200])
    expect(app.mails[0]?.html).toContain(`${BASE_URL}${PAGE}`)
    expect((await app.json('GET', `/issues/${issue.id}`)).body).toMatchObject({ state: 'sent' })
  })

  it('hides a draft from everyone', async () => {
    await draft()
    expect((await app.request(PAGE)).status).toBe(404)
    expect((await app.request(`${PAGE}.md`)).status).toBe(404)
    for (const path of ['/', '/archive', '/feed.xml', '/atom.xml', '/feed.json', '/sitemap.xml']) {
      const answer = await app.request(path)
      expect([path, answer.status]).toEqual([path, 200])
      expect(await answer.text()).not.toMatch(/july-2023|Rock &/)
    }
  })

  it('does not let later edits of a link rewrite the page', async () => {
    const { link, issue } = await published()
    const before = await page()
    await app.json('PATCH', `/links/${link.id}`, {
      title: 'Rewritten',
      note: 'Rewritten',
      authors: ['Rewritten'],
      tags: ['rewritten'],
      section: 'Rewritten',
    })
    expect(await page()).toBe(before)
    expect((await app.json('GET', `/links/${link.id}`)).body.status).toBe('published')
    await app.json('DELETE', `/links/${link.id}`)
    expect(await page()).toBe(before)
    expect((await app.json('GET', `/issues/${issue.id}`)).status).toBe(200)
  })

  it('sets corrected_at when a published issue is edited, and shows the correction', async () => {
    const { issue } = await published()
    expect((await app.json('GET', `/issues/${issue.id}`)).body.corrected_at).toBeNull()
    app.now = new Date('2023-08-03T10:00:00Z')
    const { status, body } = await patch(issue.id, { intro: 'Now with an introduction.' })
    expect(status).toBe(200)
    expect(body.corrected_at).toBe('2023-08-03T10:00:00.000Z')
    expect(await page()).toContain('Now with an introduction.')
    app.mails = []
    await app.tick()
    expect(app.mails).toEqual([])
  })

  it('redirects old addresses, after two moves and back, without loops', async () => {
    const { issue } = await published()
    const answer = async (slug: string) => {
      const { status, headers } = await app.request(`/issues/${slug}`)
      return [status, headers.get('location')]
    }
    const moved = (slug: string) => [301, `${BASE_URL}/issues/${slug}`]
    await patch(issue.id, { slug: 'second' })
    expect(await answer('july-2023')).toEqual(moved('second'))
    await patch(issue.id, { slug: 'third' })
    expect(await answer('july-2023')).toEqual(moved('third'))
    expect(await answer('second')).toEqual(moved('third'))
    expect(await answer('july-2023.md')).toEqual(moved('third.md'))
    await patch(issue.id, { slug: 'july-2023' })
    expect(await answer('july-2023')).toEqual([200, null])
    expect(await answer('second')).toEqual(moved('july-2023'))
    expect(await answer('third')).toEqual(moved('july-2023'))
  })

  it('gives an old address to no other issue', async () => {
    const { issue } = await published()
    await patch(issue.id, { slug: 'second' })
    await app.saveAt('2023-08-10T12:00:00Z', 'https://a.example/8')
    const other = await app.assemble('2023-08')
    for (const slug of ['july-2023', 'second'])
      expect(await patch(other.id, { slug })).toMatchObject({
        status: 409,
        body: { code: 'CONFLICT' },
      })
    expect((await patch(other.id, { slug: 'no/slash' })).status).toBe(422)
  })

  it('keeps moving an address that is not public from leaving a trace', async () => {
    const { issue } = await draft()
    await patch(issue.id, { slug: 'second' })
    await app.send(issue.id)
    expect((await app.request('/issues/july-2023')).status).toBe(404)
    expect((await app.request('/issues/second')).status).toBe(200)
  })

  it('shows the issue as Markdown', async () => {
    await published()
    const answer = await app.request(`${PAGE}.md`)
    expect(answer.status).toBe(200)
    expect(answer.headers.get('content-type')).toBe('text/markdown; charset=utf-8')
    const text = await answer.text()
    expect(text).toContain('https://a.example/1?a=1&b=2')
    expect(text).toContain('Grete Ørsted')
    expect(text).toContain('Worth *reading*.')
  })

  it('names the issue at home and in the archive', async () => {
    await published()
    for (const path of ['/', '/archive']) expect(await page(path)).toContain('/issues/july-2023')
    expect(await page('/')).toContain('Rock &amp; &lt;Roll&gt;')
  })

  it.each(['/feed.xml', '/atom.xml', '/sitemap.xml'])('serves %s well formed', async (path) => {
    await published()
    const text = await page(path)
    expect(XMLValidator.validate(text)).toBe(true)
    expect(text).toContain(`${BASE_URL}${PAGE}`)
  })

  it('serves a JSON feed', async () => {
    await published()
    const feed = JSON.parse(await page('/feed.json'))
    expect(feed.version).toBe('https://jsonfeed.org/version/1.1')
    expect(feed.items).toMatchObject([{ url: `${BASE_URL}${PAGE}` }])
    expect(feed.items[0].content_html).toContain('Rock &amp; &lt;Roll&gt;')
  })

  it.each(['/feed.xml', '/atom.xml', '/feed.json', '/sitemap.xml', PAGE, `${PAGE}.md`])(
    'answers 304 for %s to who has it already',
    async (path) => {
      await published()
      const etag = (await app.request(path)).headers.get('etag') ?? ''
      expect(etag).toMatch(/^"[^"]+"$/)
      for (const known of [etag, `W/${etag}`, `"other", ${etag}`]) {
        const answer = await app.request(path, { headers: { 'if-none-match': known } })
        expect([known, answer.status, await answer.text()]).toEqual([known, 304, ''])
      }
      const other = await app.request(path, { headers: { 'if-none-match': '"other"' } })
      expect(other.status).toBe(200)
    },
  )

  it('takes no address from the Host header', async () => {
    const { issue } = await published()
    const evil = { headers: { host: 'evil.example', 'x-forwarded-host': 'evil.example' } }
    const paths = ['/', PAGE, `${PAGE}.md`, '/archive', '/feed.xml', '/atom.xml', '/feed.json']
    for (const path of [...paths, '/sitemap.xml', '/robots.txt', '/issues/gone']) {
      const answer = await app.request(`http://evil.example${path}`, evil)
      expect(`${path} ${await answer.text()}`).not.toContain('evil.example')
    }
    await patch(issue.id, { slug: 'second' })
    const moved = await app.request(`http://evil.example${PAGE}`, evil)
    expect(moved.headers.get('location')).toBe(`${BASE_URL}/issues/second`)
  })

  it('changes nothing by GET', async () => {
    const { link, issue } = await draft()
    const acts = ['send', 'schedule', 'pause', 'resume', 'cancel', 'test']
    const paths = [...acts.map((act) => `/issues/${issue.id}/${act}`), `/links/${link.id}/refresh`]
    for (const path of [...paths, '/imports']) {
      const { status, type } = await app.json('GET', path)
      expect([404, 405]).toContain(status)
      expect(type).toMatch(/problem\+json/)
    }
    expect((await app.json('GET', `/issues/${issue.id}`)).body).toEqual(issue)
  })
})
