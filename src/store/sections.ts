import { sql } from 'kysely'
import type { Db } from './schema.ts'

/** Names in the order issues show them. */
export async function findSectionNames(db: Db): Promise<string[]> {
  const rows = await db
    .selectFrom('section')
    .select('name')
    .orderBy('position')
    .orderBy('id')
    .execute()
  return rows.map((row) => row.name)
}

/** A new name goes to the end. */
export async function getOrCreateSection(db: Db, name: string): Promise<number> {
  const known = await db
    .selectFrom('section')
    .select('id')
    .where('name', '=', name)
    .executeTakeFirst()
  if (known) return known.id
  const { id } = await db
    .insertInto('section')
    .values({ name, position: sql`(select coalesce(max(position), 0) + 1 from section)` as never })
    .onConflict((oc) => oc.column('name').doUpdateSet({ name }))
    .returning('id')
    .executeTakeFirstOrThrow()
  return id
}

/** Makes the list exactly this; links of a dropped section keep everything but the section. */
export async function replaceSections(db: Db, names: string[]): Promise<void> {
  for (const [index, name] of names.entries())
    await db
      .insertInto('section')
      .values({ name, position: index + 1 })
      .onConflict((oc) => oc.column('name').doUpdateSet({ position: index + 1 }))
      .execute()
  await db
    .deleteFrom('section')
    .$if(names.length > 0, (qb) => qb.where('name', 'not in', names))
    .execute()
}

/** The links of the section go along; a name that another section has joins the two. */
export async function renameSection(db: Db, from: string, to: string): Promise<void> {
  const there = await db
    .selectFrom('section')
    .select('id')
    .where('name', '=', to)
    .executeTakeFirst()
  if (!there) {
    await db.updateTable('section').set({ name: to }).where('name', '=', from).execute()
    return
  }
  await db
    .updateTable('link')
    .set({ section_id: there.id })
    .where('section_id', 'in', (eb) =>
      eb.selectFrom('section').select('id').where('name', '=', from),
    )
    .execute()
  await db.deleteFrom('section').where('name', '=', from).execute()
}
