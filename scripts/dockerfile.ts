import { readFileSync } from 'node:fs'

export interface Instruction {
  /** `FROM`, `COPY` and so on. */
  word: string
  rest: string
}

/** The instructions in order: comments left out, lines that go on joined. */
export function readDockerfile(text: string): Instruction[] {
  return text
    .split('\n')
    .filter((line) => !line.trimStart().startsWith('#'))
    .join('\n')
    .replaceAll(/\\\n\s*/g, '')
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => {
      const [, word = '', rest = ''] = /^([A-Z]+)\s+(.*)$/.exec(line) ?? []
      if (word === '') throw new Error(`This is no instruction: ${line}`)
      return { word, rest: rest.trim() }
    })
}

/** Ours hides everything but what it names after an exclamation mark. */
export function isInContext(path: string, ignore = readFileSync('.dockerignore', 'utf8')): boolean {
  const lines = ignore.split('\n').filter((line) => line !== '' && !line.startsWith('#'))
  if (lines[0] !== '*') throw new Error('.dockerignore begins with something else than *.')
  return lines.includes(`!${path.split('/')[0]}`)
}
