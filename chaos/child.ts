import { spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'

const COMPILED = fileURLToPath(new URL('../node_modules/.cache/compiled', import.meta.url))

export interface ChaosChild {
  pid: number
  /** Lines so far. */
  lines: string[]
  kill(signal: NodeJS.Signals): void
  /** Everything it printed, once it has ended. */
  ended: Promise<string[]>
  /** Resolves with the first line for which `wanted` holds; rejects when it ends before. */
  line(wanted: (line: string) => boolean): Promise<string>
  tell(line: string): void
}

/** A process of this folder, to be killed. */
export function startChild(file: string, options: object): ChaosChild {
  const path = fileURLToPath(new URL(file, import.meta.url))
  const child = spawn(process.execPath, [path, JSON.stringify(options)], {
    stdio: ['pipe', 'pipe', process.env.CHAOS_DEBUG ? 'inherit' : 'ignore'],
    // As `main.ts` has it: most of what a child's start takes is reading our code.
    env: { ...process.env, NODE_COMPILE_CACHE: COMPILED },
  })
  const lines: string[] = []
  const watchers = new Set<() => void>()
  let rest = ''
  let isOver = false
  child.stdin.on('error', () => undefined) // it was killed while being told something
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    const parts = (rest + text).split('\n')
    rest = parts.pop() ?? ''
    lines.push(...parts)
    for (const look of watchers) look()
  })
  const ended = new Promise<string[]>((resolve) =>
    child.once('close', () => {
      isOver = true
      resolve(lines)
      for (const look of watchers) look()
    }),
  )
  return {
    pid: child.pid ?? 0,
    lines,
    kill: (signal) => void child.kill(signal),
    ended,
    line: (wanted) =>
      new Promise((resolve, reject) => {
        const look = () => {
          const found = lines.find(wanted)
          if (found === undefined && !isOver) return
          watchers.delete(look)
          if (found === undefined) reject(new Error(`${file} ended early.`))
          else resolve(found)
        }
        watchers.add(look)
        look()
      }),
    tell: (line) => void child.stdin.write(`${line}\n`),
  }
}

export const pause = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms))

/** Waits for something that is bound to come; says what did not. */
export async function until(holds: () => boolean, what: string, patienceMs = 120_000) {
  const endMs = performance.now() + patienceMs
  while (!holds()) {
    if (performance.now() > endMs) throw new Error(`Waited in vain: ${what}`)
    await pause(2)
  }
}
