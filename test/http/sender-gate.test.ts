import { sql } from 'kysely'
import { beforeEach, describe, expect, it } from 'vitest'
import { useTestApp } from '../support/app.ts'
import { DATABASE_KINDS } from '../support/database.ts'
import { fakeDns, type Zone } from '../support/fake-dns.ts'

describe.each(DATABASE_KINDS)('a large send from a domain that fails its checks on %s', (kind) => {
  const zone: Zone = {}
  const dns = fakeDns(zone)
  const app = useTestApp(kind, { dns, config: { smtpUrl: 'smtp://smtp.own.example' } })
  let id: number

  beforeEach(async () => {
    zone.txt = {}
    zone.silent = []
    dns.asked.length = 0
    await app.save('https://a.example/1')
    id = (await app.assemble('2023-07')).id
  })

  async function readers(count: number, tags: string[] = []) {
    await sql`
      insert into subscriber (email, email_key, status, tags)
      select 'r' || n || '@reader.example', 'r' || n || '@reader.example', 'active',
        ${JSON.stringify(tags)}::jsonb
      from generate_series(1, ${count}::int) n`.execute(app.db)
  }
  const act = (path: string, body: object = {}) =>
    app.json<{ code?: string; detail?: string; state?: string; errors?: { field: string }[] }>(
      'POST',
      `/issues/${id}/${path}`,
      body,
    )
  const stateOf = async () => (await app.json('GET', `/issues/${id}`)).body.state
  const authenticated = {
    'letters.example': ['v=spf1 mx -all'],
    '_dmarc.letters.example': ['v=DMARC1; p=none'],
  }

  it('is refused with all that fails, and nothing has changed (BARS 15)', async () => {
    await readers(5_001)
    const { status, body } = await act('send')
    expect(status).toBe(422)
    expect(body).toMatchObject({
      code: 'SENDER_NOT_AUTHENTICATED',
      detail: expect.stringContaining('"force": true'),
    })
    expect(body.errors?.map(({ field }) => field)).toEqual(['spf', 'dmarc', 'alignment'])
    expect(await stateOf()).toBe('draft')
  })

  it('goes out with the owner’s word, also when it begins later (BARS 15)', async () => {
    await readers(5_001)
    const { status } = await act('send', { force: true, delay_s: 60 })
    expect(status).toBe(202)
    app.now = new Date(app.now.getTime() + 61_000)
    // Delivering 5,001 mails is another test's.
    await sql`update subscriber set status = 'unsubscribed' where id > 3`.execute(app.db)
    await app.tick()
    expect([await stateOf(), app.mails.length]).toEqual(['sent', 3])
  })

  it('goes out when the checks pass (BARS 15)', async () => {
    zone.txt = authenticated
    await readers(5_001)
    expect((await act('schedule', { at: '2033-01-01T00:00:00Z' })).status).toBe(200)
    expect(dns.asked).toContain('_dmarc.letters.example')
  })

  it('is not held up when name servers do not answer (BARS 15)', async () => {
    zone.silent = ['letters.example', '_dmarc.letters.example']
    await readers(5_001)
    expect((await act('schedule', { at: '2033-01-01T00:00:00Z' })).status).toBe(200)
  })

  it('up to 5,000 readers asks nobody (BARS 15)', async () => {
    await readers(5_000)
    expect((await act('schedule', { at: '2033-01-01T00:00:00Z' })).status).toBe(200)
    expect(dns.asked).toEqual([])
  })

  it('to a tag counts the readers of the tag (BARS 15)', async () => {
    await readers(5_001, ['big'])
    await app.json('POST', '/subscribers', {
      email: 'ada@small.example',
      status: 'active',
      tags: ['small'],
    })
    const at = '2033-01-01T00:00:00Z'
    expect((await act('schedule', { at, tag: 'big' })).status).toBe(422)
    expect((await act('schedule', { at, tag: 'small' })).status).toBe(200)
  })

  it('that was scheduled in time is paused when the domain has failed since (BARS 15)', async () => {
    zone.txt = authenticated
    await readers(5_001)
    await act('schedule', { at: new Date(app.now.getTime() + 60_000).toISOString() })
    zone.txt = {}
    app.now = new Date(app.now.getTime() + 61_000)
    await app.tick()
    expect([await stateOf(), app.mails.length]).toEqual(['paused', 0])
    const { paused_reason } = await app.db
      .selectFrom('issue')
      .select('paused_reason')
      .executeTakeFirstOrThrow()
    expect(paused_reason).toContain('no SPF record')
    expect((await act('resume')).body.code).toBe('SENDER_NOT_AUTHENTICATED')
    expect((await act('resume', { force: true })).status).toBe(202)
  })

  it('is asked about again after it was cancelled (BARS 15)', async () => {
    await readers(5_001)
    await act('schedule', { at: '2033-01-01T00:00:00Z', force: true })
    await act('cancel')
    await app.assemble('2023-07')
    expect((await act('send')).body.code).toBe('SENDER_NOT_AUTHENTICATED')
  })
})
