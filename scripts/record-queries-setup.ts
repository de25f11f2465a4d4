import { appendFileSync } from 'node:fs'
import { join } from 'node:path'
import pg from 'pg'

/** For `record-queries.ts`: runs in Vitest's workers and writes down each statement and how it ended. */

const folder = process.env.RECORD_QUERIES_TO
const isPatched = Symbol.for('linkletter.recordsQueries')
const ids = new WeakMap<object, string>()
let lastId = 0

interface Patched {
  [isPatched]?: true
}

if (folder !== undefined && !(globalThis as Patched)[isPatched]) {
  ;(globalThis as Patched)[isPatched] = true
  Error.stackTraceLimit = 60
  const file = join(folder, `${process.pid}.jsonl`)
  const query = pg.Client.prototype.query as (...args: unknown[]) => unknown
  pg.Client.prototype.query = function (this: pg.Client, ...args: unknown[]) {
    const stack = new Error().stack ?? ''
    const result = query.apply(this, args)
    const [given, values] = args
    const sql = typeof given === 'string' ? given : (given as { text?: string }).text
    if (sql === undefined || !(result instanceof Promise)) return result
    const client = ids.get(this) ?? `${process.pid}.${++lastId}`
    ids.set(this, client)
    const isOfTest = stack.includes('/test/') && !stack.includes('/src/')
    const note = (isDone: boolean) => {
      const params = ((given as { values?: unknown[] }).values ?? values ?? []) as unknown[]
      const line = {
        database: this.database,
        client,
        sql,
        isDone,
        isOfTest,
        values: params.map(packed),
      }
      appendFileSync(file, `${JSON.stringify(line)}\n`)
    }
    result.then(
      () => note(true),
      () => note(false),
    )
    return result
  } as typeof pg.Client.prototype.query
}

/** JSON has neither bytes nor times. */
function packed(value: unknown): unknown {
  if (value instanceof Date) return { $time: value.toISOString() }
  if (value instanceof Uint8Array) return { $bytes: Buffer.from(value).toString('base64') }
  if (Array.isArray(value)) return value.map(packed)
  if (typeof value === 'bigint') return String(value)
  return value === undefined ? null : value
}
