import { sql } from 'kysely'
import type { Database, Db } from '../../src/store/schema.ts'
import { findTables, type MovedTable } from '../../src/store/whole-database.ts'

/** Everything that a text must survive. */
const NASTY = 'Zoë "x", \\n\n\t\\ <b> 📬 \u2028 \u0001 {1,2} \u200f'

/** What a column of the type holds, as PostgreSQL writes it. */
const VALUES: [RegExp, string][] = [
  [/^double|^real/, '0.1'],
  [/^boolean/, 'true'],
  [/^timestamp/, '2023-07-01 12:34:56.789012+00'],
  [/^jsonb/, `[{"a": ["ü", 1.50, null, "x\\ny"]}]`],
  [/^bytea/, '\\x00ff0a80'],
  [/^uuid/, 'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11'],
  [/^tsvector/, `'clock':1A 'leap second':2`],
  [/\[\]$/, '{}'],
]

/** Texts to try, the next where a rule of the table refuses the ones before. */
const TEXTS = [NASTY, '2023-07', 'a'.repeat(22), 'https://a.example/', '/2023/07/links/']
/** Numbers likewise; undefined: the default of the column, where there is one. */
const TRIES = ['1', undefined, '0'].flatMap((number) => TEXTS.map((text) => ({ text, number })))

/**
 * Puts one row into each table there is, with something in each column where its rules allow that;
 * new tables need nothing here as long as one of the tries fits.
 */
export async function fillTables(db: Database): Promise<MovedTable[]> {
  const tables = await findTables(db)
  const words = await findAllowedWords(db)
  const references = await findReferences(db)
  const defaults = await findDefaults(db)
  await db.transaction().execute(async (trx) => {
    // No trigger computes anything and the order does not matter; the rules of columns hold.
    await sql`set local session_replication_role = replica`.execute(trx)
    for (const table of tables) await fill(trx, table, words, references, defaults)
  })
  return tables
}

async function fill(
  trx: Db,
  table: MovedTable,
  words: Map<string, string[]>,
  references: { place: string; to: string; column: string }[],
  defaults: Set<string>,
): Promise<void> {
  const { name, columns } = table
  // What a row refers to is there already, in the only row of its table.
  const known = new Map<string, string>()
  for (const { place, to, column } of references.filter((each) =>
    each.place.startsWith(`${name}.`),
  )) {
    const { rows } = await sql<{ value: string }>`
      select ${sql.ref(column)}::text as value from ${sql.table(to)}`.execute(trx)
    if (rows[0]) known.set(place, rows[0].value)
  }
  const names = sql.join(columns.map((column) => sql.ref(column.name)))
  const refusals: string[] = []
  for (const empty of [undefined, ...columns.map((column) => column.name)])
    for (const at of [0, -1])
      for (const { text, number } of TRIES) {
        const values = columns.map((column) => {
          const place = `${name}.${column.name}`
          if (number === undefined && defaults.has(place)) return sql`default`
          const fixed =
            known.get(place) ?? words.get(place)?.at(at) ?? valueFor(column.type, number)
          const value = column.name === empty ? null : (fixed ?? text)
          return sql`${value}::text::${sql.raw(column.type)}`
        })
        await sql`savepoint before_row`.execute(trx)
        try {
          await sql`insert into ${sql.table(name)} (${names}) overriding system value
            values (${sql.join(values)})`.execute(trx)
          return
        } catch (error) {
          refusals.push(String(error))
          await sql`rollback to savepoint before_row`.execute(trx)
        }
      }
  throw new Error(`No row was taken by ${name}:\n${[...new Set(refusals)].join('\n')}`)
}

const valueFor = (type: string, number = '1') =>
  /^(integer|bigint|smallint|numeric)$/.test(type)
    ? number
    : VALUES.find(([pattern]) => pattern.test(type))?.[1]

async function findDefaults(db: Database): Promise<Set<string>> {
  const { rows } = await sql<{ place: string }>`
    select table_name || '.' || column_name as place from information_schema.columns
    where table_schema = current_schema() and column_default is not null
      and data_type in ('integer', 'bigint')`.execute(db)
  return new Set(rows.map(({ place }) => place))
}

async function findReferences(db: Database) {
  const { rows } = await sql<{ place: string; to: string; column: string }>`
    select c.relname || '.' || a.attname as place, t.relname as to, b.attname as column
    from pg_constraint k
    join pg_class c on c.oid = k.conrelid join pg_class t on t.oid = k.confrelid
    join pg_attribute a on a.attrelid = c.oid and a.attnum = k.conkey[1]
    join pg_attribute b on b.attrelid = t.oid and b.attnum = k.confkey[1]
    where k.contype = 'f' and c.relnamespace = current_schema()::regnamespace`.execute(db)
  return rows
}

/** The words that a check allows, by table and column. */
async function findAllowedWords(db: Database): Promise<Map<string, string[]>> {
  const { rows } = await sql<{ place: string; rule: string }>`
    select c.relname || '.' || a.attname as place, pg_get_constraintdef(k.oid) as rule
    from pg_constraint k join pg_class c on c.oid = k.conrelid
    join pg_attribute a on a.attrelid = c.oid and a.attnum = k.conkey[1]
    where k.contype = 'c' and cardinality(k.conkey) = 1
      and c.relnamespace = current_schema()::regnamespace`.execute(db)
  return new Map(
    rows.flatMap(({ place, rule }) => {
      const list = /ARRAY\[(.*?)\]/.exec(rule)?.[1]
      const found = [...(list ?? '').matchAll(/'([^']+)'::text/g)].map(([, word = '']) => word)
      return found.length === 0 ? [] : [[place, found] as const]
    }),
  )
}
