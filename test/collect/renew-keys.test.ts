import { describe, expect, it } from 'vitest'
import { renewKeys } from '../../src/collect/renew-keys.ts'
import { useTestApp } from '../support/app.ts'
import { DATABASE_KINDS } from '../support/database.ts'

describe.each(DATABASE_KINDS)('links saved under older rules for addresses on %s', (kind) => {
  const app = useTestApp(kind)
  const addOld = (url: string) =>
    app.db
      .insertInto('link')
      .values({
        url,
        dedupe_key: `old:${url}`,
        saved_at: app.now,
        updated_at: app.now,
        enrich_after: app.now,
      })
      .returning('id')
      .executeTakeFirstOrThrow()

  it('are found by today’s rules, once, and a key that another has is left to it', async () => {
    const { id } = await addOld('https://norn.example/clocks?utm_source=x')
    const taken = await app.save('https://norn.example/lists')
    await addOld('https://norn.example/lists#')
    expect(await renewKeys(app.db, [])).toBe(1)
    expect(await renewKeys(app.db, [])).toBe(0)
    const again = await app.json<{ id: number; duplicate?: true }>('POST', '/links', {
      url: 'https://norn.example/clocks',
    })
    expect(again.body).toMatchObject({ id, duplicate: true })
    expect((await app.save('https://norn.example/lists')).id).toBe(taken.id)
  })

  it('stay when their address would be refused today', async () => {
    await addOld('ftp://norn.example/file')
    expect(await renewKeys(app.db, [])).toBe(0)
  })
})
