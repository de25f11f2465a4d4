import { simpleParser } from 'mailparser'
import { expect } from 'vitest'

/** An installation as the contract shows it: the API, public pages, and what a mail server gets. */
export interface Installation {
  /** Throws for an answer that is no success. */
  call<T>(method: string, path: string, body?: unknown): Promise<T>
  /** As a visitor. */
  visit(path: string): Promise<Response>
  /** Gives the jobs their minute, where no clock does. */
  tick(): Promise<unknown>
  mails(): { to: string; raw: string }[]
  /** One page that can be read, and what it says of itself. */
  page: { url: string; title: string; author: string }
}

const MONTH = '2023-05'
const READERS = ['grete@month.example', 'ola@month.example', 'runa@month.example']

/** The same month wherever it runs: saved, read, put together, sent once to each, on the web. */
export async function liveMonth(installation: Installation): Promise<void> {
  const { call, visit, mails, page } = installation
  const note = 'Worth *an hour* of a wet evening.'
  const saved = { url: page.url, note, month: MONTH, section: 'Harbours' }
  const { id } = await call<{ id: number }>('POST', '/links', saved)
  expect((await call<{ id: number }>('POST', '/links', { url: page.url })).id).toBe(id)
  const link = await until(installation, async () => {
    const found = await call<{ enrichment: { status: string } }>('GET', `/links/${id}`)
    return found.enrichment.status === 'pending' ? undefined : found
  })
  expect(link).toMatchObject({ title: page.title, authors: [page.author], note })

  for (const email of READERS)
    await call('POST', '/subscribers', { email, status: 'active', tags: ['month'] })
  const issue = await call<{ id: number; slug: string }>('POST', '/issues', { month: MONTH })
  expect((await visit(`/issues/${issue.slug}`)).status).toBe(404)
  await call('POST', `/issues/${issue.id}/send`, { tag: 'month' })
  const { counts } = await until(installation, async () => {
    const path = `/issues/${issue.id}/progress`
    const progress = await call<{ state: string; counts: Record<string, number> }>('GET', path)
    return progress.state === 'sent' ? progress : undefined
  })
  expect(counts).toMatchObject({ sent: 3, pending: 0, failed: 0, unknown: 0 })

  const ours = mails().filter(({ to }) => READERS.includes(to))
  expect(ours.map(({ to }) => to).toSorted()).toEqual(READERS)
  for (const { raw } of ours) {
    const mail = await simpleParser(raw)
    for (const words of [page.title, page.author, 'HARBOURS']) expect(mail.text).toContain(words)
    expect(mail.html).toContain('<em>an hour</em>')
    expect(mail.headers.get('list')).toMatchObject({ 'unsubscribe-post': expect.anything() })
  }
  const published = await visit(`/issues/${issue.slug}`)
  expect(published.status).toBe(200)
  expect(await published.text()).toContain(page.title)
  for (const feed of ['/feed.xml', '/atom.xml', '/feed.json'])
    expect(await (await visit(feed)).text(), feed).toContain(issue.slug)
}

async function until<T>({ tick }: Installation, read: () => Promise<T | undefined>): Promise<T> {
  for (const started = Date.now(); Date.now() - started < 100_000; ) {
    const value = await read()
    if (value !== undefined) return value
    await tick()
  }
  throw new Error('That took too long.')
}
