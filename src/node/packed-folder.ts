import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { constants, zstdCompressSync, zstdDecompressSync } from 'node:zlib'

/**
 * A folder as one file: the length of the list (4 bytes, big-endian), the list of its files as
 * JSON, their bytes one after the other; all of it packed with Zstandard (RFC 8878).
 */
interface PackedFile {
  /** Below the folder, with slashes. Null for `bytes`: an empty folder. */
  path: string
  bytes: number | null
}

/** Packs what `isWanted` does not leave out, in the order of the names. Slow: for scripts. */
export function packFolder(folder: string, isWanted: (path: string) => boolean): Buffer {
  const list: PackedFile[] = []
  const bodies: Buffer[] = []
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true })
    .map((entry) => ({
      path: relative(folder, join(entry.parentPath, entry.name)).replaceAll('\\', '/'),
      isFolder: entry.isDirectory(),
    }))
    .filter(({ path }) => isWanted(path))
    .toSorted((a, b) => (a.path < b.path ? -1 : 1))
  for (const { path, isFolder } of entries) {
    if (isFolder) list.push({ path, bytes: null })
    else {
      const body = readFileSync(join(folder, path))
      list.push({ path, bytes: body.length })
      bodies.push(body)
    }
  }
  const head = Buffer.from(JSON.stringify(list))
  const length = Buffer.alloc(4)
  length.writeUInt32BE(head.length)
  return zstdCompressSync(Buffer.concat([length, head, ...bodies]), {
    params: {
      [constants.ZSTD_c_compressionLevel]: 19,
      // The same pages come again far apart: once for each database of the cluster.
      [constants.ZSTD_c_windowLog]: 26,
    },
  })
}

/** Writes the files below `folder`, which is made. */
export function unpackFolder(packed: Uint8Array, folder: string): void {
  const all = zstdDecompressSync(packed, {
    params: { [constants.ZSTD_d_windowLogMax]: 26 },
  })
  const headEnd = 4 + all.readUInt32BE(0)
  const list = JSON.parse(all.toString('utf8', 4, headEnd)) as PackedFile[]
  let at = headEnd
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  for (const { path, bytes } of list) {
    if (bytes === null) {
      mkdirSync(join(folder, path), { recursive: true, mode: 0o700 })
      continue
    }
    mkdirSync(dirname(join(folder, path)), { recursive: true, mode: 0o700 })
    writeFileSync(join(folder, path), all.subarray(at, at + bytes), { mode: 0o600 })
    at += bytes
  }
  if (at !== all.length) throw new Error('The packed folder has another length than its list says.')
}
