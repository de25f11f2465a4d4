import { sql } from 'kysely'
import { compare, type Result, repeat } from './compare.ts'
import type { Installation } from './installation.ts'

const NOTE = 'Starts from the papers on reclaiming memory without locks.'
const TITLE = 'Flatter wait-free hazard pointers'

/** `POST /api/v1/links` on PGlite, against one insert into a table without anything around it. */
export async function benchSave({ services, api }: Installation): Promise<Result> {
  const { db } = services
  await sql`create table bench_link (
    id integer generated always as identity primary key,
    url text not null unique, title text, note text, saved_at timestamptz not null)`.execute(db)
  let count = 0
  const url = () => `https://site.example/${count++}`
  return compare({
    name: 'save',
    unit: 'saves/s',
    ours: repeat(() => api('POST', '/links', { url: url(), title: TITLE, note: NOTE })),
    reference: repeat(() =>
      sql`insert into bench_link (url, title, note, saved_at)
        values (${url()}, ${TITLE}, ${NOTE}, ${new Date()}) returning id`.execute(db),
    ),
    rounds: 7,
    roundMs: 500,
  })
}
