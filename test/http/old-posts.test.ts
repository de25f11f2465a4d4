import { beforeEach, describe, expect, it } from 'vitest'
import { addressOf, markdownOf, outline, sample, wxrOf } from '../collect/posts/sample-forms.ts'
import { BASE_URL, type IssueJson, useTestApp } from '../support/app.ts'
import { DATABASE_KINDS } from '../support/database.ts'
import { createVisitor } from '../support/visitor.ts'

const OLD = 'https://blog.example/2023/08/reading-in-july/'
const POST = markdownOf('headings with the author below')

interface Answer {
  posts: { title: string; month: string; sections: unknown; problems: unknown[] }[]
  created: { issue: IssueJson; redirected_from: string | null }[]
  skipped: { title: string; problems: { field: string; message: string }[] }[]
  code: string
  detail: string
}

describe.each(DATABASE_KINDS)('old posts on %s', (kind) => {
  const app = useTestApp(kind)
  beforeEach(() => {
    app.now = new Date('2024-02-10T12:00:00Z')
  })

  async function send(query: Record<string, string>, body: string, token = app.tokens.admin) {
    const answer = await app.request(`/api/v1/issues/import?${new URLSearchParams(query)}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}` },
      body,
    })
    return { status: answer.status, body: (await answer.json()) as Answer }
  }
  const about = { format: 'markdown', month: '2023-07', date: '2023-08-01', old_url: OLD }

  it('become issues with everything they held, public, redirected and never mailed', async () => {
    await app.subscribe('grete@reader.example')
    const known = await app.save(addressOf('vgrep'), { title: 'A pager', month: '2024-02' })
    const shown = await send(about, POST)
    expect(shown.status).toBe(200)
    expect(shown.body.posts).toMatchObject([
      { title: sample.title, month: '2023-07', sections: outline, problems: [] },
    ])
    expect((await app.json<{ items: [] }>('GET', '/issues')).body.items).toEqual([])

    const { status, body } = await send({ ...about, confirm: 'true' }, POST)
    expect([status, body.created[0]?.redirected_from]).toEqual([201, '/2023/08/reading-in-july'])
    const issue = body.created[0]?.issue
    expect(issue).toMatchObject({ month: '2023-07', state: 'sent', title: sample.title })
    expect(issue?.published_at).toBe('2023-08-01T09:00:00.000Z')
    expect(
      issue?.sections.map(({ name, entries }) => ({
        name,
        entries: entries.map(({ title, url, authors, note }) => ({ title, url, authors, note })),
      })),
    ).toEqual(outline)

    for (const path of ['/2023/08/reading-in-july', '/2023/08/reading-in-july/index.html']) {
      const old = await app.request(path, { redirect: 'manual' })
      expect([old.status, old.headers.get('location')]).toEqual([
        301,
        `${BASE_URL}/issues/july-2023`,
      ])
    }
    for (const path of ['/issues/july-2023', '/archive/2023/07', '/feed.xml', '/atom.xml'])
      expect(await (await app.request(path)).text()).toMatch(/been reading in July/)
    const links = await app.json<{ items: { id: number; url: string; status: string }[] }>(
      'GET',
      '/links?limit=100',
    )
    expect(links.body.items).toHaveLength(14)
    expect(links.body.items.filter((link) => link.status !== 'published')).toEqual([])
    const vgrep = issue?.sections.flatMap(({ entries }) => entries).find((e) => e.title === 'vgrep')
    expect(vgrep?.link_id).toBe(known.id)

    await app.tick()
    const resent = await app.json('POST', `/issues/${issue?.id}/send`, {})
    expect([resent.status, app.mails.length]).toEqual([409, 0])
  })

  it('leave a month alone that has an issue, and say what to do', async () => {
    await send({ ...about, confirm: 'true' }, POST)
    const again = await send({ ...about, old_url: '/other', confirm: 'true' }, POST)
    expect(again.status).toBe(409)
    expect(again.body).toMatchObject({
      code: 'CONFLICT',
      detail: expect.stringMatching(/July 2023 has an issue already.*another month/),
    })
    const elsewhere = await send({ ...about, month: '2023-06', confirm: 'true' }, POST)
    expect([elsewhere.status, elsewhere.body.detail]).toEqual([
      409,
      expect.stringContaining('redirected from this address'),
    ])
    const own = await send(
      { ...about, month: '2023-06', old_url: '/archive', confirm: 'true' },
      POST,
    )
    expect([own.status, own.body.detail]).toEqual([422, expect.stringContaining('page of its own')])
    const future = await send({ ...about, month: '2031-01', confirm: 'true' }, POST)
    expect(future.status).toBe(422)
    const edit = await send({ ...about, confirm: 'true' }, POST, app.tokens.edit)
    expect(edit.status).toBe(403)
  })

  it('come in by the dozen out of a WordPress export, its plain addresses too', async () => {
    const item = (month: string, link: string) => ({
      title: `Read in ${month}`,
      link,
      date: '2021-12-31T10:00:00Z',
      content: `<h2>Articles</h2><ul><li><a href="https://norn.example/${month}">Clocks</a> by Ida Norn</li></ul>`,
    })
    const file = wxrOf([
      item('March', 'https://old.example/?p=17'),
      item('April', 'https://old.example/2021/april'),
      item('April', 'https://old.example/2021/april-again'),
    ])
    const { status, body } = await send({ confirm: 'true' }, file)
    expect([status, body.created.map(({ issue }) => issue.month)]).toEqual([
      201,
      ['2021-03', '2021-04'],
    ])
    expect(body.skipped).toMatchObject([{ title: 'Read in April', problems: [{ field: 'month' }] }])
    const plain = await app.request('/?p=17', { redirect: 'manual' })
    expect(plain.headers.get('location')).toBe(`${BASE_URL}/issues/march-2021`)
    expect((await app.request('/?p=18', { redirect: 'manual' })).status).toBe(200)
  })

  describe('in their room', () => {
    let visitor: ReturnType<typeof createVisitor>
    beforeEach(async () => {
      visitor = createVisitor(app)
      await visitor.enter((await app.services.logins.commandLink()) ?? '')
    })

    async function upload(content: string, name: string) {
      const { fields } = await visitor.get('/admin/import-posts')
      const body = new FormData()
      body.set('csrf', fields.csrf ?? '')
      body.set('format', 'auto')
      body.set('old_url', '')
      body.set('file', new File([content], name))
      const cookie = [...visitor.cookies].map(([key, value]) => `${key}=${value}`).join('; ')
      const answer = await app.request('/admin/import-posts', {
        method: 'POST',
        body,
        headers: { cookie, origin: BASE_URL, 'sec-fetch-site': 'same-origin' },
        redirect: 'manual',
      })
      return answer
    }

    it('are looked through, corrected and published', async () => {
      const sent = await upload(POST, '<b>july</b>.md')
      expect(sent.status).toBe(303)
      const path = sent.headers.get('location') ?? ''
      const review = await visitor.get(path)
      expect(review.html).toContain('&lt;b&gt;july&lt;/b&gt;.md')
      expect(review.fields['title-0']).toBe('Flatter wait-free hazard pointers')
      expect(review.fields['authors-11']).toBe('Charles Leiserson, Julian Shun')
      // No date in the file, none guessed: the month is asked for.
      const keepAll = Object.fromEntries(
        Array.from({ length: 14 }, (_, index) => [`out-${index}`, '']),
      )
      const refused = await visitor.submit(path, {
        ...keepAll,
        act: 'publish',
        'url-1': 'no address',
      })
      expect(refused.status).toBe(422)
      expect(refused.html).toContain('href="#month"')
      expect(refused.html).toContain('href="#url-1"')
      const { headers } = await visitor.submit(path, {
        ...keepAll,
        act: 'publish',
        month: '2023-07',
        old_url: OLD,
        'url-1': 'https://norn.example/own',
        'title-1': 'A title of my own',
        'section-13': 'Tools',
        'out-2': 'yes',
        'title-new': 'One more',
        'url-new': 'https://norn.example/more',
      })
      const done = await visitor.get(headers.get('location') ?? '')
      expect(done.text).toContain('/2023/08/reading-in-july leads to it')
      const { items } = (await app.json<{ items: IssueJson[] }>('GET', '/issues')).body
      const sections = items[0]?.sections ?? []
      expect(sections.map(({ name, entries }) => [name, entries.length])).toEqual([
        ['Articles & Learning', 6],
        ['Neat Open Source Projects', 4],
        ['Tools', 1],
        [null, 3],
      ])
      expect(sections[0]?.entries[1]).toMatchObject({
        title: 'A title of my own',
        url: 'https://norn.example/own',
      })
      expect((await visitor.get(path)).status).toBe(404)
    })

    it('wait until they are published together or removed; nothing changes by looking', async () => {
      const item = (month: string, content: string) => ({
        title: `Read in ${month}`,
        link: `https://old.example/${month}`,
        date: '2021-12-31T10:00:00Z',
        content,
      })
      const sent = await upload(
        wxrOf([
          item('March', '<p><a href="https://norn.example/1">Clocks</a> by Ida Norn</p>'),
          item('April', '<p>Nothing but words.</p>'),
        ]),
        'export.xml',
      )
      expect((await visitor.get('/admin/import-posts/publish')).status).toBe(405)
      const list = await visitor.get(sent.headers.get('location') ?? '')
      expect(list.text).toContain('2 posts were read')
      expect(list.text).toContain('1 thing to settle')
      const published = await visitor.follow(
        await visitor.submit('/admin/import-posts/publish', {}),
      )
      expect(published.text).toContain('One issue is in the archive now.')
      const left = /\/admin\/import-posts\/\d+/.exec(published.html)?.[0] ?? ''
      await visitor.get(left)
      const removed = await visitor.follow(await visitor.submit(`${left}/remove`))
      expect(removed.text).toContain('The post is removed')
      expect((await visitor.submit(left, { csrf: 'none' })).status).toBe(403)
    })

    it('say what is wrong with a file, beside it', async () => {
      const answer = await upload('', 'empty.md')
      expect(answer.status).toBe(422)
      expect(await answer.text()).toContain('Choose a file first.')
      const blank = await upload('  \n', 'blank.md')
      expect(await blank.text()).toContain('The file is empty')
    })
  })
})
