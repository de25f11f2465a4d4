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
    .values([...byKey].map(([key, name]) => ({ key, name })))
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
