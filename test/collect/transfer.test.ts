import { sql } from 'kysely'
import { beforeEach, describe, expect, it } from 'vitest'
import { movedIssueJson } from '../../src/collect/moved-issue-json.ts'
import type { Link } from '../../src/domain/link.ts'
import { linkJson } from '../../src/domain/link-json.ts'
import type { MovedIssue } from '../../src/store/issue-transfer.ts'
import type { Database } from '../../src/store/schema.ts'
import {
  type IssueJson,
  type LinkJson,
  outline,
  type Page,
  pageThatSays,
  useTestApp,
} from '../support/app.ts'
import { DATABASE_KINDS, type DatabaseKind } from '../support/database.ts'

interface Report {
  created: number
  duplicates: number
  rejected: { line: number; reason: string }[]
  notices: string[]
}

function useInstallation(kind: DatabaseKind) {
  const app = useTestApp(kind)
  return Object.assign(app, {
    async export(scope: 'edit' | 'admin' = 'admin'): Promise<string> {
      const answer = await app.request('/api/v1/export?format=json', {
        headers: { authorization: `Bearer ${app.tokens[scope]}` },
      })
      expect(answer.status).toBe(200)
      return answer.text()
    },
    async import(text: string, scope: 'edit' | 'admin' = 'admin', query = ''): Promise<Report> {
      const answer = await app.request(`/api/v1/imports?format=auto${query}`, {
        method: 'POST',
        headers: { authorization: `Bearer ${app.tokens[scope]}` },
        body: text,
      })
      expect(answer.status).toBe(200)
      return (await answer.json()) as Report
    },
  })
}

/** Every row, ids replaced by what they stand for; without what is only about the work to come. */
async function stateOf(db: Database) {
  const rows = async (query: ReturnType<typeof sql>) => {
    const found = (await query.execute(db)).rows as Record<string, unknown>[]
    // Where the database set the time itself it has microseconds; everything of ours has milliseconds.
    const text = JSON.stringify(found).replace(/"\d{4}-\d\d-\d\dT[\d:.]+\+00:00"/g, (instant) =>
      JSON.stringify(new Date(JSON.parse(instant))),
    )
    return JSON.parse(text) as Record<string, unknown>[]
  }
  return {
    links: await rows(sql`
      select to_jsonb(link) - '{id,section_id,enrichment_attempts,enrich_after,enrich_lease_until,enrich_waiting_since}'::text[] as row,
        section.name as section,
        (select jsonb_agg(dedupe_key order by dedupe_key) from link_key where link_id = link.id) as keys,
        (select jsonb_agg(jsonb_build_array(tag.name, link_tag.position) order by link_tag.position)
          from link_tag join tag on tag.id = tag_id where link_id = link.id) as tags
      from link left join section on section.id = section_id order by link.id`),
    tags: await rows(sql`select name, key from tag
      where exists (select 1 from link_tag where tag_id = tag.id) order by key`),
    sections: await rows(sql`select name, position from section order by position`),
    issues: await rows(sql`select to_jsonb(issue) - '{id,send_forced}'::text[] as row,
      (select jsonb_agg(jsonb_build_array(slug, created_at) order by slug) from slug_history
        where issue_id = issue.id) as old_slugs,
      (select jsonb_agg(jsonb_build_array(path, url, created_at) order by path) from old_path
        where issue_id = issue.id) as old_paths,
      (select to_jsonb(issue_render) - 'issue_id' from issue_render where issue_id = issue.id) as mail
      from issue order by month`),
    entries: await rows(sql`
      select to_jsonb(entry) - '{id,issue_id,section_id,link_id}'::text[] as row,
        issue.month, issue_section.name as section, issue_section.position as section_position, link.url
      from entry join issue on issue.id = issue_id
        join issue_section on issue_section.id = entry.section_id
        left join link on link.id = link_id
      order by issue.month, issue_section.position, entry.position, entry.id`),
    settings: await rows(sql`select value from setting where key = 'editorial'`),
  }
}

const LINK = { savedAt: new Date(0), updatedAt: new Date(0), enrichment: {} } as Link
const ISSUE = {
  oldSlugs: [],
  sections: [{ name: null, position: 0, entries: [{}] }],
  mail: {},
} as unknown as MovedIssue

