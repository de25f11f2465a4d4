import { type RawBuilder, type SqlBool, sql } from 'kysely'
import type { Facet } from '../domain/facet.ts'
import { entryCount } from './entry-count.ts'
import type { Db } from './schema.ts'

/** A published issue without its text. */
export interface IssueLine {
  title: string
  slug: string
  month: string
  publishedAt: Date | null
  entryCount: number
}

/** An entry of a published issue, and where it stands. */
export interface PublishedEntry {
  id: number
  title: string
  url: string
  authors: string[]
  /** Markdown. */
  note: string
  siteName: string | null
  tags: string[]
  issue: { title: string; slug: string; month: string }
}

export interface NameCount {
  name: string
  count: number
}

/** Newest month first. `months` is how all of them begin: "2023" or "2023-07". */
export async function findIssueLines(
  db: Db,
  query: { limit?: number; months?: string; featured?: boolean } = {},
): Promise<IssueLine[]> {
  let select = db
    .selectFrom('issue')
    .where('published_at', 'is not', null)
    .select(['title', 'slug', 'month', 'published_at as publishedAt', entryCount])
    .orderBy('month', 'desc')
  if (query.months !== undefined)
    select = select.where(sql<SqlBool>`starts_with(month, ${query.months})`)
  if (query.featured) select = select.where('featured', '=', true)
  if (query.limit !== undefined) select = select.limit(query.limit)
  const rows = await select.execute()
  return rows
}

/** The issues just before and after one, by month. */
export async function findNeighbours(
  db: Db,
  month: string,
): Promise<{ older: IssueLine | null; newer: IssueLine | null }> {
  const near = (isOlder: boolean) =>
    db
      .selectFrom('issue')
      .where('published_at', 'is not', null)
      .where('month', isOlder ? '<' : '>', month)
      .select(['title', 'slug', 'month', 'published_at as publishedAt'])
      .orderBy('month', isOlder ? 'desc' : 'asc')
      .limit(1)
      .executeTakeFirst()
  const [older, newer] = await Promise.all([near(true), near(false)])
  const line = (row: Awaited<ReturnType<typeof near>>) => (row ? { ...row, entryCount: 0 } : null)
  return { older: line(older), newer: line(newer) }
}

const siteOf = sql<string>`regexp_replace(lower(substring(entry.url from '^[a-z]+://([^/:?#]+)')), '^www\\.', '')`

/** Entries of published issues that are shown. */
export function published(db: Db) {
  return db
    .selectFrom('entry')
    .innerJoin('issue', 'issue.id', 'entry.issue_id')
    .innerJoin('issue_section', 'issue_section.id', 'entry.section_id')
    .where('issue.published_at', 'is not', null)
    .where('entry.removed_at', 'is', null)
    .where('entry.title', 'is not', null)
}

export function matches({ kind, name }: Facet): RawBuilder<SqlBool> {
  const key = name.toLowerCase()
  if (kind === 'section') return sql<SqlBool>`lower(issue_section.name) = ${key}`
  if (kind === 'site') return sql<SqlBool>`${siteOf} = ${key.replace(/^www\./, '')}`
  const list = sql.ref(kind === 'tag' ? 'entry.tags' : 'entry.authors')
  return sql<SqlBool>`exists (
    select from jsonb_array_elements_text(coalesce(${list}, '[]'::jsonb)) one where lower(one) = ${key})`
}

export const ENTRY_COLUMNS = [
  'entry.id',
  'entry.title',
  'entry.url',
  'entry.authors',
  'entry.note',
  'entry.site_name',
  'entry.tags',
  'issue.title as issue_title',
  'issue.slug',
  'issue.month',
] as const

interface EntryRow {
  id: number
  title: string | null
  url: string | null
  authors: string[] | null
  note: string | null
  site_name: string | null
  tags: string[] | null
  issue_title: string
  slug: string
  month: string
}

export function toEntry(row: EntryRow): PublishedEntry {
  return {
    id: row.id,
    title: row.title ?? '',
    url: row.url ?? '',
    authors: row.authors ?? [],
    note: row.note ?? '',
    siteName: row.site_name,
    tags: row.tags ?? [],
    issue: { title: row.issue_title, slug: row.slug, month: row.month },
  }
}

/** Newest issue first, in the order of the issue. `total` counts all of them. */
export async function findEntriesBy(
  db: Db,
  facet: Facet,
  page: { limit: number; offset: number },
): Promise<{ entries: PublishedEntry[]; total: number; name: string }> {
  const found = published(db).where(matches(facet))
  const [rows, { total }] = await Promise.all([
    found
      .select(ENTRY_COLUMNS)
      .orderBy('issue.month', 'desc')
      .orderBy('issue_section.position')
      .orderBy('entry.position')
      .orderBy('entry.id')
      .limit(page.limit)
      .offset(page.offset)
      .execute(),
    found.select(sql<number>`count(*)::int`.as('total')).executeTakeFirstOrThrow(),
  ])
  const entries = rows.map(toEntry)
  return { entries, total, name: await writtenName(db, facet) }
}

