import { describe, expect, it } from 'vitest'
import { EMPTY_METADATA, type PageReading } from '../../src/enrich/page-reading.ts'
import { createEnrichQueue } from '../../src/jobs/enrich-queue.ts'
import { claimPages, lockForReading, releaseAllLeases } from '../../src/store/enrichment.ts'
import { type LinkJson, pageThatSays, useTestApp } from '../support/app.ts'
import { DATABASE_KINDS } from '../support/database.ts'

function pageThatFails(reading: Pick<PageReading, 'outcome' | 'error' | 'retryAfterS'>) {
  return async () => ({ ...reading, metadata: { ...EMPTY_METADATA }, provenance: {} })
}

describe.each(DATABASE_KINDS)('the queue of pages on %s', (kind) => {
  const app = useTestApp(kind)
  const get = async (id: number) => (await app.json<LinkJson>('GET', `/links/${id}`)).body
  const passMinutes = (minutes: number) => {
    app.now = new Date(app.now.getTime() + minutes * 60_000)
  }
  const errors: unknown[] = []
  const newQueue = (concurrency = 4) =>
    createEnrichQueue({
      db: app.db,
      now: () => app.now,
      enrichment: app.services.enrichment,
      concurrency,
      onError: (error) => errors.push(error),
    })
  /** Which addresses were asked for, in order. */
  const drain = async () => {
    const asked: string[] = []
    const { enrichPage } = app
    app.enrichPage = (url) => {
      asked.push(url)
      return enrichPage(url)
    }
    await newQueue().drain()
    app.enrichPage = enrichPage
    return asked
  }

  it('reads what is due, once', async () => {
    app.enrichPage = pageThatSays({ title: 'A page' })
    const links = []
    for (let i = 0; i < 40; i++) links.push(await app.save(`https://site-${i % 7}.example/${i}`))
    expect((await drain()).sort()).toEqual(links.map((link) => link.url).sort())
    expect(await drain()).toEqual([])
    const { enrichment } = await get(links[0]?.id ?? 0)
    expect(enrichment).toMatchObject({ status: 'done', error: null, next_try_at: null })
    expect(errors).toEqual([])
  })

  it('reads a page once although two processes look for work at once', async () => {
    let count = 0
    app.enrichPage = async (url) => {
      count++
      return pageThatSays({ title: 'A page' })(url)
    }
    for (let i = 0; i < 30; i++) await app.save(`https://site-${i % 3}.example/${i}`)
    await Promise.all([newQueue().drain(), newQueue().drain(), newQueue().drain()])
    expect(count).toBe(30)
  })

  it.each([1, 3])(
    'keeps what %i pages say though one of their links is being changed',
    async (n) => {
      const links = []
      for (let i = 0; i < n; i++) links.push(await app.save(`https://site-${i}.example/`))
      const [changed] = links
      let change: Promise<void> | undefined
      app.enrichPage = async (url) => {
        if (url === changed?.url)
          // Begins before the page is read and ends after: as when the address is saved again.
          await new Promise<void>((isBegun) => {
            change = app.db.transaction().execute(async (trx) => {
              await lockForReading(trx, [changed.id])
              isBegun()
              await new Promise((resolve) => setTimeout(resolve, 300))
            })
          })
        return pageThatSays({ title: 'A page' })(url)
      }
      await newQueue().drain()
      await change
      for (const { id } of links)
        expect(await get(id)).toMatchObject({ enrichment: { status: 'done' } })
      expect(errors).toEqual([])
    },
  )

  it('waits as long as the site asks, shows that, and uses up no try', async () => {
    const link = await app.save('https://busy.example/1')
    app.enrichPage = pageThatFails({ outcome: 'retry', error: 'Come back.', retryAfterS: 3_600 })
    for (let round = 1; round <= 7; round++) {
      expect(await drain()).toEqual([link.url])
      const { enrichment } = await get(link.id)
      const next = new Date(app.now.getTime() + 3_600_000)
      expect(enrichment).toMatchObject({ status: 'pending', next_try_at: next.toISOString() })
      expect(enrichment.error).toContain(next.toISOString().slice(11, 16))
      passMinutes(59)
      await app.tick()
      expect(await drain()).toEqual([])
      passMinutes(1)
    }
    app.enrichPage = pageThatSays({ title: 'At last' })
    await drain()
    expect(await get(link.id)).toMatchObject({
      enrichment: { status: 'done', error: null, next_try_at: null },
    })
  })

  it('asks none of the pages of a site that puts one of them off', async () => {
    for (let i = 0; i < 10; i++) await app.save(`https://busy.example/${i}`)
    await app.save('https://other.example/1')
    app.enrichPage = async (url) =>
      url.startsWith('https://busy')
        ? pageThatFails({ outcome: 'retry', error: 'Come back.', retryAfterS: 600 })()
        : pageThatSays({ title: 'A page' })(url)
    const asked = await drain()
    expect(asked.filter((url) => url.startsWith('https://busy')).length).toBeLessThanOrEqual(6)
    expect(asked).toContain('https://other.example/1')
    passMinutes(9)
    expect(await drain()).toEqual([])
    passMinutes(2)
    expect((await drain()).length).toBeGreaterThan(0)
  })

  it('blames the site that a shortener leads to, not the shortener', async () => {
    await app.save('https://busy.example/1')
    await app.save('https://short.example/1')
    const { id } = await app.save('https://short.example/2')
    const putOff = pageThatFails({ outcome: 'retry', error: 'Come back.', retryAfterS: 600 })
    app.enrichPage = async () => ({ ...(await putOff()), busyHost: 'busy.example' })
    await app.services.enrichLink(id)
    app.enrichPage = pageThatSays({ title: 'A page' })
    expect(await drain()).toEqual(['https://short.example/1'])
  })

  it('tries a page five times and then says why it could not be read', async () => {
    const link = await app.save('https://away.example/1')
    app.enrichPage = pageThatFails({ outcome: 'error', error: 'No answer.' })
    let tries = (await drain()).length
    expect((await get(link.id)).enrichment).toMatchObject({
      status: 'failed',
      error: expect.stringMatching(/^No answer\. Next try: /),
      next_try_at: new Date(app.now.getTime() + 60_000).toISOString(),
    })
    for (let minutes = 0; minutes < 12 * 60; minutes += 30) {
      tries += (await drain()).length
      passMinutes(30)
    }
    expect(tries).toBe(5)
    expect((await get(link.id)).enrichment).toMatchObject({
      ...{ status: 'failed', error: 'No answer.', next_try_at: null },
    })
    app.enrichPage = pageThatSays({ title: 'Back' })
    await app.json('POST', `/links/${link.id}/refresh`)
    expect(await drain()).toEqual([link.url])
    expect((await get(link.id)).enrichment.status).toBe('done')
  })

  it('reads what was saved last first, before an import of old bookmarks', async () => {
    const csv = `url,title,created\nhttps://a.example/old,Old,2015-01-01T00:00:00Z\n`
    await app.request('/api/v1/imports?format=csv', {
      method: 'POST',
      headers: { authorization: `Bearer ${app.tokens.admin}`, 'content-type': 'text/csv' },
      body: csv,
    })
    await app.save('https://b.example/new')
    app.enrichPage = pageThatSays({})
    expect(await drain()).toEqual(['https://b.example/new', 'https://a.example/old'])
  })

  it('takes up again what a process that died had taken', async () => {
    const link = await app.save('https://a.example/1')
    const claim = () => claimPages(app.db, { now: app.now, limit: 10, perHost: 4, busyHosts: [] })
    expect(await claim()).toHaveLength(1)
    expect(await claim()).toEqual([])
    passMinutes(6)
    expect((await claim()).map((job) => job.id)).toEqual([link.id])
    await releaseAllLeases(app.db)
    expect(await claim()).toHaveLength(1)
  })

  it('gives back what it has not begun when it stops', async () => {
    for (let i = 0; i < 6; i++) await app.save(`https://slow.example/${i}`)
    let answer = (_: PageReading) => {}
    const page = new Promise<PageReading>((resolve) => {
      answer = resolve
    })
    let begun = 0
    const bothBegun = new Promise<void>((resolve) => {
      app.enrichPage = async () => {
        if (++begun === 2) resolve()
        return page
      }
    })
    const queue = newQueue()
    queue.start()
    await bothBegun
    const stopping = queue.stop()
    answer(await pageThatSays({ title: 'Read' })(''))
    await stopping
    const rows = await app.db
      .selectFrom('link')
      .select(['enrichment_status', 'enrich_lease_until'])
      .orderBy('enrichment_status')
      .execute()
    expect(rows.map((row) => row.enrichment_status)).toEqual([
      ...['done', 'done'],
      ...['pending', 'pending', 'pending', 'pending'],
    ])
    expect(rows.every((row) => row.enrich_lease_until === null)).toBe(true)
  })

  it('reads the pages of fast hosts while a slow one keeps us waiting', async () => {
    for (let i = 0; i < 100; i++) await app.save(`https://slow.example/${i}`)
    for (let i = 0; i < 10; i++)
      await app.saveAt('2023-07-09T12:00:00Z', `https://fast-${i}.example/`)
    app.now = new Date('2023-07-10T12:00:00Z')
    const events: string[] = []
    let slowRunning = 0
    let mostAtOnce = 0
    const held: (() => void)[] = []
    let fastDone = () => {}
    const allFast = new Promise<void>((resolve) => {
      let left = 10
      fastDone = () => --left === 0 && resolve()
    })
    app.enrichPage = async (url) => {
      const isSlow = url.startsWith('https://slow')
      if (isSlow) {
        mostAtOnce = Math.max(mostAtOnce, ++slowRunning)
        // Answers only after every fast page has been read.
        await new Promise<void>((resolve) => held.push(resolve))
        slowRunning--
      }
      events.push(isSlow ? 'slow' : 'fast')
      if (!isSlow) fastDone()
      return pageThatSays({ title: url })(url)
    }
    const drained = newQueue(8).drain()
    await allFast
    expect(events).toEqual(Array.from({ length: 10 }, () => 'fast'))
    const timer = setInterval(() => held.shift()?.(), 1)
    await drained
    clearInterval(timer)
    expect(events.filter((event) => event === 'slow')).toHaveLength(100)
    expect(mostAtOnce).toBe(2)
  })

  it('stores the others when one reading cannot be stored', async () => {
    const good = await app.save('https://a.example/1', { title: undefined })
    const odd = await app.save('https://b.example/1', { title: undefined })
    app.enrichPage = async (url) =>
      pageThatSays({ title: url.startsWith('https://b') ? 'Half \ud83d and \0 none' : 'Good' })(url)
    await drain()
    expect((await get(good.id)).title).toBe('Good')
    expect((await get(odd.id)).title).toBe('Half \ufffd and  none')
  })
})
