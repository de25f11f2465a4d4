import { createRequire } from 'node:module'
import { serve } from '@hono/node-server'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type LinkJson, useTestApp } from '../support/app.ts'

/** The parts of the client that are called here; its own types are wrong about its exports. */
interface Client {
  update(options: object): Promise<{ update_time: string }>
  add(options: object): Promise<{ result_code: string }>
  get(options: object): Promise<{ user: string; posts: Record<string, string>[] }>
  recent(options: object): Promise<{ posts: Record<string, string>[] }>
  all(options: object): Promise<Record<string, string>[]>
  dates(options: object): Promise<{ dates: Record<string, string> }>
  suggest(url: string): Promise<object[]>
  getTags(options: object): Promise<Record<string, string>>
  renameTag(options: object): Promise<{ result: string }>
  delTag(tag: string): Promise<{ result: string }>
  delete(url: string): Promise<{ result_code: string }>
  listNotes(): Promise<{ count: number; notes: unknown[] }>
  api_token(options: object): Promise<{ result: string }>
}

const require = createRequire(import.meta.url)
const { default: Pinboard } = require('node-pinboard') as {
  default: new (token: string) => Client
}
/** The client knows only pinboard.in; this is where it keeps that. */
const address = require('node-pinboard/dist/get') as { API_URL: string }

describe('node-pinboard, a client that others wrote', () => {
  const app = useTestApp('pglite')
  const before = address.API_URL
  let server: ReturnType<typeof serve>
  beforeAll(async () => {
    await new Promise<void>((resolve) => {
      server = serve(
        {
          fetch: (request) => {
            const { pathname, search } = new URL(request.url)
            return app.request(pathname + search, {
              method: request.method,
              headers: request.headers,
            })
          },
          port: 0,
          hostname: '127.0.0.1',
        },
        ({ port }) => {
          address.API_URL = `http://127.0.0.1:${port}/pinboard/v1`
          resolve()
        },
      )
    })
  })
  afterAll(() => {
    address.API_URL = before
    server.close()
  })

  it('adds, reads, changes and deletes bookmarks here', async () => {
    const client = new Pinboard(`me:${app.tokens.edit}`)
    const url = 'https://a.example/ü?x=1&y=2'
    expect(
      await client.add({
        url,
        description: 'Ünïcode & more',
        extended: 'A note.\nTwo lines.',
        tags: 'one two',
        dt: '2023-07-01T10:00:00Z',
        toread: 'yes',
      }),
    ).toEqual({ result_code: 'done' })
    expect(await client.add({ url, description: 'Again', replace: 'no' })).toEqual({
      result_code: 'item already exists',
    })
    const got = await client.get({ url })
    expect(got).toMatchObject({
      user: 'me',
      posts: [
        {
          description: 'Ünïcode & more',
          extended: 'A note.\nTwo lines.',
          tags: 'one two',
          time: '2023-07-01T10:00:00Z',
          shared: 'yes',
          toread: 'yes',
        },
      ],
    })
    expect(await client.all({ tag: 'two' })).toEqual(got.posts)
    expect((await client.recent({ count: 5 })).posts).toEqual(got.posts)
    expect((await client.dates({})).dates).toEqual({ '2023-07-01': '1' })
    expect(await client.update({})).toEqual({ update_time: '2023-07-10T12:00:00Z' })
    expect(await client.getTags({})).toEqual({ one: '1', two: '1' })
    expect(await client.suggest(url)).toEqual([{ popular: [] }, { recommended: ['one', 'two'] }])
    expect(await client.renameTag({ old: 'two', new: 'three' })).toEqual({ result: 'done' })
    expect(await client.delTag('one')).toEqual({ result: 'done' })
    expect(await client.listNotes()).toEqual({ count: 0, notes: [] })
    expect(await client.api_token({})).toEqual({ result: app.tokens.edit })
    expect((await app.json<LinkJson>('GET', '/links/1')).body).toMatchObject({
      title: 'Ünïcode & more',
      tags: ['three'],
    })
    expect(await client.delete(url)).toEqual({ result_code: 'done' })
    expect(await client.all({})).toEqual([])
  })

  it('is told in words it can read that its token is wrong', async () => {
    const client = new Pinboard('me:wrong')
    expect(await client.add({ url: 'https://a.example/' })).toMatchObject({
      result_code: 'something went wrong',
    })
  })
})
