import { describe, expect, it } from 'vitest'
import { type LinkJson, pageThatSays, useTestApp } from '../support/app.ts'
import { DATABASE_KINDS } from '../support/database.ts'

interface Found {
  known: boolean
  link: LinkJson | null
  issues: { id: number; month: string; state: string; published_at: string | null; note: string }[]
}

const URL_A = 'https://a.example/post'
const at = (url: string) => `/links/lookup?url=${encodeURIComponent(url)}`

describe.each(DATABASE_KINDS)('looking an address up on %s', (kind) => {
  const app = useTestApp(kind)
  const lookup = async (url: string) => (await app.json<Found>('GET', at(url))).body

  it('answers 200 whether it is known or not', async () => {
    expect(await app.json('GET', at(URL_A))).toMatchObject({
      status: 200,
      body: { known: false, link: null, issues: [] },
    })
    const { id } = await app.save(URL_A, { note: 'Mine.' })
    expect(await lookup(URL_A)).toMatchObject({
      known: true,
      link: { id, note: 'Mine.' },
      issues: [],
    })
  })

  it('finds it by another spelling, and by the canonical address of its page', async () => {
    const { id } = await app.save(URL_A)
    expect((await lookup('HTTPS://A.example:443/post?utm_source=x#top')).link?.id).toBe(id)
    app.enrichPage = pageThatSays({ canonicalUrl: 'https://a.example/the-post' })
    await app.services.enrichLink(id, { isLastTry: true })
    expect((await lookup('https://a.example/the-post')).link?.id).toBe(id)
  })

  it('names the issues that show it, with the note it has there', async () => {
    await app.saveAt('2023-05-04T12:00:00Z', URL_A, { note: 'As published.' })
    const issue = await app.assemble('2023-05')
    expect((await lookup(URL_A)).issues).toMatchObject([{ id: issue.id, state: 'draft' }])
    await app.send(issue.id)
    const { link } = await lookup(URL_A)
    await app.json('PATCH', `/links/${link?.id}`, { note: 'Thought better of.' })
    expect(await lookup(URL_A)).toMatchObject({
      link: { note: 'Thought better of.', status: 'published' },
      issues: [{ id: issue.id, month: '2023-05', state: 'sent', note: 'As published.' }],
    })
  })

  it('leaves out an issue it was taken out of, and a cancelled draft', async () => {
    const { id } = await app.saveAt('2023-05-04T12:00:00Z', URL_A)
    await app.save('https://b.example/', { month: '2023-05' })
    const issue = await app.assemble('2023-05')
    const sections = issue.sections.map(({ name, entries }) => ({
      name,
      entries: entries.filter((entry) => entry.link_id !== id),
    }))
    await app.json('PATCH', `/issues/${issue.id}`, { sections })
    expect((await lookup(URL_A)).issues).toEqual([])
    expect((await lookup('https://b.example/')).issues).toHaveLength(1)
    await app.json('POST', `/issues/${issue.id}/cancel`)
    expect((await lookup('https://b.example/')).issues).toEqual([])
  })

  it('tells the scope save when and where, and none of the words', async () => {
    await app.saveAt('2023-05-04T12:00:00Z', URL_A, { note: 'Private thought.', tags: ['secret'] })
    await app.assemble('2023-05')
    const answer = await app.json('GET', at(URL_A), undefined, { scope: 'save' })
    expect(answer).toMatchObject({
      status: 200,
      body: {
        known: true,
        link: { saved_at: '2023-05-04T12:00:00.000Z', status: 'inbox' },
        issues: [{ month: '2023-05' }],
      },
    })
    expect(JSON.stringify(answer.body)).not.toMatch(/Private|secret|a\.example/)
  })

  it.each(['', 'nothing', 'javascript:alert(1)'])('refuses "%s" as no address', async (url) => {
    expect(await app.json('GET', at(url))).toMatchObject({
      status: 422,
      body: { code: 'INVALID_URL' },
    })
  })

  it('asks for the address when there is none', async () => {
    expect(await app.json('GET', '/links/lookup')).toMatchObject({
      status: 422,
      body: { code: 'INVALID_INPUT', errors: [{ field: 'url' }] },
    })
  })
})
