import { type ChildProcess, spawn } from 'node:child_process'
import { cp, mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { SMTPServer } from 'smtp-server'
import { inject } from 'vitest'
import { freePort } from './postgres.ts'

/** As `npm start` and `npm run cli` have it: the bundle, or the sources where one has changed. */
export const PROGRAM = 'bin/linkletter.js'

export interface ServerProcess {
  url: string
  child: ChildProcess
  /** All that it wrote to stderr so far. */
  log(): string
  /** kill -9: nothing gets a chance to tidy up. */
  kill(): Promise<void>
  /** Asks to stop and waits. */
  stop(): Promise<number | null>
}

/** `linkletter serve` as a process of its own, as users run it. */
export async function startServerProcess(
  env: Record<string, string>,
  program = PROGRAM,
): Promise<ServerProcess> {
  const port = env.PORT ?? String(await freePort())
  const child = spawn(process.execPath, [program, 'serve'], {
    env: {
      PATH: process.env.PATH ?? '',
      LOG_LEVEL: 'error',
      BASE_URL: `http://localhost:${port}`,
      ...env,
      PORT: port,
    },
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  let errors = ''
  child.stderr?.on('data', (data) => {
    errors += String(data)
  })
  const ended = new Promise<number | null>((resolve) => child.once('exit', (code) => resolve(code)))
  const url = `http://127.0.0.1:${port}`
  for (const started = Date.now(); ; ) {
    const isUp = await fetch(`${url}/readyz`).then(
      (answer) => answer.ok,
      () => false,
    )
    if (isUp) break
    if (child.exitCode !== null || Date.now() - started > 60_000)
      throw new Error(`The server did not start: ${errors}`)
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
  return {
    url,
    child,
    log: () => errors,
    async kill() {
      child.kill('SIGKILL')
      await ended
    },
    async stop() {
      child.kill('SIGTERM')
      return ended
    },
  }
}

/** An empty data folder: what starts on it makes its database first, which takes seconds. */
export const makeEmptyFolder = () => mkdtemp(join(tmpdir(), 'linkletter-test-'))

/** A data folder with a migrated, empty database. */
export async function makeFolder(): Promise<string> {
  const folder = await makeEmptyFolder()
  await cp(inject('dataFolder'), folder, { recursive: true })
  return folder
}

/** Runs one CLI command to its end. */
export async function runCli(args: string[], env: Record<string, string>, program = PROGRAM) {
  const child = spawn(process.execPath, [program, ...args], {
    env: { PATH: process.env.PATH ?? '', LOG_LEVEL: 'error', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let stdout = ''
  let stderr = ''
  child.stdout.on('data', (data) => {
    stdout += String(data)
  })
  child.stderr.on('data', (data) => {
    stderr += String(data)
  })
  const code = await new Promise<number | null>((resolve) => child.once('close', resolve))
  return { code, stdout, stderr }
}

export interface SmtpSink {
  url: string
  /** Each message in the order it was accepted. */
  received: { to: string; raw: string }[]
  close(): Promise<void>
}

/** A real SMTP server that takes everything. `delayMs` before each answer to DATA. */
export async function startSmtpSink(options: { delayMs?: number } = {}): Promise<SmtpSink> {
  const received: SmtpSink['received'] = []
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS', 'AUTH'],
    onData(stream, session, done) {
      const parts: Buffer[] = []
      stream.on('data', (part: Buffer) => parts.push(part))
      stream.on('end', () => {
        const to = session.envelope.rcptTo[0]?.address ?? ''
        received.push({ to, raw: Buffer.concat(parts).toString('utf8') })
        setTimeout(done, options.delayMs ?? 0)
      })
    },
  })
  server.on('error', () => undefined)
  const port = await freePort()
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve))
  return {
    url: `smtp://127.0.0.1:${port}`,
    received,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  }
}
