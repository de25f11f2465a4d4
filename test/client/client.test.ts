import { beforeEach, describe, expect, it } from 'vitest'
import { type Client, createClient, LinkletterError } from '../../src/client/index.ts'
import { BASE_URL, useTestApp } from '../support/app.ts'
import { createVisitor } from '../support/visitor.ts'

describe('the client', () => {
  const app = useTestApp('pglite')
  let client: Client
  const withToken = (token: string) =>
    createClient({
      baseUrl: `${BASE_URL}/`,
      token,
      fetch: async (input, init) => app.fetch(new Request(input, init)),
    })
  beforeEach(() => {
    client = withToken(app.tokens.admin)
  })

  it('takes a month from the first link to the last delivery', async () => {
    const link = await client.links.save({ url: 'https://norn.example/a', title: 'A', tags: ['x'] })
    expect((await client.links.save({ url: 'https://norn.example/a' })).duplicate).toBe(true)
    expect((await client.links.lookUp('https://norn.example/a')).known).toBe(true)
    await client.links.change(link.id, { note: 'Read this.' })
    await client.settings.change({ name: 'Small Hours', minimum_links: 1 })
    await client.subscribers.add({ email: 'ada@reader.example', status: 'active' })
    expect((await client.subscribers.counts()).active).toBe(1)
    const issue = await client.issues.assemble('2023-07')
    expect(issue.sections[0]?.entries[0]?.note).toBe('Read this.')
    expect(await client.issues.render(issue.id, 'markdown')).toContain('Read this.')
    await client.issues.send(issue.id)
    await app.tick()
    expect((await client.issues.progress(issue.id)).sum).toMatchObject({ sent: 1, holds: true })
    const deliveries = await Array.fromAsync(client.issues.eachDelivery(issue.id))
    expect(deliveries.map(({ email, state }) => [email, state])).toEqual([
      ['ada@reader.example', 'sent'],
    ])
    expect(await client.subscribers.exportCsv()).toContain('ada@reader.example')
  })

  it('goes through lists of many pages', async () => {
    const many = Array.from({ length: 7 }, (_, n) => ({ url: `https://norn.example/${n}` }))
    expect((await client.links.saveAll(many)).items.map(({ status }) => status)).toEqual(
      Array.from({ length: 7 }, () => 201),
    )
    const found = await Array.fromAsync(client.links.each({ limit: 3 }))
    expect(new Set(found.map(({ url }) => url)).size).toBe(7)
    expect((await client.importLinks('url\nhttps://norn.example/9\n')).created).toBe(1)
  })

  it('reads old posts without changing anything, and publishes them', async () => {
    const post = '# What I read in May\n\n- [Clocks](https://norn.example/clocks) by Ida Norn\n'
    const about = { month: '2023-05', date: '2023-06-01', old_url: 'https://blog.example/may' }
    const read = await client.oldPosts.read(post, about)
    expect(read).toMatchObject({ format: 'markdown', confirmed: false })
    expect(read.posts[0]?.sections[0]?.entries[0]?.authors).toEqual(['Ida Norn'])
    expect((await client.issues.list()).items).toEqual([])

    const { created, skipped } = await client.oldPosts.publish(post, about)
    expect([created[0]?.issue.state, created[0]?.redirected_from]).toEqual(['sent', '/may'])
    expect(skipped).toEqual([])
    expect((await client.issues.list()).items.map(({ month }) => month)).toEqual(['2023-05'])
    await expect(client.oldPosts.publish(post, about)).rejects.toMatchObject({ code: 'CONFLICT' })
    await expect(client.oldPosts.read(post, { month: 'May' })).rejects.toMatchObject({
      fields: [{ field: 'month', message: 'Write the month as YYYY-MM.' }],
    })
  })

  it('lists responses, moves them, and deletes them', async () => {
    await client.links.save({ url: 'https://norn.example/a', title: 'A' })
    const issue = await client.issues.assemble('2023-07')
    await app.send(issue.id)
    expect(await client.responses.settings.change({ comments: true })).toMatchObject({
      comments: true,
      mentions: false,
    })
    expect((await client.responses.settings.get()).comments).toBe(true)
    const path = `/issues/${issue.slug}/comments`
    const reader = createVisitor(app)
    await reader.post(path, { name: 'Grete', email: '', text: 'One.' })
    app.now = new Date(app.now.getTime() + 5_000)
    await reader.submit(path)

    const [held] = (await client.responses.list()).items
    expect(held).toMatchObject({ issue_id: issue.id, name: 'Grete', content: 'One.' })
    const id = held?.id ?? 0
    expect(await client.responses.move(id, 'shown')).toEqual({ id, state: 'shown' })
    expect((await client.responses.list()).items).toEqual([])
    expect((await client.responses.list({ state: 'shown' })).items).toHaveLength(1)
    expect(await (await app.request(`/issues/${issue.slug}`)).text()).toContain('Grete')
    await client.responses.remove(id)
    expect((await client.responses.list({ state: 'shown' })).items).toEqual([])
    await expect(client.responses.remove(id)).rejects.toMatchObject({
      code: 'NOT_FOUND',
      status: 404,
    })
  })

  it('shows how an issue was before, and brings it back unless it has changed since', async () => {
    await client.links.save({ url: 'https://norn.example/a', title: 'A' })
    const { id } = await client.issues.assemble('2023-07')
    for (const intro of ['First words.', 'Other words.']) {
      app.now = new Date(app.now.getTime() + 600_000)
      await client.issues.change(id, { intro })
    }
    const { items, version } = await client.issues.revisions(id, { limit: 1 })
    expect(items[0]?.changes[0]).toMatchObject({ kind: 'text', field: 'intro' })
    const all = await Array.fromAsync(client.issues.eachRevision(id, { limit: 1 }))
    expect(all).toHaveLength(3)
    const before = all[1]?.id ?? 0
    expect((await client.issues.revision(id, before)).intro).toBe('First words.')

    const restored = await client.issues.restore(id, before, { version })
    expect(restored.intro).toBe('First words.')
    expect(restored.revision.restored_from).toBe(all[1]?.made_at)
    await expect(client.issues.restore(id, before, { version })).rejects.toMatchObject({
      code: 'CONFLICT',
    })
  })

  it('holds a copy back from sending, and lets it go', async () => {
    expect((await client.hold.get()).held).toBe(false)
    expect(await client.hold.set()).toMatchObject({ held: true, copy_of: null })
    expect((await client.hold.get()).held).toBe(true)
    expect(await client.hold.release()).toMatchObject({ held: false, held_at: null })
    expect((await client.hold.get()).held).toBe(false)
  })

  it('changes the look and what is said about the publication', async () => {
    const look = await client.look.change({ accent: '#a3226b', font: 'sans', about: 'At *night*.' })
    expect(look).toMatchObject({ accent: '#a3226b', font: 'sans', width: 'normal', logo: null })
    expect(await client.look.get()).toEqual(look)
    expect(await (await app.request('/about')).text()).toContain('<em>night</em>')
    await expect(client.look.change({ css: '@import "a.css"' })).rejects.toMatchObject({
      code: 'INVALID_INPUT',
      fields: [{ field: 'css' }],
    })
    expect((await client.look.change({ accent: null })).accent).toBeNull()
  })

  it('throws the problem of the API, with its code and fields', async () => {
    const refused = client.links.save({ url: 'nonsense' })
    await expect(refused).rejects.toBeInstanceOf(LinkletterError)
    await expect(refused).rejects.toMatchObject({ status: 422, code: 'INVALID_URL' })
    await expect(client.settings.change({ locale: 'x!' })).rejects.toMatchObject({
      fields: [{ field: 'locale', message: 'Write a language tag like en or de-AT.' }],
    })
    await expect(withToken('wrong').links.list()).rejects.toMatchObject({ code: 'UNAUTHORIZED' })
    const nobody = createClient({
      baseUrl: BASE_URL,
      token: 'x',
      fetch: async () => {
        throw new TypeError('fetch failed')
      },
    })
    await expect(nobody.links.list()).rejects.toMatchObject({ code: 'NO_ANSWER', status: 0 })
  })

  it('does not write over a change that it has not seen', async () => {
    const { id } = await client.links.save({ url: 'https://norn.example/a' })
    const { value, etag } = await client.links.getTagged(id)
    expect(value.note).toBe('')
    await client.links.change(id, { note: 'First.' }, { ifMatch: etag })
    await expect(
      client.links.change(id, { note: 'Second.' }, { ifMatch: etag }),
    ).rejects.toMatchObject({ code: 'PRECONDITION_FAILED', status: 412 })
    expect((await client.links.get(id)).note).toBe('First.')
  })

  it('repeats a call with its key without doing it twice', async () => {
    const save = () =>
      client.links.save({ url: 'https://norn.example/a' }, { idempotencyKey: 'one' })
    const [first, again] = [await save(), await save()]
    expect([again.id, again.duplicate]).toEqual([first.id, undefined])
  })
})
