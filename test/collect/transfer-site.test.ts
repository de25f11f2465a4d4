import sharp from 'sharp'
import { describe, expect, it } from 'vitest'
import { makeLogo } from '../../src/node/make-logo.ts'
import { useTestApp } from '../support/app.ts'

const picture = async (background: string) =>
  new Uint8Array(
    await sharp({ create: { width: 300, height: 100, channels: 3, background } })
      .png()
      .toBuffer(),
  )

interface Report {
  rejected: unknown[]
  notices: string[]
}

describe('look and responses in the export', () => {
  const from = useTestApp('pglite', { makeLogo })
  const to = useTestApp('pglite', { makeLogo })

  async function exported(scope: 'edit' | 'admin' = 'admin') {
    const headers = { authorization: `Bearer ${from.tokens[scope]}` }
    return (await from.request('/api/v1/export', { headers })).text()
  }
  async function take(body: string): Promise<Report> {
    const headers = { authorization: `Bearer ${to.tokens.admin}` }
    const answer = await to.request('/api/v1/imports', { method: 'POST', headers, body })
    return (await answer.json()) as Report
  }
  const look = async (app: typeof from) => (await app.json('GET', '/settings/look')).body
  const responsesOf = async (app: typeof from) =>
    (
      await app.db
        .selectFrom('response')
        .select(['kind', 'state', 'name', 'email', 'content', 'source_url', 'created_at'])
        .orderBy('id')
        .execute()
    ).map((row) => ({ ...row }))

  async function fill() {
    const { lookDesk, responses } = from.services
    await lookDesk.save({
      accent: '#a3226b',
      font: 'sans',
      width: 'wide',
      css: '.lead { color: red }',
      logo: await picture('#a3226b'),
      darkLogo: await picture('#ffaacc'),
    })
    await lookDesk.saveAbout('I read at *night*.')
    await responses.saveSettings({ comments: true, tellLinked: true, replyTo: 'ida@small.example' })
    await from.save('https://norn.example/a', { title: 'Clocks', month: '2023-06' })
    const { id } = await from.assemble('2023-06')
    await from.send(id)
    const row = { issue_id: id, created_at: from.now, updated_at: from.now }
    await from.db
      .insertInto('response')
      .values([
        { ...row, kind: 'comment', state: 'shown', name: 'Grete', content: 'One.\n<b>Two</b>' },
        { ...row, kind: 'comment', state: 'held', name: 'Bo', email: 'bo@a.example', content: 'X' },
        { ...row, kind: 'mention', state: 'unread', source_url: 'https://bo.example/post' },
      ])
      .execute()
  }

  it('come back as they were, and once', async () => {
    await fill()
    const file = await exported()
    expect(await take(file)).toMatchObject({ rejected: [] })
    const { logo, dark_logo, ...rest } = await look(from)
    const there = await look(to)
    expect(there).toMatchObject(rest)
    // Made anew, so under another address; the picture has the same size.
    for (const [name, was] of Object.entries({ logo, dark_logo })) {
      const { url, ...size } = there[name] as { url: string }
      expect(was).toMatchObject(size)
      expect((await to.request(url)).headers.get('content-type')).toBe('image/webp')
    }
    expect(await responsesOf(to)).toEqual(await responsesOf(from))
    const waiting = await to.db.selectFrom('response').select('read_after').execute()
    expect(waiting.filter(({ read_after }) => read_after !== null)).toHaveLength(1)
    const settings = await to.services.responses.readSettings()
    expect(settings).toMatchObject({ comments: true, mentions: false, tellLinked: true })
    expect([settings.replyTo, settings.tellSince]).toEqual([
      'ida@small.example',
      to.now.toISOString(),
    ])

    const again = await take(file)
    expect(again.notices).toEqual(
      expect.arrayContaining([
        'The look here was left as it is.',
        'The settings of responses here were left as they are.',
      ]),
    )
    expect(await responsesOf(to)).toHaveLength(3)
  })

  it('give look and settings to owners alone', async () => {
    await fill()
    const file = JSON.parse(await exported('edit'))
    expect([file.look, file.response_settings, file.settings]).toEqual([
      undefined,
      undefined,
      undefined,
    ])
    expect(file.responses).toHaveLength(3)
  })

  it('are checked like anything that is typed: a bad colour, style or picture stays out', async () => {
    const file = {
      format: 'linkletter',
      version: 2,
      look: [
        { accent: '#ffcc00', font: 'mono', css: '@import "x"', logo: btoa('<svg><script/></svg>') },
      ],
      response_settings: [{ comments: 'yes' }],
      responses: [{ month: '2023-06', kind: 'comment' }],
      links: [],
    }
    const report = await take(JSON.stringify(file))
    expect(report.rejected).toHaveLength(2)
    expect(report.notices).toEqual([
      'The accent of the look was left out: it is not taken here.',
      'The CSS of the look was left out: it is not taken here.',
      'The logo of the look was left out: it is not taken here.',
    ])
    expect(await look(to)).toMatchObject({ accent: null, font: 'mono', css: '', logo: null })
  })
})
