/**
 * Every command of the README and the documents: run in one shell a document, in a folder like a
 * fresh clone, against a server that `npm start` started there; or, where `check-command.ts` says
 * that it cannot be run here, looked at as closely as possible. `api.test.ts` runs the two about
 * the API.
 */
import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdtemp, readdir, rm, symlink, writeFile } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { parseEnv, promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { readConfig } from '../../src/config.ts'
import { createPostgres } from '../support/database.ts'
import { freePort } from '../support/postgres.ts'
import { checkCommand, expectSetting } from './check-command.ts'
import { commandsIn, inlineCommandsOf, shellBlocksOf } from './read-commands.ts'

const run = promisify(execFile)
const SECRET = 'a-secret-of-the-tests-that-is-long-enough'
/** Run by `api.test.ts`, where each answer is compared with what is shown. */
const ELSEWHERE = ['docs/api.md', 'docs/webhooks.md']
const documents = [
  'README.md',
  'CONTRIBUTING.md',
  ...(await readdir('docs')).filter((name) => name.endsWith('.md')).map((name) => `docs/${name}`),
].filter((file) => !ELSEWHERE.includes(file))
const blocks = (await Promise.all(documents.map(shellBlocksOf))).flat()

/** What can be run here. `serve` alone does not end; `npm start` below is the same. */
const CAN_RUN =
  /^(?:curl|api|openssl|chmod|[A-Z]+=\S+$|api\(\)|npm run (?:--silent )?cli -- (?!serve))/
const isSettings = (text: string) => commandsIn(text).every((line) => /^[A-Z_]+=/.test(line))
/** The copy that docs/moving.md makes is another installation. */
const IN_THE_COPY = /cli -- (?:import --all|hold)\b/

describe('the documents', () => {
  let folder = ''
  let pages: Server
  let server: ChildProcess
  let url = ''
  let pagesUrl = ''
  let env: Record<string, string> = {}
  const databases: Awaited<ReturnType<typeof createPostgres>>[] = []

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'linkletter-docs-'))
    for (const name of ['package.json', 'node_modules', 'bin', 'src', 'migrations', 'emails'])
      await symlink(join(process.cwd(), name), join(folder, name))
    pages = createServer((request, response) => {
      const isFeed = request.url === '/feed'
      response.setHeader('content-type', isFeed ? 'application/rss+xml' : 'text/html')
      response.end(isFeed ? FEED : PAGE)
    })
    await new Promise<void>((resolve) => pages.listen(0, '127.0.0.1', resolve))
    const host = `127.0.0.1:${(pages.address() as AddressInfo).port}`
    pagesUrl = `http://${host}`
    databases.push(await createPostgres({ isMigrated: true }), await createPostgres())
    const [main, copy] = databases
    const port = await freePort()
    url = `http://localhost:${port}`
    env = {
      PATH: `${dirname(process.execPath)}:${process.env.PATH ?? ''}`,
      HOME: folder,
      DATABASE_URL: main?.url ?? '',
      COPY_URL: copy?.url ?? '',
      SECRET,
      BASE_URL: url,
      PORT: String(port),
      FETCH_ALLOW: host,
      LOG_LEVEL: 'error',
      npm_config_update_notifier: 'false',
    }
    await writeFile(join(folder, '.curlrc'), 'silent\nfail-with-body\nwrite-out = "\\n"\n')
    await writeFile(join(folder, 'bookmarks.html'), BOOKMARKS)
    const saved = [{ url: `${pagesUrl}/moved`, title: 'Moved here' }]
    await writeFile(join(folder, 'export.json'), JSON.stringify(saved))
    server = spawn('npm', ['start'], { cwd: folder, env, detached: true, stdio: 'ignore' })
    for (const started = Date.now(); ; ) {
      const isUp = await fetch(`${url}/readyz`).then(
        ({ ok }) => ok,
        () => false,
      )
      if (isUp) break
      if (server.exitCode !== null || Date.now() - started > 60_000)
        throw new Error('npm start did not start')
      await new Promise((resolve) => setTimeout(resolve, 100))
    }
    // Shown once, and needed by the others.
    const token = await shell('npm run --silent cli -- token create --name docs --scope admin')
    env.TOKEN = token.trim()
    const answer = await fetch(`${url}/api/v1/hooks`, {
      method: 'POST',
      headers: { authorization: `Bearer ${env.TOKEN}`, 'content-type': 'application/json' },
      body: '{"kind":"inbound"}',
    })
    const hook = (await answer.json()) as { url: string }
    await writeFile(join(folder, 'linkletter-hook'), hook.url)
  })

  afterAll(async () => {
    // npm and the node that it started, by the group that is ours.
    if (server?.pid) process.kill(-server.pid, 'SIGTERM')
    if (server && server.exitCode === null)
      await new Promise((resolve) => server.once('exit', resolve))
    pages?.close()
    for (const database of databases) await database.close()
    await rm(folder, { recursive: true, force: true })
  })

  async function shell(script: string): Promise<string> {
    const started = run('bash', ['--norc', '-euo', 'pipefail', '-c', script], { cwd: folder, env })
    started.child.stdin?.end(MAIL)
    const { stdout } = await started
    return stdout
  }

  /** The places of the documents are the ones of this test. */
  function here(command: string): string {
    const placed = command
      .replaceAll(/https?:\/\/(?:localhost:3000|links\.example)/g, url)
      .replaceAll(/https:\/\/(?:norn|bookmarks)\.example/g, pagesUrl)
      .replaceAll('https://example.com', pagesUrl)
      .replaceAll('/etc/linkletter-hook', 'linkletter-hook')
      // Of two ways to fail curl takes one, and `.curlrc` has the other.
      .replaceAll('curl -f', 'curl -q -f')
      .replaceAll('ll_admin_…', env.TOKEN ?? '')
    return IN_THE_COPY.test(command) ? `DATABASE_URL=$COPY_URL ${placed}` : placed
  }

  it('hold blocks of commands', () => {
    expect(blocks.length).toBeGreaterThan(20)
    expect(blocks.map(({ file }) => file)).toEqual(expect.arrayContaining(['README.md']))
  })

  const runnable = blocks
    .filter(({ text }) => !isSettings(text))
    .map(({ file, text }) => ({
      file,
      commands: commandsIn(text).filter((command) => CAN_RUN.test(command)),
    }))
    .filter(({ commands }) => commands.length > 0)

  it.each(runnable)('hold commands that work: $file, $commands.0', async ({ commands }) => {
    await shell(commands.map(here).join('\n'))
  })

  it('made what they say', async () => {
    expect(existsSync(join(folder, 'backup.jsonl.gz'))).toBe(true)
    expect(existsSync(join(folder, 'issue.html'))).toBe(true)
    expect(await shell('DATABASE_URL=$COPY_URL npm run --silent cli -- hold show')).toMatch(
      /^Held since/,
    )
    const links = await shell(`curl -H "Authorization: Bearer $TOKEN" '${url}/api/v1/links?q=mail'`)
    expect(links).toContain('/by-mail')
  })

  it.each(documents)('hold no other commands than those that can work: %s', async (file) => {
    for (const block of blocks) {
      if (block.file !== file || isSettings(block.text)) continue
      const others = commandsIn(block.text).filter((command) => !CAN_RUN.test(command))
      for (const command of others) await checkCommand(command)
    }
  })

  it('name settings that there are, with values that are taken', () => {
    const settings = blocks.filter(({ text }) => isSettings(text))
    expect(settings.length).toBeGreaterThan(2)
    for (const { text } of settings) {
      const values = parseEnv(text) as Record<string, string>
      for (const name of Object.keys(values)) expectSetting(name)
      readConfig({ ...values, SECRET })
    }
  })

  it.each(documents)('name commands in a sentence that there are: %s', async (file) => {
    for (const command of await inlineCommandsOf(file)) await checkCommand(command)
  })
})

const PAGE = `<!doctype html><html lang="en"><title>A page</title>
<link rel="alternate" type="application/rss+xml" href="/feed"><p>Words.</p></html>`
const FEED = `<?xml version="1.0"?><rss version="2.0"><channel><title>A feed</title><link>https://norn.example/</link>
<description>Of links</description><item><title>One</title><link>https://norn.example/one</link></item></channel></rss>`
const BOOKMARKS = `<!DOCTYPE NETSCAPE-Bookmark-file-1>
<TITLE>Bookmarks</TITLE><H1>Bookmarks</H1>
<DL><p><DT><A HREF="https://norn.example/kept" ADD_DATE="1782000000">Kept</A></DL><p>`
const MAIL = [
  'From: me@reader.example',
  'To: save@links.example',
  'Subject: Saved by mail',
  'Message-ID: <docs@reader.example>',
  '',
  'Worth it.',
  'https://norn.example/by-mail',
  '',
].join('\r\n')
