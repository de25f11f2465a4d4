import { type Kysely, sql } from 'kysely'

/**
 * The sender's step with the ledger again, several times as fast: its plan is made once, not at
 * each call, which took longer than the work, and looks rows up one by one, whatever the planner
 * thinks of numbers that it does not know; and an index of all states, which each of the two
 * moves of a message wrote to, is there for the few states that somebody looks for.
 *
 * `exchange_deliveries` stays for processes of the version before.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create index delivery_rest on delivery (issue_id, state, subscriber_id)
      where state in ('sending', 'deferred', 'failed', 'unknown', 'skipped')`.execute(db)
  await sql`drop index delivery_state`.execute(db)
  await sql`
    create function exchange_deliveries_2(
      the_issue integer, the_token text, lease_ms double precision, the_now timestamptz,
      ids integer[], states text[], replies text[], counts integer[], nexts timestamptz[],
      take integer, after_time timestamptz, after_id integer
    ) returns table (
      is_taken boolean, is_active boolean, reader_id integer, reader_email text, reader_name text,
      is_text_only boolean, tries integer, due_at timestamptz
    ) language plpgsql
      set plan_cache_mode = force_generic_plan
      set enable_hashjoin = off set enable_mergejoin = off set enable_seqscan = off as $$
    begin
      return query
      with recorded as (
        update delivery d set
          state = o.state,
          last_reply = o.reply,
          attempts = o.attempts,
          next_attempt_at = o.next,
          sent_at = case when o.state = 'sent' then the_now end,
          lease_token = null,
          lease_until = null,
          updated_at = the_now
        from unnest(ids, states, replies, counts, nexts) as o (id, state, reply, attempts, next)
        where d.issue_id = the_issue and d.subscriber_id = o.id
          and d.lease_token = the_token and d.state = 'sending'
        returning d.subscriber_id
      ),
      due as materialized (
        select d.subscriber_id from delivery d
        where d.issue_id = the_issue
          and d.state in ('pending', 'deferred')
          and d.next_attempt_at <= the_now
          and (d.next_attempt_at, d.subscriber_id) > (after_time, after_id)
          and exists (
            select from issue i
            where i.id = the_issue and i.state = 'sending' and i.planned_at is not null
          )
        order by d.next_attempt_at, d.subscriber_id
        limit take
        for update of d skip locked
      ),
      reader as (
        select due.subscriber_id, s.email, s.name, s.text_only,
          (s.status is not distinct from 'active'
            and (s.paused_until is null or s.paused_until <= the_now)) as wants_it
        from due left join subscriber s on s.id = due.subscriber_id
      ),
      taken as (
        update delivery d set
          state = case when r.wants_it then 'sending' else 'skipped' end,
          email = coalesce(r.email, d.email),
          lease_token = case when r.wants_it then the_token end,
          lease_until = case when r.wants_it
            then clock_timestamp() + lease_ms * interval '1 millisecond' end,
          updated_at = the_now
        from reader r
        where d.issue_id = the_issue and d.subscriber_id = r.subscriber_id
        returning r.wants_it, d.subscriber_id, d.email, r.name, r.text_only, d.attempts,
          d.next_attempt_at
      )
      select false, null::boolean, r.subscriber_id, null::text, null::text, null::boolean,
        null::integer, null::timestamptz
      from recorded r
      union all
      select true, t.wants_it, t.subscriber_id, t.email, t.name, t.text_only, t.attempts,
        t.next_attempt_at
      from taken t;
    end $$`.execute(db)
}
