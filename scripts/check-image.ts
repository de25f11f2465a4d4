/**
 * `node scripts/check-image.ts`: takes the steps of the Dockerfile in order in an empty folder, with
 * what .dockerignore lets through, then starts what the image would start and asks its HEALTHCHECK.
 * Base images are not fetched: their commands are those of this machine. Needs npm and a network
 * (or npm's cache). Exit code 1 when a step fails, or when what we add to the base is too large.
 */
import { spawn, spawnSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, posix } from 'node:path'
import { type Instruction, isInContext, readDockerfile } from './dockerfile.ts'

/** Debian and Node without npm come to less than 210 MB; the image has to stay below 350. */
const MOST_MB = 140
const scratch = mkdtempSync(join(tmpdir(), 'linkletter-image-'))
const stages = new Map<string, string>()
let root = ''
let workdir = '/'
let env: Record<string, string> = {}
let healthcheck: string[] = []
const command: string[] = []
const say = (text: string) => process.stdout.write(`${text}\n`)
const inStage = (path: string) => join(root, posix.resolve(workdir, path))
/** Paths of the image become paths of its folder. */
const mapped = (line: string) =>
  line
    .replaceAll(/(?<=^|\s)\/(?=[a-z])/g, `${root}/`)
    // The user of the base image is not there.
    .replaceAll(/-[og] node /g, '')

function take({ word, rest }: Instruction): void {
  say(`${word} ${rest}`)
  if (word === 'FROM') {
    const name = / AS (\w+)$/i.exec(rest)?.[1] ?? 'last'
    root = join(scratch, name)
    workdir = '/'
    env = {}
    mkdirSync(root, { recursive: true })
    const base = stages.get(rest.split(' ')[0] ?? '')
    if (base) cpSync(base, root, { recursive: true, verbatimSymlinks: true })
    stages.set(name, root)
  } else if (word === 'WORKDIR') {
    workdir = rest
    mkdirSync(inStage('.'), { recursive: true })
  } else if (word === 'COPY') copy(rest)
  else if (word === 'RUN') {
    const { status } = spawnSync('sh', ['-c', mapped(rest)], {
      cwd: inStage('.'),
      stdio: 'inherit',
    })
    if (status !== 0) throw new Error(`The step ended with ${status}.`)
  } else if (word === 'ENV')
    for (const [, name = '', value = ''] of rest.matchAll(/(\w+)=(\S+)/g)) env[name] = value
  else if (word === 'HEALTHCHECK')
    healthcheck = JSON.parse(rest.slice(rest.indexOf('['))) as string[]
  else if (word === 'ENTRYPOINT' || word === 'CMD') command.push(...(JSON.parse(rest) as string[]))
}

function copy(rest: string): void {
  const words = rest.split(/\s+/)
  const from = words[0]?.startsWith('--from=') ? words.shift()?.slice(7) : undefined
  const to = inStage(words.pop() ?? '.')
  for (const word of words) {
    const source = from === undefined ? word : join(stages.get(from) ?? '', word)
    if (from === undefined && !isInContext(word)) throw new Error(`.dockerignore hides ${word}.`)
    const isInto = rest.endsWith('/')
    cpSync(source, isInto ? join(to, word) : to, { recursive: true, dereference: false })
  }
}

async function start(): Promise<void> {
  const [, ...args] = command
  const data = join(scratch, 'data')
  const port = '39417'
  const settings = {
    ...env,
    PATH: process.env.PATH ?? '',
    DATA_DIR: data,
    PORT: port,
    HOST: '127.0.0.1',
  }
  const child = spawn(process.execPath, args, {
    cwd: inStage('.'),
    env: settings,
    stdio: 'inherit',
  })
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve))
  try {
    for (let tries = 0; ; tries += 1) {
      const [, ...check] = healthcheck.slice(0)
      const { status } = spawnSync(process.execPath, check, { env: settings })
      if (status === 0) break
      if (tries > 60 || child.exitCode !== null) throw new Error('The health check never passed.')
      await new Promise((resolve) => setTimeout(resolve, 500))
    }
    say('The health check passes.')
  } finally {
    child.kill('SIGTERM')
  }
  const code = await ended
  if (code !== 0) throw new Error(`It stopped with ${code}.`)
  if (!existsSync(join(data, 'pglite'))) throw new Error('It wrote no database into its volume.')
}

try {
  for (const instruction of readDockerfile(readFileSync('Dockerfile', 'utf8'))) take(instruction)
  const kilobytes = Number(
    spawnSync('du', ['-sk', inStage('.')])
      .stdout.toString()
      .split('\t')[0],
  )
  const megabytes = Math.round(kilobytes / 1024)
  say(`${megabytes} MB beside the base.`)
  await start()
  if (megabytes > MOST_MB) throw new Error(`More than ${MOST_MB} MB beside the base.`)
} finally {
  rmSync(scratch, { recursive: true, force: true })
}
