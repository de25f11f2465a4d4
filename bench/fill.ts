import { sql } from 'kysely'
import type { Database } from '../src/store/schema.ts'

export interface RoomAmounts {
  links: number
  readers: number
  /** Issues that are out, 14 entries each, the latest sent to all readers. */
  issues: number
}

/** Words that titles and notes are made of; one in a thousand links has each of the later ones. */
const SUBJECTS = ['clocks', 'queues', 'trees', 'caches', 'proofs', 'letters', 'maps', 'glaciers']
const ENTRIES = 14
/** Three of them make one of 1,728 words. */
const SYLLABLES = ['ka', 'lor', 'men', 'ti', 'vus', 'dra', 'pel', 'son', 'qui', 'bar', 'eth', 'ym']

/**
 * Fills an empty installation as years of work would: most links were published or skipped long
 * ago, a tenth waits. All of it in a few statements, so that a hundred thousand readers take
 * seconds. Answers a link, a reader and the latest issue.
 */
export async function fillRooms(db: Database, amounts: RoomAmounts) {
  const { links, readers, issues } = amounts
  await addLinks(db, links)
  await addIssues(db, issues)
  await sql`
    insert into subscriber (email, email_key, name, status, tags, confirmed_at, created_at)
    select a, a, 'Reader ' || n,
      case when n % 10 = 0 then 'unsubscribed' when n % 50 = 1 then 'bounced' else 'active' end,
      case when n <= 50 or n % 20 = 0 then '["friends"]'::jsonb else '[]'::jsonb end,
      now(), now() - n * interval '15 minutes'
    from generate_series(1, ${readers}::int) n,
      lateral (select 'reader-' || n || '@' || (array['mail','post','letters'])[1 + n % 3] || '.example' as a) address`.execute(
    db,
  )
  const latest = await db
    .selectFrom('issue')
    .select('id')
    .orderBy('month', 'desc')
    .executeTakeFirstOrThrow()
  await sql`
    insert into delivery (issue_id, subscriber_id, email, state, attempts, sent_at, last_reply)
    select ${latest.id}::int, id, email,
      case when id % 1000 = 7 then 'failed' else 'sent' end, 1, now(), '250 taken'
    from subscriber where status = 'active'`.execute(db)
  await sql`
    insert into bounce_event (event_hash, subscriber_id, kind, source, reason, received_at)
    select 'bounce-' || id || '-' || n, id, 'hard', 'smtp', '550 no such user', now() - id * interval '1 minute'
    from subscriber cross join generate_series(1, 60) n where status = 'bounced'`.execute(db)
  await sql`
    insert into entry_click (entry_id, clicks) select id, 1 + id % 97 from entry`.execute(db)
  await sql`vacuum analyze`.execute(db)
  const link = await db
    .selectFrom('link')
    .select('id')
    .where('status', '=', 'inbox')
    .orderBy('id', 'desc')
    .executeTakeFirstOrThrow()
  const reader = await db
    .selectFrom('subscriber')
    .select('id')
    .where('status', '=', 'active')
    .orderBy('id', 'desc')
    .executeTakeFirstOrThrow()
  return { linkId: link.id, readerId: reader.id, sentId: latest.id }
}

async function addLinks(db: Database, count: number): Promise<void> {
  await sql`
    insert into link (url, dedupe_key, title, authors, site_name, description, note, status,
      enrichment_status, saved_at, updated_at, section_id)
    select 'https://' || host || '/page/' || n, host || '/page/' || n,
      'On ' || (${SUBJECTS}::text[])[1 + n % ${SUBJECTS.length}::int] || ', part ' || n,
      jsonb_build_array('Author ' || n % 2), 'Site ' || n % 200,
      'What the page says of itself, in a sentence or two, about number ' || n || '.',
      case when n % 3 = 0 then '' else 'Why **number ' || n || '** is worth the time. ' || repeat('And so on it goes. ', 10) end,
      case when n <= ${count}::int / 10 then 'inbox' when n % 3 = 0 then 'skipped' else 'published' end,
      'done', now() - n * interval '40 minutes', now(),
      (select id from section order by id limit 1)
    from generate_series(1, ${count}::int) n,
      lateral (select 'site-' || case when n % 2 = 0 then 0 else n % 200 end || '.example' as host) site`.execute(
    db,
  )
  await sql`
    insert into tag (name, key) select 'Tag ' || n, 'tag ' || n from generate_series(1, 60) n`.execute(
    db,
  )
  await sql`
    insert into link_tag (link_id, tag_id, position)
    select link.id, tag.id, 1 from link join tag on tag.id = 1 + link.id % 60`.execute(db)
}