describe.each(DATABASE_KINDS)('an installation moved by its export on %s', (kind) => {
  const old = useInstallation(kind)
  const fresh = useInstallation(kind)
  beforeEach(async () => {
    fresh.now = new Date('2024-01-01T00:00:00Z')
  })

  /** Two issues out, one of them corrected and moved to another address, one draft with hand edits. */
  async function fill(): Promise<void> {
    await old.json('PATCH', '/settings', {
      name: 'Small Hours',
      time_zone: 'Europe/Berlin',
      sections: ['Tools', 'Articles & Learning', 'Nobody uses this'],
      schedule: { mode: 'off', day: 3 },
    })
    await old.subscribe('reader@people.example')
    old.enrichPage = pageThatSays({ title: 'From the page', siteName: 'Site', kind: 'article' })
    const first = await old.saveAt('2023-05-04T12:00:00.123Z', 'https://a.example/1', {
      note: '**One**\n\n- two \n    indented & <b>',
      section: 'Tools',
      tags: ['raw  clay', 'a,b', 'Kiln'],
      authors: ['Smith, John', '林  x'],
      title: '  Odd   title ',
      via: 'https://via.example/?a=1&b=2',
    })
    await old.save('https://a.example/2', { title: null, section: 'Articles & Learning' })
    await old.services.enrichLink(2, { isLastTry: true })
    await old.send((await old.assemble('2023-05')).id)
    await old.json('PATCH', '/issues/1', { slug: 'may-again', intro: 'Corrected.' })
    const moved = { path: '/2023/may', url: 'https://blog.example/2023/may', created_at: old.now }
    await old.db
      .insertInto('old_path')
      .values({ ...moved, issue_id: 1 })
      .execute()
    await old.json('PATCH', `/links/${first.id}`, { note: 'Later thought.', section: null })

    await old.saveAt('2023-06-02T12:00:00Z', 'https://b.example/1', { section: 'New one' })
    await old.save('https://b.example/2', { to_read: true })
    await old.save('https://b.example/removed')
    old.enrichPage = async () => {
      throw new Error('broken')
    }
    await old.services.enrichLink(3, { isLastTry: true })
    const june = await old.assemble('2023-06')
    const sections = june.sections.map(({ name, entries }) => ({
      name,
      entries: entries
        .filter((entry) => !entry.url.endsWith('removed'))
        .map((entry) => ({ id: entry.id, title: `${entry.title} by hand` })),
    }))
    sections.push({
      name: 'Written',
      entries: [{ title: 'No link', url: 'https://c.example/' } as never],
    })
    await old.json('PATCH', `/issues/${june.id}`, { sections, outro: 'Bye.' })
    const skipped = await old.saveAt('2023-07-01T12:00:00Z', 'https://c.example/skipped')
    await old.json('PATCH', `/links/${skipped.id}`, { status: 'skipped', month: '2023-09' })
    await old.db
      .insertInto('link_key')
      .values({ dedupe_key: 'other.example/same-page', link_id: first.id })
      .execute()
    await old.db.updateTable('issue').set({ audience_tag: 'friends' }).execute()
  }

  it('is the same, row by row', async () => {
    await fill()
    const report = await fresh.import(await old.export())
    expect(report).toEqual({
      created: 6,
      duplicates: 0,
      rejected: [],
      notices: ['Issues that came back: 2023-05, 2023-06.'],
    })
    const [before, after] = [await stateOf(old.db), await stateOf(fresh.db)]
    expect(before.links).toHaveLength(6)
    expect(before.entries.length).toBeGreaterThanOrEqual(6)
    for (const part of Object.keys(before) as (keyof typeof before)[])
      expect([part, after[part]]).toEqual([part, before[part]])
  })

  it('changes nothing when it comes in again', async () => {
    await fill()
    const file = await old.export()
    await fresh.import(file)
    const before = await stateOf(fresh.db)
    fresh.now = new Date('2024-02-01T00:00:00Z')
    const report = await fresh.import(file)
    expect(report).toMatchObject({ created: 0, duplicates: 6, rejected: [] })
    expect(report.notices).toEqual([
      'The settings here were left as they are.',
      'Issues that are here already, left as they are: 2023-05, 2023-06.',
    ])
    expect(await stateOf(fresh.db)).toEqual(before)
    // Nor into the installation that it came from.
    const own = await stateOf(old.db)
    await old.import(file)
    expect(await stateOf(old.db)).toEqual(own)
  })

  it('shows its issues at the same addresses, and mails nobody', async () => {
    await fill()
    await fresh.subscribe('reader@people.example')
    await fresh.import(await old.export())
    await fresh.tick()
    expect(fresh.mails).toEqual([])
    const [page, moved] = [
      await fresh.request('/issues/may-again'),
      await fresh.request('/issues/may-2023'),
    ]
    expect([page.status, moved.status]).toEqual([200, 301])
    const html = await page.text()
    expect(html).toContain('Corrected.')
    expect(html).not.toContain('Later thought.')
    expect(await fresh.db.selectFrom('delivery').selectAll().execute()).toEqual([])
  })

  it('names nobody who subscribes', async () => {
    await fill()
    expect(await old.export()).not.toContain('people.example')
  })

  it('finds a link by the address of a page that was merged into it', async () => {
    await fill()
    await fresh.import(await old.export())
    const { body } = await fresh.json<LinkJson & { duplicate?: true }>('POST', '/links', {
      url: 'https://other.example/same-page',
    })
    expect(body).toMatchObject({ url: 'https://a.example/1', duplicate: true })
  })

  it('joins an installation in use: links merge, issues of free months come in', async () => {
    await fill()
    const file = await old.export()
    await fresh.json('PATCH', '/settings', { name: 'Mine', sections: ['Mine', 'Tools'] })
    await fresh.saveAt('2023-06-05T12:00:00Z', 'https://mine.example/', { section: 'Mine' })
    await fresh.save('https://a.example/1', { note: 'My note.', tags: ['mine'] })
    await fresh.save('https://a.example/2', { title: null })
    const june = await fresh.assemble('2023-06')
    const report = await fresh.import(file)
    expect(report).toMatchObject({ created: 4, duplicates: 2, rejected: [] })
    expect(report.notices).toEqual([
      'The settings here were left as they are.',
      'Issues that came back: 2023-05.',
      'Issues that are here already, left as they are: 2023-06.',
    ])
    const link = (await fresh.json<LinkJson>('GET', '/links/2')).body
    expect(link).toMatchObject({
      note: 'My note.\n\nLater thought.',
      tags: ['mine', 'raw  clay', 'a,b', 'Kiln'],
      // It is on a public page now: no draft may take it again.
      status: 'published',
    })
    expect((await fresh.json<LinkJson>('GET', '/links/3')).body).toMatchObject({
      title: null,
      site_name: 'Site',
      kind: 'article',
    })
    // The draft goes on following its links, and is arranged as it was.
    const { body: kept } = await fresh.json<IssueJson>('GET', `/issues/${june.id}`)
    expect([kept.title, kept.state, outline(kept)]).toEqual([june.title, june.state, outline(june)])
    expect((await fresh.json('GET', '/settings')).body).toMatchObject({
      name: 'Mine',
      sections: ['Mine', 'Tools', 'Articles & Learning', 'Nobody uses this', 'New one'],
    })
  })

  it.each([
    [
      'scheduled',
      async () => old.json('POST', '/issues/1/schedule', { at: '2024-01-01T00:01:00Z' }),
    ],
    ['sending', async () => old.json('POST', '/issues/1/send', {})],
  ] as const)('never goes on with an issue that was %s', async (state, begin) => {
    await old.saveAt('2023-05-04T12:00:00Z', 'https://a.example/1')
    await old.assemble('2023-05')
    await begin()
    expect((await old.json('GET', '/issues/1')).body.state).toBe(state)
    await fresh.subscribe('reader@people.example')
    const report = await fresh.import(await old.export())
    expect(report.notices.join('\n')).toMatch(/stopped now: 2023-05/)
    fresh.now = new Date('2024-01-01T00:05:00Z')
    await fresh.tick()
    expect(fresh.mails).toEqual([])
    expect((await fresh.json('GET', '/issues/1')).body).toMatchObject({
      state: 'draft',
      scheduled_at: null,
    })
  })

  it('holds an issue whose page was public while it was sent, and says why', async () => {
    await old.saveAt('2023-05-04T12:00:00Z', 'https://a.example/1')
    await old.assemble('2023-05')
    await old.json('POST', '/issues/1/send', {})
    await old.services.archiveIssue(1)
    await fresh.subscribe('reader@people.example')
    await fresh.import(await old.export())
    await fresh.tick()
    expect(fresh.mails).toEqual([])
    expect((await fresh.request('/issues/may-2023')).status).toBe(200)
    const row = await fresh.db.selectFrom('issue').selectAll().executeTakeFirstOrThrow()
    expect([row.state, row.paused_reason]).toEqual(['paused', expect.stringMatching(/resuming/)])
    // The owner's decision works: the mail came along.
    await fresh.json('POST', '/issues/1/resume')
    await fresh.tick()
    expect(fresh.mails).toHaveLength(1)
  })

  it('with scope edit gives and takes links alone', async () => {
    await fill()
    expect(JSON.parse(await old.export('edit'))).not.toHaveProperty('settings')
    const report = await fresh.import(await old.export(), 'edit')
    expect(report.created).toBe(6)
    expect(report.notices).toEqual([
      'Settings, look, sections, issues and responses were left out: they need a token of scope admin.',
    ])
    const { issues, settings } = await stateOf(fresh.db)
    expect([issues, settings]).toEqual([[], []])
  })

  it('takes another address for an issue whose own is taken', async () => {
    await old.saveAt('2023-05-04T12:00:00Z', 'https://a.example/1')
    await old.assemble('2023-05')
    await fresh.saveAt('2023-04-04T12:00:00Z', 'https://b.example/')
    const april = await fresh.assemble('2023-04')
    await fresh.json('PATCH', `/issues/${april.id}`, { slug: 'may-2023' })
    const report = await fresh.import(await old.export())
    expect(report.notices[0]).toBe('The issue of 2023-05 is at "2023-05": "may-2023" was taken.')
  })

  it('tells where a file edited by hand is wrong, and takes the rest', async () => {
    await old.saveAt('2023-05-04T12:00:00Z', 'https://a.example/1')
    await old.assemble('2023-05')
    await old.saveAt('2023-06-04T12:00:00Z', 'https://a.example/2')
    await old.assemble('2023-06')
    const file = JSON.parse(await old.export())
    file.issues[0].month = 'May'
    file.settings = [{ name: 'Kept', timeZone: 'Nowhere/Atlantis', schedule: { mode: 'always' } }]
    file.sections = [{ name: '' }, { name: 'Good' }]
    file.links[1].url = 'http://192.168.0.1/inside'
    const report = await fresh.import(JSON.stringify(file, null, 1))
    expect(report.created).toBe(1)
    expect(report.rejected.map(({ reason }) => reason)).toEqual([
      'This section has no name.',
      expect.stringMatching(/.+/),
      'This issue cannot be read: month is no month like 2023-07.',
    ])
    expect((await fresh.json('GET', '/settings')).body).toMatchObject({
      name: 'Kept',
      time_zone: 'UTC',
      sections: ['Good'],
    })
    // The link was refused; its entry says for itself where it leads.
    const { body } = await fresh.json<Page<IssueJson>>('GET', '/issues')
    expect(body.items[0]?.sections[0]?.entries).toMatchObject([
      { link_id: null, url: 'https://a.example/2' },
    ])
  })

  it('leaves no column out unawares', async () => {
    /** What is about the work of one installation and begins anew in another. */
    const leftOut = {
      link: [
        'id',
        'section_id', // by name
        'host', // made of the address
        'enrichment_attempts',
        'enrich_after',
        'enrich_lease_until',
        'enrich_waiting_since',
      ],
      section: ['id'],
      // To send in spite of a warning is decided anew; what is found, the database writes itself.
      issue: ['id', 'send_forced', 'search'],
      issue_section: ['id', 'issue_id'],
      entry: ['id', 'issue_id', 'section_id', 'link_id', 'search'], // by place and address
      slug_history: ['issue_id'],
      issue_render: ['issue_id'],
    }
    const moved = {
      link: [...Object.keys(linkJson(LINK)), 'updated_at', 'to_read', 'dedupe_key'],
      section: ['name', 'position'],
      issue: Object.keys(movedIssueJson(ISSUE)),
      issue_section: ['name', 'position'],
      entry: Object.keys(movedIssueJson(ISSUE).sections[0]?.entries[0] ?? {}),
      slug_history: ['slug', 'created_at'],
      issue_render: Object.keys(movedIssueJson(ISSUE).mail ?? {}),
    }
    for (const [table, absent] of Object.entries(leftOut)) {
      const { rows } = await sql<{ name: string }>`
        select column_name as name from information_schema.columns
        where table_schema = 'public' and table_name = ${table}`.execute(old.db)
      const kept = [...moved[table as keyof typeof moved], ...absent]
      // In the file these stand together under `enrichment`.
      kept.push('provenance', 'enrichment_status', 'enrichment_error')
      expect([table, rows.map((row) => row.name).filter((name) => !kept.includes(name))]).toEqual([
        table,
        [],
      ])
    }
  })

  it('is empty and valid when nothing is there', async () => {
    expect(JSON.parse(await old.export())).toMatchObject({
      format: 'linkletter',
      version: 2,
      links: [],
      issues: [],
    })
    expect(await fresh.import(await old.export())).toMatchObject({ created: 0, rejected: [] })
  })
})
