import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { findHold } from '../../src/store/hold.ts'
import { migrateTo } from '../../src/store/migrate.ts'
import { findTables, LEFT_BEHIND } from '../../src/store/whole-database.ts'
import { createPostgres, useDatabase } from '../support/database.ts'
import { archiveOf, load, MADE_AT, partsOf, rowsOf } from './archive-of.ts'
import { fillTables } from './fill-tables.ts'

const embedded = useDatabase('pglite')
let server: Awaited<ReturnType<typeof createPostgres>>

beforeAll(async () => {
  server = await createPostgres()
})
afterAll(() => server.close())

/** Without the mark that a copy carries. */
const withoutHold = (rows: Map<string, string[][]>) =>
  new Map(
    [...rows].map(([name, lines]) => [
      name,
      name === 'setting' ? lines.filter(([key]) => key !== 'hold') : lines,
    ]),
  )

describe('a whole instance moved', () => {
  it('is the same row by row, from the embedded database to PostgreSQL and back', async () => {
    const tables = await fillTables(embedded.db)
    const original = await rowsOf(embedded.db)
    expect([...original].filter(([, lines]) => lines.length !== 1)).toEqual([])

    const toServer = await load(server.db, await archiveOf(embedded.db))
    expect(toServer.rows).toBe(tables.length)
    expect(withoutHold(await rowsOf(server.db))).toEqual(original)

    const back = await archiveOf(server.db)
    await sql`truncate ${sql.join([...tables.map(({ name }) => name), 'site_change'].map((name) => sql.table(name)))}`.execute(
      embedded.db,
    )
    await load(embedded.db, back)
    expect(withoutHold(await rowsOf(embedded.db))).toEqual(original)
  })

  it('holds each table and column that the schema has, but those that are said to stay', async () => {
    const { rows } = await sql<{ place: string }>`
      select table_name || '.' || column_name as place from information_schema.columns
      join information_schema.tables using (table_schema, table_name)
      where table_schema = 'public' and table_type = 'BASE TABLE' and is_generated = 'NEVER'
        and table_name not like 'schema\\_migration%'
      order by 1`.execute(embedded.db)
    const [head] = await partsOf(await archiveOf(embedded.db))
    if (head?.kind !== 'head') throw new Error('There is no head.')
    const held = head.head.tables.flatMap(({ name, columns }) => columns.map((c) => `${name}.${c}`))
    expect(held.toSorted()).toEqual(
      rows
        .map(({ place }) => place)
        .filter((place) => !Object.hasOwn(LEFT_BEHIND, place.split('.')[0] ?? ''))
        .toSorted(),
    )
    expect(Object.keys(LEFT_BEHIND)).toEqual(['site_change'])
  })

  it('gives out numbers above the old ones, also above those of rows that are gone', async () => {
    const other = await createPostgres({ isMigrated: true })
    try {
      const add = (db: typeof other.db, email: string) =>
        db
          .insertInto('subscriber')
          .values({ email, email_key: email })
          .returning('id')
          .executeTakeFirstOrThrow()
      await add(embedded.db, 'a@reader.example')
      await add(embedded.db, 'b@reader.example')
      await embedded.db.deleteFrom('subscriber').where('email', '=', 'b@reader.example').execute()
      await load(other.db, await archiveOf(embedded.db))
      expect((await add(other.db, 'c@reader.example')).id).toBe(3)
      // Triggers work again: a new link takes its key.
      const link = {
        url: 'https://a.example/',
        dedupe_key: 'a',
        saved_at: MADE_AT,
        updated_at: MADE_AT,
      }
      await other.db
        .insertInto('link')
        .values({ ...link, enrich_after: MADE_AT })
        .execute()
      expect(await other.db.selectFrom('link_key').select('dedupe_key').execute()).toHaveLength(1)
    } finally {
      await other.close()
    }
  })

  it('is refused where somebody has done something, and changes nothing there', async () => {
    const archive = await archiveOf(embedded.db)
    await embedded.db
      .insertInto('subscriber')
      .values({ email: 'a@b.example', email_key: 'a@b.example' })
      .execute()
    await expect(load(embedded.db, archive)).rejects.toThrow(
      /something here already \(in "subscriber"\).*empty DATA_DIR/,
    )
    expect(await findHold(embedded.db)).toBeUndefined()
  })

  it('goes into an instance that was only started', async () => {
    const archive = await archiveOf(embedded.db)
    await embedded.db.insertInto('setting').values({ key: 'first_start', value: '"x"' }).execute()
    await embedded.db.insertInto('section').values({ name: 'Tools', position: 1 }).execute()
    await load(embedded.db, archive)
    expect(await embedded.db.selectFrom('section').selectAll().execute()).toEqual([])
  })

  it('comes from an older version and is brought up to date', async () => {
    const old = await createPostgres()
    const fresh = await createPostgres()
    try {
      await migrateTo(old.db, '0008-feedback')
      await sql`insert into subscriber (email, email_key) values ('a@b.example', 'a@b.example')`.execute(
        old.db,
      )
      await load(fresh.db, await archiveOf(old.db))
      const names = (await findTables(fresh.db)).map(({ name }) => name)
      expect(names).toContain('issue_revision')
      const { email } = await fresh.db
        .selectFrom('subscriber')
        .select('email')
        .executeTakeFirstOrThrow()
      expect(email).toBe('a@b.example')
    } finally {
      await old.close()
      await fresh.close()
    }
  })

  it('leaves nothing behind of a file that turns out to be damaged', async () => {
    await embedded.db
      .insertInto('subscriber')
      .values({ email: 'a@b.example', email_key: 'a@b.example' })
      .execute()
    const whole = Buffer.concat(await archiveOf(embedded.db)).toString()
    await embedded.db.deleteFrom('subscriber').execute()
    const changed = Buffer.from(whole.replaceAll('a@b.example', 'x@b.example'))
    await expect(load(embedded.db, [changed])).rejects.toThrow(/checksum.*Nothing was imported/)
    expect(await embedded.db.selectFrom('subscriber').selectAll().execute()).toEqual([])
    expect(await findHold(embedded.db)).toBeUndefined()
  })
})
