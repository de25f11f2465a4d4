import { sql } from 'kysely'
import type { Db } from './schema.ts'

/** One call of one token. */
export interface IdempotentCall {
  tokenId: number
  key: string
  /** What was asked; another request under the same key has another one. */
  fingerprint: Uint8Array
}

export interface StoredAnswer {
  status: number
  contentType: string | null
  body: string
}

export type Claim =
  /** The caller does the work, then stores the answer or gives the key back. */
  | { state: 'new' }
  | { state: 'answered'; answer: StoredAnswer }
  | { state: 'under_way' }
  | { state: 'other_request' }

/**
 * Takes the key for this call, in one statement, so that of several at once one gets it.
 * Rows older than `forgetBefore` count as gone; so does a call without an answer that began
 * before `abandonedBefore`, when it is the same one: its process died.
 */
export async function claimKey(
  db: Db,
  call: IdempotentCall,
  times: { now: Date; forgetBefore: Date; abandonedBefore: Date },
): Promise<Claim> {
  await db.deleteFrom('idempotency').where('created_at', '<', times.forgetBefore).execute()
  const taken = await db
    .insertInto('idempotency')
    .values({
      token_id: call.tokenId,
      key: call.key,
      fingerprint: call.fingerprint,
      created_at: times.now,
    })
    .onConflict((oc) =>
      oc
        .columns(['token_id', 'key'])
        .doUpdateSet({ created_at: times.now })
        .where('idempotency.status', 'is', null)
        .where('idempotency.created_at', '<', times.abandonedBefore)
        .where(sql.ref('idempotency.fingerprint'), '=', sql.ref('excluded.fingerprint')),
    )
    .returning('key')
    .executeTakeFirst()
  if (taken) return { state: 'new' }
  const row = await rowOf(db, call).selectAll().executeTakeFirst()
  // Given back between the two statements: as good as under way, the caller tries again.
  if (!row) return { state: 'under_way' }
  if (!isSame(row.fingerprint, call.fingerprint)) return { state: 'other_request' }
  if (row.status === null || row.body === null) return { state: 'under_way' }
  const answer = { status: row.status, contentType: row.content_type, body: row.body }
  return { state: 'answered', answer }
}

export async function storeAnswer(
  db: Db,
  call: IdempotentCall,
  answer: StoredAnswer,
): Promise<void> {
  await db
    .updateTable('idempotency')
    .set({ status: answer.status, content_type: answer.contentType, body: answer.body })
    .where('token_id', '=', call.tokenId)
    .where('key', '=', call.key)
    .execute()
}

/** The call failed without an outcome: the next one with this key does the work. */
export async function releaseKey(db: Db, call: IdempotentCall): Promise<void> {
  await db
    .deleteFrom('idempotency')
    .where('token_id', '=', call.tokenId)
    .where('key', '=', call.key)
    .where('status', 'is', null)
    .execute()
}

function rowOf(db: Db, call: IdempotentCall) {
  return db
    .selectFrom('idempotency')
    .where('token_id', '=', call.tokenId)
    .where('key', '=', call.key)
}

function isSame(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, index) => byte === b[index])
}
