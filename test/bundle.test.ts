import { spawnSync } from 'node:child_process'
import { once } from 'node:events'
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { build } from 'esbuild'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { bundle, listSources } from '../scripts/bundle.ts'
import { unpackFolder } from '../src/node/packed-folder.ts'
import { CLUSTER_FILE } from '../src/node/prepared-cluster.ts'
import { makeFolder, runCli, startServerProcess } from './support/server-process.ts'

let root = ''

describe('the command', () => {
  const write = (file: string, text: string) => writeFileSync(join(root, file), text)
  const said = () =>
    spawnSync(process.execPath, ['bin/linkletter.js'], { cwd: root, encoding: 'utf8' }).stdout

  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'linkletter-command-'))
    for (const folder of ['src/node', 'bundled/node', 'dist/bundled/node'])
      mkdirSync(join(root, folder), { recursive: true })
    cpSync('bin', join(root, 'bin'), { recursive: true })
    write('package.json', '{"type":"module"}')
    write('package-lock.json', '{}')
    write('src/node/main.ts', "console.log('sources' as string)")
    write('src/other.ts', 'export const is = 1')
    write('bundled/node/main.js', "console.log('bundle')")
    write('dist/bundled/node/main.js', "console.log('package')")
    const files = ['package-lock.json', 'src/node/main.ts', 'src/other.ts']
    write('bundled/sources.json', listSources(files, root))
  })
  afterEach(() => rmSync(root, { recursive: true, force: true }))

  it('runs the bundle of the sources that are there', () => {
    expect(said()).toBe('bundle\n')
  })

  it('runs the sources when one was edited, even to the same length at the same time', () => {
    const { atime, mtime } = statSync(join(root, 'src/other.ts'))
    write('src/other.ts', 'export const is = 2')
    utimesSync(join(root, 'src/other.ts'), atime, mtime)
    expect(said()).toBe('sources\n')
  })

  it('runs the bundle again when the edit was taken back', () => {
    write('src/other.ts', 'export const is = 2')
    write('src/other.ts', 'export const is = 1')
    expect(said()).toBe('bundle\n')
  })

  it.each([
    ['a source is gone', 'src/other.ts'],
    ['there is no bundle', 'bundled'],
    ['a bundle was not finished', 'bundled/sources.json'],
  ])('runs the sources when %s', (_, gone) => {
    rmSync(join(root, gone), { recursive: true })
    expect(said()).toBe('sources\n')
  })

  it('runs the sources when other packages belong to them', () => {
    write('package-lock.json', '{"packages":{}}')
    expect(said()).toBe('sources\n')
  })

  it('runs what came with the npm package, which has no sources', () => {
    rmSync(join(root, 'src'), { recursive: true })
    expect(said()).toBe('package\n')
  })
})

describe('the bundle', () => {
  let program = ''
  beforeAll(async () => {
    root = mkdtempSync(join(tmpdir(), 'linkletter-bundle-'))
    program = join(root, 'bundled/node/main.js')
    await bundle(build, join(root, 'bundled'))
    for (const beside of ['emails', 'src', 'node_modules', 'package.json'])
      symlinkSync(resolve(beside), join(root, beside))
  })
  afterAll(() => rmSync(root, { recursive: true, force: true }))

  it('renders mails from the templates beside the sources', async () => {
    const [ours, theirs] = await Promise.all([
      runCli(['preview', 'issue'], {}, program),
      runCli(['preview', 'issue'], {}),
    ])
    expect(ours.code).toBe(0)
    expect(ours.stdout).toContain('</html>')
    expect(ours.stdout).toBe(theirs.stdout)
  })

  it('serves, reads pages in its thread and stops', async () => {
    const site = createServer((_, answer) => {
      answer.setHeader('content-type', 'text/html')
      answer.end('<title>Read by the thread</title>')
    }).listen(0, '127.0.0.1')
    await once(site, 'listening')
    const host = `127.0.0.1:${(site.address() as AddressInfo).port}`
    const env = { DATA_DIR: await makeFolder(), FETCH_ALLOW: host }
    try {
      const made = await runCli(
        ['token', 'create', '--name', 'test', '--scope', 'edit'],
        env,
        program,
      )
      const headers = {
        authorization: `Bearer ${made.stdout.trim()}`,
        'content-type': 'application/json',
      }
      const server = await startServerProcess(env, program)
      try {
        expect(await (await fetch(server.url)).text()).toContain('</html>')
        const links = `${server.url}/api/v1/links`
        const body = JSON.stringify({ url: `http://${host}/` })
        const saved = await fetch(links, { method: 'POST', headers, body })
        expect(saved.status).toBe(201)
        const { id } = (await saved.json()) as { id: number }
        const title = async () =>
          ((await (await fetch(`${links}/${id}`, { headers })).json()) as { title: string }).title
        await expect.poll(title, { timeout: 60_000 }).toBe('Read by the thread')
      } finally {
        expect(await server.stop()).toBe(0)
      }
    } finally {
      site.close()
      rmSync(env.DATA_DIR, { recursive: true, force: true })
    }
  })

  it('lays the prepared cluster at a first start', async () => {
    const folder = join(root, 'first')
    const { code, stderr } = await runCli(['migrate'], { DATA_DIR: folder }, program)
    expect([code, stderr]).toEqual([0, ''])
    const prepared = join(root, 'prepared')
    unpackFolder(readFileSync(CLUSTER_FILE), prepared)
    // initdb would have drawn another one.
    const identifier = (cluster: string) =>
      readFileSync(join(cluster, 'global/pg_control')).readBigUInt64LE(0)
    expect(identifier(join(folder, 'pglite'))).toBe(identifier(prepared))
  })
})
