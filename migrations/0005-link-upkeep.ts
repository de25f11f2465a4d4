import { type Kysely, sql } from 'kysely'

/**
 * What happens to a link after it was saved: other addresses by which it is known, links that
 * turned out to be one, reading its page in turn, its picture, and whether its page is still there.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db)
}

const STATEMENTS = [
  // Every key by which a link is found: its own, those of links merged into it, that of its
  // canonical address. One table, so that no two links ever share one.
  `create table link_key (
    dedupe_key text primary key check (dedupe_key <> ''),
    -- Deferred, because the trigger below writes the key just before the link.
    link_id integer not null references link (id) on delete cascade deferrable initially deferred
  )`,
  'create index link_key_link on link_key (link_id)',
  'insert into link_key (dedupe_key, link_id) select dedupe_key, id from link',
  // Waits for whoever claims the same key at this moment. A key that is taken makes the insert do
  // nothing, as "on conflict do nothing" would.
  `create function link_takes_key() returns trigger language plpgsql as $$
    begin
      insert into link_key (dedupe_key, link_id) values (new.dedupe_key, new.id)
        on conflict (dedupe_key) do nothing;
      if found then return new; end if;
      if tg_op = 'INSERT' then return null; end if;
      perform 1 from link_key where dedupe_key = new.dedupe_key and link_id = new.id;
      if found then return new; end if;
      raise unique_violation using message = 'another link is known by this key';
    end $$`,
  `create trigger link_takes_key before insert or update of dedupe_key on link
    for each row execute function link_takes_key()`,
  // Ids that were given out once still find their link.
  `create table link_merge (
    old_id integer primary key,
    link_id integer not null references link (id) on delete cascade,
    url text not null,
    merged_at timestamptz not null
  )`,
  'create index link_merge_link on link_merge (link_id)',

  // Links whose page is to be read: the row is the job, due at `enrich_after`, null when nothing is to do.
  `alter table link
    add column host text not null generated always as
      (coalesce(substring(url from '^[a-z]+://([[][^]]*[]]|[^/:?#]+)'), '')) stored,
    add column enrich_after timestamptz,
    add column enrich_lease_until timestamptz,
    -- Since when the site has asked us to come back later.
    add column enrich_waiting_since timestamptz`,
  `update link set enrich_after = updated_at where enrichment_status = 'pending'`,
  `alter table link add check (enrichment_status <> 'pending' or enrich_after is not null)`,
  'drop index link_enrichment_pending',
  'create index link_enrich_due on link (enrich_after desc, id) where enrich_after is not null',

  `create table image (
    hash text primary key check (hash ~ '^[A-Za-z0-9_-]{22,64}$'),
    type text not null check (type in ('image/webp', 'image/jpeg')),
    width integer not null check (width > 0),
    height integer not null check (height > 0),
    bytes bytea not null check (octet_length(bytes) between 1 and 40960),
    created_at timestamptz not null
  )`,
  `create table link_image (
    link_id integer primary key references link (id) on delete cascade,
    source_url text not null,
    host text not null generated always as
      (coalesce(substring(source_url from '^[a-z]+://([[][^]]*[]]|[^/:?#]+)'), '')) stored,
    status text not null default 'pending' check (status in ('pending', 'done', 'failed')),
    error text,
    hash text references image (hash),
    attempts integer not null default 0,
    due_at timestamptz not null,
    lease_until timestamptz,
    check (status <> 'done' or hash is not null)
  )`,
  `create index link_image_due on link_image (due_at) where status = 'pending'`,
  'create index link_image_source on link_image using hash (source_url)',
  'create index link_image_hash on link_image (hash)',

  `create table link_check (
    link_id integer primary key references link (id) on delete cascade,
    -- Null when nobody asks.
    due_at timestamptz,
    lease_until timestamptz,
    checked_at timestamptz,
    alive_at timestamptz,
    -- The failed checks in a row up to now, and what the latest of them saw.
    failing_since timestamptz,
    reason text,
    dead_since timestamptz,
    check ((failing_since is null) = (reason is null)),
    check (dead_since is null or failing_since is not null)
  )`,
  'create index link_check_due on link_check (due_at)',
  // Links of issues that are out already are looked at within the next month, not all at once.
  `insert into link_check (link_id, due_at)
    select distinct on (entry.link_id) entry.link_id, now() + random() * interval '30 days'
    from entry join issue on issue.id = entry.issue_id
    where entry.link_id is not null and entry.removed_at is null and issue.published_at is not null`,
]
