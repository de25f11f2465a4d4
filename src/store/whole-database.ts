import { type RawBuilder, sql } from 'kysely'
import type { Db } from './schema.ts'

/** A table as it is moved: without what the database computes itself. */
export interface MovedTable {
  name: string
  columns: { name: string; type: string }[]
  /** Columns of the primary key. */
  key: string[]
}

/**
 * Tables whose rows stay behind, and why. All others are moved, also those that somebody adds
 * later: the list of tables is the database's own.
 */
export const LEFT_BEHIND: Record<string, string> = {
  site_change: 'numbers of transactions of this very database; the copy begins with one of its own',
}

/** Rows that a first start makes by itself: an instance with these alone counts as empty. */
const OF_FIRST_START = ['setting', 'section', 'account', 'login_token', 'month_run', 'send_turn']

/** The tables to move, each after those it refers to. Throws when they refer to each other in a ring. */
export async function findTables(db: Db): Promise<MovedTable[]> {
  const { rows } = await sql<{ name: string; column: string; type: string; in_key: boolean }>`
    select c.relname as name, a.attname as column,
      format_type(a.atttypid, a.atttypmod) as type, coalesce(a.attnum = any (k.conkey), false) as in_key
    from pg_class c
    join pg_attribute a on a.attrelid = c.oid
    left join pg_constraint k on k.conrelid = c.oid and k.contype = 'p'
    where c.relnamespace = current_schema()::regnamespace and c.relkind in ('r', 'p')
      and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
      and c.relname not like 'schema\\_migration%'
    order by c.relname, a.attnum`.execute(db)
  const tables = new Map<string, MovedTable>()
  for (const { name, column, type, in_key } of rows) {
    if (name in LEFT_BEHIND) continue
    const table = tables.get(name) ?? { name, columns: [], key: [] }
    table.columns.push({ name: column, type })
    if (in_key) table.key.push(column)
    tables.set(name, table)
  }
  return inOrder([...tables.values()], await findReferences(db))
}

async function findReferences(db: Db): Promise<{ from: string; to: string }[]> {
  const { rows } = await sql<{ from: string; to: string }>`
    select f.relname as from, t.relname as to from pg_constraint k
    join pg_class f on f.oid = k.conrelid join pg_class t on t.oid = k.confrelid
    where k.contype = 'f' and f.relnamespace = current_schema()::regnamespace
      and k.conrelid <> k.confrelid`.execute(db)
  return rows
}

function inOrder(tables: MovedTable[], references: { from: string; to: string }[]): MovedTable[] {
  const ordered: MovedTable[] = []
  const waiting = new Set(tables)
  while (waiting.size > 0) {
    const names = new Set([...waiting].map(({ name }) => name))
    const free = [...waiting].filter(
      ({ name }) => !references.some(({ from, to }) => from === name && names.has(to)),
    )
    if (free.length === 0) throw new Error(`Tables in a ring: ${[...names].join(', ')}.`)
    for (const table of free) waiting.delete(table)
    ordered.push(...free)
  }
  return ordered
}

/** Names of the migrations that this database has seen, in order; empty where there is no schema. */
export async function findMigrations(db: Db): Promise<string[]> {
  const { rows: there } = await sql<{ found: string | null }>`
    select to_regclass('schema_migration')::text as found`.execute(db)
  if (!there[0]?.found) return []
  const { rows } = await sql<{ name: string }>`
    select name from schema_migration order by name`.execute(db)
  return rows.map(({ name }) => name)
}

/** For the rest of the transaction: one moment is seen throughout, and texts do not depend on settings. */
export async function beginReading(trx: Db): Promise<void> {
  await sql`set transaction isolation level repeatable read, read only`.execute(trx)
  await fixTexts(trx)
}

/** How values are written as text, whatever the server's settings say. */
export async function fixTexts(trx: Db): Promise<void> {
  for (const setting of [
    `timezone to 'UTC'`,
    `datestyle to 'ISO, YMD'`,
    `intervalstyle to 'postgres'`,
    `bytea_output to 'hex'`,
    `extra_float_digits to 1`,
  ])
    await sql.raw(`set local ${setting}`).execute(trx)
}

