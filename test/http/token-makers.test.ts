import { describe, expect, it } from 'vitest'
import { useTestApp } from '../support/app.ts'
import { DATABASE_KINDS } from '../support/database.ts'
import { createVisitor } from '../support/visitor.ts'
import { EMAIL, loginsOf, type Visitor } from './login/logins.ts'

const ADA = 'ada@norn.example'
const TOKENS = '/admin/tokens'

interface Made {
  id: number
  token: string
  scope: string
  made_by: string | null
}

describe.each(DATABASE_KINDS)('a token on %s', (kind) => {
  const app = useTestApp(kind)
  const { owner, invited } = loginsOf(app)

  /** As the page shows it once. */
  async function make(visitor: Visitor, scope: string): Promise<string> {
    await visitor.get(TOKENS)
    const made = await visitor.submit(TOKENS, { name: `of ${scope}`, scope })
    expect(made.status).toBe(201)
    return /ll_\w+_[\w-]+/.exec(made.html)?.[0] ?? ''
  }

  async function adaOf(role = 'owner') {
    const visitor = await invited(role, ADA)
    const people = await app.services.people.list()
    return { visitor, id: people.find(({ email }) => email === ADA)?.id ?? 0 }
  }

  /** What it may, by one call of each scope. */
  async function statuses(token: string): Promise<number[]> {
    const url = `https://a.example/${Math.random()}`
    const calls = [
      app.json('POST', '/links', { url }, { token }),
      app.json('GET', '/links', undefined, { token }),
      app.json('GET', '/settings', undefined, { token }),
    ]
    return (await Promise.all(calls)).map(({ status }) => status)
  }

  it('remembers who made it in the rooms; one of the command line has no maker', async () => {
    const boss = await owner()
    const { visitor } = await adaOf()
    await make(visitor, 'edit')
    await make(boss, 'save')
    await app.services.tokens.create('cron', 'save')
    const { body } = await app.json<{ items: Made[] }>('GET', '/tokens')
    expect(body.items.slice(-3).map(({ made_by }) => made_by)).toEqual([ADA, EMAIL, null])
    expect((await boss.get(TOKENS)).text).toContain(`made by ${ADA}`)
    await app.services.people.rename(2, 'Ada <b>')
    const { html } = await boss.get(TOKENS)
    expect(html).toContain('made by Ada &lt;b&gt;')
  })

  it('does no more than the present role of its maker may', async () => {
    await owner()
    const { visitor, id } = await adaOf()
    const token = await make(visitor, 'admin')
    const answers: unknown[] = []
    for (const role of ['owner', 'editor', 'collector', 'owner']) {
      await app.services.people.changeRole(id, role)
      answers.push([role, ...(await statuses(token))])
    }
    expect(answers).toEqual([
      ['owner', 201, 200, 200],
      ['editor', 201, 200, 403],
      ['collector', 201, 403, 403],
      ['owner', 201, 200, 200],
    ])
    await app.services.people.changeRole(id, 'collector')
    const refused = await app.request(`/pinboard/v1/posts/recent?auth_token=ada:${token}`)
    expect(refused.status).toBe(403)
    const listed = (await app.json<{ items: Made[] }>('GET', '/tokens')).body.items.at(-1)
    expect(listed).toMatchObject({ scope: 'save', made_by: ADA })
  })

  it('opens nothing to a role whose room for it is shut', async () => {
    await owner()
    const { visitor, id } = await adaOf()
    const token = await make(visitor, 'edit')
    const calls = () =>
      Promise.all([
        app.json('GET', '/export', undefined, { token }),
        app.json('POST', '/imports?format=csv', 'url\nhttps://b.example/', { token }),
        app.json('POST', '/issues/import', {}, { token }),
      ])
    const asOwner = (await calls()).map(({ status }) => status)
    expect(asOwner).not.toContain(403)
    await app.services.people.changeRole(id, 'editor')
    const asEditor = await calls()
    expect(asEditor.map(({ status }) => status)).toEqual([403, 403, 403])
    expect(asEditor[0]?.body).toMatchObject({
      detail: expect.stringContaining('that an owner made'),
    })
  })

  it('keeps to its own scope, however much its maker may', async () => {
    const boss = await owner()
    expect(await statuses(await make(boss, 'save'))).toEqual([201, 403, 403])
  })

  it('ends when its maker is removed, and so does what it made; others go on', async () => {
    const boss = await owner()
    const { visitor, id } = await adaOf()
    const first = await make(visitor, 'admin')
    const second = await app.json<Made>(
      'POST',
      '/tokens',
      { name: 'x', scope: 'admin' },
      {
        token: first,
      },
    )
    expect(second.body.made_by).toBe(ADA)
    const bosses = await make(boss, 'save')
    const shell = await app.services.tokens.create('cron', 'save')
    expect((await statuses(second.body.token))[2]).toBe(200)
    await boss.get(`/admin/people/${id}/remove`)
    await boss.submit(`/admin/people/${id}/remove`)
    for (const token of [first, second.body.token])
      expect(await statuses(token)).toEqual([401, 401, 401])
    for (const token of [bosses, shell.token]) expect((await statuses(token))[0]).toBe(201)
    const tokens = await app.services.tokens.list()
    expect(tokens.filter(({ revokedAt }) => revokedAt !== null)).toHaveLength(2)
  })

  it('is dead also when a version that knows no makers removed its maker', async () => {
    await owner()
    const { visitor, id } = await adaOf()
    const token = await make(visitor, 'admin')
    await app.db.deleteFrom('account').where('id', '=', id).execute()
    expect(await statuses(token)).toEqual([401, 401, 401])
  })

  it('is made in the rooms by owners alone', async () => {
    await owner()
    const { visitor } = await adaOf('editor')
    const { csrf = '' } = (await visitor.get('/admin/links')).fields
    const refused = await visitor.post(TOKENS, { csrf, name: 'mine', scope: 'save' })
    expect(refused.status).toBe(403)
    expect((await createVisitor(app).get(TOKENS)).status).toBe(303)
  })
})
