import { once } from 'node:events'
import { createReadStream, createWriteStream, existsSync, writeFileSync } from 'node:fs'
import { open, rename, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { finished } from 'node:stream/promises'
import { createGunzip, createGzip } from 'node:zlib'
import type { Config } from '../config.ts'
import { AppError } from '../errors.ts'
import { type ArchiveHead, fingerprintOf } from '../move/archive-format.ts'
import { loadArchive } from '../move/load-archive.ts'
import { writeArchive } from '../move/write-archive.ts'
import type { Command } from './command.ts'
import { openDatabase } from './database.ts'
import { loadConfig } from './load-config.ts'
import { createProgress } from './progress-bar.ts'
import { readOrMakeSecret } from './secret.ts'

type Values = Parameters<Command['run']>[0]['values']

interface ArchiveCommandDeps {
  say: (text: string) => unknown
  tell: (text: string) => unknown
}

/** `export --all FILE`: everything into one file, `-` for stdout. Nothing is migrated or changed. */
export async function exportAll(
  { tell }: ArchiveCommandDeps,
  values: Values,
  file: string | undefined,
): Promise<number> {
  if (!file)
    throw new AppError('INVALID_INPUT', 'Give the file to write, or - for standard output.')
  const config = loadConfig()
  if (file !== '-' && existsSync(file))
    throw new AppError('INVALID_INPUT', `${file} is there already. Give another name.`)
  const database = await openDatabase(config)
  // Half a file never has the name of a whole one.
  const part = `${file}.part`
  const zip = createGzip()
  const out = file === '-' ? process.stdout : createWriteStream(part, { mode: 0o600 })
  const bar = createProgress('Exporting')
  try {
    zip.pipe(out, { end: file !== '-' })
    const rows = await writeArchive({
      db: database.db,
      kind: database.kind,
      now: new Date(),
      baseUrl: config.baseUrl,
      secret: config.secret ?? readOrMakeSecret(config.dataDir),
      withSecret: values['with-secret'] === true,
      onProgress: (done, of) => bar.show(done, of, 'rows'),
      async write(bytes) {
        // Whoever reads may be slower than we write: what waits must not fill the memory.
        if (!zip.write(bytes)) await Promise.race([once(zip, 'drain'), failureOf(out)])
      },
    })
    zip.end()
    await finished(zip)
    if (file !== '-') {
      await finished(out)
      await syncFile(part)
      await rename(part, file)
    }
    bar.end()
    tell(`${rows} rows are in ${file === '-' ? 'the output' : file}.`)
    tell(
      values['with-secret'] === true
        ? 'The secret is in it, too: whoever has the file can sign as you.'
        : `The secret is not in it: keep ${config.secret ? 'SECRET' : join(config.dataDir, 'secret')} beside it. Links in mails that are out, and the list of addresses not to be mailed, work with this secret only.`,
    )
    return 0
  } catch (error) {
    if (file !== '-') await rm(part, { force: true })
    throw error
  } finally {
    await database.close()
  }
}

/** `import --all FILE`: into an instance that holds nothing yet. */
export async function importAll(
  { say, tell }: ArchiveCommandDeps,
  values: Values,
  file: string | undefined,
): Promise<number> {
  if (!file) throw new AppError('INVALID_INPUT', 'Give the file to read, or - for standard input.')
  if (file !== '-' && !existsSync(file))
    throw new AppError('INVALID_INPUT', `There is no file ${file}.`)
  const config = loadConfig()
  const database = await openDatabase(config)
  const bar = createProgress('Importing')
  try {
    const input = file === '-' ? process.stdin : createReadStream(file)
    const unpacked = createGunzip()
    input.once('error', (error: Error) => unpacked.destroy(error))
    input.pipe(unpacked)
    let keepSecret = () => {}
    const { head, rows } = await loadArchive({
      db: database.db,
      now: new Date(),
      input: unpacked,
      checkHead(found) {
        keepSecret = secretStep(config, found, values['new-secret'] === true)
      },
      onProgress: (done, of) => bar.show(done, of, 'rows'),
    })
    keepSecret()
    bar.end()
    say(`${rows} rows are here, as they were on ${head.created_at} at ${head.base_url}.`)
    tell('This is a restored copy. Nothing is sent until you say so: on the overview of the rooms,')
    tell('by DELETE /api/v1/hold, or by the command: linkletter hold release')
    if (config.smtpUrl === undefined && config.databaseUrl === undefined)
      tell('The outbox folder is not part of the file.')
    return 0
  } finally {
    await database.close()
  }
}

/**
 * Decides what signs from now on; the step that is returned is taken when all rows are in.
 * Throws AppError CONFLICT when it would be another secret than that of the old instance.
 */
function secretStep(config: Config, { secret }: ArchiveHead, mayBeNew: boolean): () => void {
  const nothing = () => {}
  const file = join(config.dataDir, 'secret')
  if (config.secret === undefined && secret.value !== undefined) {
    const { value } = secret
    return () => writeFileSync(file, value, { mode: 0o600 })
  }
  const ours =
    config.secret ?? (existsSync(file) || mayBeNew ? readOrMakeSecret(config.dataDir) : undefined)
  if (mayBeNew || (ours !== undefined && fingerprintOf(ours) === secret.fingerprint)) return nothing
  throw new AppError(
    'CONFLICT',
    `The file was written with another secret. Set SECRET to that of the old instance (its SECRET, or the file "secret" in its DATA_DIR), or export with --with-secret${config.databaseUrl === undefined ? '' : ' into an embedded database'}. Or import with --new-secret: then unsubscribe links in mails that are out stop working, and addresses that must not be mailed are forgotten.`,
  )
}

async function failureOf(stream: NodeJS.WritableStream): Promise<never> {
  const [error] = await once(stream, 'error')
  throw error
}

async function syncFile(name: string): Promise<void> {
  const handle = await open(name, 'r+')
  await handle.sync()
  await handle.close()
  if ((await stat(name)).size === 0) throw new Error(`${name} is empty.`)
}
