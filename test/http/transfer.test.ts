import { describe, expect, it } from 'vitest'
import { newRouter, problem, toAppError } from '../../src/http/problem.ts'
import { streamLimit } from '../../src/http/stream-limit.ts'
import { type LinkJson, type Page, useTestApp } from '../support/app.ts'
import { DATABASE_KINDS } from '../support/database.ts'

const NETSCAPE = (links: string) => `<!DOCTYPE NETSCAPE-Bookmark-file-1>\n<DL><p>\n${links}</DL>`
const anchors = (count: number) =>
  Array.from(
    { length: count },
    (_, n) => `<DT><A HREF="https://a.example/${n}" ADD_DATE="1600000000">Title ${n}</A>\n`,
  ).join('')

describe.each(DATABASE_KINDS)('importing on %s', (kind) => {
  const app = useTestApp(kind)

  function send(body: string, { query = '', accept = '*/*', token = app.tokens.edit } = {}) {
    return app.request(`/api/v1/imports?format=auto${query}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, accept },
      body,
    })
  }
  const links = async () => (await app.json<Page<LinkJson>>('GET', '/links?limit=500')).body.items

  it('reports what came in, and where each refused line is', async () => {
    const file = NETSCAPE(
      `${anchors(2)}<DT><A HREF="javascript:x">Bookmarklet</A>\n<DT><A HREF="https://a.example/1?utm_source=x">Again</A>\n`,
    )
    expect(await (await send(file)).json()).toMatchObject({
      created: 2,
      duplicates: 1,
      rejected: [{ line: 5, reason: expect.stringContaining('javascript:') }],
    })
    expect(app.enqueued).toHaveLength(2)
    expect(await links()).toMatchObject([
      { title: 'Title 1', enrichment: { status: 'pending', provenance: { title: 'owner' } } },
      { title: 'Title 0', saved_at: '2020-09-13T12:26:40.000Z' },
    ])
  })

  it('reads no page when told so', async () => {
    const csv = 'url,title,site name\nhttps://a.example/,,From the file\n'
    expect(await (await send(csv, { query: '&enrich=false' })).json()).toMatchObject({ created: 1 })
    expect(app.enqueued).toEqual([])
    expect(await links()).toMatchObject([
      {
        title: null,
        site_name: 'From the file',
        enrichment: { status: 'done', error: null, provenance: { site_name: 'import' } },
      },
    ])
    const [link] = await links()
    expect((await app.json('POST', `/links/${link?.id}/refresh`)).status).toBe(202)
  })

  it('refuses another word for enrich', async () => {
    expect((await send('https://a.example/', { query: '&enrich=maybe' })).status).toBe(422)
  })

  it('makes sections of folders that are called so, tags of others', async () => {
    await app.json('PATCH', '/settings', { sections: ['Tools', 'Articles'] })
    const file = NETSCAPE(`<DT><H3>Bookmarks bar</H3><DL><p>
<DT><H3>tools</H3><DL><p>
<DT><H3>Rust</H3><DL><p>
<DT><A HREF="https://a.example/" TAGS="x,RUST">A</A>
</DL><p>
</DL><p>
<DT><A HREF="https://b.example/">B</A>
</DL><p>
<DT><H3>Articles</H3><DL><p>
<DT><A HREF="https://c.example/" DATA-SECTION="Tools">C</A>
</DL><p>
`)
    await send(file)
    const placed = Object.fromEntries((await links()).map((l) => [l.title, [l.section, l.tags]]))
    expect(placed).toEqual({
      A: ['Tools', ['x', 'RUST']],
      B: [null, []],
      C: ['Tools', []],
    })
  })

  it('keeps private and unread', async () => {
    await send(NETSCAPE('<DT><A HREF="https://a.example/" PRIVATE="1" TOREAD="1">A</A>\n'))
    expect(await links()).toMatchObject([{ status: 'skipped', to_read: true }])
  })

  it('changes nothing the second time, not even when it was changed', async () => {
    const file = NETSCAPE(`${anchors(3)}<DT><A HREF="https://a.example/0">Other</A><DD>Note\n`)
    await send(file)
    const before = await app.db.selectFrom('link').selectAll().orderBy('id').execute()
    app.now = new Date('2023-08-01T00:00:00Z')
    expect(await (await send(file)).json()).toMatchObject({ created: 0, duplicates: 4 })
    expect(await app.db.selectFrom('link').selectAll().orderBy('id').execute()).toEqual(before)
  })

  it('takes two files with the same new links and tags at once', async () => {
    const list = Array.from({ length: 300 }, (_, n) => `https://a.example/${n},"t${n},u"`)
    const csv = (rows: string[]) => `url,tags\n${rows.join('\n')}\n`
    const report = async (rows: string[]) =>
      (await (await send(csv(rows))).json()) as { created: number; duplicates: number }
    const [first, second] = await Promise.all([
      report(list),
      report(list.toReversed()),
      app.save('https://a.example/7', { tags: ['t7', 't8'] }),
    ])
    expect(app.faults).toEqual([])
    expect(await links()).toHaveLength(300)
    expect(first.created + first.duplicates).toBe(300)
    expect(second.created + second.duplicates).toBe(300)
  })

  it.each([
    [
      'application/x-ndjson',
      (text: string) =>
        text
          .trim()
          .split('\n')
          .map((line) => JSON.parse(line)),
    ],
    [
      'text/event-stream',
      (text: string) =>
        [...text.matchAll(/event: (\w+)\ndata: (.*)\n\n/g)].map(([, event, data]) => ({
          event,
          ...JSON.parse(data ?? ''),
        })),
    ],
  ])('tells how far it is as %s, then reports', async (accept, read) => {
    const answer = await send(NETSCAPE(anchors(1_200)), { accept })
    expect([answer.status, answer.headers.get('content-type')]).toEqual([
      200,
      `${accept}; charset=utf-8`,
    ])
    const events = read(await answer.text())
    const progress = events.filter((event) => event.event === 'progress')
    expect(progress.length).toBeGreaterThanOrEqual(2)
    expect(progress.map((event) => event.done)).toEqual(
      progress.map((event) => event.done).toSorted((a, b) => a - b),
    )
    expect(events.at(-1)).toEqual({
      event: 'report',
      created: 1_200,
      duplicates: 0,
      rejected: [],
      notices: [],
    })
  })

  it('answers a file of another kind with a problem, whatever is accepted', async () => {
    const answer = await send('<html><p>Hello', { accept: 'application/x-ndjson' })
    expect([answer.status, answer.headers.get('content-type')]).toEqual([
      422,
      'application/problem+json',
    ])
  })

  it('ends with the problem when it breaks off on the way', async () => {
    let pieces = 0
    const body = new ReadableStream<Uint8Array>({
      pull(controller) {
        pieces++
        if (pieces === 1) controller.enqueue(new TextEncoder().encode(NETSCAPE(anchors(3_000))))
        else controller.error(new Error('the connection broke'))
      },
    })
    const answer = await app.request('/api/v1/imports?format=netscape', {
      method: 'POST',
      headers: { authorization: `Bearer ${app.tokens.edit}`, accept: 'application/x-ndjson' },
      body,
      duplex: 'half',
    } as RequestInit)
    const lines = (await answer.text()).trim().split('\n')
    expect(JSON.parse(lines.at(-1) ?? '')).toMatchObject({
      event: 'problem',
      status: 500,
      code: 'INTERNAL',
    })
    expect(app.faults).toHaveLength(1)
  })

  it('lists ten thousand refused lines and counts the rest', async () => {
    const body = `url,title\nhttps://a.example/,A\n${'javascript:x,B\n'.repeat(10_005)}`
    const report = (await (await send(body)).json()) as { rejected: unknown[]; notices: string[] }
    expect(report.rejected).toHaveLength(10_000)
    expect(report.notices).toEqual(['5 more lines were rejected; not all are listed.'])
  })

  it('reads an upload of unknown length as it comes, and stops at a wrong token', async () => {
    let pulled = 0
    const endless = () =>
      new ReadableStream<Uint8Array>({
        pull(controller) {
          pulled++
          controller.enqueue(new TextEncoder().encode(`${'x'.repeat(65_535)}\n`))
          if (pulled > 500) controller.close()
        },
      })
    const answer = await app.request('/api/v1/imports?format=urls', {
      method: 'POST',
      headers: { authorization: 'Bearer wrong' },
      body: endless(),
      duplex: 'half',
    } as RequestInit)
    expect(answer.status).toBe(401)
    expect(pulled).toBeLessThan(10)
  })
})

