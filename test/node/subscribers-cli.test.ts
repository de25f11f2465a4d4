import { rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { makeFolder, runCli } from '../support/server-process.ts'

describe('readers at the command line', () => {
  let folder: string
  let env: Record<string, string>
  let file: string

  beforeAll(async () => {
    folder = await makeFolder()
    env = { DATA_DIR: join(folder, 'data') }
    file = join(folder, 'readers.csv')
    await writeFile(file, 'email,name,status,tags\nada@reader.example,Ada,active,vip\nnobody,,,\n')
  })
  afterAll(() => rm(folder, { recursive: true, force: true }))

  it('are imported after a look at what would change, and exported as they were', async () => {
    const dry = await runCli(['subscribers', 'import', file, '--dry-run'], env)
    expect(dry.code).toBe(0)
    expect(dry.stdout).toBe(
      'would be: 1 created, 0 updated, 0 unchanged, 0 stay suppressed, 1 rejected\n',
    )
    expect(dry.stderr).toContain('Line 2: new: ada@reader.example')
    expect(dry.stderr).toContain('Line 3: That is no mail address.')
    const real = await runCli(['subscribers', 'import', file], env)
    expect(real.stdout).toMatch(/^1 created, 0 updated, 0 unchanged/)
    const exported = await runCli(['subscribers', 'export'], env)
    expect(exported.stdout).toBe('email,name,status,tags\r\nada@reader.example,Ada,active,vip\r\n')
  })

  it('say what is missing', async () => {
    const nothing = await runCli(['subscribers', 'import', join(folder, 'none.csv')], env)
    expect(nothing.code).not.toBe(0)
    expect(nothing.stderr).toContain('There is no file')
    const status = await runCli(['subscribers', 'import', file, '--status', 'x'], env)
    expect(status.stderr).toContain('Choose a status: pending, active')
    const help = await runCli(['subscribers', '--help'], env)
    expect(help.stdout).toContain('subscribers import')
  })
})
