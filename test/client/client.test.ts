import { beforeEach, describe, expect, it } from 'vitest'
import { type Client, createClient, LinkletterError } from '../../src/client/index.ts'
import { BASE_URL, useTestApp } from '../support/app.ts'

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
