import { mkdtemp, readdir, readFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { readConfig } from '../src/config.ts'
import { startServer } from '../src/node/serve.ts'
import { failingTitle, startSamplePages } from './sample-pages.ts'

/**
 * A whole month in one go, offline: sample pages are served, saved over HTTP, read, annotated,
 * assembled, archived and sent into the outbox. `--exit` stops afterwards instead of serving on.
 */
interface SampleMonth {
  month: string
  title: string
  intro: string
  sections: {
    name: string | null
    entries: { title: string; authors: string[]; tags: string[]; note: string }[]
  }[]
  subscribers: { email: string; name: string }[]
}

const say = (text: string) => process.stdout.write(`${text}\n`)
const step = (text: string) => say(`\n${text}`)
const sample = JSON.parse(
  await readFile(new URL('./sample-month.json', import.meta.url), 'utf8'),
) as SampleMonth

const pages = await startSamplePages()
const dataDir = resolve(process.env.DATA_DIR ?? (await mkdtemp(join(tmpdir(), 'linkletter-demo-'))))
const port = process.env.PORT ?? '0'
const freePort = port === '0' ? await findFreePort() : Number(port)
const config = readConfig({
  LOG_LEVEL: 'error',
  ...process.env,
  DATABASE_URL: '',
  SMTP_URL: '',
  DATA_DIR: dataDir,
  PORT: String(freePort),
  BASE_URL: process.env.BASE_URL ?? `http://localhost:${freePort}`,
  FETCH_ALLOW: new URL(pages.origin).host,
})

say('Linkletter demo: one month, from saved links to sent mails. Nothing leaves this machine.')
step(`1. Start on a scratch folder: ${dataDir}`)
const server = await startServer(config)
const { services } = server.runtime
const { token } = await services.tokens.create('demo', 'admin')
say(`   ${config.baseUrl} is serving; 14 sample pages wait on ${pages.origin}`)

async function api<T>(method: string, path: string, body?: unknown): Promise<T> {
  const answer = await fetch(`${server.url}/api/v1${path}`, {
    method,
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${await answer.text()}`)
  return (answer.status === 204 ? undefined : await answer.json()) as T
}

/** Waits for something that a job does. */
async function until<T>(what: string, read: () => Promise<T | undefined>): Promise<T> {
  for (const started = Date.now(); Date.now() - started < 60_000; ) {
    const value = await read()
    if (value !== undefined) return value
    await new Promise((next) => setTimeout(next, 100))
  }
  throw new Error(`${what} took longer than a minute.`)
}

interface LinkJson {
  id: number
  title: string | null
  authors: string[]
  enrichment: { status: string; error: string | null }
}

try {
  await runMonth()
  if (process.argv.includes('--exit')) {
    await stop()
  } else {
    say(`\nYour rooms; the link logs you in, once: ${await services.logins.startLink()}`)
    say('Still serving. Stop with Ctrl+C.')
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void stop())
  }
} catch (error) {
  process.stderr.write(`\nThe demo failed: ${(error as Error).stack}\n`)
  process.exitCode = 1
  await stop()
}

async function stop(): Promise<void> {
  await server.stop()
  await pages.close()
}

async function runMonth(): Promise<void> {
  const entries = sample.sections.flatMap(({ name, entries }) =>
    entries.map((entry) => ({ ...entry, section: name })),
  )

  step('2. Collect: save every address over the API')
  await api('PATCH', '/settings', {
    name: 'Small Hours',
    author: 'The demo',
    sections: sample.sections.flatMap(({ name }) => name ?? []),
  })
  const ids = new Map<string, number>()
  for (const entry of entries) {
    const { id } = await api<LinkJson>('POST', '/links', {
      url: pages.urlFor(entry.title),
      month: sample.month,
    })
    ids.set(entry.title, id)
  }
  const again = await api<{ duplicate?: boolean }>('POST', '/links', {
    url: `${pages.urlFor(entries[0]?.title ?? '')}?utm_source=demo`,
  })
  say(
    `   ${ids.size} links saved; the first one again: ${again.duplicate ? 'known already' : 'NEW'}`,
  )

  step('3. Enrich: each page is fetched and read')
  for (const [, id] of ids) {
    const link = await until('Reading the pages', async () => {
      const read = await api<LinkJson>('GET', `/links/${id}`)
      return read.enrichment.status === 'pending' ? undefined : read
    })
    const by = link.authors.length > 0 ? ` by ${link.authors.join(', ')}` : ''
    say(
      link.enrichment.status === 'done'
        ? `   ${link.title}${by}`
        : `   (failed) ${link.enrichment.error}`,
    )
  }

  step('4. Annotate: notes, sections and tags, in the owner’s words')
  for (const entry of entries)
    await api('PATCH', `/links/${ids.get(entry.title)}`, {
      note: entry.note,
      section: entry.section,
      tags: entry.tags,
      // The page that failed told nothing: the owner types what it should have said.
      ...(entry.title === failingTitle && { title: entry.title, authors: entry.authors }),
    })
  say(`   ${entries.length} notes written`)

  step(`5. Assemble ${sample.month}`)
  const issue = await api<{
    id: number
    title: string
    slug: string
    sections: { name: string | null; entries: unknown[] }[]
  }>('POST', '/issues', { month: sample.month })
  await api('PATCH', `/issues/${issue.id}`, { intro: sample.intro })
  say(`   ${issue.title}`)
  for (const section of issue.sections)
    say(`   ${section.entries.length} × ${section.name ?? '(no heading)'}`)

  step('6. Archive and deliver')
  for (const subscriber of sample.subscribers)
    await api('POST', '/subscribers', { ...subscriber, status: 'active' })
  await api('POST', `/issues/${issue.id}/send`, {})
  const progress = await until('Sending', async () => {
    const now = await api<{ state: string; counts: Record<string, number> }>(
      'GET',
      `/issues/${issue.id}/progress`,
    )
    return now.state === 'sent' ? now : undefined
  })
  const mails = (await readdir(server.runtime.outbox)).filter((name) => name.endsWith('.eml'))
  say(
    `   ${progress.counts.sent} sent, ${progress.counts.failed} failed, ${progress.counts.unknown} unknown`,
  )

  step('Look at')
  say(`   the page:    ${config.baseUrl}/issues/${issue.slug}`)
  say(`   the archive: ${config.baseUrl}/archive`)
  say(`   the feed:    ${config.baseUrl}/feed.xml`)
  say(`   the mails:   ${server.runtime.outbox}`)
  for (const name of mails) say(`                ${name}`)
}

async function findFreePort(): Promise<number> {
  const { createServer } = await import('node:net')
  return new Promise((done, fail) => {
    const probe = createServer()
    probe.once('error', fail)
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address()
      probe.close(() =>
        typeof address === 'object' && address ? done(address.port) : fail(new Error('no port')),
      )
    })
  })
}
