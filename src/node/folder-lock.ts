import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { AppError } from '../errors.ts'

/**
 * Keeps a second process out of a data folder: PGlite itself lets two openers overwrite each other.
 *
 * The lock is one that the kernel holds for SQLite, so it ends with the process however that dies.
 * A file with the process number beside it serves the message only.
 * Throws AppError DATA_DIR_LOCKED while another process holds the folder.
 */
export function lockFolder(folder: string): { release(): void } {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const holder = join(folder, 'holder.json')
  const lock = new DatabaseSync(join(folder, 'folder.lock'), { timeout: 0 })
  try {
    lock.exec('begin exclusive')
  } catch (cause) {
    lock.close()
    throw new AppError(
      'DATA_DIR_LOCKED',
      `The data folder ${folder} is in use by ${readHolder(holder)}. Stop that process, ` +
        'use its API instead, or set DATABASE_URL so that several processes can share the data.',
      { cause },
    )
  }
  writeFileSync(holder, JSON.stringify({ pid: process.pid, since: new Date().toISOString() }))
  return {
    release() {
      lock.exec('rollback')
      lock.close()
    },
  }
}

function readHolder(file: string): string {
  try {
    const { pid } = JSON.parse(readFileSync(file, 'utf8')) as { pid: number }
    return `another Linkletter process (process ${pid})`
  } catch (error) {
    // Locked but not yet written: the other process is just starting.
    if (error instanceof SyntaxError || (error as NodeJS.ErrnoException).code === 'ENOENT')
      return 'another Linkletter process'
    throw error
  }
}
