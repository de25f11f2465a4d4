import type { Db } from './schema.ts'

/** Tags differ by more than upper and lower case; the first spelling stays. */
function keyOf(name: string): string {
  return name.toLowerCase()
}

export async function setLinkTags(db: Db, linkId: number, names: string[]): Promise<void> {
  const byKey = new Map(names.map((name) => [keyOf(name), name] as const))
  await db.deleteFrom('link_tag').where('link_id', '=', linkId).execute()
  if (byKey.size === 0) return
  await db
    .insertInto('tag')
    // In order, so that two savings with the same new tags do not wait for each other.
    .values([...byKey].sort().map(([key, name]) => ({ key, name })))
    .onConflict((oc) => oc.column('key').doNothing())
    .execute()
  const rows = await db
    .selectFrom('tag')
    .select(['id', 'key'])
    .where('key', 'in', [...byKey.keys()])
    .execute()
  const order = [...byKey.keys()]
  await db
    .insertInto('link_tag')
    .values(
      rows.map(({ id, key }) => ({ link_id: linkId, tag_id: id, position: order.indexOf(key) })),
    )
    .onConflict((oc) => oc.columns(['link_id', 'tag_id']).doNothing())
    .execute()
}

/** The most used first. */
export async function findTagNames(db: Db, limit: number): Promise<string[]> {
  const rows = await db
    .selectFrom('tag')
    .innerJoin('link_tag', 'link_tag.tag_id', 'tag.id')
    .select('tag.name')
    .groupBy(['tag.id', 'tag.name'])
    .orderBy((eb) => eb.fn.countAll(), 'desc')
    .orderBy('tag.name')
    .limit(limit)
    .execute()
  return rows.map((row) => row.name)
}

/** Takes the tags from all links; returns how many links had one of them. */
export async function deleteTags(db: Db, ids: number[], now: Date): Promise<number> {
  const touched = await touchTagged(db, ids, now)
  await db.deleteFrom('tag').where('id', 'in', ids).execute()
  return touched
}

/** Every link with one of these tags has the new one instead, in its place. */
export async function renameTags(db: Db, ids: number[], name: string, now: Date): Promise<void> {
  await touchTagged(db, ids, now)
  const { id } = await db
    .insertInto('tag')
    .values({ name, key: keyOf(name) })
    .onConflict((oc) => oc.column('key').doUpdateSet({ name }))
    .returning('id')
    .executeTakeFirstOrThrow()
  const gone = ids.filter((old) => old !== id)
  if (gone.length === 0) return
  await db
    .insertInto('link_tag')
    .columns(['link_id', 'tag_id', 'position'])
    .expression((eb) =>
      eb
        .selectFrom('link_tag')
        .select((from) => [
          'link_id',
          from.val(id).as('tag_id'),
          from.fn.min('position').as('position'),
        ])
        .where('tag_id', 'in', gone)
        .groupBy('link_id'),
    )
    .onConflict((oc) => oc.columns(['link_id', 'tag_id']).doNothing())
    .execute()
  await db.deleteFrom('tag').where('id', 'in', gone).execute()
}

async function touchTagged(db: Db, tagIds: number[], now: Date): Promise<number> {
  const result = await db
    .updateTable('link')
    .set({ updated_at: now })
    .where('id', 'in', (eb) =>
      eb.selectFrom('link_tag').select('link_id').where('tag_id', 'in', tagIds),
    )
    .executeTakeFirst()
  return Number(result.numUpdatedRows)
}
