/**
 * Looks whether a command of the documents can work, without running it: it needs what is not
 * here (Docker, systemd, a Cloudflare account), or is what runs these tests.
 *
 * Throws with the reason when it cannot. A program that is not in the table is a fault as well:
 * either it can be run, or somebody has to say how it is looked at.
 */
import { execFile } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { matchesGlob } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { scenarios } from '../../chaos/scenarios.ts'
import { checkCommandLine } from '../../src/node/cli.ts'
import { SETTINGS } from '../../src/settings-table.ts'
import { wordsOf } from './read-commands.ts'

const run = promisify(execFile)
const ROOT = fileURLToPath(new URL('../..', import.meta.url))
const manifest: { name: string; version: string; scripts: Record<string, string> } = JSON.parse(
  readFileSync(`${ROOT}/package.json`, 'utf8'),
)
const PACKED = `${manifest.name}-${manifest.version}.tgz`

type Check = (args: string[]) => void | Promise<void>

/** Everything that is named in the documents and not run, and how it is looked at instead. */
const CHECKS: Record<string, Check> = {
  // Bring or change the whole machine or checkout.
  git: ([verb = '']) => expectOneOf(verb, ['clone', 'pull']),
  cd: () => undefined,
  cp: ([source = '']) => expectFile(source),
  systemctl: (args) => expectFile(`deploy/${args.at(-1)}.service`),
  journalctl: (args) => expectFile(`deploy/${args.at(-1)}.service`),
  docker: checkDocker,
  npm: checkNpm,
  npx: checkNpx,
  '.ci/run': () => expectFile('.ci/run'),
}

export async function checkCommand(command: string): Promise<void> {
  const words = wordsOf(command)
  while (/^[A-Z_]+=/.test(words[0] ?? '')) expectSetting(words.shift() ?? '')
  const [program = '', ...args] = words
  const check = CHECKS[program]
  if (!check) throw new Error(`Neither run nor looked at: ${command}`)
  await check(args)
}

/** `NAME=value`, as in `.env` or before a command. */
export function expectSetting(assignment: string): void {
  const [name = ''] = assignment.split('=')
  // Wrangler's, with the name of the binding at its end.
  const [, binding] = name.match(/^CLOUDFLARE_HYPERDRIVE_LOCAL_CONNECTION_STRING_(.+)$/) ?? []
  if (binding) {
    if (!readFileSync(`${ROOT}/wrangler.toml`, 'utf8').includes(`binding = "${binding}"`))
      throw new Error(`wrangler.toml binds no ${binding}`)
  } else expectOneOf(name, [...SETTINGS.map((setting) => setting.name), 'INBOUND_ADDRESS'])
}

function expectOneOf(word: string, known: readonly string[]): void {
  if (!known.includes(word)) throw new Error(`"${word}" is none of ${known.join(', ')}`)
}

function expectFile(path: string): void {
  if (!existsSync(`${ROOT}/${path}`)) throw new Error(`There is no ${path}`)
}

async function checkNpm([verb = '', ...rest]: string[]): Promise<void> {
  if (verb === 'start' || verb === 'test') return checkScript(verb, rest)
  if (verb === 'run') return checkScript(rest.find((word) => word !== '--silent') ?? '', rest)
  expectOneOf(verb, ['ci', 'pack', 'install'])
}

async function checkScript(name: string, rest: string[]): Promise<void> {
  expectOneOf(name, Object.keys(manifest.scripts))
  const dashes = rest.indexOf('--')
  const args = dashes < 0 ? [] : rest.slice(dashes + 1)
  if (name === 'cli') return checkCommandLine(args)
  if (name === 'test') return checkTestNames(args)
  if (args.length === 0) return
  const own = OWN_PARSERS[name]
  if (!own) throw new Error(`Nothing knows the words after npm run ${name}: ${args.join(' ')}`)
  await own(args)
}

/** Scripts that read words of their own do so here, told to do nothing. */
const OWN_PARSERS: Record<string, Check> = {
  async bench(args) {
    const names = await benchNames()
    for (const word of args)
      if (!names.some((name) => matchesGlob(name, word))) expectOneOf(word, names)
  },
  async chaos(args) {
    const letters = scenarios.map(({ letter }) => letter)
    const isLetter = (word: string) => /^[a-z]$/i.test(word)
    for (const word of args.filter(isLetter)) expectOneOf(word.toUpperCase(), letters)
    const others = args.filter((word) => !isLetter(word))
    const { code, stderr } = await runScript('chaos/main.ts', ['none', ...others])
    if (code !== 0) throw new Error(stderr)
  },
  async soak(args) {
    const { code, stderr } = await runScript('soak/main.ts', [...args, '--months', '0'])
    if (code !== 2) throw new Error(stderr)
  },
  demo: (args) => args.forEach((word) => void expectOneOf(word, ['--exit'])),
}

