import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { migrateTo } from '../../src/store/migrate.ts'
import { createPostgres, DATABASE_KINDS, useDatabase } from '../support/database.ts'
import { readRecording, replay } from '../support/replay-queries.ts'

/**
 * While processes are exchanged one after the other, those of the release before go on asking what
 * they asked before: here word for word, with the values they gave.
 */
const recording = readRecording('test/fixtures/previous-queries.jsonl')

describe.each(DATABASE_KINDS)('the newest tables on %s', (kind) => {
  const database = useDatabase(kind)

  it('take all that the release before asks', async () => {
    expect(await Array.fromAsync(replay(database.db, recording))).toEqual([])
  })
})

describe('the statements of the release before', () => {
  let database: Awaited<ReturnType<typeof createPostgres>>
  beforeAll(async () => {
    database = await createPostgres()
    await migrateTo(database.db, recording.migration)
  })
  afterAll(() => database?.close())

  it('are many, touch what a month needs, and run on its own tables', async () => {
    expect(recording.statements.length).toBeGreaterThan(300)
    for (const table of ['link', 'entry', 'issue', 'delivery', 'subscriber', 'session', 'source'])
      for (const word of ['insert into', 'update', 'from'])
        expect(
          recording.statements.filter((text) => new RegExp(`${word} "?${table}\\b`).test(text)),
          `${word} ${table}`,
        ).not.toEqual([])
    expect(await Array.fromAsync(replay(database.db, recording))).toEqual([])
  })

  it.each([
    ['a column that is gone', 'link', 'alter table link drop column via', /"?via"? .*not exist/],
    [
      'a function that is gone',
      'exchange_deliveries_3',
      'drop function exchange_deliveries_3',
      /not exist/,
    ],
    [
      'a narrower check',
      'link_check',
      'alter table link_check add check (reason is null)',
      /violates check/,
    ],
    [
      'a required column',
      'token',
      'alter table token add column why text not null',
      /null value in column "why"/,
    ],
    [
      'another type',
      'link',
      'alter table link alter note drop default, alter note type integer using 0',
      /type integer/,
    ],
  ])('are refused at %s', async (_, thing, change, message) => {
    const about = recording.scenes.filter((steps) =>
      steps.some(([number]) => recording.statements[number]?.includes(thing)),
    )
    const later = await createPostgres({ isMigrated: true })
    try {
      await sql.raw(change).execute(later.db)
      const found: string[] = []
      for await (const refusal of replay(later.db, { ...recording, scenes: about })) {
        found.push(refusal.message)
        if (message.test(refusal.message)) break
      }
      expect(found.at(-1)).toMatch(message)
    } finally {
      await later.close()
    }
  })
})
