import { DEFAULT_EDITORIAL, type Editorial } from '../domain/editorial.ts'
import { DEFAULT_LOOK, type Look } from '../domain/look.ts'
import type { Db } from './schema.ts'

export async function readSetting<T>(db: Db, key: string): Promise<T | undefined> {
  const row = await db
    .selectFrom('setting')
    .select('value')
    .where('key', '=', key)
    .executeTakeFirst()
  return row?.value as T | undefined
}

export async function writeSetting(db: Db, key: string, value: unknown): Promise<void> {
  const json = JSON.stringify(value)
  await db
    .insertInto('setting')
    .values({ key, value: json })
    .onConflict((oc) => oc.column('key').doUpdateSet({ value: json, updated_at: new Date() }))
    .execute()
}

/** Writes only when nothing is there yet; returns what is there afterwards. */
export async function writeSettingOnce<T>(db: Db, key: string, value: T): Promise<T> {
  await db
    .insertInto('setting')
    .values({ key, value: JSON.stringify(value) })
    .onConflict((oc) => oc.column('key').doNothing())
    .execute()
  return (await readSetting<T>(db, key)) as T
}

/** Defaults with what the owner changed. */
export async function readEditorial(db: Db): Promise<Editorial> {
  const rows = await db
    .selectFrom('setting')
    .select(['key', 'value'])
    .where('key', 'in', ['editorial', 'look'])
    .execute()
  const stored = (name: string) => rows.find(({ key }) => key === name)?.value
  const changed = stored('editorial') as Partial<Editorial> | undefined
  const look = stored('look') as Partial<Look> | undefined
  return {
    ...DEFAULT_EDITORIAL,
    ...changed,
    ...(look && { look: { ...DEFAULT_LOOK, ...look } }),
    schedule: { ...DEFAULT_EDITORIAL.schedule, ...changed?.schedule },
  }
}
