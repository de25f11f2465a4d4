import { constants } from 'node:fs'
import { access, mkdir } from 'node:fs/promises'
import { messageOf } from '../errors.ts'
import type { ReadyCheck } from '../http/ready.ts'
import type { Database } from '../store/schema.ts'
import { readSchemaState, schemaProblem } from '../store/schema-state.ts'

/** Ticks come each minute; some may be missed while much is going on. */
const TICK_OVERDUE_MS = 5 * 60_000

export interface ReadinessOptions {
  db: Database
  /** Where mails are written; undefined: a server takes them. */
  outbox: string | undefined
  /** Milliseconds since what is due was last looked for; undefined: that is another process's work. */
  sinceTickMs: (() => number) | undefined
  /** What is wrong with the replica for public pages; undefined: there is none. */
  replicaProblem?: (() => Promise<string | null>) | undefined
}

/** What a process needs to do its work, each looked at by itself. */
export function createReadiness({ db, outbox, sinceTickMs, replicaProblem }: ReadinessOptions) {
  const looks: Record<string, () => Promise<void>> = {
    async database() {
      await db.selectFrom('setting').select('key').limit(1).execute()
    },
    async migrations() {
      const problem = schemaProblem(await readSchemaState(db))
      if (problem !== null) throw new Error(problem)
    },
    ...(sinceTickMs && {
      async queue() {
        const ms = sinceTickMs()
        if (ms > TICK_OVERDUE_MS)
          throw new Error(`What is due was last looked for ${Math.round(ms / 60_000)} minutes ago.`)
      },
    }),
    ...(outbox !== undefined && {
      async outbox() {
        await mkdir(outbox, { recursive: true })
        await access(outbox, constants.W_OK)
      },
    }),
  }
  return async function checkReady(): Promise<ReadyCheck[]> {
    const needed = Promise.all(
      Object.entries(looks).map(async ([name, look]) => {
        try {
          await look()
          return { name, problem: null }
        } catch (error) {
          return { name, problem: messageOf(error) }
        }
      }),
    )
    if (!replicaProblem) return needed
    // Without it public pages come from the database itself.
    const replica = { name: 'read_replica', problem: await replicaProblem(), isOptional: true }
    return [...(await needed), replica]
  }
}
