import type { Db, HookKind } from './schema.ts'

/** A secret address as lists show it: the secret itself is never stored. */
export interface Hook {
  id: number
  kind: HookKind
  name: string
  /** First characters of the secret, to tell hooks apart. */
  prefix: string
  createdAt: Date
  lastUsedAt: Date | null
}

export async function insertHook(
  db: Db,
  hook: { kind: HookKind; name: string; prefix: string; hash: Uint8Array; createdAt: Date },
): Promise<Hook> {
  const { createdAt, ...values } = hook
  const row = await db
    .insertInto('hook')
    .values({ ...values, created_at: createdAt })
    .returningAll()
    .executeTakeFirstOrThrow()
  return toHook(row)
}

export async function findHookByHash(
  db: Db,
  kind: HookKind,
  hash: Uint8Array,
): Promise<Hook | undefined> {
  const row = await db
    .selectFrom('hook')
    .selectAll()
    .where('kind', '=', kind)
    .where('hash', '=', hash)
    .executeTakeFirst()
  return row && toHook(row)
}

export async function findHooks(db: Db): Promise<Hook[]> {
  const rows = await db.selectFrom('hook').selectAll().orderBy('id').execute()
  return rows.map(toHook)
}

export async function touchHook(db: Db, id: number, now: Date): Promise<void> {
  await db.updateTable('hook').set({ last_used_at: now }).where('id', '=', id).execute()
}

export async function deleteHook(db: Db, id: number): Promise<boolean> {
  const result = await db.deleteFrom('hook').where('id', '=', id).executeTakeFirst()
  return result.numDeletedRows > 0n
}

function toHook(row: {
  id: number
  kind: HookKind
  name: string
  prefix: string
  created_at: Date
  last_used_at: Date | null
}): Hook {
  return {
    id: row.id,
    kind: row.kind,
    name: row.name,
    prefix: row.prefix,
    createdAt: row.created_at,
    lastUsedAt: row.last_used_at,
  }
}
