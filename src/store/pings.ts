import { type Selectable, sql } from 'kysely'
import type { Ping, PingKind } from '../domain/response.ts'
import type { Db, Schema } from './schema.ts'

/** Public issues since then of which nobody was told in this way yet. */
export async function findUntoldIssues(db: Db, kind: PingKind, since: Date): Promise<number[]> {
  const rows = await db
    .selectFrom('issue')
    .select('id')
    .where('published_at', '>=', since)
    .where(({ not, exists, selectFrom }) =>
      not(
        exists(
          selectFrom('ping')
            .select('ping.id')
            .whereRef('ping.issue_id', '=', 'issue.id')
            .where('ping.kind', '=', kind),
        ),
      ),
    )
    .orderBy('id')
    .limit(50)
    .execute()
  return rows.map(({ id }) => id)
}

/** Address of the row that says that nobody is to be told: its issue is not planned (again). */
const NOBODY = ''

/** Each address once, whoever plans it. Without any, that there is nobody to tell. */
export async function insertPings(
  db: Db,
  { issueId, kind, urls, now }: { issueId: number; kind: PingKind; urls: string[]; now: Date },
): Promise<void> {
  if (urls.length === 0) return tellNobody(db, issueId, [kind], now)
  await db
    .insertInto('ping')
    .values(urls.map((url) => ({ issue_id: issueId, kind, url, due_at: now })))
    .onConflict((oc) => oc.columns(['issue_id', 'kind', 'url']).doNothing())
    .execute()
}

/** An issue that was public elsewhere before it came here is no news, whatever its date is. */
export async function tellNobody(
  db: Db,
  issueId: number,
  kinds: readonly PingKind[],
  now: Date,
): Promise<void> {
  await db
    .insertInto('ping')
    .values(
      kinds.map((kind) => ({
        issue_id: issueId,
        kind,
        url: NOBODY,
        state: 'none' as const,
        due_at: now,
        done_at: now,
      })),
    )
    .onConflict((oc) => oc.columns(['issue_id', 'kind', 'url']).doNothing())
    .execute()
}

/** Leases what is due. */
export async function claimPings(
  db: Db,
  { now, leaseMs, limit }: { now: Date; leaseMs: number; limit: number },
): Promise<(Ping & { slug: string })[]> {
  const rows = await db
    .updateTable('ping')
    .from('issue')
    .set({ lease_until: new Date(now.getTime() + leaseMs) })
    .whereRef('issue.id', '=', 'ping.issue_id')
    .where('ping.id', 'in', (eb) =>
      eb
        .selectFrom('ping')
        .select('id')
        .where('state', '=', 'waiting')
        .where('due_at', '<=', now)
        .where((or) => or.or([or('lease_until', 'is', null), or('lease_until', '<', now)]))
        .orderBy('due_at')
        .orderBy('id')
        .limit(limit)
        .forUpdate()
        .skipLocked(),
    )
    .returningAll('ping')
    .returning('issue.slug')
    .execute()
  return rows.map((row) => ({ ...toPing(row), slug: row.slug }))
}

export async function finishPing(
  db: Db,
  id: number,
  outcome: { state: 'sent' | 'none' | 'failed'; endpoint?: string | undefined; reply: string },
  now: Date,
): Promise<void> {
  await db
    .updateTable('ping')
    .set({
      state: outcome.state,
      endpoint: outcome.endpoint ?? null,
      last_reply: outcome.reply,
      lease_until: null,
      done_at: now,
    })
    .where('id', '=', id)
    .execute()
}

export async function postponePing(
  db: Db,
  id: number,
  { dueAt, reply }: { dueAt: Date; reply: string },
): Promise<void> {
  await db
    .updateTable('ping')
    .set({ due_at: dueAt, last_reply: reply, lease_until: null, attempts: sql`attempts + 1` })
    .where('id', '=', id)
    .execute()
}

/** Those who listen first; the many that do not, last. */
export async function findPings(db: Db, issueId: number): Promise<Ping[]> {
  const rows = await db
    .selectFrom('ping')
    .selectAll()
    .where('issue_id', '=', issueId)
    .where('url', '!=', NOBODY)
    .orderBy(sql`(state = 'none')`)
    .orderBy('kind')
    .orderBy('id')
    .execute()
  return rows.map(toPing)
}

function toPing(row: Selectable<Schema['ping']>): Ping {
  return {
    id: row.id,
    issueId: row.issue_id,
    kind: row.kind,
    url: row.url,
    state: row.state,
    endpoint: row.endpoint,
    lastReply: row.last_reply,
    attempts: row.attempts,
    dueAt: row.due_at,
  }
}
