import { describe, expect, it } from 'vitest'
import { countSubscribers } from '../../src/store/subscribers.ts'
import type { SubscriberImportReport } from '../../src/subscriber-transfer.ts'
import { useTestApp } from '../support/app.ts'
import { DATABASE_KINDS } from '../support/database.ts'

interface Reader {
  email: string
  name: string
  status: string
  status_reason: string | null
  tags: string[]
  created_at: string
}

describe.each(DATABASE_KINDS)('lists of readers, in and out, on %s', (kind) => {
  const app = useTestApp(kind)

  async function importCsv(body: string | Uint8Array<ArrayBuffer>, query = '') {
    const answer = await app.request(`/api/v1/subscribers/import${query}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${app.tokens.admin}`, 'content-type': 'text/csv' },
      body,
    })
    return {
      status: answer.status,
      report: (await answer.json()) as SubscriberImportReport & { code?: string },
    }
  }
  const counts = ({ report }: { report: SubscriberImportReport }) => {
    const { created, updated, unchanged, suppressed, rejected } = report
    return { created, updated, unchanged, suppressed, rejected: rejected.length }
  }
  const readers = async () =>
    (await app.json<{ items: Reader[] }>('GET', '/subscribers?limit=500')).body.items
  const exportCsv = async () => (await app.json<string>('GET', '/subscribers/export.csv')).body

  describe('importing', () => {
    it('takes the owner at their word when no status is given', async () => {
      const { report } = await importCsv('email,name,tags\nada@reader.example,Ada,a;b\n')
      expect(report).toMatchObject({ dry_run: false, created: 1, duplicates: 0, rejected: [] })
      expect(await readers()).toMatchObject([
        { email: 'ada@reader.example', name: 'Ada', status: 'active', tags: ['a', 'b'] },
      ])
      await app.settled()
      expect(app.mails).toEqual([])
    })

    it('changes nothing the second time', async () => {
      const file = 'email,name,status,tags\nada@reader.example,Ada,active,a\nben@r.example,,,\n'
      await importCsv(file)
      const before = await readers()
      expect(counts(await importCsv(file))).toEqual({
        created: 0,
        updated: 0,
        unchanged: 2,
        suppressed: 0,
        rejected: 0,
      })
      expect(await readers()).toEqual(before)
    })

    it('adds names and tags to who is known, and takes nothing away', async () => {
      await importCsv('email,name,tags\nada@reader.example,A,one\nben@reader.example,Ben,one\n')
      const { report } = await importCsv(
        'email,name,tags\nADA@reader.example,Ada,"ONE,two"\nben@reader.example,,\n',
      )
      expect(report).toMatchObject({ updated: 1, unchanged: 1 })
      expect(report.samples.updated).toEqual([
        { line: 2, email: 'ADA@reader.example', changes: ['name', 'tags'] },
      ])
      expect(await readers()).toMatchObject([
        { email: 'ada@reader.example', name: 'Ada', tags: ['one', 'two'] },
        { email: 'ben@reader.example', name: 'Ben', tags: ['one'] },
      ])
    })

    it('leaves whoever left, bounced or complained where they are (BARS 26)', async () => {
      for (const status of ['unsubscribed', 'bounced', 'complained', 'pending'])
        await app.json('POST', '/subscribers', { email: `${status}@reader.example`, status })
      const lines = ['unsubscribed', 'bounced', 'complained', 'pending'].map(
        (status) => `${status}@reader.example,active`,
      )
      const { report } = await importCsv(`email,status\n${lines.join('\n')}\n`)
      expect(report).toMatchObject({ created: 0, updated: 1, suppressed: 3, duplicates: 4 })
      expect(report.samples.suppressed[0]).toEqual({
        line: 2,
        email: 'unsubscribed@reader.example',
        reason: 'unsubscribed',
      })
      expect((await readers()).map((reader) => reader.status)).toEqual([
        'unsubscribed',
        'bounced',
        'complained',
        'active',
      ])
    })

    it('takes off the list who left elsewhere', async () => {
      await app.subscribe('ada@reader.example')
      await importCsv('email,status\nada@reader.example,unsubscribed\n')
      expect(await readers()).toMatchObject([{ status: 'unsubscribed' }])
    })

    it('tells what it would do, and does nothing (dry run)', async () => {
      await importCsv('email,name\nada@reader.example,Ada\nben@reader.example,Ben\n')
      await app.json('PATCH', '/subscribers/2', { status: 'unsubscribed' })
      const before = await readers()
      const file =
        'email,name\nada@reader.example,Ada L.\nben@reader.example,Ben\nnew@reader.example,\nNEW@reader.example,\nno address,\n'
      const dry = await importCsv(file, '?dry_run=true')
      expect(dry.report).toMatchObject({
        dry_run: true,
        samples: {
          created: [{ line: 4, email: 'new@reader.example' }],
          updated: [{ line: 2, email: 'ada@reader.example', changes: ['name'] }],
          suppressed: [{ line: 3, email: 'ben@reader.example', reason: 'unsubscribed' }],
        },
      })
      expect(await readers()).toEqual(before)
      const real = await importCsv(file)
      expect(counts(dry)).toEqual(counts(real))
      expect(counts(real)).toEqual({
        created: 1,
        updated: 1,
        unchanged: 1,
        suppressed: 1,
        rejected: 1,
      })
    })

    it('names every line that it does not take, with the reason', async () => {
      const { report } = await importCsv(
        [
          'email,name,status',
          'ada@reader.example,"two',
          'lines",active',
          'a@x.example; b@y.example,,',
          'ben@reader.example,,mystery',
          ',,',
          'u@exa\u200bmple.com,,',
          'cy@reader.example,,',
        ].join('\n'),
      )
      expect(report.created).toBe(2)
      expect(report.rejected.map(({ line }) => line)).toEqual([4, 5, 7])
      expect(report.rejected[0]?.reason).toContain('That is no mail address')
      expect(report.rejected[1]?.reason).toContain('"mystery" is no status')
    })

    it('refuses a table without a column of addresses', async () => {
      const { status, report } = await importCsv('first,last\nAda,Lovelace\n')
      expect(status).toBe(422)
      expect(report.code).toBe('INVALID_INPUT')
    })

    it('takes a plain list of addresses', async () => {
      expect(counts(await importCsv('ada@reader.example\nben@reader.example\n')).created).toBe(2)
    })

    it('takes the status of rows that say none from the query', async () => {
      await importCsv('email\nada@reader.example\n', '?status=unsubscribed')
      expect(await readers()).toMatchObject([{ status: 'unsubscribed' }])
      expect((await importCsv('email\n', '?status=nothing')).status).toBe(422)
      expect((await importCsv('email\n', '?dry_run=perhaps')).status).toBe(422)
    })

    it('reads semicolons, UTF-16 and a byte order mark', async () => {
      const text = 'email;name\r\nzoë@reader.example;Zoë\r\n'
      await importCsv(new Uint8Array(Buffer.from(`\ufeff${text}`, 'utf16le')))
      expect(await readers()).toMatchObject([{ email: 'zoë@reader.example', name: 'Zoë' }])
      expect(counts(await importCsv(`\ufeff${text}`)).unchanged).toBe(1)
    })
  })

  describe('exports of other tools', () => {
    it('Mailchimp: one file for each state', async () => {
      const head = '"Email Address","First Name","Last Name",MEMBER_RATING,OPTIN_TIME,CONFIRM_TIME'
      await importCsv(
        `${head},LEID,EUID,NOTES,TAGS\nada@r.example,Ada,Lovelace,2,"2021-03-04 10:00:00","2021-03-04 10:05:00",1,a,,"""vip"",""early birds"""\n`,
      )
      await importCsv(
        `${head},UNSUB_TIME,UNSUB_CAMPAIGN_TITLE,UNSUB_REASON,TAGS\nben@r.example,Ben,,2,,,"2022-01-01 00:00:00",News,,\n`,
      )
      await importCsv(`${head},CLEAN_TIME,TAGS\ncy@r.example,,,2,,,"2022-01-01 00:00:00",\n`)
      expect(await readers()).toMatchObject([
        {
          name: 'Ada Lovelace',
          status: 'active',
          tags: ['vip', 'early birds'],
          created_at: '2021-03-04T10:00:00.000Z',
        },
        { name: 'Ben', status: 'unsubscribed' },
        { status: 'bounced', status_reason: 'Imported as "cleaned".' },
      ])
    })

    it('Buttondown', async () => {
      await importCsv(
        [
          'email_address,notes,metadata,tags,type,source,creation_date',
          'a@r.example,,{},"[""a, b""]",regular,api,2023-01-02T03:04:05Z',
          'b@r.example,,{},,unactivated,api,2023-01-02',
          'c@r.example,,{},,unsubscribed,api,2023-01-02',
          'd@r.example,,{},,undeliverable,api,2023-01-02',
          'e@r.example,,{},,complained,api,2023-01-02',
        ].join('\n'),
      )
      expect(await readers()).toMatchObject([
        { status: 'active', tags: ['a, b'], created_at: '2023-01-02T03:04:05.000Z' },
        { status: 'pending' },
        { status: 'unsubscribed' },
        { status: 'bounced' },
        { status: 'complained' },
      ])
    })

    it('Ghost', async () => {
      await importCsv(
        [
          'id,email,name,note,subscribed_to_emails,complimentary_plan,stripe_customer_id,created_at,deleted_at,labels',
          '1,a@r.example,Ada,,true,false,,2022-05-06T00:00:00.000Z,,"x,y"',
          '2,b@r.example,Ben,,false,false,,2022-05-06T00:00:00.000Z,,',
          '3,c@r.example,Cy,,true,false,,2022-05-06T00:00:00.000Z,2023-01-01T00:00:00.000Z,',
        ].join('\n'),
      )
      expect(await readers()).toMatchObject([
        { status: 'active', tags: ['x', 'y'], created_at: '2022-05-06T00:00:00.000Z' },
        { status: 'unsubscribed' },
        { status: 'unsubscribed' },
      ])
    })

    it('listmonk', async () => {
      await importCsv(
        [
          'uuid,email,name,attributes,status,created_at,updated_at',
          '0d7,a@r.example,Ada,"{""city"": ""Oslo""}",enabled,2022-05-06T00:00:00Z,',
          '1d7,b@r.example,Ben,{},disabled,2022-05-06T00:00:00Z,',
          '2d7,c@r.example,Cy,{},blocklisted,2022-05-06T00:00:00Z,',
        ].join('\n'),
      )
      expect(await readers()).toMatchObject([
        { status: 'active', name: 'Ada' },
        { status: 'unsubscribed' },
        { status: 'complained', status_reason: 'Imported as "blocklisted".' },
      ])
    })

    it('Substack: whoever pays nothing still reads', async () => {
      await importCsv(
        [
          'email,active_subscription,expiry,plan,email_disabled,created_at,first_payment_at',
          'a@r.example,true,2024-01-01T00:00:00.000Z,yearly,false,2022-05-06T00:00:00.000Z,',
          'b@r.example,false,,other,false,2022-05-06T00:00:00.000Z,',
          'c@r.example,false,,other,true,2022-05-06T00:00:00.000Z,',
        ].join('\n'),
      )
      expect((await readers()).map((reader) => reader.status)).toEqual([
        'active',
        'active',
        'unsubscribed',
      ])
    })

    it('a column "state" or "type" of anything else is no status', async () => {
      await importCsv('email,state,type\na@r.example,CA,customer\n')
      expect(await readers()).toMatchObject([{ status: 'active' }])
    })
  })

  describe('exporting', () => {
    it('writes cells that no spreadsheet runs, and reads them back unchanged (BARS 47)', async () => {
      const names = ['=1+1', '+1', '-1', '@SUM(A1)', "'=1", '"quoted", and more', 'Zoë', "'"]
      const tags = ['=cmd', 'a;b', 'c,d', '["x"]', 'vip', '"q"']
      for (const [n, name] of names.entries())
        await app.json('POST', '/subscribers', {
          email: `+${n}=x@reader.example`,
          name,
          status: 'active',
          tags: n % 2 ? tags : ['=1', '-2'],
        })
      const before = await readers()
      expect(before.map((reader) => reader.name)).toEqual(names)
      const file = await exportCsv()
      expect(file.split('\r\n')[0]).toBe('email,name,status,tags')
      for (const cell of file.split(/\r\n|,/)) expect(cell).not.toMatch(/^"?[=+\-@\t\r]/)
      expect(counts(await importCsv(file))).toMatchObject({ unchanged: names.length, created: 0 })
      expect(await readers()).toEqual(before)
      await app.db.deleteFrom('subscriber').execute()
      await importCsv(file)
      expect((await readers()).map(({ email, name, tags: t }) => ({ email, name, t }))).toEqual(
        before.map(({ email, name, tags: t }) => ({ email, name, t })),
      )
    })

    it('keeps every status', async () => {
      for (const status of ['pending', 'active', 'unsubscribed', 'bounced', 'complained'])
        await app.json('POST', '/subscribers', { email: `${status}@reader.example`, status })
      const before = (await readers()).map(({ email, status }) => ({ email, status }))
      const file = await exportCsv()
      await app.db.deleteFrom('subscriber').execute()
      await importCsv(file)
      expect((await readers()).map(({ email, status }) => ({ email, status }))).toEqual(before)
    })
  })

  // The embedded database takes longer and its code is the same: there a fifth has to do.
  const total = kind === 'postgres' ? 100_000 : 20_000
  it(`takes ${total} lines in batches and gives them back, holding none of them`, async () => {
    let written = 0
    async function* file(): AsyncGenerator<Uint8Array> {
      const encoder = new TextEncoder()
      yield encoder.encode('email,name,status,tags\n')
      for (let n = 0; n < total; n += 1000) {
        if (n === total * 0.9) written = (await countSubscribers(app.db)).active
        const lines = Array.from(
          { length: 1000 },
          (_, i) => `reader${n + i}@reader.example,Reader ${n + i},active,"vip;batch ${n}"\n`,
        )
        yield encoder.encode(lines.join(''))
      }
    }
    const { transfer } = app.services.readers
    expect(await transfer.importCsv(file(), { isDryRun: true })).toMatchObject({ created: total })
    expect(written).toBe(0)
    expect(await transfer.importCsv(file())).toMatchObject({ created: total, rejected: [] })
    // What was read before the last tenth is in the database when that is asked for.
    expect(written).toBeGreaterThan(total * 0.8)
    expect(await transfer.importCsv(file())).toMatchObject({ unchanged: total, updated: 0 })
    let lines = 0
    for await (const part of transfer.exportCsv()) lines += part.split('\r\n').length - 1
    expect(lines).toBe(total + 1)
  })
})
