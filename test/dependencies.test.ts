import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { VERSION } from '../src/version.ts'

const facts = JSON.parse(readFileSync('package.json', 'utf8')) as {
  version: string
  dependencies: Record<string, string>
  files: string[]
  bin: Record<string, string>
}

describe('what the program needs', () => {
  it('stands in docs/dependencies.md, each with why, in the order of package.json', () => {
    const page = readFileSync('docs/dependencies.md', 'utf8')
    const listed = [...page.matchAll(/^\| `([^`]+)` \| \d+ \| [\d.]+ \| \S.* \| \S.* \|$/gm)]
    expect(listed.map(([, name]) => name)).toEqual(Object.keys(facts.dependencies).toSorted())
  })

  it('has one version, in package.json and in the program', () => {
    expect(VERSION).toBe(facts.version)
  })
})

describe('the npm package', () => {
  it('has a command that is there and that Node runs by itself', () => {
    expect(Object.keys(facts.bin)).toEqual(['linkletter'])
    const command = readFileSync(facts.bin.linkletter ?? '', 'utf8')
    expect(command).toMatch(/^#!\/usr\/bin\/env node\n/)
    expect(facts.files).toEqual(expect.arrayContaining(['bin', 'dist']))
  })
})
