/**
 * `node scripts/prepare-cluster.ts`: makes the empty cluster with which a first start begins.
 * Run it after each change of the version of PGlite; a test says when it is due. initdb gives each
 * cluster a number of its own, so two runs differ in some bytes.
 */
import { createHash } from 'node:crypto'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { PGlite } from '@electric-sql/pglite'
import { packFolder } from '../src/node/packed-folder.ts'
import {
  CLUSTER_FACTS,
  CLUSTER_FILE,
  type ClusterFacts,
  installedPglite,
} from '../src/node/prepared-cluster.ts'

const scratch = mkdtempSync(join(tmpdir(), 'linkletter-cluster-'))
try {
  const folder = join(scratch, 'pglite')
  const pglite = await PGlite.create(folder)
  await pglite.exec('checkpoint')
  await pglite.close()
  const packed = packFolder(folder, (path) => !path.startsWith('postmaster.'))
  const facts: ClusterFacts = {
    pglite: installedPglite(),
    sha256: createHash('sha256').update(packed).digest('hex'),
  }
  mkdirSync(dirname(fileURLToPath(CLUSTER_FILE)), { recursive: true })
  writeFileSync(CLUSTER_FILE, packed)
  writeFileSync(CLUSTER_FACTS, `${JSON.stringify(facts, null, 2)}\n`)
  process.stdout.write(`${packed.length} bytes for PGlite ${facts.pglite}\n`)
} finally {
  rmSync(scratch, { recursive: true, force: true })
}