export async function countRows(db: Db, { name }: MovedTable): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*)::integer as count from ${sql.table(name)}`.execute(db)
  return rows[0]?.count ?? 0
}

/**
 * The rows, each as a JSON array of the texts of its columns (null where there is none), some
 * hundred at a time. A cursor of the server keeps the rest, so that memory stays flat.
 */
export async function* readRows(
  trx: Db,
  table: MovedTable,
  atOnce = 200,
): AsyncGenerator<string[]> {
  const values = sql.join(table.columns.map(({ name }) => sql`${sql.ref(name)}::text`))
  const order = table.key.length > 0 ? sql` order by ${refs(table.key)}` : sql``
  await sql`declare moved no scroll cursor for
    select json_build_array(${values})::text as line from ${sql.table(table.name)}${order}`.execute(
    trx,
  )
  for (;;) {
    const { rows } = await sql<{ line: string }>`
      fetch forward ${sql.raw(String(atOnce))} from moved`.execute(trx)
    if (rows.length === 0) break
    yield rows.map(({ line }) => line)
  }
  await sql`close moved`.execute(trx)
}

/** Inserts rows as `readRows` gave them. `columns`: what the lines hold, in their order. */
export async function insertRows(
  trx: Db,
  table: MovedTable,
  columns: string[],
  lines: string[],
): Promise<void> {
  const typeOf = new Map(table.columns.map(({ name, type }) => [name, type]))
  const values = columns.map(
    (name, index) => sql`(line ->> ${sql.lit(index)})::${sql.raw(typeOf.get(name) ?? 'text')}`,
  )
  await sql`
    insert into ${sql.table(table.name)} (${refs(columns)}) overriding system value
    select ${sql.join(values)} from jsonb_array_elements(${`[${lines.join(',')}]`}::jsonb) as line`.execute(
    trx,
  )
}

const refs = (names: string[]): RawBuilder<unknown> => sql.join(names.map((name) => sql.ref(name)))

/** Counters of identity columns, as `table.column` → the number given out last. */
export async function readCounters(db: Db): Promise<Record<string, number>> {
  const { rows } = await sql<{ name: string; last: string | null }>`
    select c.relname || '.' || a.attname as name, s.last_value::text as last
    from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attidentity <> ''
    join pg_sequences s on s.schemaname = current_schema()
      and format('%I.%I', s.schemaname, s.sequencename)::regclass
        = pg_get_serial_sequence(format('%I.%I', s.schemaname, c.relname), a.attname)::regclass
    where c.relnamespace = current_schema()::regnamespace
    order by 1`.execute(db)
  return Object.fromEntries(rows.flatMap(({ name, last }) => (last ? [[name, Number(last)]] : [])))
}

/** The next number each column gives out is above what it had given out elsewhere. */
export async function setCounters(trx: Db, counters: Record<string, number>): Promise<void> {
  for (const [name, last] of Object.entries(counters)) {
    const [table = '', column = ''] = name.split('.')
    await sql`select setval(
      pg_get_serial_sequence(format('%I.%I', current_schema(), ${table}::text), ${column}::text),
      ${last}::bigint)`.execute(trx)
  }
}

/** The first table that holds what somebody did; undefined in an instance that has only been started. */
export async function findUsedTable(db: Db, tables: MovedTable[]): Promise<string | undefined> {
  for (const { name } of tables) {
    if (OF_FIRST_START.includes(name)) continue
    const { rows } = await sql`select from ${sql.table(name)} limit 1`.execute(db)
    if (rows.length > 0) return name
  }
  const { rows } = await sql`
    select from account where password_hash is not null or last_login_at is not null
    limit 1`.execute(db)
  return rows.length > 0 ? 'account' : undefined
}

/** Empties all tables; rows that follow are taken as they are, without triggers. */
export async function beginLoading(trx: Db, tables: MovedTable[]): Promise<void> {
  await fixTexts(trx)
  for (const { name } of tables)
    await sql`alter table ${sql.table(name)} disable trigger user`.execute(trx)
  for (const { name } of tables.toReversed()) await sql`delete from ${sql.table(name)}`.execute(trx)
}

/** Checks what was put off and lets triggers work again. */
export async function endLoading(trx: Db, tables: MovedTable[]): Promise<void> {
  await sql`set constraints all immediate`.execute(trx)
  for (const { name } of tables)
    await sql`alter table ${sql.table(name)} enable trigger user`.execute(trx)
}

/** Kept public pages of before are out of date. */
export async function noteLoading(db: Db): Promise<void> {
  await sql`insert into site_change default values on conflict do nothing`.execute(db)
}
