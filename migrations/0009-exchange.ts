import { type Kysely, sql } from 'kysely'

/**
 * One step of a sender's work with the ledger, see `exchangeDeliveries` in src/store/deliveries.ts.
 *
 * A function, because its plan is kept between calls: planning this statement anew cost more than
 * running it. A later version gets another name, so that an older process finds its own.
 */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql`
    create function exchange_deliveries(
      the_issue integer, the_token text, lease_ms double precision, the_now timestamptz,
      outcomes jsonb, take integer, after_time timestamptz, after_id integer
    ) returns table (
      is_taken boolean, is_active boolean, reader_id integer, reader_email text, reader_name text,
      is_text_only boolean, tries integer, due_at timestamptz
    ) language plpgsql as $$
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
        from jsonb_to_recordset(outcomes) as o (id int, state text, reply text, attempts int, next timestamptz)
        where d.issue_id = the_issue and d.subscriber_id = o.id
          and d.lease_token = the_token and d.state = 'sending'
        returning d.subscriber_id
      ),
      due as materialized (
        select d.subscriber_id from delivery d
        where d.issue_id = the_issue
          and d.state in ('pending', 'deferred')
          and d.next_attempt_at <= the_now
          and (d.next_attempt_at, d.subscriber_id)
            > (coalesce(after_time, '-infinity'), coalesce(after_id, -1))
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
