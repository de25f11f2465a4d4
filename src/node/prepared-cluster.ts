import { createHash } from 'node:crypto'
import { existsSync, readFileSync, renameSync, rmSync } from 'node:fs'
import { unpackFolder } from './packed-folder.ts'

/** Made by `scripts/prepare-cluster.ts`: what initdb leaves, which takes it seconds and 1 GB. */
// The long way round, which leads there from `bundled/node` too.
const PREPARED = new URL('../../src/node/prepared-cluster/', import.meta.url)
export const CLUSTER_FILE = new URL('cluster.zst', PREPARED)
export const CLUSTER_FACTS = new URL('cluster.json', PREPARED)

export interface ClusterFacts {
  /** Version of PGlite that made it, and that alone opens it. */
  pglite: string
  sha256: string
}

/**
 * Puts an empty cluster where the embedded database will be, unless something is there.
 * A crash at any moment leaves nothing under that name or all of it. Does nothing where the
 * prepared cluster is missing, damaged or of another version: PGlite then makes one itself.
 * The caller holds the lock of the data folder.
 */
export function layPreparedCluster(folder: string): 'laid' | 'there' | 'not prepared' {
  const half = `${folder}.half`
  rmSync(half, { recursive: true, force: true })
  if (existsSync(folder)) return 'there'
  const packed = readPrepared()
  if (!packed) return 'not prepared'
  unpackFolder(packed, half)
  renameSync(half, folder)
  return 'laid'
}

function readPrepared(): Buffer | undefined {
  if (!existsSync(CLUSTER_FILE) || !existsSync(CLUSTER_FACTS)) return undefined
  const facts = JSON.parse(readFileSync(CLUSTER_FACTS, 'utf8')) as ClusterFacts
  if (facts.pglite !== installedPglite()) return undefined
  const packed = readFileSync(CLUSTER_FILE)
  const sha256 = createHash('sha256').update(packed).digest('hex')
  return sha256 === facts.sha256 ? packed : undefined
}

/** Version of the PGlite that is installed. */
export function installedPglite(): string {
  const facts = new URL('../package.json', import.meta.resolve('@electric-sql/pglite'))
  const { version } = JSON.parse(readFileSync(facts, 'utf8')) as { version: string }
  return version
}