/** The name as it was written most often; the address may have other letters. */
export async function writtenName(db: Db, facet: Facet): Promise<string> {
  if (facet.kind === 'site') return facet.name.toLowerCase().replace(/^www\./, '')
  const counts = await countNames(db, facet.kind)
  return (
    counts.find(({ name }) => name.toLowerCase() === facet.name.toLowerCase())?.name ?? facet.name
  )
}

/** Names with how many entries have them, A–Z; spellings that differ in case count as one. */
export async function countNames(db: Db, kind: 'tag' | 'section' | 'author'): Promise<NameCount[]> {
  const name =
    kind === 'section'
      ? sql<string>`issue_section.name`
      : sql<string>`jsonb_array_elements_text(coalesce(${sql.ref(kind === 'tag' ? 'entry.tags' : 'entry.authors')}, '[]'::jsonb))`
  return db
    .selectFrom(
      published(db)
        .select([name.as('name'), 'entry.id'])
        .as('named'),
    )
    .where('name', 'is not', null)
    .where('name', '<>', '')
    .select([
      sql<string>`mode() within group (order by name)`.as('name'),
      sql<number>`count(distinct id)::int`.as('count'),
    ])
    .groupBy(sql`lower(name)`)
    .orderBy(sql`lower(name)`)
    .execute()
}

/** Marks around words that were looked for: characters that no text shows. */
export const HIT_START = '\u0002'
export const HIT_END = '\u0003'
/** Stand in for "<" and ">", which would begin tags that the parser of words skips. */
const LESS = '\u0004'
const GREATER = '\u0005'

export interface Hit extends PublishedEntry {
  /** Title and pieces of the note, with marks around what was found. */
  markedTitle: string
  markedNote: string
}

export interface SearchResult {
  hits: Hit[]
  total: number
  /** By whole words, by a part of a word, or by titles that are spelled much like it. */
  how: 'words' | 'part' | 'similar'
}

/** More are counted as this many: nobody reads on to the end. */
export const MOST_HITS = 500
/** Trigrams find nothing shorter; that is looked for in the newest titles alone. */
const TRIGRAM = 3
const NEWEST_TITLES = 1_000
/** How alike they must be, from 0 to 1; of several words one alone is not enough. */
const SIMILAR = { word: '0.5', words: '0.6' }
const MOST_SIMILAR = 2_000
/** Of more, five hundred are found soon by looking through the newest entries. */
const MANY = 3_000

/** What was typed, as the database understands it. */
interface Question {
  words: string
  /** Of type tsquery; empty where only words without meaning are in it. */
  query: string
  /** Of type regconfig. */
  language: string
  hasTrigrams: boolean
}

/** Asked once and given to what follows: within a query it would be made anew for each entry. */
async function understand(db: Db, words: string): Promise<Question> {
  const { rows } = await sql<Omit<Question, 'words'>>`
    select language::text as language,
      (websearch_to_tsquery(language, ${words}) || websearch_to_tsquery('simple', ${words}))::text as query,
      exists (select from pg_extension where extname = 'pg_trgm') as "hasTrigrams"
    from search_language() as language`.execute(db)
  const [row] = rows
  if (!row) throw new Error('A function that returns one value gives one row.')
  return { ...row, words }
}

/**
 * Finds published entries: by words in the publication's language (quotes, "or" and "-" as in
 * websearch_to_tsquery), else by a part of a word, else by titles like it.
 */
export async function searchEntries(
  db: Db,
  words: string,
  page: { limit: number; offset: number },
): Promise<SearchResult> {
  const asked = await understand(db, words)
  if (asked.query !== '') {
    const query = sql`${asked.query}::tsquery`
    const matching = sql<SqlBool>`entry.search @@ ${query}`
    const byWords = await readHits(db, page, asked, {
      // A select of its own goes over the index of words. Left to itself, the database looks
      // through the newest entries also for what few of them have.
      where:
        (await expectRows(db, matching)) > MANY
          ? matching
          : sql<SqlBool>`entry.id = any(array(select id from entry where ${matching}))`,
      rank: sql<number>`ts_rank(entry.search, ${query})`,
    })
    if (byWords.total > 0) return { ...byWords, how: 'words' }
  }
  const part = `%${words.replace(/[\\%_]/g, '\\$&')}%`
  const isShort = [...words].length < TRIGRAM
  const byPart = await readHits(db, page, asked, {
    where: isShort
      ? sql<SqlBool>`(entry.title ilike ${part} and entry.id > coalesce(
          (select id from entry order by id desc offset ${NEWEST_TITLES} limit 1), 0))`
      : // As the index entry_parts has it.
        sql<SqlBool>`(entry.title || E'\\n' || plain_markdown(entry.note)) ilike ${part}`,
    rank: sql<number>`case when entry.title ilike ${part} then 1 else 0 end`,
  })
  if (byPart.total > 0 || !asked.hasTrigrams) return { ...byPart, how: 'part' }
  const similar = await asSimilar(db, words, (trx) =>
    readHits(trx, page, asked, {
      // The operator, and not the function, is what the index of titles knows. By itself, or the
      // newest entries are looked through one by one, because few are wanted.
      where: sql<SqlBool>`entry.id = any(array(
        select id from entry where ${words} <% title limit ${MOST_SIMILAR}))`,
      rank: sql<number>`word_similarity(${words}, entry.title)`,
    }),
  )
  return { ...similar, how: 'similar' }
}

