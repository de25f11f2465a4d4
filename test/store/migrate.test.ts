import { describe, expect, it } from 'vitest'
import { migrations } from '../../migrations/index.ts'
import { migrate } from '../../src/store/migrate.ts'
import { readSchemaState } from '../../src/store/schema-state.ts'
import { createPostgres, DATABASE_KINDS, useDatabase } from '../support/database.ts'

describe.each(DATABASE_KINDS)('the store on %s', (kind) => {
  const database = useDatabase(kind)

  it('has nothing to migrate the second time', async () => {
    expect(await migrate(database.db)).toEqual([])
    expect(await readSchemaState(database.db)).toEqual({ kind: 'current' })
  })

  it('takes one issue a month', async () => {
    const issue = { month: '2023-07', title: 'July', slug: 'a' }
    await database.db.insertInto('issue').values(issue).execute()
    const again = database.db
      .insertInto('issue')
      .values({ ...issue, slug: 'b' })
      .execute()
    await expect(again).rejects.toThrow(/unique/)
  })

  it('takes one unnamed group an issue', async () => {
    const { id } = await database.db
      .insertInto('issue')
      .values({ month: '2023-07', title: 'July', slug: 'a' })
      .returning('id')
      .executeTakeFirstOrThrow()
    const group = { issue_id: id, name: null, position: 1 }
    await database.db.insertInto('issue_section').values(group).execute()
    await expect(database.db.insertInto('issue_section').values(group).execute()).rejects.toThrow(
      /unique/,
    )
  })

  it('refuses a state that does not exist', async () => {
    const wrong = { month: '2023-07', title: 'July', slug: 'a', state: 'gone' as 'draft' }
    await expect(database.db.insertInto('issue').values(wrong).execute()).rejects.toThrow(/check/)
  })
})

describe('several processes that start at once', () => {
  it('migrate one after the other', async () => {
    const first = await createPostgres()
    try {
      const runs = await Promise.all([migrate(first.db), migrate(first.db), migrate(first.db)])
      const all = Object.keys(migrations).length
      expect(runs.map((names) => names.length).sort((a, b) => a - b)).toEqual([0, 0, all])
    } finally {
      await first.close()
    }
  })
})
