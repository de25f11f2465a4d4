import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { cp, mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { prepareBundle } from '../scripts/bundle.ts'
import { freePort } from '../test/support/postgres.ts'
import { OUR_MEMORY } from './child.ts'
import { median, type Result, toResult } from './compare.ts'

const ROUNDS = 5

interface Start {
  ms: number
  /** Most memory until then. */
  mb: number
}

/** A start with memory beside it, in MB: ours and that of the reference. */
export type StartResult = Result & { memory_mb: number; reference_memory_mb: number }

/**
 * Milliseconds from the command until the first answer, against PGlite's own opening of the same
 * folder and a bare Hono. `isFirst`: the folder is empty each time, and PGlite runs initdb.
 */
export async function benchStart(
  name: string,
  { isFirst }: { isFirst: boolean },
): Promise<StartResult> {
  const scratch = await mkdtemp(join(tmpdir(), 'linkletter-bench-start-'))
  await prepareBundle() // as `npm ci` does
  try {
    const template = join(scratch, 'template')
    if (!isFirst) await startOurs(template)
    const ours: Start[] = []
    const reference: Start[] = []
    for (let round = 0; round < ROUNDS; round += 1) {
      const folder = join(scratch, `round-${round}`)
      const bare = join(scratch, `bare-${round}`)
      if (!isFirst) {
        await cp(template, folder, { recursive: true })
        await cp(join(template, 'pglite'), bare, { recursive: true })
      }
      // In turn, so that a busy machine disturbs both alike.
      ours.push(await startOurs(folder))
      reference.push(await startBare(bare))
      await rm(folder, { recursive: true, force: true })
      await rm(bare, { recursive: true, force: true })
    }
    const middle = (starts: Start[], of: keyof Start) => median(starts.map((start) => start[of]))
    return {
      ...toResult(name, 'ms', middle(ours, 'ms'), middle(reference, 'ms')),
      memory_mb: Math.round(middle(ours, 'mb')),
      reference_memory_mb: Math.round(middle(reference, 'mb')),
    }
  } finally {
    await rm(scratch, { recursive: true, force: true })
  }
}

const startOurs = (folder: string) =>
  // As `npm start` has it.
  start([...OUR_MEMORY, 'bin/linkletter.js', 'serve'], {
    DATA_DIR: folder,
    LOG_LEVEL: 'silent',
  })

const startBare = (folder: string) =>
  start(['--max-semi-space-size=8', 'bench/bare-start.ts'], { DATA_FOLDER: folder })

async function start(args: string[], env: Record<string, string>): Promise<Start> {
  const port = await freePort()
  const startedAt = performance.now()
  const child = spawn(process.execPath, args, {
    env: { PATH: process.env.PATH ?? '', ...env, PORT: String(port) },
    stdio: 'ignore',
  })
  const ended = once(child, 'exit')
  try {
    await untilAnswered(`http://127.0.0.1:${port}/healthz`, child)
    const ms = performance.now() - startedAt
    return { ms, mb: await peakMemoryMb(child) }
  } finally {
    child.kill('SIGTERM')
    await ended
  }
}

async function untilAnswered(url: string, child: ChildProcess): Promise<void> {
  for (;;) {
    const isUp = await fetch(url).then(
      (answer) => answer.ok,
      () => false,
    )
    if (isUp) return
    if (child.exitCode !== null) throw new Error(`It ended before it answered: ${child.exitCode}.`)
    await new Promise((resolve) => setTimeout(resolve, 10))
  }
}

async function peakMemoryMb(child: ChildProcess): Promise<number> {
  const status = await readFile(`/proc/${child.pid}/status`, 'utf8')
  return Number(/VmHWM:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1024
}
