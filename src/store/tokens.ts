import type { Role } from '../domain/account.ts'
import type { Db, TokenScope } from './schema.ts'

/** Who made a token, as they are now. */
export interface TokenMaker {
  id: number
  name: string
  email: string | null
  role: Role
}

/** A token as lists show it: the secret itself is never stored. */
export interface TokenInfo {
  id: number
  name: string
  scope: TokenScope
  /** First characters, to tell tokens apart. */
  prefix: string
  /** Null: the command line made it, or somebody who has left. */
  maker: TokenMaker | null
  createdAt: Date
  lastUsedAt: Date | null
  revokedAt: Date | null
}

export async function insertToken(
  db: Db,
  token: {
    name: string
    scope: TokenScope
    prefix: string
    hash: Uint8Array
    accountId: number | null
  },
): Promise<TokenInfo> {
  const { accountId, ...values } = token
  const { id } = await db
    .insertInto('token')
    .values({ ...values, account_id: accountId })
    .returning('id')
    .executeTakeFirstOrThrow()
  return toTokenInfo(await selectTokens(db).where('token.id', '=', id).executeTakeFirstOrThrow())
}

/** Undefined when it is unknown or revoked, or its maker has left. */
export async function findLiveToken(db: Db, hash: Uint8Array): Promise<TokenInfo | undefined> {
  const row = await selectTokens(db)
    .where('token.hash', '=', hash)
    .where('token.revoked_at', 'is', null)
    .where((eb) => eb.or([eb('token.account_id', 'is', null), eb('account.id', 'is not', null)]))
    .executeTakeFirst()
  return row && toTokenInfo(row)
}

/** At most once a minute: reading must not become writing. */
export async function touchToken(db: Db, token: TokenInfo, now: Date): Promise<void> {
  if (token.lastUsedAt && now.getTime() - token.lastUsedAt.getTime() < 60_000) return
  await db.updateTable('token').set({ last_used_at: now }).where('id', '=', token.id).execute()
}

export async function findTokens(db: Db): Promise<TokenInfo[]> {
  const rows = await selectTokens(db).orderBy('token.id').execute()
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

/** Those that somebody made. */
export async function revokeTokensOf(db: Db, accountId: number, now: Date): Promise<void> {
  await db
    .updateTable('token')
    .set({ revoked_at: now })
    .where('account_id', '=', accountId)
    .where('revoked_at', 'is', null)
    .execute()
}

function selectTokens(db: Db) {
  return db
    .selectFrom('token')
    .leftJoin('account', 'account.id', 'token.account_id')
    .selectAll('token')
    .select([
      'account.name as maker_name',
      'account.email as maker_email',
      'account.role as maker_role',
    ])
}

function toTokenInfo(
  row: Awaited<ReturnType<ReturnType<typeof selectTokens>['executeTakeFirstOrThrow']>>,
): TokenInfo {
  const { account_id: id, maker_name: name, maker_email: email, maker_role: role } = row
  return {
    id: row.id,
    name: row.name,
    scope: row.scope,
    prefix: row.prefix,
    maker: id === null || role === null ? null : { id, name: name ?? '', email, role },
    createdAt: row.created_at,
    lastUsedAt: row.last_used_at,
    revokedAt: row.revoked_at,
  }
}
