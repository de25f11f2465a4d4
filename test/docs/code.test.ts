/** TypeScript as the documents show it, held against the types that it would meet. */
import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { describe, expect, it } from 'vitest'
import { codeBlocksOf } from './read-commands.ts'

/** What the text around a block says is there. */
const GIVEN: Record<string, string> = {
  'webhooks.md':
    'declare const secret: string, body: string, headers: Record<string, string>\nexport { event }\n',
}

/** By name, what the compiler has to say of these programs. */
async function complaintsAbout(programs: Map<string, string>): Promise<Record<string, string[]>> {
  await mkdir('node_modules/.cache', { recursive: true })
  // Below the packages' folder, so that they are found from there.
  const folder = await mkdtemp(join('node_modules/.cache', 'code-in-documents-'))
  try {
    const settings = {
      extends: resolve('tsconfig.json'),
      compilerOptions: {
        paths: { 'linkletter/client': [resolve('src/client/index.ts')] },
        typeRoots: [resolve('node_modules/@types')],
      },
      include: [resolve('src/**/*.d.ts')],
      files: [...programs.keys()],
    }
    await writeFile(join(folder, 'tsconfig.json'), JSON.stringify(settings))
    for (const [name, program] of programs) await writeFile(join(folder, name), program)
    const compiler = resolve('node_modules/typescript/bin/tsc')
    const said = await promisify(execFile)(process.execPath, [compiler, '-p', folder]).then(
      ({ stdout }) => stdout,
      ({ stdout }) => String(stdout),
    )
    return Object.groupBy(
      said.split('\n').filter(Boolean),
      (line) => [...programs.keys()].find((name) => line.includes(name)) ?? 'elsewhere',
    ) as Record<string, string[]>
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

describe('TypeScript in the documents', () => {
  it('fits what it uses', async () => {
    const programs = new Map([['wrong.ts', 'export const wrong: string = 1\n']])
    for (const name of ['api.md', 'upgrading.md', 'webhooks.md']) {
      const blocks = await codeBlocksOf(`docs/${name}`)
      expect(blocks.length, name).toBeGreaterThan(0)
      programs.set(`${name}.ts`, [...blocks, GIVEN[name] ?? ''].join('\n'))
    }
    expect(await complaintsAbout(programs)).toEqual({
      'wrong.ts': [expect.stringContaining('TS2322')],
    })
  })
})
