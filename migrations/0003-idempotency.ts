import { type Kysely, sql } from 'kysely'

/**
 * Answers kept for a day, so that a call that is sent again with the same `Idempotency-Key`
 * is answered instead of done again. A row without an answer is a call under way.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db)
}

const STATEMENTS = [
  `create table idempotency (
    token_id integer not null references token (id) on delete cascade,
    key text not null check (char_length(key) between 1 and 255),
    -- SHA-256 of method, path and body: the same key for anything else is a mistake.
    fingerprint bytea not null,
    status integer,
    content_type text,
    body text,
    created_at timestamptz not null,
    primary key (token_id, key),
    check ((status is null) = (body is null))
  )`,
  'create index idempotency_created_at on idempotency (created_at)',
  // Pinboard's flag, which most bookmark tools have: kept so that it comes back out.
  'alter table link add column to_read boolean not null default false',
  // Looking up an address by the canonical one of its page. A hash, because addresses may be longer than a btree takes.
  'create index link_canonical_url on link using hash (canonical_url)',
]
