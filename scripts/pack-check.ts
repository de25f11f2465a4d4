/**
 * `npm run pack-check`: packs the npm package, installs it into an empty folder with production
 * dependencies only, and runs its command there: help, then a server that has to answer and stop.
 * Prints how large the installation is. Needs a registry, or npm's cache.
 */
import { execFileSync, spawn, spawnSync } from 'node:child_process'
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'

const scratch = mkdtempSync(join(tmpdir(), 'linkletter-pack-'))
const say = (text: string) => process.stdout.write(`${text}\n`)

function run(command: string, args: string[], cwd: string): string {
  return execFileSync(command, args, {
    cwd,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  })
}

async function serves(folder: string): Promise<void> {
  const port = '39418'
  const child = spawn(join('node_modules', '.bin', 'linkletter'), ['serve'], {
    cwd: folder,
    env: { PATH: process.env.PATH ?? '', PORT: port, LOG_LEVEL: 'warn' },
    stdio: ['ignore', 'inherit', 'inherit'],
  })
  const ended = new Promise<number | null>((done) => child.once('exit', done))
  try {
    for (let tries = 0; ; tries += 1) {
      const status = await fetch(`http://127.0.0.1:${port}/readyz`).then(
        (answer) => answer.status,
        () => 0,
      )
      if (status === 200) break
      if (tries > 120 || child.exitCode !== null) throw new Error(`It does not answer: ${status}.`)
      await new Promise((done) => setTimeout(done, 500))
    }
    const home = await fetch(`http://127.0.0.1:${port}/`)
    if (!home.ok || !(await home.text()).includes('</html>'))
      throw new Error('It has no home page.')
  } finally {
    child.kill('SIGTERM')
  }
  const code = await ended
  if (code !== 0) throw new Error(`It stopped with ${code}.`)
}

/** Installed packages, those inside others included. */
function countPackages(folder: string): number {
  if (!existsSync(folder)) return 0
  return readdirSync(folder)
    .filter((name) => !name.startsWith('.'))
    .flatMap((name) =>
      name.startsWith('@') ? readdirSync(join(folder, name)).map((part) => join(name, part)) : name,
    )
    .reduce((sum, name) => sum + 1 + countPackages(join(folder, name, 'node_modules')), 0)
}

try {
  const [packed] = JSON.parse(
    run('npm', ['pack', '--json', '--pack-destination', scratch], resolve('.')),
  ) as { filename: string; entryCount: number; size: number }[]
  if (!packed) throw new Error('npm packed nothing.')
  say(`${packed.filename}: ${packed.entryCount} files, ${Math.round(packed.size / 1024)} KB`)
  const folder = join(scratch, 'empty')
  mkdirSync(folder)
  writeFileSync(join(folder, 'package.json'), '{"name":"empty","private":true}')
  const file = join(scratch, packed.filename)
  run(
    'npm',
    [
      'install',
      '--omit=dev',
      '--prefer-offline',
      '--ignore-scripts',
      '--no-audit',
      '--no-fund',
      file,
    ],
    folder,
  )
  const modules = join(folder, 'node_modules')
  const kilobytes = Number(spawnSync('du', ['-sk', modules]).stdout.toString().split('\t')[0])
  say(`${countPackages(modules)} packages, ${Math.round(kilobytes / 1024)} MB installed`)
  const help = run(join('node_modules', '.bin', 'linkletter'), ['--help'], folder)
  if (!help.includes('Usage: linkletter COMMAND')) throw new Error('It shows no help.')
  if (!statSync(join(modules, 'linkletter', 'dist', 'src', 'index.d.ts')).isFile())
    throw new Error('It has no types.')
  await serves(folder)
  say('The packed command serves and stops.')
} finally {
  rmSync(scratch, { recursive: true, force: true })
}