describe('a limit for a body that is read as it comes', () => {
  const limited = newRouter()
    .use(streamLimit({ maxSize: 3 * 1024 * 1024 }))
    .post('/', async (c) => c.text(String((await c.req.arrayBuffer()).byteLength)))
    .onError((error, c) => problem(c, toAppError(error)))
  const post = (bytes: number, headers: Record<string, string> = {}) => {
    let left = bytes
    const body = new ReadableStream<Uint8Array>({
      pull(controller) {
        const size = Math.min(left, 65_536)
        left -= size
        if (size === 0) controller.close()
        else controller.enqueue(new Uint8Array(size))
      },
    })
    const init = { method: 'POST', headers, body, duplex: 'half' } as RequestInit
    return limited.request('/', init)
  }

  it('lets pass what is as large as it may be', async () => {
    expect(await (await post(3 * 1024 * 1024)).text()).toBe(String(3 * 1024 * 1024))
  })

  it('stops what is larger, said or not', async () => {
    const large = 3 * 1024 * 1024 + 1
    for (const headers of [{}, { 'content-length': String(large) }]) {
      const answer = await post(large, headers)
      expect(answer.status).toBe(413)
      expect(await answer.json()).toMatchObject({
        code: 'PAYLOAD_TOO_LARGE',
        detail: expect.stringContaining('3 MB'),
      })
    }
  })
})
