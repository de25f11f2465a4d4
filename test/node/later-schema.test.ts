import { rm } from 'node:fs/promises'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createPostgres } from '../support/database.ts'
import { makeEmptyFolder, runCli, startServerProcess } from '../support/server-process.ts'

describe('a process whose database a later version has migrated', () => {
  let database: Awaited<ReturnType<typeof createPostgres>>
  let env: Record<string, string>
  beforeAll(async () => {
    database = await createPostgres({ isMigrated: true })
    env = {
      DATABASE_URL: database.url,
      SECRET: 'a secret for tests, long enough to sign',
      DATA_DIR: await makeEmptyFolder(),
    }
    await sql`
      insert into schema_migration (name, timestamp)
      values ('9901-later', now()::text), ('9902-less', now()::text)`.execute(database.db)
  })
  afterAll(async () => {
    await rm(env?.DATA_DIR ?? '', { recursive: true, force: true })
    await database?.close()
  })
  const contract = () =>
    sql`
      insert into schema_migration_contract (migration, needs, release)
      values ('9902-less', '9901-later', '9.1.0')`.execute(database.db)

  it('starts, says so in its log, and is ready until something it uses is taken away', async () => {
    const server = await startServerProcess({ ...env, LOG_LEVEL: 'warn' })
    try {
      const ready = async () => {
        const answer = await fetch(`${server.url}/readyz`)
        const { checks }: { checks: { migrations: string } } = JSON.parse(await answer.text())
        return [answer.status, checks.migrations]
      }
      expect(await ready()).toEqual([200, 'ok'])
      expect(server.log()).toContain('A later Linkletter has migrated the database (9901-later')
      const migrated = await runCli(['migrate'], env)
      expect(migrated).toMatchObject({ code: 0 })
      expect(migrated.stdout).toMatch(/still works with it.*Nothing was run\.\n$/)
      const doctor = JSON.parse((await runCli(['doctor', '--json'], env)).stdout)
      expect(findingOf(doctor)).toMatchObject({
        status: 'warn',
        text: 'A later version has migrated the database: 9901-later, 9902-less.',
      })
      await contract()
      expect(await ready()).toEqual([503, 'missing'])
      expect(server.log()).toContain('Install 9.1.0 or later.')
    } finally {
      await server.stop()
    }
  })

  it('does not start after that, and says which version does', async () => {
    const sentence =
      'A later Linkletter has migrated the database (9901-later, 9902-less), and this version no longer works with it. Install 9.1.0 or later.'
    for (const command of ['serve', 'migrate'])
      expect(await runCli([command], env)).toMatchObject({ code: 1, stderr: `${sentence}\n` })
    const { code, stdout } = await runCli(['doctor', '--json'], env)
    expect(code).toBe(1)
    expect(findingOf(JSON.parse(stdout))).toMatchObject({ status: 'fail', text: sentence })
  })
})

interface Doctored {
  findings: { check: string; status: string; text: string }[]
}

const findingOf = ({ findings }: Doctored) => findings.find(({ check }) => check === 'migrations')
