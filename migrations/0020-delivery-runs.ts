import { type Kysely, sql } from 'kysely'

/**
 * A ledger whose two moves of a message, to `sending` and to `sent`, write to no index: no index
 * names a column that they change, and pages keep room for the new versions of their rows, so
 * that both are updates within the page (HOT).
 *
 * Pending rows are taken in the order of the primary key. States in which rows stay for a while,
 * other than `sent`, have a column of their own, which is null for all others and so is never
 * touched by the two moves. The lease, one time for all rows of a run, stands in a row of its run.
 *
 * The functions and columns of the versions before stay for processes that still run them.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db)
}

const STATEMENTS = [
  'drop index delivery_due',
  'drop index delivery_leased',
  'drop index delivery_rest',
  'alter table delivery set (fillfactor = 60)',
  // Rewrites the table once.
  `alter table delivery add column rest text generated always as (
    case when state in ('deferred', 'failed', 'unknown', 'skipped') then state end) stored`,
  `create index delivery_resting on delivery (issue_id, rest, subscriber_id)
    where rest is not null`,
  `create index delivery_retry on delivery (issue_id, next_attempt_at, subscriber_id)
    where rest = 'deferred'`,
  // One run of one sender. lease_until is null once the run has ended.
  `create table send_run (
    token text primary key,
    issue_id integer not null references issue (id) on delete cascade,
    lease_until timestamptz,
    last_reply text,
    said_at timestamptz
  )`,
  'create index send_run_issue on send_run (issue_id)',
  // Rows under way during the move: their senders renew what they have in the rows themselves.
  `create function exchange_deliveries_3(
    the_issue integer, the_token text, lease_ms double precision, the_now timestamptz,
    ids integer[], states text[], replies text[], counts integer[], nexts timestamptz[],
    take integer, after_id integer, said text
  ) returns table (
    kind text, reader_id integer, place integer, reader_email text, reader_name text,
    is_text_only boolean, tries integer
  ) language plpgsql
    set plan_cache_mode = force_generic_plan
    set enable_hashjoin = off set enable_mergejoin = off set enable_seqscan = off as $$
  declare
    done integer[];
    due integer[];
    retried integer[];
  begin
    if cardinality(ids) > 0 then
      with recorded as (
        update delivery d set
          state = o.state,
          last_reply = o.reply,
          attempts = o.attempts,
          next_attempt_at = case when o.state = 'deferred' then o.next else d.next_attempt_at end,
          sent_at = case when o.state = 'sent' then the_now end,
          lease_token = null,
          lease_until = null,
          updated_at = the_now
        from unnest(ids, states, replies, counts, nexts) as o (id, state, reply, attempts, next)
        where d.issue_id = the_issue and d.subscriber_id = o.id
          and d.lease_token = the_token and d.state = 'sending'
        returning d.subscriber_id
      )
      select array_agg(r.subscriber_id) into done from recorded r;
      if coalesce(cardinality(done), 0) < cardinality(ids) then
        return query
          select 'lost', u.id, null::integer, null::text, null::text, null::boolean, null::integer
          from unnest(ids) as u (id) where u.id <> all (coalesce(done, '{}'));
      end if;
    end if;

    if take > 0 then
      -- Whoever wants to end this lease waits until the rows taken below can be seen.
      perform from send_run r
      where said is null and r.token = the_token
        and r.lease_until > clock_timestamp() + lease_ms * interval '0.5 millisecond'
      for key share;
      if not found then
        insert into send_run as r (token, issue_id, lease_until, last_reply, said_at)
        values (the_token, the_issue, clock_timestamp() + lease_ms * interval '1 millisecond',
          said, case when said is not null then clock_timestamp() end)
        on conflict (token) do update set
          lease_until = excluded.lease_until,
          last_reply = coalesce(excluded.last_reply, r.last_reply),
          said_at = coalesce(excluded.said_at, r.said_at);
      end if;

      perform from issue i
      where i.id = the_issue and i.state = 'sending' and i.planned_at is not null;
      if not found then return; end if;

      select array_agg(c.subscriber_id) into due from (
        select d.subscriber_id from delivery d
        where d.issue_id = the_issue and d.subscriber_id > after_id
          and d.state = 'pending' and d.next_attempt_at <= the_now
        order by d.subscriber_id
        limit take
        for update of d skip locked
      ) c;
      if coalesce(cardinality(due), 0) < take then
        return query select 'end', null::integer, null::integer, null::text, null::text,
          null::boolean, null::integer;
        select array_agg(c.subscriber_id) into retried from (
          select d.subscriber_id from delivery d
          where d.issue_id = the_issue and d.rest = 'deferred' and d.next_attempt_at <= the_now
          order by d.next_attempt_at, d.subscriber_id
          limit take - coalesce(cardinality(due), 0)
          for update of d skip locked
        ) c;
        due := coalesce(due, '{}') || coalesce(retried, '{}');
      end if;

      return query
        with reader as materialized (
          select u.id, s.email, s.name, s.text_only,
            (s.status is not distinct from 'active'
              and (s.paused_until is null or s.paused_until <= the_now)) as wants_it
          from unnest(due) as u (id) left join subscriber s on s.id = u.id
        )
        update delivery d set
          state = case when r.wants_it then 'sending' else 'skipped' end,
          email = coalesce(r.email, d.email),
          lease_token = case when r.wants_it then the_token end,
          updated_at = the_now
        from reader r
        where d.issue_id = the_issue and d.subscriber_id = r.id
        returning case when r.wants_it then 'taken' else 'skipped' end, d.subscriber_id,
          case when d.subscriber_id <> all (coalesce(retried, '{}')) then d.subscriber_id end,
          d.email, r.name, r.text_only, d.attempts;
    end if;
  end $$`,
]
