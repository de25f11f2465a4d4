import pg from 'pg'

const NAMED = /^\/\* prepared (\w+) \*\//
/** invalid_sql_statement_name, duplicate_prepared_statement: nothing was done yet. */
const NAME_LOST = new Set(['26000', '42P05'])

/**
 * For a pool: connections that give PostgreSQL a name with each statement that begins with a
 * comment of the words `prepared NAME`, so that it is parsed and planned once a connection. Kysely
 * has no way to say so; of the statement that a send makes thousands of times, planning is a third
 * of the cost.
 *
 * A pooler in between that hands out another connection for each transaction loses the names
 * (PgBouncer before 1.21, or with `max_prepared_statements = 0`). The statement is then made once
 * more without a name, and so are all that follow.
 */
export function createPreparingClient(): typeof pg.Client {
  let areNamesKept = true

  return class PreparingClient extends pg.Client {
    override query: pg.Client['query'] = (...args: unknown[]) => {
      const [text, values] = args
      const query = super.query as (...given: unknown[]) => Promise<unknown>
      const name = typeof text === 'string' ? NAMED.exec(text)?.[1] : undefined
      if (name === undefined || !areNamesKept || args.length > 2)
        return query.apply(this, args) as never
      return query.call(this, { name, text, values }).catch((error: unknown) => {
        if (!NAME_LOST.has(String((error as { code?: unknown }).code))) throw error
        areNamesKept = false
        return query.call(this, text, values)
      }) as never
    }
  }
}
