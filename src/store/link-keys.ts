import type { Db } from './schema.ts'

/**
 * Makes the link findable by one more key, unless another link has it.
 * Out: the id of the link that has the key now; undefined when that was deleted at this moment.
 * One statement a key and no transaction around it: whoever waits for a key here holds no other.
 */
export async function claimKey(
  db: Db,
  dedupeKey: string,
  linkId: number,
): Promise<number | undefined> {
  await db
    .insertInto('link_key')
    .columns(['dedupe_key', 'link_id'])
    .expression((eb) =>
      eb
        .selectFrom('link')
        .select((s) => [s.val(dedupeKey).as('dedupe_key'), 'link.id'])
        .where('link.id', '=', linkId)
        .forKeyShare(),
    )
    .onConflict((oc) => oc.column('dedupe_key').doNothing())
    .execute()
  const owner = await db
    .selectFrom('link_key')
    .select('link_id')
    .where('dedupe_key', '=', dedupeKey)
    .executeTakeFirst()
  return owner?.link_id
}

/**
 * Locks the link of a key. Waiting for a merge ends with the link that survived it.
 * Undefined when no link has the key.
 */
export async function lockLinkByKey(db: Db, dedupeKey: string): Promise<number | undefined> {
  const find = () => db.selectFrom('link_key').select('link_id').where('dedupe_key', '=', dedupeKey)
  for (
    let known = await find().executeTakeFirst();
    known;
    known = await find().executeTakeFirst()
  ) {
    if (await lockRow(db, known.link_id)) return known.link_id
  }
  return undefined
}

/** Locks the link of an id that was given out once, also when it has been merged since. */
export async function lockLinkById(db: Db, id: number): Promise<number | undefined> {
  if (await lockRow(db, id)) return id
  const merged = await findMergedInto(db, id)
  return merged === undefined ? undefined : lockLinkById(db, merged)
}

/** The link that took in the one with this id. */
export async function findMergedInto(db: Db, oldId: number): Promise<number | undefined> {
  const row = await db
    .selectFrom('link_merge')
    .select('link_id')
    .where('old_id', '=', oldId)
    .executeTakeFirst()
  return row?.link_id
}

async function lockRow(db: Db, id: number): Promise<boolean> {
  const row = await db
    .selectFrom('link')
    .select('id')
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst()
  return row !== undefined
}
