import { describe, expect, it } from 'vitest'
import type { CheckVerdict } from '../../src/domain/link-check.ts'
import { createCheckQueue } from '../../src/jobs/check-queue.ts'
import { type IssueJson, useTestApp } from '../support/app.ts'
import { DATABASE_KINDS } from '../support/database.ts'

const GOOD = 'https://good.example/1'
const BAD = 'https://bad.example/1'
const alive: CheckVerdict = { state: 'alive' }
const missing: CheckVerdict = { state: 'missing', reason: 'There is no such page.' }
const unanswered: CheckVerdict = { state: 'failing', reason: 'No answer.', isNetwork: true }

describe.each(DATABASE_KINDS)('links that may be dead, on %s', (kind) => {
  const app = useTestApp(kind)
  const at = (time: string) => {
    app.now = new Date(time)
  }
  /** Looks at what is due; the addresses that were looked at. */
  async function look(seen: Record<string, CheckVerdict> = {}): Promise<string[]> {
    const looked: string[] = []
    const errors: unknown[] = []
    const queue = createCheckQueue({
      db: app.db,
      now: () => app.now,
      checkLink: async (url) => {
        looked.push(url)
        return seen[url] ?? alive
      },
      onError: (error) => errors.push(error),
    })
    await queue.drain()
    expect(errors).toEqual([])
    return looked.sort()
  }
  const deadOf = async (id: number) => {
    const { body } = await app.json<IssueJson>('GET', `/issues/${id}`)
    const entries = body.sections.flatMap((section) => section.entries)
    return Object.fromEntries(entries.map((entry) => [entry.url, entry.dead]))
  }
  async function draft() {
    await app.saveAt('2023-07-10T12:00:00Z', GOOD, { title: 'Good' })
    await app.saveAt('2023-07-11T12:00:00Z', BAD, { title: 'Bad <page>' })
    at('2023-08-01T09:00:00Z')
    return app.assemble('2023-07')
  }
  async function published() {
    const issue = await draft()
    await look()
    await app.send(issue.id)
    return issue
  }

  it('are looked at when a draft is made, and show in it', async () => {
    const { id } = await draft()
    expect(await look({ [BAD]: missing })).toEqual([BAD, GOOD])
    expect(await deadOf(id)).toEqual({ [GOOD]: null, [BAD]: null })
    at('2023-08-01T09:10:00Z')
    expect(await look({ [BAD]: missing })).toEqual([BAD])
    expect(await deadOf(id)).toEqual({
      [GOOD]: null,
      [BAD]: { since: '2023-08-01T09:00:00.000Z', reason: 'There is no such page.' },
    })
  })

  it('are looked at once a day however often the draft is made again', async () => {
    const { id } = await draft()
    await look()
    at('2023-08-01T20:00:00Z')
    await app.assemble('2023-07')
    expect(await look()).toEqual([])
    at('2023-08-02T10:00:00Z')
    await app.assemble('2023-07')
    expect(await look()).toEqual([BAD, GOOD])
    expect(id).toBe((await app.assemble('2023-07')).id)
  })

  it('are looked at two days before the draft of the schedule, and when it is made', async () => {
    await app.json('PATCH', '/settings', { schedule: { mode: 'review', day: 1, hour: 9 } })
    at('2023-07-10T12:00:00Z')
    await app.tick()
    await app.saveAt('2023-07-11T12:00:00Z', BAD)
    at('2023-07-29T12:00:00Z')
    await app.tick()
    expect(await look()).toEqual([])
    at('2023-07-31T09:30:00Z')
    await app.tick()
    await app.tick()
    expect(await look({ [BAD]: unanswered })).toEqual([BAD])
    at('2023-08-01T09:30:00Z')
    await app.tick()
    expect(await app.db.selectFrom('issue').select('id').execute()).toHaveLength(1)
    expect(await look()).toEqual([BAD])
  })

  it('are looked at once a month after the issue is out', async () => {
    await published()
    at('2023-08-30T12:00:00Z')
    expect(await look()).toEqual([])
    at('2023-09-01T12:00:00Z')
    expect(await look()).toEqual([BAD, GOOD])
    expect(await look()).toEqual([])
    at('2023-10-02T12:00:00Z')
    expect(await look()).toEqual([BAD, GOOD])
  })

  it('get an archived copy on the page of the issue, and lose it when they are back', async () => {
    const issue = await published()
    const page = async () => (await app.request(`/issues/${issue.slug}`)).text()
    const before = await page()
    expect(before).not.toContain('web.archive.org')
    at('2023-09-01T12:00:00Z')
    await look({ [BAD]: { state: 'gone', reason: 'Gone for good.' } })
    const after = await page()
    expect(after).toContain(
      `<p class="gone">This page is not there any more. <a href="https://web.archive.org/web/20230801/${BAD}" rel="noopener" aria-label="Archived copy: Bad &lt;page&gt;">Archived copy</a></p>`,
    )
    expect(after.match(/web\.archive\.org/g)).toHaveLength(1)
    await app.json('PATCH', '/settings', { locale: 'de' })
    expect(await page()).toContain('>Archivierte Kopie</a>')
    await app.json('PATCH', '/settings', { locale: 'en' })
    at('2023-10-02T12:00:00Z')
    await look()
    expect(await page()).toBe(before)
  })

  it('change neither the mail that went out nor the feeds', async () => {
    const issue = await published()
    const feeds = () =>
      Promise.all(
        ['/feed.xml', '/atom.xml', '/feed.json'].map(async (path) =>
          (await app.request(path)).text(),
        ),
      )
    const before = await feeds()
    at('2023-09-01T12:00:00Z')
    await look({ [BAD]: { state: 'gone', reason: 'Gone for good.' } })
    expect(await feeds()).toEqual(before)
    const mail = await app.json<string>('GET', `/issues/${issue.id}/render?format=html`)
    expect(mail.body).not.toContain('web.archive.org')
  })

  it('are not taken for dead when it is our own network that is away', async () => {
    const { id } = await draft()
    const away = { [GOOD]: unanswered, [BAD]: unanswered }
    for (const time of ['01T09:00', '01T10:00', '02T10:00', '03T10:00']) {
      at(`2023-08-${time}:00Z`)
      expect(await look(away)).toEqual([BAD, GOOD])
    }
    expect(await deadOf(id)).toEqual({ [GOOD]: null, [BAD]: null })
    at('2023-08-04T10:00:00Z')
    await look({ [BAD]: unanswered })
    at('2023-08-05T10:00:00Z')
    // The other one vouches for our network.
    await app.assemble('2023-07')
    await look({ [BAD]: unanswered })
    expect(await deadOf(id)).toEqual({
      [GOOD]: null,
      [BAD]: { since: '2023-08-04T10:00:00.000Z', reason: 'No answer.' },
    })
  })

  it('are not said to be dead where the issue links to another address', async () => {
    const issue = await draft()
    const entry = issue.sections[0]?.entries.find(({ url }) => url === BAD)
    await look({ [BAD]: { state: 'gone', reason: 'Gone for good.' } })
    expect((await deadOf(issue.id))[BAD]).not.toBeNull()
    await app.json('PATCH', `/issues/${issue.id}`, {
      sections: [{ name: null, entries: [{ id: entry?.id, url: 'https://copy.example/1' }] }],
    })
    expect(await deadOf(issue.id)).toEqual({ 'https://copy.example/1': null })
  })
})
