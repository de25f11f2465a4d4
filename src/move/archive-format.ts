import { createHash } from 'node:crypto'
import { z } from 'zod'

/**
 * One file with everything that an instance holds, to keep or to move.
 *
 * Text in UTF-8, packed with gzip. One JSON value a line:
 *
 *     {"format":"linkletter-archive", …}       the head, see `ArchiveHead`
 *     {"table":"link"}                         what the next rows belong to
 *     ["1","https://a.example/",null, …]       a row: texts as PostgreSQL writes them, null for null,
 *                                              in the order of the table's columns in the head
 *     {"counters":{"link.id":12, …}}           numbers that were given out last
 *     {"end":true,"rows":4711,"sha256":"…"}    SHA-256 of all bytes before this line, in hex
 *
 * A table comes after those it refers to. Whatever follows the last line is an error, and so is a
 * file without it.
 */
export const ARCHIVE_FORMAT = 'linkletter-archive'
export const ARCHIVE_VERSION = 1

export const headSchema = z.object({
  format: z.literal(ARCHIVE_FORMAT),
  version: z.number().int(),
  /** Version of the program that wrote it. */
  app: z.string(),
  created_at: z.iso.datetime(),
  base_url: z.string(),
  database: z.enum(['pglite', 'postgres']),
  migrations: z.array(z.string()).min(1),
  secret: z.object({ fingerprint: z.string(), value: z.string().min(32).optional() }),
  tables: z.array(
    z.object({ name: z.string(), rows: z.number().int().min(0), columns: z.array(z.string()) }),
  ),
})
export type ArchiveHead = z.infer<typeof headSchema>

export const endSchema = z.object({ end: z.literal(true), rows: z.number(), sha256: z.string() })

/** Tells whether two instances sign alike, without saying how. */
export function fingerprintOf(secret: string): string {
  return createHash('sha256').update(`linkletter secret\n${secret}`).digest('hex').slice(0, 24)
}
