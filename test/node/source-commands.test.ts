import { describe, expect, it } from 'vitest'
import { createSourceCommands } from '../../src/node/source-commands.ts'
import { rssAnswer, startFeedServer } from '../collect/feed-server.ts'
import { useTestApp } from '../support/app.ts'

describe('the commands for sources and hooks', () => {
  const app = useTestApp('pglite')

  /** Runs one command; what it said on stdout and told on stderr. */
  async function run(
    name: string,
    positionals: string[] = [],
    values: Record<string, string | boolean> = {},
  ) {
    const said: string[] = []
    const told: string[] = []
    const commands = createSourceCommands({
      withServices: (work) => work(app.services),
      say: (text) => said.push(text),
      tell: (text) => told.push(text),
    })
    const code = await commands[name]?.run({ positionals, values })
    return { code, said: said.join('\n'), told: told.join('\n') }
  }

  it('adds a feed with its options, lists and removes it', async () => {
    const site = await startFeedServer(app)
    site.pages['/feed'] = rssAnswer([2, 1])
    const url = site.url('/feed')
    const values = { title: 'Norn', section: 'Posts', tags: 'a, b c,', backfill: '1', notes: true }
    expect(await run('source add', [url], values)).toEqual({
      code: 0,
      said: `Added: 1\tNorn\t${url}, 1 saved`,
      told: '',
    })
    expect(await app.services.sources.get(1)).toMatchObject({
      section: 'Posts',
      tags: ['a', 'b c'],
      backfill: 1,
      notes: true,
      followExternal: false,
    })
    expect((await run('source add', [url])).said).toBe(`Known already: 1\tNorn\t${url}`)
    site.pages['/feed'] = { status: 410 }
    await app.services.sources.poll(1)
    expect((await run('source list')).said).toMatch(
      /^1\tdead\tNorn\thttp:.*\tNot polled any more\./,
    )
    expect((await run('source remove', ['1'])).said).toBe('Source 1 is removed.')
    await expect(run('source remove', ['1'])).rejects.toMatchObject({ code: 'NOT_FOUND' })
  })

  it('says in which page it found a feed, and what else is there', async () => {
    const site = await startFeedServer(app)
    site.pages['/'] = {
      body: '<html><link rel=alternate type=application/rss+xml href=/feed><link rel=alternate type=application/rss+xml title=Two href=/two></html>',
    }
    site.pages['/feed'] = rssAnswer([1])
    const { said, told } = await run('source add', [site.url('/')])
    expect(said).toContain(site.url('/feed'))
    expect(told).toBe(`Found in ${site.url('/')}.\nAlso there: ${site.url('/two')} Two`)
  })

  it.each([
    ['source add', [], {}],
    ['source add', ['https://norn.example/feed'], { backfill: '501' }],
    ['source add', ['https://norn.example/feed'], { backfill: 'all' }],
    ['source add', ['http://127.0.0.1/feed'], {}],
    ['source remove', ['x'], {}],
    ['hook create', [], {}],
    ['hook create', ['outbound'], {}],
    ['hook remove', [], {}],
  ])('refuses %s %j %j', async (name, positionals, values) => {
    await expect(run(name, positionals, values)).rejects.toMatchObject({
      code: expect.stringMatching(/^INVALID_/),
    })
  })

  it('makes a hook and prints its address alone, lists and removes it', async () => {
    const { said } = await run('hook create', ['inbound'], { name: 'postfix' })
    expect(said).toMatch(/^https:\/\/letters\.example\/hooks\/inbound\/ll_hook_[\w-]{43}$/)
    const list = (await run('hook list')).said
    expect(list).toBe(`1\tinbound\t${said.slice(38, 50)}…\tpostfix\tnever used`)
    expect((await run('hook remove', ['1'])).code).toBe(0)
    expect((await run('hook list')).said).toBe('')
  })
})
