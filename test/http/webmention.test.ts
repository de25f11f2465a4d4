import { text } from 'node:stream/consumers'
import { beforeEach, describe, expect, it } from 'vitest'
import { createTestFetch, startHttp } from '../node/hostile-server.ts'
import { BASE_URL, useTestApp } from '../support/app.ts'
import { DATABASE_KINDS } from '../support/database.ts'
import { createVisitor } from '../support/visitor.ts'

interface Page {
  status?: number
  headers?: Record<string, string>
  body?: string
}

const TARGET = `${BASE_URL}/issues/june-2023`

describe.each(DATABASE_KINDS)('webmentions on %s', (kind) => {
  const app = useTestApp(kind)
  let pages: Record<string, Page> = {}
  let posts: { path: string; form: Record<string, string[]> }[] = []
  let other = ''

  beforeEach(async () => {
    pages = {}
    posts = []
    const server = await startHttp(async (request, response) => {
      const path = request.url ?? ''
      if (request.method === 'POST') {
        const form: Record<string, string[]> = {}
        for (const [name, value] of new URLSearchParams(await text(request)))
          form[name] = [...(form[name] ?? []), value]
        posts.push({ path, form })
      }
      const page = pages[path]
      response.writeHead(page?.status ?? (page ? 200 : 404), page?.headers ?? {})
      response.end(page?.body ?? '')
    })
    const host = `norn.example:${server.port}`
    other = `http://${host}`
    app.fetchAllow.push(host)
    app.guardedFetch = createTestFetch({ allow: [host] })
  })

  async function publish(links: Record<string, string> = {}) {
    app.now = new Date('2023-06-10T12:00:00Z')
    await app.save(`${other}/clocks`, { title: 'Clocks', ...links })
    await app.send((await app.assemble('2023-06')).id)
  }
  const later = (minutes: number) => {
    app.now = new Date(app.now.getTime() + minutes * 60_000)
  }
  const count = () => app.services.responses.count()
  const page = async () => (await app.request('/issues/june-2023')).text()

  describe('that come in', () => {
    beforeEach(async () => {
      await app.services.responses.saveSettings({ mentions: true })
      await publish()
    })

    async function tell(source: string, target = TARGET) {
      const answer = await app.request('/webmention', {
        method: 'POST',
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
        body: new URLSearchParams({ source, target }).toString(),
      })
      await app.settled()
      return answer.status
    }
    const approve = (id: number) => app.services.responses.move(id, 'shown')

    it('are announced, read in the background, and held until approved', async () => {
      const answer = await app.request('/issues/june-2023')
      expect(answer.headers.get('link')).toBe(`<${BASE_URL}/webmention>; rel="webmention"`)
      expect(await answer.text()).toContain(`<link rel="webmention" href="${BASE_URL}/webmention">`)
      pages['/post'] = {
        body: `<div class="h-entry"><h1 class="p-name">On June &lt;b&gt;</h1>
<a class="p-author h-card" href="/ida">Ida <script>x</script>Norn</a>
<div class="e-content">I read <a class="u-in-reply-to" href="${TARGET}/">their June</a>, at length.</div></div>`,
      }
      expect(await tell(`${other}/post#part`)).toBe(202)
      expect(await count()).toEqual({ held: 1, shown: 0, spam: 0 })
      expect(await page()).not.toContain('Ida')
      const [held] = await app.services.responses.list('held')
      expect(held).toMatchObject({
        name: 'Ida Norn',
        authorUrl: `${other}/ida`,
        relation: 'reply',
        title: 'On June <b>',
        content: 'I read their June, at length.',
        sourceUrl: `${other}/post`,
      })
      await approve(held?.id ?? 0)
      const shown = await page()
      expect(shown).toContain('I read their June, at length.')
      expect(shown).toMatch(
        /class="p-author h-card" href="[^"]+\/ida" rel="nofollow ugc noopener">Ida Norn/,
      )
    })

    it('that change are held again, and go when their page does', async () => {
      const body = (text: string) =>
        `<p><a href="${TARGET}">June</a></p><div class="h-entry"><p class="e-content">${text}</p></div>`
      pages['/post'] = { body: body('First') }
      await tell(`${other}/post`)
      await approve(1)
      await tell(`${other}/post`)
      expect((await count()).shown).toBe(1)
      pages['/post'] = { body: body('Second') }
      await tell(`${other}/post`)
      expect(await count()).toEqual({ held: 1, shown: 0, spam: 0 })
      pages['/post'] = { status: 410 }
      await tell(`${other}/post`)
      expect(await count()).toEqual({ held: 0, shown: 0, spam: 0 })
    })

    it('from a page that does not link here leave nothing behind', async () => {
      for (const body of [`<p>No link. ${TARGET}</p>`, `<a href="${TARGET}-b">x</a>`]) {
        pages['/post'] = { body }
        expect(await tell(`${other}/post`)).toBe(202)
        expect(await app.db.selectFrom('response').selectAll().execute()).toEqual([])
      }
    })

    it('are tried again when their page cannot be read, and given up in the end', async () => {
      pages['/post'] = { status: 503 }
      await tell(`${other}/post`)
      pages['/post'] = { body: `<a href="${TARGET}">x</a>` }
      await app.services.responses.work()
      expect((await count()).held).toBe(0)
      later(2)
      await app.services.responses.work()
      expect((await count()).held).toBe(1)
      await tell(`${other}/other`)
      expect((await app.db.selectFrom('response').selectAll().execute()).length).toBe(1)
    })

    it('of odd sources or targets are refused at once', async () => {
      for (const [source, target] of [
        ['file:///etc/passwd', TARGET],
        ['http://127.0.0.1/x', TARGET],
        ['http://user:secret@norn.example/x', TARGET],
        [TARGET, TARGET],
        ['https://norn.example/x', 'https://elsewhere.example/issues/june-2023'],
        ['https://norn.example/x', `${BASE_URL}/issues/none`],
        ['https://norn.example/x', `${BASE_URL}/`],
        ['', ''],
      ] as const)
        expect([source, await tell(source, target)]).toEqual([source, 400])
    })

    it('never reach a private address, not even by a redirect', async () => {
      pages['/post'] = { status: 302, headers: { location: 'http://127.0.0.1:9/secret' } }
      expect(await tell(`${other}/post`)).toBe(202)
      expect(await app.db.selectFrom('response').selectAll().execute()).toEqual([])
    })

    it('are limited, and refused while they are off', async () => {
      const answers = new Set<number>()
      for (let index = 0; index < 31; index++) answers.add(await tell(`${other}/p${index}`))
      expect([...answers]).toEqual([202, 429])
      await app.services.responses.saveSettings({ mentions: false })
      expect(await tell(`${other}/post`)).toBe(404)
      expect((await app.request('/issues/june-2023')).headers.get('link')).toBeNull()
    })
  })

  describe('that go out', () => {
    beforeEach(() => {
      app.now = new Date('2023-06-01T12:00:00Z')
    })
    const told = async () =>
      (await app.services.responses.toldOf(1)).map(({ url, state }) => [
        url.replace(other, ''),
        state,
      ])

    it('tell each page once, where it listens, whatever way it says so', async () => {
      await app.services.responses.saveSettings({ tellLinked: true })
      pages['/clocks'] = {
        headers: { link: '</other>; rel=next, </wm?a=1>; rel="foo webmention"' },
      }
      pages['/wm?a=1'] = { status: 201 }
      pages['/note'] = { body: '<a href="/no">x</a><a rel="webmention" href="wm2">y</a>' }
      pages['/wm2'] = { status: 400 }
      pages['/silent'] = { body: '<!-- <link rel="webmention" href="/wm"> -->' }
      await publish({
        note: `See [this](${other}/note) and [that](${other}/silent), [us](${BASE_URL}/x).`,
      })
      await app.services.responses.work()
      await app.services.responses.work()
      expect(posts.sort((a, b) => (a.path < b.path ? -1 : 1))).toEqual([
        { path: '/wm2', form: { source: [TARGET], target: [`${other}/note`] } },
        { path: '/wm?a=1', form: { source: [TARGET], target: [`${other}/clocks`] } },
      ])
      expect(await told()).toEqual([
        ['/clocks', 'sent'],
        ['/note', 'failed'],
        ['/silent', 'none'],
      ])
      const owner = createVisitor(app)
      await owner.enter((await app.services.logins.commandLink()) ?? '')
      const result = await owner.get('/admin/issues/1/sending')
      expect(result.text).toContain('1 told · 1 given up · 1 does not listen')
    })

    it('try again later, and never tell a private address', async () => {
      await app.services.responses.saveSettings({ tellLinked: true })
      pages['/clocks'] = { headers: { link: '</wm>; rel=webmention' } }
      pages['/wm'] = { status: 503 }
      pages['/note'] = { headers: { link: '<http://127.0.0.1:9/wm>; rel=webmention' } }
      await publish({ note: `[this](${other}/note)` })
      await app.services.responses.work()
      expect(await told()).toEqual([
        ['/clocks', 'waiting'],
        ['/note', 'failed'],
      ])
      pages['/wm'] = { status: 202 }
      await app.services.responses.work()
      expect(posts).toHaveLength(1)
      later(2)
      await app.services.responses.work()
      expect(posts).toHaveLength(2)
      expect((await told())[0]).toEqual(['/clocks', 'sent'])
    })

    it('are not sent of what was out before, nor while they are off', async () => {
      await publish()
      await app.services.responses.work()
      later(60)
      await app.services.responses.saveSettings({ tellLinked: true })
      await app.services.responses.work()
      expect(await told()).toEqual([])
    })

    it('are not sent of an old post, even of one whose day is after telling began', async () => {
      await app.services.responses.saveSettings({ tellLinked: true, hub: `${other}/hub` })
      pages['/clocks'] = { headers: { link: '</wm>; rel=webmention' } }
      pages['/wm'] = pages['/hub'] = { status: 202 }
      later(60 * 24 * 60)
      const query = 'format=markdown&month=2023-06&date=2023-07-01&confirm=true'
      const answer = await app.request(`/api/v1/issues/import?${query}`, {
        method: 'POST',
        headers: { authorization: `Bearer ${app.tokens.admin}` },
        body: `# Reading in June\n\n## Articles\n\n- [Clocks](${other}/clocks)\n\nThey lie.\n`,
      })
      expect(answer.status).toBe(201)
      await app.services.responses.work()
      expect([await told(), posts]).toEqual([[], []])
      // The next one that is published here is news.
      await app.save(`${other}/clocks2`, { title: 'More clocks', month: '2023-07' })
      await app.send((await app.assemble('2023-07')).id)
      await app.services.responses.work()
      expect(posts.map(({ path }) => path)).toEqual(['/hub'])
    })

    it('are not sent of a public issue that comes with an export', async () => {
      await publish()
      const exported = await app.request('/api/v1/export', {
        headers: { authorization: `Bearer ${app.tokens.admin}` },
      })
      const file = await exported.text()
      await app.db.deleteFrom('issue').execute()
      await app.db.deleteFrom('link').execute()
      app.now = new Date('2023-06-01T12:00:00Z')
      await app.services.responses.saveSettings({ tellLinked: true })
      pages['/clocks'] = { headers: { link: '</wm>; rel=webmention' } }
      pages['/wm'] = { status: 202 }
      later(30 * 24 * 60)
      const back = await app.request('/api/v1/imports?format=auto', {
        method: 'POST',
        headers: { authorization: `Bearer ${app.tokens.admin}` },
        body: file,
      })
      expect(await back.json()).toMatchObject({ notices: ['Issues that came back: 2023-06.'] })
      await app.services.responses.work()
      expect(posts).toEqual([])
    })

    it('tell the hub of the feeds, which name it', async () => {
      pages['/hub'] = { status: 204 }
      await app.services.responses.saveSettings({ hub: `${other}/hub` })
      await publish()
      await app.services.responses.work()
      await app.services.responses.work()
      expect(posts).toEqual([
        {
          path: '/hub',
          form: {
            'hub.mode': ['publish'],
            'hub.url': ['feed.xml', 'atom.xml', 'feed.json'].map((name) => `${BASE_URL}/${name}`),
          },
        },
      ])
      for (const feed of ['/feed.xml', '/atom.xml'])
        expect(await (await app.request(feed)).text()).toMatch(
          new RegExp(`<(?:atom:)?link (?:rel="hub" )?href="${other}/hub"`),
        )
      const json = (await (await app.request('/feed.json')).json()) as { hubs: unknown }
      expect(json.hubs).toEqual([{ type: 'WebSub', url: `${other}/hub` }])
    })
  })
})
