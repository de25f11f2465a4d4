import { createReadStream, existsSync, statSync } from 'node:fs'
import { AppError } from '../errors.ts'
import { createProgress } from './progress-bar.ts'
import type { Runtime } from './runtime.ts'

/** One command of the command line; the number is the exit code. */
export interface Command {
  usage: string
  about: string
  options?: Record<string, { type: 'string' | 'boolean'; short?: string }>
  run(args: {
    values: Record<string, string | boolean | undefined>
    positionals: string[]
  }): Promise<number>
}

/** What commands are given. */
export interface CommandDeps {
  /** Opens everything for one command and closes it again. */
  withRuntime: <T>(work: (runtime: Runtime) => Promise<T>) => Promise<T>
  say: (text: string) => unknown
  tell: (text: string) => unknown
}

/** A file to read, with a bar that follows how much of it has been read. Throws AppError INVALID_INPUT. */
export function openInput(file: string | undefined, label: string) {
  if (!file) throw new AppError('INVALID_INPUT', 'Give the file to import.')
  if (!existsSync(file)) throw new AppError('INVALID_INPUT', `There is no file ${file}.`)
  const input = createReadStream(file)
  const { size } = statSync(file)
  const bar = createProgress(label)
  return {
    file,
    input,
    end: () => bar.end(),
    onProgress: (done: number) =>
      bar.show(Math.floor((100 * input.bytesRead) / Math.max(1, size)), 100, `%, ${done} read`),
  }
}
