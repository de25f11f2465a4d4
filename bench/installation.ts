import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { readConfig } from '../src/config.ts'
import { createApp } from '../src/http/app.ts'
import { openRuntime } from '../src/node/runtime.ts'
import { readSample } from './sample.ts'

export type Installation = Awaited<ReturnType<typeof openInstallation>>

/** A Linkletter of its own in an empty folder, without clock and without a worker. */
export async function openInstallation(env: Record<string, string> = {}) {
  const folder = await mkdtemp(join(tmpdir(), 'linkletter-bench-'))
  const config = readConfig({
    DATA_DIR: folder,
    BASE_URL: 'https://small.example',
    MAIL_FROM: 'Small Hours <ida@small.example>',
    SECRET: 'a secret for measuring with, nothing else',
    ...env,
  })
  const runtime = await openRuntime(config)
  await runtime.startQueue({ work: false })
  const { services } = runtime
  const app = createApp({
    services,
    baseUrl: config.baseUrl,
    checkReady: async () => undefined,
    log: (error) => process.emitWarning(String(error)),
    clientAddress: () => '127.0.0.1',
  })
  const { token } = await services.tokens.create('bench', 'admin')

  async function api<T>(method: string, path: string, body: unknown): Promise<T> {
    const answer = await app.request(`${config.baseUrl}/api/v1${path}`, {
      method,
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    })
    const text = await answer.text()
    if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text}`)
    return JSON.parse(text) as T
  }

  /** Saves the sample's 14 links, so often, and makes an issue of them, approved and public. */
  async function publish(month: string, copies = 1): Promise<{ id: number; slug: string }> {
    const sample = await readSample()
    await api('PATCH', '/settings', { sections: sample.sections.flatMap(({ name }) => name ?? []) })
    const sections = Array.from({ length: copies }, () => sample.sections).flat()
    for (const [copy, { name, entries }] of sections.entries())
      for (const [index, { title, authors, tags, note }] of entries.entries()) {
        const section = name === null ? {} : { section: name }
        const url = `https://site-${index}.example/${month}/${copy}/${encodeURIComponent(title)}`
        await api('POST', '/links', { url, title, authors, tags, note, month, ...section })
      }
    const issue = await api<{ id: number; slug: string }>('POST', '/issues', { month })
    await api('PATCH', `/issues/${issue.id}`, { intro: sample.intro })
    await services.sendControl.send(issue.id, 0, undefined, true)
    await services.archiveIssue(issue.id)
    return issue
  }

  return {
    services,
    app,
    api,
    publish,
    readPages: () => runtime.readPages(),
    async close() {
      await runtime.close()
      await rm(folder, { recursive: true, force: true })
    },
  }
}
