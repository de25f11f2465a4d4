import { rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { makeEmptyFolder, runCli, startServerProcess } from '../support/server-process.ts'

describe('the command line', () => {
  let folder = ''
  let env: Record<string, string> = {}
  beforeAll(async () => {
    folder = await makeEmptyFolder()
    env = { DATA_DIR: join(folder, 'data') }
  })
  afterAll(() => rm(folder, { recursive: true, force: true }))

  it.each([
    [],
    ['serve'],
    ['migrate'],
    ['token', 'create'],
    ['import'],
    ['export'],
    ['issue', 'assemble'],
    ['issue', 'send'],
    ['preview'],
  ])('helps with %s %s', async (...words) => {
    const { code, stdout } = await runCli([...words.filter(Boolean), '--help'], env)
    expect(code).toBe(0)
    expect(stdout).toContain(`Usage: linkletter ${words.filter(Boolean).join(' ')}`.trim())
    expect(stdout).toContain('DATABASE_URL')
  })

  it('names all wrong settings at once and exits 2', async () => {
    const { code, stderr } = await runCli(['migrate'], { ...env, PORT: 'x', ROLES: 'cook' })
    expect(code).toBe(2)
    expect(stderr).toMatch(/- PORT: [\s\S]*- ROLES: /)
  })

  it('exits 2 for a command that does not exist', async () => {
    expect((await runCli(['fly'], env)).code).toBe(2)
  })

  it('makes a token alone on stdout, imports a list, assembles and sends it', async () => {
    const { code, stdout } = await runCli(
      ['token', 'create', '--name', 'a', '--scope', 'edit'],
      env,
    )
    expect(code).toBe(0)
    expect(stdout).toMatch(/^ll_edit_[\w-]{43}\n$/)
    const list = join(folder, 'links.txt')
    await writeFile(
      list,
      'https://norn.example/clocks\nhttps://norn.example/time\njavascript:alert(1)\n',
    )
    const first = await runCli(['import', list], env)
    expect(first).toMatchObject({ code: 0, stdout: '2 created, 0 known already, 1 rejected\n' })
    expect(first.stderr).toContain('Line 3:')
    expect((await runCli(['import', list], env)).stdout).toBe(
      '0 created, 2 known already, 1 rejected\n',
    )
    const month = new Date().toISOString().slice(0, 7)
    expect((await runCli(['issue', 'assemble', month], env)).stdout).toContain(
      'https://norn.example/clocks',
    )
    const sent = await runCli(['issue', 'send', month], env)
    expect(sent).toMatchObject({ code: 0, stdout: expect.stringContaining('sent: 0 sent') })
    expect(sent.stdout).toContain(
      '0 readers = 0 sent + 0 skipped + 0 failed + 0 unknown + 0 waiting\n',
    )
    expect((await runCli(['issue', 'send', month], env)).code).toBe(1)
  })

  it('renders a mail template from its fixture', async () => {
    const { code, stdout } = await runCli(['preview', 'issue', '--format', 'text'], env)
    expect(code).toBe(0)
    expect(stdout).toMatch(/unsubscribe/i)
  })

  it('says that the server holds the data folder', async () => {
    const server = await startServerProcess({ DATA_DIR: join(folder, 'held') })
    try {
      const { code, stderr } = await runCli(['token', 'list'], { DATA_DIR: join(folder, 'held') })
      expect(code).toBe(1)
      expect(stderr).toMatch(/in use by another Linkletter process \(process \d+\)/)
    } finally {
      expect(await server.stop()).toBe(0)
    }
    expect((await runCli(['token', 'list'], { DATA_DIR: join(folder, 'held') })).code).toBe(0)
  })
})
