import { type Kysely, sql } from 'kysely'

/**
 * Rows that wait behind another one on the same connection. A sender takes the next row while the
 * message before is under way, and `behind` names the reader of that message. The end of the
 * waiting one, the dot, leaves only once the outcome of the one before is recorded: as long as that
 * still is `sending` under the same lease, the waiting row has certainly not been handed over.
 * When its turn comes, it is looked at again: readers leave, and issues are paused, meanwhile.
 *
 * The lease is looked at before anything is recorded. Who takes over a dead sender's rows locks the
 * run's row first, so that either it sees what is recorded here, or this finds its rows gone.
 *
 * The function of the version before goes on, for processes that still run it.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of STATEMENTS) await sql.raw(statement).execute(db)
}

const STATEMENTS = [
  'alter table delivery add column behind integer',
  `create function exchange_deliveries_4(
    the_issue integer, the_token text, lease_ms double precision, the_now timestamptz,
    ids integer[], states text[], replies text[], counts integer[], nexts timestamptz[],
    waiting integer[], begun integer[], take integer, behinds integer[], after_id integer, said text
  ) returns table (
    kind text, reader_id integer, place integer, reader_email text, reader_name text,
    is_text_only boolean, tries integer, waits_behind integer
  ) language plpgsql
    set plan_cache_mode = force_generic_plan
    set enable_hashjoin = off set enable_mergejoin = off set enable_seqscan = off as $$
  declare
    done integer[];
    due integer[];
    retried integer[];
  begin
    -- Whoever wants to end this lease waits until all that follows can be seen.
    perform from send_run r
    where said is null and r.token = the_token
      and r.lease_until > clock_timestamp() + lease_ms * interval '0.5 millisecond'
    for key share;
    if not found and take > 0 then
      insert into send_run as r (token, issue_id, lease_until, last_reply, said_at)
      values (the_token, the_issue, clock_timestamp() + lease_ms * interval '1 millisecond',
        said, case when said is not null then clock_timestamp() end)
      on conflict (token) do update set
        lease_until = excluded.lease_until,
        last_reply = coalesce(excluded.last_reply, r.last_reply),
        said_at = coalesce(excluded.said_at, r.said_at);
    elsif not found then
      update send_run r set lease_until = clock_timestamp() + lease_ms * interval '1 millisecond'
      where r.token = the_token;
    end if;

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
          behind = null,
          updated_at = the_now
        from unnest(ids, states, replies, counts, nexts) as o (id, state, reply, attempts, next)
        where d.issue_id = the_issue and d.subscriber_id = o.id
          and d.lease_token = the_token and d.state = 'sending'
        returning d.subscriber_id
      )
      select array_agg(r.subscriber_id) into done from recorded r;
      if coalesce(cardinality(done), 0) < cardinality(ids) then
        return query
          select 'lost', u.id, null::integer, null::text, null::text, null::boolean, null::integer,
            null::integer
          from unnest(ids) as u (id) where u.id <> all (coalesce(done, '{}'));
      end if;
    end if;
    -- What comes again would be \`sending\` again, and who waited behind it seem to wait still.
    if cardinality(begun) > 0 then
      update delivery d set behind = null
      from unnest(begun) as u (id)
      where d.issue_id = the_issue and d.subscriber_id = u.id and d.lease_token = the_token;
    end if;

    if cardinality(waiting) > 0 then
      return query
        update delivery d set
          state = case when d.attempts > 0 then 'deferred' else 'pending' end,
          lease_token = null,
          behind = null,
          updated_at = the_now
        from unnest(waiting) as u (id) left join subscriber s on s.id = u.id
        where d.issue_id = the_issue and d.subscriber_id = u.id
          and d.lease_token = the_token and d.state = 'sending'
          and (s.status is distinct from 'active' or s.paused_until > the_now
            or s.email is distinct from d.email)
        returning 'changed', d.subscriber_id, null::integer, null::text, null::text,
          null::boolean, null::integer, null::integer;
    end if;

    if take > 0 or cardinality(waiting) > 0 then
      perform from issue i
      where i.id = the_issue and i.state = 'sending' and i.planned_at is not null;
      if not found then
        return query select 'ended', null::integer, null::integer, null::text, null::text,
          null::boolean, null::integer, null::integer;
        return;
      end if;
    end if;

    if take > 0 then

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
          null::boolean, null::integer, null::integer;
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
          select u.id, s.email, s.name, s.text_only, behinds[u.ordinality] as behind,
            (s.status is not distinct from 'active'
              and (s.paused_until is null or s.paused_until <= the_now)) as wants_it
          from unnest(due) with ordinality as u (id) left join subscriber s on s.id = u.id
        )
        update delivery d set
          state = case when r.wants_it then 'sending' else 'skipped' end,
          email = coalesce(r.email, d.email),
          lease_token = case when r.wants_it then the_token end,
          behind = case when r.wants_it then r.behind end,
          updated_at = the_now
        from reader r
        where d.issue_id = the_issue and d.subscriber_id = r.id
        returning case when r.wants_it then 'taken' else 'skipped' end, d.subscriber_id,
          case when d.subscriber_id <> all (coalesce(retried, '{}')) then d.subscriber_id end,
          d.email, r.name, r.text_only, d.attempts, d.behind;
    end if;
  end $$`,
  `create or replace function exchange_deliveries_3(
    the_issue integer, the_token text, lease_ms double precision, the_now timestamptz,
    ids integer[], states text[], replies text[], counts integer[], nexts timestamptz[],
    take integer, after_id integer, said text
  ) returns table (
    kind text, reader_id integer, place integer, reader_email text, reader_name text,
    is_text_only boolean, tries integer
  ) language sql as $$
    select e.kind, e.reader_id, e.place, e.reader_email, e.reader_name, e.is_text_only, e.tries
    from exchange_deliveries_4(the_issue, the_token, lease_ms, the_now, ids, states, replies,
      counts, nexts, '{}', '{}', take, '{}', after_id, said) e
  $$`,
]
