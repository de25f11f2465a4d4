import { describe, expect, it } from 'vitest'
import { type LinkJson, type Page, useTestApp } from '../support/app.ts'
import { DATABASE_KINDS } from '../support/database.ts'

const URL_A = 'https://a.example/post'

describe.each(DATABASE_KINDS)('a call with an Idempotency-Key on %s', (kind) => {
  const app = useTestApp(kind)

  async function post(path: string, body: unknown, key: string, token = app.tokens.admin) {
    const answer = await app.request(`/api/v1${path}`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${token}`,
        'content-type': 'application/json',
        'idempotency-key': key,
      },
      body: JSON.stringify(body),
    })
    const text = await answer.text()
    return {
      status: answer.status,
      type: answer.headers.get('content-type'),
      isReplayed: answer.headers.get('idempotency-replayed') === 'true',
      body: text === '' ? null : JSON.parse(text),
    }
  }
  const countLinks = async () => (await app.json<Page<LinkJson>>('GET', '/links')).body.items.length

  it('is answered again as it was the first time', async () => {
    const first = await post('/links', { url: URL_A, note: 'One.' }, '"abc-1"')
    expect(first).toMatchObject({ status: 201, isReplayed: false })
    const again = await post('/links', { url: URL_A, note: 'One.' }, '"abc-1"')
    expect(again).toEqual({ ...first, isReplayed: true })
    // Without quotes, as many clients send it, the key is the same.
    expect(await post('/links', { url: URL_A, note: 'One.' }, 'abc-1')).toEqual(again)
  })

  it('replays a batch without saving again what was deleted since', async () => {
    const body = { links: [{ url: URL_A }, { url: 'nothing' }] }
    const first = await post('/links/batch', body, 'batch')
    await app.json('DELETE', `/links/${first.body.items[0].link.id}`)
    expect(await post('/links/batch', body, 'batch')).toEqual({ ...first, isReplayed: true })
    expect(await countLinks()).toBe(0)
  })

  it('replays an error as well', async () => {
    const first = await post('/links', { url: 'nothing' }, 'bad')
    expect(first).toMatchObject({ status: 422, type: 'application/problem+json' })
    expect(await post('/links', { url: 'nothing' }, 'bad')).toEqual({ ...first, isReplayed: true })
  })

  it('refuses the key with another body or for another path', async () => {
    await post('/links', { url: URL_A }, 'k')
    const other = { status: 422, body: { code: 'IDEMPOTENCY_KEY_REUSED' } }
    expect(await post('/links', { url: 'https://b.example/' }, 'k')).toMatchObject(other)
    expect(await post('/links/batch', { url: URL_A }, 'k')).toMatchObject(other)
    expect(await countLinks()).toBe(1)
  })

  it('belongs to its token', async () => {
    await post('/links', { url: URL_A }, 'k')
    const answer = await post('/links', { url: 'https://b.example/' }, 'k', app.tokens.save)
    expect(answer).toMatchObject({ status: 201, isReplayed: false })
  })

  it('is refused with 409 while the first is under way', async () => {
    let inner: Awaited<ReturnType<typeof post>> | undefined
    const issue = await readyIssue()
    app.onMail = async () => {
      inner ??= await post(`/issues/${issue}/test`, { to: ['me@letters.example'] }, 'test')
    }
    const outer = await post(`/issues/${issue}/test`, { to: ['me@letters.example'] }, 'test')
    expect(outer).toMatchObject({ status: 200, isReplayed: false })
    expect(inner).toMatchObject({ status: 409, body: { code: 'IDEMPOTENCY_KEY_IN_USE' } })
    expect(app.mails).toHaveLength(1)
  })

  it('lets one of many at once do the work', async () => {
    const answers = await Promise.all(
      Array.from({ length: 8 }, () => post('/links', { url: URL_A, note: 'n' }, 'many')),
    )
    expect(answers.filter((a) => a.status === 201 && !a.isReplayed)).toHaveLength(1)
    expect(answers.every((a) => a.status === 201 || a.status === 409)).toBe(true)
  })

  it('sends an issue once and says the same twice', async () => {
    const issue = await readyIssue()
    const first = await post(`/issues/${issue}/send`, {}, 'send')
    await app.tick()
    expect(await post(`/issues/${issue}/send`, {}, 'send')).toEqual({ ...first, isReplayed: true })
    expect(first.status).toBe(202)
  })

  it('is tried again after a failure of ours', async () => {
    const issue = await readyIssue()
    app.onMail = async () => {
      throw new Error('the connection broke')
    }
    const to = { to: ['me@letters.example'] }
    expect((await post(`/issues/${issue}/test`, to, 'test')).status).toBe(500)
    app.onMail = async () => undefined
    const again = await post(`/issues/${issue}/test`, to, 'test')
    expect(again).toMatchObject({ status: 200, isReplayed: false })
  })

  it('is forgotten after a day', async () => {
    await post('/links', { url: URL_A }, 'k')
    app.now = new Date(app.now.getTime() + 23.9 * 3_600_000)
    expect((await post('/links', { url: URL_A }, 'k')).isReplayed).toBe(true)
    app.now = new Date(app.now.getTime() + 0.2 * 3_600_000)
    expect(await post('/links', { url: URL_A }, 'k')).toMatchObject({
      status: 200,
      isReplayed: false,
      body: { duplicate: true },
    })
  })

  it('is taken over when the process that had it died', async () => {
    await post('/links', { url: URL_A }, 'k')
    // As a crash leaves it: taken, without an answer.
    await app.db
      .updateTable('idempotency')
      .set({ status: null, body: null, content_type: null })
      .execute()
    expect((await post('/links', { url: URL_A }, 'k')).status).toBe(409)
    app.now = new Date(app.now.getTime() + 6 * 60_000)
    const other = await post('/links', { url: 'https://b.example/' }, 'k')
    expect(other.body.code).toBe('IDEMPOTENCY_KEY_REUSED')
    expect(await post('/links', { url: URL_A }, 'k')).toMatchObject({
      status: 200,
      isReplayed: false,
    })
  })

  it.each(['', '""', 'x'.repeat(256), 'ümlaut'])('refuses the key "%s"', async (key) => {
    expect(await post('/links', { url: URL_A }, key)).toMatchObject({
      status: 422,
      body: { code: 'INVALID_INPUT', errors: [{ field: 'Idempotency-Key' }] },
    })
    expect(await countLinks()).toBe(0)
  })

  it('keeps no secret: an answer with a token is never stored', async () => {
    const made = await post('/tokens', { name: 'phone', scope: 'save' }, 'token')
    expect(made.status).toBe(201)
    expect(await app.db.selectFrom('idempotency').selectAll().execute()).toEqual([])
  })

  async function readyIssue(): Promise<number> {
    await app.saveAt('2023-05-04T12:00:00Z', URL_A)
    app.now = new Date('2023-06-01T12:00:00Z')
    return (await app.assemble('2023-05')).id
  }
})
