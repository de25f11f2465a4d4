/**
 * Writes down what an earlier release asks of its database, for the test that it may go on asking
 * when a later one has migrated: `node scripts/record-queries.ts COMMIT`.
 *
 * Takes that commit's files, runs its tests of services, API and rooms on PostgreSQL, and keeps of
 * what went well so much that each distinct statement is in it, with the writes before it in the
 * same test. What fails on that release's own schema when played alone (races) is left out.
 */
import { execFileSync, spawnSync } from 'node:child_process'
import * as fs from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { PGlite } from '@electric-sql/pglite'
import { pg_trgm } from '@electric-sql/pglite/contrib/pg_trgm'
import { Kysely, PGliteDialect } from 'kysely'
import { migrateTo } from '../src/store/migrate.ts'
import type { Schema } from '../src/store/schema.ts'
import {
  type PlayedStep,
  type Recording,
  replay,
  writeRecording,
} from '../test/support/replay-queries.ts'
import { chooseScenes, type Noted, type Step, scenesOf } from './record-queries-scenes.ts'

const TESTS = [
  ...['access', 'annotate', 'archive', 'assemble', 'collect', 'deliver', 'enrich', 'http'],
  ...['jobs', 'node/source', 'preflight', 'store', 'upkeep', 'webhooks'],
]
/** Many rows of the same few statements. */
const NOT = ['**/import-size*']
const ROOT = resolve(import.meta.dirname, '..')
const RESULT = join(ROOT, 'test/fixtures/previous-queries.jsonl')

const [asked] = process.argv.slice(2)
if (asked === undefined) throw new Error('Say which commit: node scripts/record-queries.ts COMMIT')
const commit = execFileSync('git', ['rev-parse', '--short', asked], { cwd: ROOT }).toString().trim()

const folder = fs.mkdtempSync(join(tmpdir(), 'linkletter-record-'))
try {
  const release = fetchRelease()
  const noted = runTests(release)
  const { migration, words } = readMigrations(join(release, 'migrations'))
  const recording = await choosePlayable(scenesOf(noted), migration, words)
  fs.writeFileSync(RESULT, writeRecording(recording))
  const { statements, scenes } = recording
  process.stdout.write(
    `${statements.length} statements, ${scenes.flat().length} steps: ${RESULT}\n`,
  )
} finally {
  fs.rmSync(folder, { recursive: true, force: true })
}

/** The commit's files, with tests that all use PostgreSQL and are listened to. */
function fetchRelease(): string {
  const release = join(folder, 'release')
  fs.mkdirSync(release)
  const tar = execFileSync('git', ['archive', commit], { cwd: ROOT, maxBuffer: 2 ** 30 })
  execFileSync('tar', ['x', '-C', release], { input: tar })
  fs.symlinkSync(join(ROOT, 'node_modules'), join(release, 'node_modules'))
  const support = join(release, 'test/support/database.ts')
  fs.writeFileSync(
    support,
    fs
      .readFileSync(support, 'utf8')
      .replace("kind === 'pglite' ? await openPglite() : await", 'await')
      .replace("['pglite', 'postgres']", "['postgres']"),
  )
  fs.writeFileSync(
    join(release, 'record.config.ts'),
    `import { mergeConfig } from 'vitest/config'
    import base from './vitest.config.ts'
    export default mergeConfig(base, {
      test: { setupFiles: [${JSON.stringify(join(import.meta.dirname, 'record-queries-setup.ts'))}] },
    })`,
  )
  return release
}

/** Some tests may fail: they hold what they measure against another database or another day. */
function runTests(release: string): Noted[] {
  const to = join(folder, 'noted')
  fs.mkdirSync(to)
  const { status, error } = spawnSync(
    process.execPath,
    [
      join(ROOT, 'node_modules/vitest/vitest.mjs'),
      ...['run', '--config', 'record.config.ts', '--reporter', 'dot'],
      ...TESTS.map((name) => `test/${name}`),
      ...NOT.flatMap((pattern) => ['--exclude', pattern]),
    ],
    { cwd: release, env: { ...process.env, RECORD_QUERIES_TO: to }, stdio: 'inherit' },
  )
  if (error || status === null) throw new Error('The tests did not run to their end.')
  const lines = fs
    .readdirSync(to)
    .flatMap((name) => fs.readFileSync(join(to, name), 'utf8').trim().split('\n'))
  if (lines.length < 1000) throw new Error(`Only ${lines.length} statements were noted.`)
  return lines.map((line) => JSON.parse(line))
}

/** The newest, and the words that checks may name. */
function readMigrations(path: string): { migration: string; words: Set<string> } {
  const names = fs
    .readdirSync(path)
    .filter((name) => /^\d/.test(name))
    .toSorted()
  const texts = names.map((name) => fs.readFileSync(join(path, name), 'utf8'))
  const words = texts.flatMap((text) => [...text.matchAll(/'([a-z_]+)'/g)].map(([, word]) => word))
  return {
    migration: names.at(-1)?.replace('.ts', '') ?? '',
    words: new Set(words.filter((word) => word !== undefined)),
  }
}

function numbered(chosen: Step[][]): Pick<Recording, 'statements' | 'scenes'> {
  const numbers = new Map<string, number>()
  const scenes = chosen.map((steps) =>
    steps.map(({ sql, values }): PlayedStep => {
      const number = numbers.get(sql) ?? numbers.size
      numbers.set(sql, number)
      return [number, ...values.map(shortened)]
    }),
  )
  return { statements: [...numbers.keys()], scenes }
}

/** Whole mails and pages would make most of the file. */
function shortened(value: unknown): unknown {
  const isText = typeof value === 'string' && value.length > 300 && !/^[[{]/.test(value)
  return isText ? value.slice(0, 300) : value
}

/** Chosen again and again without what the release's own schema refuses, until it refuses nothing. */
async function choosePlayable(
  all: Step[][],
  migration: string,
  words: ReadonlySet<string>,
): Promise<Recording> {
  const pglite = await PGlite.create({ extensions: { pg_trgm } })
  const db = new Kysely<Schema>({ dialect: new PGliteDialect({ pglite }) })
  await migrateTo(db, migration)
  try {
    for (let scenes = all; ; ) {
      const chosen = chooseScenes(scenes, words)
      const recording = { commit, migration, ...numbered(chosen) }
      const refusals = await Array.fromAsync(replay(db, recording))
      if (refusals.length === 0) return recording
      const refused = new Set(refusals.map(({ scene, step }) => chosen[scene]?.[step]))
      for (const { sql, message } of refusals)
        process.stdout.write(`Left out: ${message}: ${sql.replace(/\s+/g, ' ').slice(0, 200)}\n`)
      scenes = scenes.map((steps) => steps.filter((step) => !refused.has(step)))
    }
  } finally {
    await db.destroy()
  }
}