/** How many entries the database expects to match, without looking. */
async function expectRows(db: Db, where: RawBuilder<SqlBool>): Promise<number> {
  const { rows } = await sql<{ 'QUERY PLAN': [{ Plan: { 'Plan Rows': number } }] }>`
    explain (format json) select from entry where ${where}`.execute(db)
  return rows[0]?.['QUERY PLAN'][0].Plan['Plan Rows'] ?? 0
}

/** With how alike words must be for `<%`: a setting of the transaction. */
function asSimilar<T>(db: Db, words: string, read: (trx: Db) => Promise<T>): Promise<T> {
  const least = /\s/.test(words) ? SIMILAR.words : SIMILAR.word
  const within = async (trx: Db) => {
    await sql`select set_config('pg_trgm.word_similarity_threshold', ${least}, true)`.execute(trx)
    return read(trx)
  }
  return db.isTransaction ? within(db) : db.transaction().execute(within)
}

async function readHits(
  db: Db,
  page: { limit: number; offset: number },
  asked: Question,
  by: { where: RawBuilder<SqlBool>; rank: RawBuilder<number> },
): Promise<Omit<SearchResult, 'how'>> {
  const found = await published(db)
    .where(by.where)
    .select(['entry.id', by.rank.as('rank'), 'issue.month'])
    .orderBy('entry.id', 'desc')
    .limit(MOST_HITS)
    .execute()
  found.sort((a, b) => b.rank - a.rank || b.month.localeCompare(a.month) || a.id - b.id)
  const ids = found.slice(page.offset, page.offset + page.limit).map(({ id }) => id)
  if (ids.length === 0) return { hits: [], total: found.length }
  const query = sql`${asked.query}::tsquery`
  const language = sql`${asked.language}::regconfig`
  const marks = `StartSel=${HIT_START}, StopSel=${HIT_END}`
  const clean = (text: RawBuilder<string>) =>
    sql<string>`translate(${text}, ${`<>${HIT_START}${HIT_END}`}, ${LESS + GREATER})`
  const rows = await published(db)
    .where('entry.id', 'in', ids)
    .select(ENTRY_COLUMNS)
    .select([
      sql<string>`ts_headline(${language}, ${clean(sql<string>`entry.title`)}, ${query}, ${`${marks}, HighlightAll=true`})`.as(
        'marked_title',
      ),
      sql<string>`ts_headline(${language}, ${clean(sql<string>`left(plain_markdown(entry.note), 20000)`)}, ${query}, ${`${marks}, MaxWords=36, MinWords=18, MaxFragments=2, FragmentDelimiter=" … "`})`.as(
        'marked_note',
      ),
    ])
    .execute()
  const hits = new Map(
    rows.map((row) => [
      row.id,
      {
        ...toEntry(row),
        markedTitle: withTags(row.marked_title),
        markedNote: withTags(row.marked_note),
      },
    ]),
  )
  return { hits: ids.flatMap((id) => hits.get(id) ?? []), total: found.length }
}

const withTags = (text: string) => text.replaceAll(LESS, '<').replaceAll(GREATER, '>')

/** Issues whose title, intro or outro holds the words. */
export async function searchIssues(db: Db, words: string, limit: number): Promise<IssueLine[]> {
  // In a select of its own: otherwise it is made anew for each issue.
  const query = sql`(select websearch_to_tsquery(search_language(), ${words}))`
  const rows = await db
    .selectFrom('issue')
    .where('published_at', 'is not', null)
    .where(sql<SqlBool>`search @@ ${query}`)
    .select(['title', 'slug', 'month', 'published_at as publishedAt'])
    .orderBy(sql`ts_rank(search, ${query})`, 'desc')
    .orderBy('month', 'desc')
    .limit(limit)
    .execute()
  return rows.map((row) => ({ ...row, entryCount: 0 }))
}