/** One a month, backwards from last month; each link is used once. */
async function addIssues(db: Database, count: number): Promise<void> {
  await sql`
    insert into issue (month, title, slug, state, intro, published_at, sent_at, planned_at, candidates)
    select to_char(at, 'YYYY-MM'), 'Issue of ' || to_char(at, 'YYYY-MM'), 'issue-' || to_char(at, 'YYYY-MM'),
      'sent', 'A month like any other.', at, at, at, 0
    from generate_series(1, ${count}::int) n, lateral (select now() - n * interval '1 month' as at) past`.execute(
    db,
  )
  await sql`insert into issue_section (issue_id, name, position) select id, 'Articles', 1 from issue`.execute(
    db,
  )
  await sql`
    insert into entry (issue_id, section_id, position, link_id, title, url, authors, note, site_name, tags, short_id)
    select issue_section.issue_id, issue_section.id, (given.place % ${ENTRIES}::int)::int, given.id, given.title,
      given.url, given.authors, given.note, given.site_name, '["Tag 1"]', left(md5(given.id::text), 8)
    from (select *, row_number() over (order by id) - 1 as place from link where status = 'published') given
    join (select *, row_number() over (order by id) - 1 as turn from issue_section) issue_section
      on issue_section.turn = given.place / ${ENTRIES}::int`.execute(db)
}

/**
 * An archive: so many public issues of thirty entries each, backwards from the end of 2023. Notes
 * and titles are made of words that are common, rare and of one entry alone.
 */
export async function fillArchive(db: Database, issues: number): Promise<void> {
  await sql`
    insert into issue (month, title, slug, state, intro, published_at, sent_at)
    select to_char(at, 'YYYY-MM'), 'Issue of ' || to_char(at, 'YYYY-MM'), 'issue-' || n, 'sent',
      'A month of reading, the one numbered ' || n || '.', now() - n * interval '1 minute', now()
    from generate_series(1, ${issues}::int) n,
      lateral (select timestamp '2023-12-01' - n * interval '1 month' as at) past`.execute(db)
  await sql`
    insert into issue_section (issue_id, name, position)
    select id, name, place from issue, (values ('Articles', 1), ('Tools', 2)) as named (name, place)`.execute(
    db,
  )
  await sql`
    insert into entry (issue_id, section_id, position, title, url, authors, note, site_name, tags)
    select s.issue_id, s.id, n,
      initcap(case when number % 40 = 0 then (${SUBJECTS}::text[])[1 + number / 40 % ${SUBJECTS.length}::int] else made end)
        || case when number % 4 = 0 then ' that ' else ' ' || (${SYLLABLES}::text[])[1 + number % 11] || 'ed ' end
        || (array['lie','wait','grow','fail','listen'])[1 + number % 5] || ', number ' || number,
      'https://site-' || number % 500 || '.example/page/' || number,
      jsonb_build_array('Author ' || number % 900),
      'Why [number ' || number || '](https://elsewhere.example) is *worth* reading: it explains what everybody ' ||
        'else leaves out. ' || repeat('Distributed machinery seldom misbehaves politely. ', 6) ||
        case when number % 97 = 0 then 'Mentions glaciology.' else '' end,
      'Site ' || number % 500, jsonb_build_array('tag ' || number % 40)
    from issue_section s, generate_series(1, 15) n,
      lateral (select s.id * 15 + n as number) as numbered,
      lateral (select (${SYLLABLES}::text[])[1 + number % 12] || (${SYLLABLES}::text[])[1 + number / 12 % 12]
        || (${SYLLABLES}::text[])[1 + number / 144 % 12] as made) as words`.execute(db)
  await sql`vacuum analyze`.execute(db)
}
