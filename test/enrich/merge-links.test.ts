import { describe, expect, it } from 'vitest'
import type { PageReading } from '../../src/enrich/page-reading.ts'
import { type LinkJson, outline, type Page, pageThatSays, useTestApp } from '../support/app.ts'
import { DATABASE_KINDS } from '../support/database.ts'

const ORIGINAL = 'https://norn.example/clocks'
const COPY = 'https://mirror.example/2023/clocks'
const THIRD = 'https://norn.example/essays/clocks'

describe.each(DATABASE_KINDS)('two links that are one page, on %s', (kind) => {
  const app = useTestApp(kind)
  const get = async (id: number) => (await app.json<LinkJson>('GET', `/links/${id}`)).body
  const all = async () => (await app.json<Page<LinkJson>>('GET', '/links')).body.items
  /** Reads the page of a link, which calls itself this. */
  const read = (id: number, canonicalUrl: string | null, title = 'Clocks that lie') => {
    app.enrichPage = pageThatSays({ title, canonicalUrl })
    return app.services.enrichLink(id)
  }

  it('become the older one, with the notes, tags and choices of both', async () => {
    await app.json('PATCH', '/settings', { sections: ['Articles', 'Tools'] })
    const first = await app.saveAt('2023-07-03T10:00:00Z', ORIGINAL, {
      title: undefined,
      note: 'Starts slowly.',
      tags: ['Time', 'physics'],
      via: 'A friend',
    })
    const second = await app.saveAt('2023-07-09T10:00:00Z', COPY, {
      title: undefined,
      note: 'Why leap seconds break more than code.',
      tags: ['time', 'clocks'],
      section: 'Tools',
      via: 'Somebody else',
      month: '2023-08',
    })
    expect(await read(second.id, ORIGINAL)).toEqual({ outcome: 'done', mergedInto: first.id })

    expect(await all()).toHaveLength(1)
    expect(await get(first.id)).toMatchObject({
      id: first.id,
      url: ORIGINAL,
      title: 'Clocks that lie',
      note: 'Starts slowly.\n\nWhy leap seconds break more than code.',
      tags: ['Time', 'physics', 'clocks'],
      section: 'Tools',
      via: 'A friend',
      month: '2023-08',
      saved_at: '2023-07-03T10:00:00.000Z',
    })
    expect(app.faults).toEqual([])
  })

  it('are both found afterwards, by their addresses and by their ids', async () => {
    const first = await app.saveAt('2023-07-03T10:00:00Z', ORIGINAL)
    const second = await app.saveAt('2023-07-09T10:00:00Z', COPY)
    await read(second.id, ORIGINAL)

    const again = await app.json<LinkJson>('POST', '/links', { url: `${COPY}?utm_source=x` })
    expect([again.status, again.body.id, again.body.duplicate]).toEqual([200, first.id, true])
    expect((await get(second.id)).id).toBe(first.id)
    const changed = await app.json<LinkJson>('PATCH', `/links/${second.id}`, { note: 'Mine.' })
    expect([changed.status, changed.body.id, changed.body.note]).toEqual([200, first.id, 'Mine.'])
    const refreshed = await app.json<LinkJson>('POST', `/links/${second.id}/refresh`)
    expect([refreshed.status, refreshed.body.id]).toEqual([202, first.id])
  })

  it('are not both lost when the one that is gone is deleted', async () => {
    const first = await app.saveAt('2023-07-03T10:00:00Z', ORIGINAL)
    const second = await app.saveAt('2023-07-09T10:00:00Z', COPY)
    await read(second.id, ORIGINAL)
    const refused = await app.json('DELETE', `/links/${second.id}`)
    expect(refused.status).toBe(409)
    expect(refused.body.detail).toContain(`Delete ${first.id}`)
    expect((await app.json('DELETE', `/links/${first.id}`)).status).toBe(204)
    // With the link go its other addresses: the copy can be saved anew.
    expect((await app.json('POST', '/links', { url: COPY })).status).toBe(201)
  })

  it('become the older one also when it is the older that names the newer', async () => {
    const copy = await app.saveAt('2023-07-03T10:00:00Z', COPY, { note: 'One.' })
    const original = await app.saveAt('2023-07-09T10:00:00Z', ORIGINAL, { note: 'Two.' })
    await read(copy.id, ORIGINAL)
    expect(await get(original.id)).toMatchObject({ id: copy.id, url: COPY, note: 'One.\n\nTwo.' })
  })

  it('keep the title that the owner typed, whichever link has it', async () => {
    const first = await app.saveAt('2023-07-03T10:00:00Z', ORIGINAL, { title: undefined })
    const second = await app.saveAt('2023-07-09T10:00:00Z', COPY, { title: 'My words' })
    await read(second.id, ORIGINAL)
    expect(await get(first.id)).toMatchObject({
      title: 'My words',
      enrichment: { provenance: { title: 'owner' } },
    })
  })

  it.each([
    ['published', 'skipped', 'published'],
    ['skipped', 'inbox', 'inbox'],
    ['inbox', 'published', 'published'],
  ] as const)('that are %s and %s are %s', async (older, newer, both) => {
    const first = await app.saveAt('2023-07-03T10:00:00Z', ORIGINAL)
    const second = await app.saveAt('2023-07-09T10:00:00Z', COPY)
    await app.json('PATCH', `/links/${first.id}`, { status: older })
    await app.json('PATCH', `/links/${second.id}`, { status: newer })
    await read(second.id, ORIGINAL)
    expect((await get(first.id)).status).toBe(both)
  })

  it('are one once both name the same third address and have the same title', async () => {
    const first = await app.saveAt('2023-07-03T10:00:00Z', ORIGINAL, { title: undefined })
    const second = await app.saveAt('2023-07-09T10:00:00Z', COPY, { title: undefined })
    await read(first.id, THIRD)
    expect(await read(second.id, THIRD)).toEqual({ outcome: 'done', mergedInto: first.id })
  })

  it('stay two when a careless site gives one canonical address to different pages', async () => {
    const first = await app.saveAt('2023-07-03T10:00:00Z', ORIGINAL, { title: undefined })
    const second = await app.saveAt('2023-07-09T10:00:00Z', COPY, { title: undefined })
    await read(first.id, THIRD, 'Clocks that lie')
    expect(await read(second.id, THIRD, 'Wait-free lists')).toEqual({ outcome: 'done' })
    expect(await all()).toHaveLength(2)
    expect((await get(second.id)).title).toBe('Wait-free lists')
  })

  it('are told apart from a page that only sends on to the home page', async () => {
    await app.saveAt('2023-07-03T10:00:00Z', 'https://norn.example/')
    const gone = await app.saveAt('2023-07-09T10:00:00Z', ORIGINAL)
    expect(await read(gone.id, 'https://norn.example/')).toEqual({ outcome: 'done' })
    expect(await all()).toHaveLength(2)
  })

  it('are found by the canonical address before that is ever saved', async () => {
    const link = await app.save(COPY)
    await read(link.id, ORIGINAL)
    const again = await app.json<LinkJson>('POST', '/links', { url: ORIGINAL, note: 'New.' })
    expect([again.status, again.body.id]).toEqual([200, link.id])
    expect(again.body.note).toBe('New.')
  })

  it('keep both entries of an issue that is out, and the page as it was', async () => {
    const first = await app.saveAt('2023-07-03T10:00:00Z', ORIGINAL, { note: 'One.' })
    const second = await app.saveAt('2023-07-09T10:00:00Z', COPY, { note: 'Two.' })
    const issue = await app.assemble('2023-07')
    await app.send(issue.id)
    const before = await (await app.request(`/issues/${issue.slug}`)).text()
    await read(second.id, ORIGINAL)

    const after = await app.json<typeof issue>('GET', `/issues/${issue.id}`)
    const entries = after.body.sections.flatMap((section) => section.entries)
    expect(entries.map((entry) => [entry.link_id, entry.note])).toEqual([
      [first.id, 'One.'],
      [null, 'Two.'],
    ])
    expect(await (await app.request(`/issues/${issue.slug}`)).text()).toBe(before)
  })

  it('are one entry of a draft, with the hand edits of both', async () => {
    await app.saveAt('2023-07-03T10:00:00Z', ORIGINAL, { title: 'Original' })
    const second = await app.saveAt('2023-07-09T10:00:00Z', COPY, { title: 'Copy' })
    const issue = await app.assemble('2023-07')
    const [one, two] = issue.sections.flatMap((section) => section.entries)
    await app.json('PATCH', `/issues/${issue.id}`, {
      sections: [
        {
          name: null,
          entries: [{ id: one?.id }, { id: two?.id, note: 'Written for this issue.' }],
        },
      ],
    })
    await read(second.id, ORIGINAL)
    const { body } = await app.json<typeof issue>('GET', `/issues/${issue.id}`)
    expect(outline(body)).toEqual([[null, ['Original']]])
    expect(body.sections[0]?.entries[0]).toMatchObject({
      url: ORIGINAL,
      note: 'Written for this issue.',
    })
    expect(outline(await app.assemble('2023-07'))).toEqual([[null, ['Original']]])
  })

  it('stay in the draft when the owner had taken out one of the two', async () => {
    await app.saveAt('2023-07-03T10:00:00Z', ORIGINAL, { title: 'Original' })
    const second = await app.saveAt('2023-07-09T10:00:00Z', COPY, { title: 'Copy' })
    const issue = await app.assemble('2023-07')
    const copy = issue.sections[0]?.entries.find((entry) => entry.link_id === second.id)
    await app.json('PATCH', `/issues/${issue.id}`, {
      sections: [{ name: null, entries: [{ id: copy?.id }] }],
    })
    await read(second.id, ORIGINAL)
    expect(outline(await app.assemble('2023-07'))).toEqual([[null, ['Original']]])
  })

  it('do not repeat in a new draft what an issue that is out has said', async () => {
    await app.saveAt('2023-07-03T10:00:00Z', ORIGINAL, { note: 'Said in July.' })
    await app.send((await app.assemble('2023-07')).id)
    const second = await app.saveAt('2023-08-09T10:00:00Z', COPY, { note: 'Said in August.' })
    const draft = await app.assemble('2023-08')
    await read(second.id, ORIGINAL)
    const { body } = await app.json<typeof draft>('GET', `/issues/${draft.id}`)
    expect(body.sections.flatMap((s) => s.entries.map((e) => e.note))).toEqual(['Said in August.'])
  })

  it('are merged once while the same addresses are saved over and over', async () => {
    const links: LinkJson[] = []
    for (let i = 0; i < 12; i++)
      links.push(
        await app.save(`https://norn.example/page/${i}`, { title: undefined, note: `note ${i}` }),
      )
    app.enrichPage = async (url): Promise<PageReading> => {
      const number = Number(url.split('/').at(-1))
      const canonicalUrl = `https://norn.example/page/${number - (number % 3)}`
      return pageThatSays({ title: `Page ${number % 3}`, canonicalUrl })(url)
    }
    const saved: number[] = []
    await Promise.all([
      ...links.map((link) => app.services.enrichLink(link.id)),
      ...links.flatMap((_, i) =>
        [1, 2, 3].map(async (round) => {
          const answer = await app.json<LinkJson>('POST', '/links', {
            url: `https://norn.example/page/${i}`,
            note: `again ${i}.${round}`,
          })
          saved.push(answer.status)
        }),
      ),
    ])
    expect(app.faults).toEqual([])
    expect(saved).toEqual(Array.from({ length: 36 }, () => 200))
    const left = await all()
    expect(left.map((link) => link.url).sort()).toEqual(
      [0, 3, 6, 9].map((i) => `https://norn.example/page/${i}`),
    )
    const notes = left.map((link) => link.note).join('\n')
    for (let i = 0; i < 12; i++)
      for (const note of [`note ${i}`, `again ${i}.1`, `again ${i}.2`, `again ${i}.3`])
        expect(notes).toContain(note)
  })

  it('are neither lost nor in the way when their month is assembled at that moment', async () => {
    await app.saveAt('2023-07-01T10:00:00Z', 'https://a.example/other', { title: 'Other' })
    for (let round = 0; round < 6; round++) {
      const first = await app.saveAt('2023-07-03T10:00:00Z', `${ORIGINAL}/${round}`)
      const second = await app.saveAt('2023-07-09T10:00:00Z', `${COPY}/${round}`)
      const [, outcome] = await Promise.all([
        app.json('POST', '/issues', { month: '2023-07' }),
        read(second.id, first.url),
        app.json('POST', '/issues', { month: '2023-07' }),
      ])
      expect(outcome).toEqual({ outcome: 'done', mergedInto: first.id })
    }
    expect(app.faults).toEqual([])
    expect(outline(await app.assemble('2023-07')).flatMap(([, titles]) => titles)).toHaveLength(7)
  })

  it('never are two links of one key, however saving and claiming it race', async () => {
    for (let round = 0; round < 8; round++) {
      const copy = await app.save(`https://mirror.example/${round}`)
      const url = `https://norn.example/race/${round}`
      await Promise.all([
        read(copy.id, url),
        app.json('POST', '/links', { url }),
        app.json('POST', '/links', { url }),
      ])
      const found = await app.json<LinkJson>('POST', '/links', { url })
      expect(found.status).toBe(200)
      expect((await get(copy.id)).id).toBe(found.body.id)
    }
    expect(app.faults).toEqual([])
    expect(await all()).toHaveLength(8)
  })
})
