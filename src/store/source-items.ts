import type { Db } from './schema.ts'

/** An item as it is recognised again: hashes, because guids are as long as feeds please. */
export interface ItemKey {
  guidHash: string
  urlHash: string
}

/** Those of the keys that the source has listed before, by guid or by address. */
export async function findSeenItems(
  db: Db,
  sourceId: number,
  keys: readonly ItemKey[],
): Promise<{ guids: Set<string>; urls: Set<string> }> {
  if (keys.length === 0) return { guids: new Set(), urls: new Set() }
  const rows = await db
    .selectFrom('source_item')
    .select(['guid_hash', 'url_hash'])
    .where('source_id', '=', sourceId)
    .where((eb) =>
      eb.or([
        eb(
          'guid_hash',
          'in',
          keys.map((key) => key.guidHash),
        ),
        eb(
          'url_hash',
          'in',
          keys.map((key) => key.urlHash),
        ),
      ]),
    )
    .execute()
  return {
    guids: new Set(rows.map((row) => row.guid_hash)),
    urls: new Set(rows.map((row) => row.url_hash)),
  }
}

/** False when the item is known already: whoever inserts it first may save it. */
export async function insertSourceItem(
  db: Db,
  sourceId: number,
  key: ItemKey,
  seenAt: Date,
): Promise<boolean> {
  const row = await db
    .insertInto('source_item')
    .values({
      source_id: sourceId,
      guid_hash: key.guidHash,
      url_hash: key.urlHash,
      first_seen_at: seenAt,
    })
    .onConflict((oc) => oc.columns(['source_id', 'guid_hash']).doNothing())
    .returning('source_id')
    .executeTakeFirst()
  return row !== undefined
}

/** Marks items as listed before without saving them. */
export async function insertSeenItems(
  db: Db,
  sourceId: number,
  keys: readonly ItemKey[],
  seenAt: Date,
): Promise<void> {
  if (keys.length === 0) return
  await db
    .insertInto('source_item')
    .values(
      keys.map((key) => ({
        source_id: sourceId,
        guid_hash: key.guidHash,
        url_hash: key.urlHash,
        first_seen_at: seenAt,
      })),
    )
    .onConflict((oc) => oc.columns(['source_id', 'guid_hash']).doNothing())
    .execute()
}

export async function linkSourceItem(
  db: Db,
  sourceId: number,
  guidHash: string,
  linkId: number,
): Promise<void> {
  await db
    .updateTable('source_item')
    .set({ link_id: linkId })
    .where('source_id', '=', sourceId)
    .where('guid_hash', '=', guidHash)
    .execute()
}