/** As it lists them itself when asked for one that is none. */
let benches: Promise<string[]> | undefined
function benchNames(): Promise<string[]> {
  benches ??= runScript('bench/main.ts', ['no-bench']).then(({ stderr }) => {
    const [, names] = stderr.match(/^No bench no-bench\. There are: (.*)\.$/m) ?? []
    if (!names) throw new Error(stderr)
    return names.split(', ')
  })
  return benches
}

async function runScript(file: string, args: string[]): Promise<{ code: number; stderr: string }> {
  try {
    const { stderr } = await run(process.execPath, [file, ...args], { cwd: ROOT })
    return { code: 0, stderr }
  } catch (error) {
    const { code, stderr } = error as { code: number; stderr: string }
    return { code, stderr }
  }
}

/** `-t NAME` names tests, `-u` writes snapshots, everything else is a file or folder. */
function checkTestNames(args: string[]): void {
  for (const [at, word] of args.entries())
    if (!['-t', '-u'].includes(word) && args[at - 1] !== '-t') expectFile(word)
}

async function checkNpx([program = '', ...args]: string[]): Promise<void> {
  if (program === `./${PACKED}`) return checkCommandLine(args)
  expectOneOf(program, ['wrangler'])
  await checkWrangler(args)
}

const GROUPS = ['hyperdrive', 'secret']

/** By wrangler's own help: of the command where it has options, else of what lists it. */
async function checkWrangler(args: string[]): Promise<void> {
  const plain = args.filter((word) => !word.startsWith('--'))
  const options = args.filter((word) => word.startsWith('--'))
  const verbs = plain.slice(0, GROUPS.includes(plain[0] ?? '') ? 2 : 1)
  const command = `wrangler ${verbs.join(' ')}`
  const help = await wranglerHelp((options.length > 0 ? verbs : verbs.slice(0, -1)).join(' '))
  if (!help.includes(`${command} `)) throw new Error(`There is no ${command}`)
  for (const option of options) {
    const [name = ''] = option.split('=')
    if (!help.includes(`${name} `)) throw new Error(`${command} has no ${name}`)
  }
  if (command === 'wrangler secret put') expectSetting(plain.at(-1) ?? '')
}

/** Each starts a process of some seconds. */
const helps = new Map<string, Promise<string>>()
function wranglerHelp(verbs: string): Promise<string> {
  const known = helps.get(verbs)
  if (known) return known
  const file = `${ROOT}/node_modules/wrangler/bin/wrangler.js`
  const env = { ...process.env, WRANGLER_SEND_METRICS: 'false', NO_COLOR: '1' }
  const words = verbs === '' ? [] : verbs.split(' ')
  const help = run(process.execPath, [file, ...words, '--help'], { cwd: ROOT, env }).then(
    ({ stdout }) => stdout,
  )
  helps.set(verbs, help)
  return help
}

/** Options of `docker run` that are followed by a word. */
const DOCKER_VALUES = ['--name', '-p', '-v', '--tmpfs', '--cap-drop', '-e']
const DOCKER_FLAGS = ['-d', '--rm', '--read-only']

function checkDocker([verb = '', ...args]: string[]): void {
  if (verb === 'compose') expectFile('compose.yaml')
  else if (verb === 'logs') expectOneOf(args.join(' '), [manifest.name])
  else if (verb === 'build') {
    expectFile('Dockerfile')
    expectOneOf(args.join(' '), [`-t ${manifest.name} .`])
  } else if (verb === 'run') checkDockerRun(args)
  else throw new Error(`Nobody has looked at docker ${verb}`)
}

function checkDockerRun(args: string[]): void {
  let at = 0
  for (; args[at]?.startsWith('-'); at += 1) {
    const option = args[at] ?? ''
    expectOneOf(option, [...DOCKER_FLAGS, ...DOCKER_VALUES])
    if (!DOCKER_VALUES.includes(option)) continue
    at += 1
    if (option === '-e') expectSetting(args[at] ?? '')
  }
  expectOneOf(args[at] ?? '', [manifest.name])
  if (args.length > at + 1) checkCommandLine(args.slice(at + 1))
}
