import { readFile, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { makeFolder, runCli } from '../support/server-process.ts'

describe('moving an installation by the command line', () => {
  let folder = ''
  beforeAll(async () => {
    folder = await makeFolder()
  })
  afterAll(() => rm(folder, { recursive: true, force: true }))
  const at = (name: string) => ({ DATA_DIR: join(folder, name) })

  it('exports everything and imports it back, issues included', async () => {
    const list = join(folder, 'links.csv')
    await writeFile(
      list,
      'url,title,month\nhttps://a.example/,A,2023-05\nhttps://b.example/,B,2023-05\n',
    )
    const first = await runCli(['import', list, '--no-enrich'], at('old'))
    expect(first).toMatchObject({ code: 0, stdout: '2 created, 0 known already, 0 rejected\n' })
    expect((await runCli(['issue', 'assemble', '2023-05'], at('old'))).code).toBe(0)
    const { code, stdout } = await runCli(['export'], at('old'))
    expect(code).toBe(0)
    expect(JSON.parse(stdout)).toMatchObject({
      format: 'linkletter',
      links: [
        { title: 'A', enrichment: { status: 'done' } },
        { title: 'B', enrichment: { status: 'done' } },
      ],
      issues: [{ month: '2023-05', state: 'draft' }],
    })
    const file = join(folder, 'export.json')
    await writeFile(file, stdout)
    const back = await runCli(['import', file], at('new'))
    expect(back).toMatchObject({ code: 0, stdout: '2 created, 0 known already, 0 rejected\n' })
    expect(back.stderr).toContain('Issues that came back: 2023-05.')
    expect((await runCli(['export'], at('new'))).stdout).toBe(await readFile(file, 'utf8'))
  }, 300_000)
})
