/**
 * The Worker as `wrangler deploy` would upload it, in the real runtime of Cloudflare Workers on
 * this machine.
 */
import { execFile } from 'node:child_process'
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { gzipSync } from 'node:zlib'

const ORIGIN = 'https://links.example'

export interface WorkerBundle {
  script: string
  /** Mail templates by their name in the bundle. */
  texts: Map<string, string>
  /** What the script imports from the platform. */
  platformModules: string[]
  /** Names of the packages in the script. */
  packages: string[]
  gzipBytes: number
}

export async function buildWorker(): Promise<WorkerBundle> {
  const folder = await mkdtemp(join(tmpdir(), 'linkletter-worker-'))
  const env = {
    PATH: process.env.PATH ?? '',
    HOME: folder,
    CI: '1',
    WRANGLER_SEND_METRICS: 'false',
    WRANGLER_HIDE_BANNER: 'true',
  }
  const args = ['deploy', '--dry-run', '--metafile', '--outdir', folder]
  await promisify(execFile)(process.execPath, ['node_modules/wrangler/bin/wrangler.js', ...args], {
    env,
  })
  const files = (await readdir(folder)).filter((name) => /\.(mjml|liquid)$/.test(name))
  const texts = new Map<string, string>()
  for (const name of files) texts.set(name, await readFile(join(folder, name), 'utf8'))
  const script = await readFile(join(folder, 'main.js'), 'utf8')
  const meta = JSON.parse(await readFile(join(folder, 'bundle-meta.json'), 'utf8'))
  await rm(folder, { recursive: true, force: true })
  return {
    script,
    texts,
    ...contentsOf(meta),
    gzipBytes: gzipSync([script, ...texts.values()].join('')).byteLength,
  }
}

interface Meta {
  inputs: Record<string, { imports: { path: string; external?: boolean }[] }>
  outputs: Record<string, { inputs: Record<string, { bytesInOutput: number }> }>
}

function contentsOf({ inputs, outputs }: Meta) {
  const modules = new Set<string>()
  for (const { imports } of Object.values(inputs))
    for (const { path, external } of imports) if (external) modules.add(path)
  const packages = new Set<string>()
  for (const output of Object.values(outputs))
    for (const [path, { bytesInOutput }] of Object.entries(output.inputs)) {
      const name = /.*node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(path)?.[1]
      if (name !== undefined && bytesInOutput > 0) packages.add(name)
    }
  return { platformModules: [...modules].sort(), packages: [...packages].sort() }
}

interface Handlers {
  scheduled(options: { cron: string }): Promise<{ outcome: string }>
}

export type RunningWorker = Awaited<ReturnType<typeof startWorker>>

/** Certificates of authorities that the runtime is to believe, besides those it knows; read once. */
export async function trustCertificates(...pems: string[]) {
  const folder = await mkdtemp(join(tmpdir(), 'linkletter-certificates-'))
  process.env.NODE_EXTRA_CA_CERTS = join(folder, 'extra.pem')
  await writeFile(process.env.NODE_EXTRA_CA_CERTS, pems.join('\n'))
}

export async function startWorker(
  { script, texts }: WorkerBundle,
  { databaseUrl, env }: { databaseUrl: string; env: Record<string, string> },
) {
  const { convertV4MiniflareOptions, Miniflare } = await import('miniflare')
  const settings = await readFile('wrangler.toml', 'utf8')
  const said: string[] = []
  const worker = new Miniflare(
    convertV4MiniflareOptions({
      modules: [
        { type: 'ESModule', path: 'main.js', contents: script },
        ...[...texts].map(([path, contents]) => ({ type: 'Text' as const, path, contents })),
      ],
      compatibilityDate: /compatibility_date = "(.*)"/.exec(settings)?.[1] ?? '',
      compatibilityFlags: JSON.parse(/compatibility_flags = (\[.*\])/.exec(settings)?.[1] ?? '[]'),
      bindings: { BASE_URL: ORIGIN, MAIL_FROM: 'Small Hours <hours@links.example>', ...env },
      hyperdrives: { HYPERDRIVE: databaseUrl },
      unsafeTriggerHandlers: true,
      handleStructuredLogs: ({ message }) => said.push(message),
    }),
  )
  await worker.ready
  const request = async (path: string, init: RequestInit = {}): Promise<Response> => {
    const answer = await worker.dispatchFetch(`${ORIGIN}${path}`, {
      redirect: 'manual',
      ...init,
    } as never)
    return answer as unknown as Response
  }

  return {
    request,
    /** What the Worker and the runtime said. */
    said,
    async api<T = Record<string, unknown>>(
      token: string,
      method: string,
      path: string,
      body?: unknown,
    ) {
      const answer = await request(`/api/v1${path}`, {
        method,
        headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
        ...(body !== undefined && { body: JSON.stringify(body) }),
      })
      const text = await answer.text()
      return { status: answer.status, body: (text === '' ? {} : JSON.parse(text)) as T }
    },
    /** One run of the cron trigger, to its end. */
    async tick() {
      const handlers = (await worker.getWorker()) as unknown as Handlers
      const { outcome } = await handlers.scheduled({ cron: '* * * * *' })
      if (outcome !== 'ok') throw new Error(`The tick ended with ${outcome}: ${said.join('\n')}`)
    },
    /** A mail as Email Routing hands it over; the reason when it was refused. */
    async mail(to: string, raw: string): Promise<string | null> {
      const query = new URLSearchParams({ from: 'ada@reader.example', to })
      const answer = await request(`/cdn-cgi/local/email?${query}`, { method: 'POST', body: raw })
      return answer.ok ? null : answer.text()
    },
    /** Ends the runtime at once, whatever it is doing. */
    kill: () => worker.dispose(),
  }
}
