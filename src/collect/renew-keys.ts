import { readWebAddress } from '../domain/web-address/web-address.ts'
import { claimKey } from '../store/link-keys.ts'
import type { Database } from '../store/schema.ts'
import { readSetting, writeSetting } from '../store/settings.ts'

/** Raise it with any change of the rules that tell whether two addresses are one page. */
const KEY_RULES = 2
const BATCH = 1000

/**
 * After the rules for addresses have changed: makes every link findable by its key under the new
 * ones too. A key that another link has is left to it. Safe to be cut off and to be run again.
 * Returns how many keys were added.
 */
export async function renewKeys(db: Database, fetchAllow: readonly string[]): Promise<number> {
  if ((await readSetting<number>(db, 'key_rules')) === KEY_RULES) return 0
  let added = 0
  for (let after = 0; ; ) {
    const links = await db
      .selectFrom('link')
      .select(['id', 'url', 'dedupe_key'])
      .where('id', '>', after)
      .orderBy('id')
      .limit(BATCH)
      .execute()
    for (const { id, url, dedupe_key } of links) {
      const key = keyOf(url, fetchAllow)
      if (key === undefined || key === dedupe_key) continue
      if ((await claimKey(db, key, id)) === id) added += 1
    }
    const last = links.at(-1)
    if (!last) break
    after = last.id
  }
  await writeSetting(db, 'key_rules', KEY_RULES)
  return added
}

/** Undefined for an address that would be refused today: the link stays as it is. */
function keyOf(url: string, fetchAllow: readonly string[]): string | undefined {
  const reading = readWebAddress(url, fetchAllow)
  return 'problem' in reading ? undefined : reading.dedupeKey
}
