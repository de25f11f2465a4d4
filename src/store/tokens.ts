import type { Db, TokenScope } from './schema.ts'

/** A token as lists show it: the secret itself is never stored. */
export interface TokenInfo {
  id: number
  name: string
  scope: TokenScope
  /** First characters, to tell tokens apart. */
  prefix: string
  createdAt: Date
  lastUsedAt: Date | null
  revokedAt: Date | null
}

export async function insertToken(
  db: Db,
  token: { name: string; scope: TokenScope; prefix: string; hash: Uint8Array },
): Promise<TokenInfo> {
  const row = await db.insertInto('token').values(token).returningAll().executeTakeFirstOrThrow()
  return toTokenInfo(row)
}

export async function findLiveToken(db: Db, hash: Uint8Array): Promise<TokenInfo | undefined> {
  const row = await db
    .selectFrom('token')
    .selectAll()
    .where('hash', '=', hash)
    .where('revoked_at', 'is', null)
    .executeTakeFirst()
  return row && toTokenInfo(row)
}

/** At most once a minute: reading must not become writing. */
export async function touchToken(db: Db, token: TokenInfo, now: Date): Promise<void> {
  if (token.lastUsedAt && now.getTime() - token.lastUsedAt.getTime() < 60_000) return
  await db.updateTable('token').set({ last_used_at: now }).where('id', '=', token.id).execute()
}

export async function findTokens(db: Db): Promise<TokenInfo[]> {
  const rows = await db.selectFrom('token').selectAll().orderBy('id').execute()
  return rows.map(toTokenInfo)
}

export async function revokeToken(db: Db, id: number, now: Date): Promise<boolean> {
  const result = await db
    .updateTable('token')
    .set({ revoked_at: now })
    .where('id', '=', id)
    .where('revoked_at', 'is', null)
    .executeTakeFirst()
  return result.numUpdatedRows > 0n
}

function toTokenInfo(row: {
  id: number
  name: string
  scope: TokenScope
  prefix: string
  created_at: Date
  last_used_at: Date | null
  revoked_at: Date | null
}): TokenInfo {
  return {
    id: row.id,
    name: row.name,
    scope: row.scope,
    prefix: row.prefix,
    createdAt: row.created_at,
    lastUsedAt: row.last_used_at,
    revokedAt: row.revoked_at,
  }
}
