import { describe, expect, it } from 'vitest'
import { useTestApp } from '../support/app.ts'
import { DATABASE_KINDS } from '../support/database.ts'
import { createVisitor } from '../support/visitor.ts'
import { ACCESS, EMAIL, loginsOf, PASSWORD } from './login/logins.ts'

const ADA = 'ada@norn.example'
const PEOPLE = '/admin/people'

describe.each(DATABASE_KINDS)('people on %s', (kind) => {
  const app = useTestApp(kind)
  const { owner, invited, mailedLink, minutesLater, stranger } = loginsOf(app)

  const idOf = async (email: string) =>
    (
      await app.db
        .selectFrom('account')
        .select('id')
        .where('email', '=', email)
        .executeTakeFirstOrThrow()
    ).id

  it('are invited by mail; the link works once, for seven days, and leads to a password', async () => {
    const boss = await owner()
    await boss.get(PEOPLE)
    const done = await boss.submit(PEOPLE, { email: ADA, name: 'Ada <b>', role: 'editor' })
    expect((await boss.follow(done)).text).toContain(`The invitation to ${ADA} is on its way.`)
    expect(app.mails[0]).toMatchObject({ to: ADA })
    const link = await mailedLink()
    expect(app.mails[0]?.text.replace(/\s+/g, ' ')).toContain('once, and for seven days')
    const list = await boss.get(PEOPLE)
    expect(list.text).toContain('invited, not here yet')
    expect(list.html).toContain('Ada &lt;b&gt;')

    const ada = createVisitor(app)
    const entered = await ada.enter(link)
    expect(entered.location).toBe(`${ACCESS}?welcome=%2Fadmin`)
    await ada.follow(entered)
    const set = await ada.submit(ACCESS, { email: ADA, password: PASSWORD })
    expect((await ada.follow(set)).text).toContain('July 2023')
    expect((await createVisitor(app).enter(link)).status).toBe(404)

    await boss.get(PEOPLE)
    await boss.submit(PEOPLE, { email: 'late@norn.example', role: 'collector' })
    const late = await mailedLink()
    minutesLater(7 * 24 * 60)
    expect((await createVisitor(app).enter(late)).status).toBe(404)
  })

  it('are named once: no address twice, in an invitation or in one’s own login', async () => {
    const boss = await owner()
    await boss.get(PEOPLE)
    const again = await boss.submit(PEOPLE, { email: EMAIL.toUpperCase(), role: 'editor' })
    expect(again.status).toBe(422)
    expect(again.text).toContain('Somebody here has that address already.')
    for (const typed of [
      { email: 'ada at norn', role: 'editor' },
      { email: ADA, role: 'boss' },
    ])
      expect((await boss.submit(PEOPLE, typed)).status).toBe(422)
    const ada = await invited('editor', ADA)
    await ada.get(ACCESS)
    const taken = await ada.submit(ACCESS, { email: EMAIL, password: PASSWORD })
    expect(taken.status).toBe(422)
    expect(taken.text).toContain('Somebody here has that address already.')
  })

  it('get another role that counts from the next click on', async () => {
    const boss = await owner()
    const ada = await invited('collector', ADA)
    expect((await ada.get('/admin/issues')).status).toBe(403)
    await boss.get(PEOPLE)
    await boss.submit(`${PEOPLE}/${await idOf(ADA)}/role`, { role: 'editor' })
    expect((await ada.get('/admin/issues')).status).toBe(200)
  })

  it('are removed after asking; their logins and links end at once', async () => {
    const boss = await owner()
    const ada = await invited('editor', ADA)
    const other = await stranger()
    await other.submit('/login/mail', { email: ADA })
    const link = await mailedLink()
    expect((await ada.get('/admin')).status).toBe(200)
    const path = `${PEOPLE}/${await idOf(ADA)}/remove`
    expect((await boss.get(path)).text).toContain(`Remove ${ADA}?`)
    await boss.submit(path)
    expect((await ada.get('/admin')).location).toBe('/login?next=%2Fadmin')
    expect((await createVisitor(app).enter(link)).status).toBe(404)
    expect((await boss.get(PEOPLE)).text).not.toContain(ADA)
  })

  it('change their own name, which lists and issues then show', async () => {
    await owner()
    const ada = await invited('collector', ADA)
    const before = await ada.get(ACCESS)
    expect(before.text).toContain(`Your address: ${ADA}. Your role: Collector.`)
    const saved = await ada.submit(`${ACCESS}/name`, { name: '  Ada <i>\n Lovelace ' })
    const page = await ada.follow(saved)
    expect(page.text).toContain('Your name is saved.')
    expect(page.fields.name).toBe('Ada <i> Lovelace')
    expect(page.html).not.toContain('Ada <i>')
    const people = await app.services.people.list()
    expect(people.map(({ email, name }) => [email, name])).toEqual([
      [EMAIL, ''],
      [ADA, 'Ada <i> Lovelace'],
    ])
    await ada.submit(`${ACCESS}/name`, { name: '' })
    expect((await app.services.people.get(await idOf(ADA))).name).toBe('')
  })

  it('keep an owner: the last one cannot go, nor two in the same moment', async () => {
    const boss = await owner()
    const id = await idOf(EMAIL)
    await boss.get(PEOPLE)
    for (const [path, fields] of [
      [`${PEOPLE}/${id}/role`, { role: 'editor' }],
      [`${PEOPLE}/${id}/remove`, {}],
    ] as const) {
      const refused = await boss.submit(path, fields)
      expect([refused.status, refused.text]).toEqual([
        422,
        expect.stringContaining('This is the last owner.'),
      ])
    }
    const { id: second } = await app.services.people.invite({
      email: ADA,
      name: '',
      role: 'owner',
    })
    const results = await Promise.allSettled([
      app.services.people.remove(id),
      app.services.people.changeRole(second, 'editor'),
    ])
    expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
    expect(await app.services.people.owners()).toHaveLength(1)
  })

  it('are on the list also when their mail was refused, and are invited again', async () => {
    const boss = await owner()
    app.answer = { state: 'failed', reply: '550 not here' }
    await boss.get(PEOPLE)
    const refused = await boss.submit(PEOPLE, { email: ADA, role: 'editor' })
    expect(refused.text).toContain('The invitation was not sent: 550 not here')
    app.answer = undefined
    await boss.submit(`${PEOPLE}/${await idOf(ADA)}/invite`)
    const ada = createVisitor(app)
    expect((await ada.enter(await mailedLink())).status).toBe(303)
    await boss.get(PEOPLE)
    const late = await boss.submit(`${PEOPLE}/${await idOf(ADA)}/invite`)
    expect(late.text).toContain('They have been here before')
  })

  it('have pages in German too', async () => {
    await app.json('PATCH', '/settings', { locale: 'de' })
    const boss = await owner()
    expect((await boss.get(PEOPLE)).text).toContain('Jemanden einladen')
    await invited('collector', ADA)
    expect(app.mails.at(-1)?.subject).toMatch(/^Arbeiten Sie mit an /)
  })
})
