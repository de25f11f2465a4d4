import { mf2 } from 'microformats-parser'
import { beforeEach, describe, expect, it } from 'vitest'
import { useTestApp } from '../support/app.ts'
import { DATABASE_KINDS } from '../support/database.ts'
import { createVisitor } from '../support/visitor.ts'

const PATH = '/issues/june-2023'
const FORM = { name: 'Grete', email: 'grete@reader.example', text: 'One.\nTwo.\n\n<b>Three</b>' }

describe.each(DATABASE_KINDS)('comments on %s', (kind) => {
  const app = useTestApp(kind)
  let owner: ReturnType<typeof createVisitor>
  let reader: ReturnType<typeof createVisitor>

  beforeEach(async () => {
    await app.saveAt('2023-06-10T12:00:00Z', 'https://norn.example/clocks', { title: 'Clocks' })
    await app.send((await app.assemble('2023-06')).id)
    app.now = new Date('2023-07-10T12:00:00Z')
    owner = createVisitor(app)
    reader = createVisitor(app)
    await owner.enter((await app.services.logins.commandLink()) ?? '')
    await app.services.responses.saveSettings({ comments: true })
  })

  const later = (ms: number) => {
    app.now = new Date(app.now.getTime() + ms)
  }
  /** From the form under the issue, by way of the preview, as a person does. */
  async function comment(form: Record<string, string> = FORM) {
    await reader.post(`${PATH}/comments`, form)
    later(5_000)
    return reader.submit(`${PATH}/comments`)
  }
  const page = async () => (await app.request(PATH)).text()
  const room = async (tab: string) => owner.get(`/admin/responses?tab=${tab}`)

  it('are there only when the owner wants them', async () => {
    expect(await page()).toContain('Write a comment')
    await app.services.responses.saveSettings({ comments: false })
    expect(await page()).not.toContain('Write a comment')
    expect((await reader.post(`${PATH}/comments`, FORM)).status).toBe(404)
    expect((await reader.get(`${PATH}/comments`)).status).toBe(404)
  })

  it('have a room in the navigation while somebody may write or something waits', async () => {
    const entry = async (path = '/admin/links') =>
      /<a href="\/admin\/responses"[^>]*>.*?<\/a>/.exec((await owner.get(path)).html)?.[0]
    expect(await entry()).toBe('<a href="/admin/responses">Responses</a>')
    await comment()
    const waits = 'Responses <span class="count">1</span></a>'
    expect(await entry()).toBe(`<a href="/admin/responses">${waits}`)
    await app.services.responses.saveSettings({ comments: false })
    expect(await entry('/admin/responses')).toBe(
      `<a href="/admin/responses" aria-current="page">${waits}`,
    )
    await owner.get('/admin/responses')
    await owner.submit('/admin/responses/1/remove')
    expect(await entry()).toBeUndefined()
  })

  it('are shown before they are sent, held until approved, and escaped', async () => {
    const preview = await reader.post(`${PATH}/comments`, FORM)
    expect(preview.text).toContain('This is how it will look')
    expect(preview.html).toContain('&lt;b&gt;Three&lt;/b&gt;')
    later(5_000)
    const sent = await reader.submit(`${PATH}/comments`)
    expect([sent.status, sent.location]).toEqual([303, `${PATH}/comments/thanks`])
    expect((await reader.follow(sent)).text).toContain('has arrived')
    expect(await page()).not.toContain('Grete')

    const held = await room('held')
    expect(held.html).toContain('mailto:grete@reader.example')
    await owner.submit('/admin/responses/1/show')
    const shown = await page()
    expect(shown).toContain('<span class="p-author h-card">Grete</span>')
    expect(shown).toContain('<p>One.<br>Two.</p><p>&lt;b&gt;Three&lt;/b&gt;</p>')
    expect(shown).not.toContain('grete@reader.example')
    const [entry] = mf2(shown, { baseUrl: `https://letters.example${PATH}` }).items
    expect(entry?.properties.comment).toMatchObject([
      {
        type: ['h-cite'],
        properties: {
          author: [{ properties: { name: ['Grete'] } }],
          url: [`https://letters.example${PATH}#response-1`],
          content: [expect.stringContaining('One.')],
        },
      },
    ])

    await room('shown')
    await owner.submit('/admin/responses/1/hold')
    expect(await page()).not.toContain('Grete')
    await room('held')
    await owner.submit('/admin/responses/1/remove')
    expect((await room('held')).text).toContain('Nothing waits')
  })

  it('that programs send are dropped, asked again, or put with the spam', async () => {
    const trapped = await reader.post(`${PATH}/comments`, { ...FORM, website: 'https://x.example' })
    expect(trapped.location).toBe(`${PATH}/comments/thanks`)
    await reader.get(`${PATH}/comments`)
    const quick = await reader.submit(`${PATH}/comments`, FORM)
    expect([quick.status, quick.text]).toEqual([422, expect.stringContaining('That was quick')])
    const forged = await reader.post(`${PATH}/comments`, { ...FORM, shown: 'abc.def' })
    expect(forged.status).toBe(422)
    expect(await app.services.responses.count()).toEqual({ held: 0, shown: 0, spam: 0 })

    await comment({ ...FORM, text: 'Buy [url=https://x.example]this[/url]' })
    await comment({ ...FORM, text: 'http://a.example http://b.example http://c.example' })
    expect(await app.services.responses.count()).toEqual({ held: 0, shown: 0, spam: 2 })
    await room('spam')
    await owner.submit('/admin/responses/empty')
    expect(await app.services.responses.count()).toEqual({ held: 0, shown: 0, spam: 0 })
  })

  it('say what is missing beside the field, and keep what was written', async () => {
    const answer = await reader.post(`${PATH}/comments`, { name: ' ', email: 'no', text: 'Kept' })
    expect(answer.status).toBe(422)
    expect(answer.fields.text).toBe('Kept')
    expect(answer.text).toContain('Write a name.')
    expect(answer.text).toContain('Write an address like name@example.com')
  })

  it('are limited by network, and the same words twice are one', async () => {
    await comment()
    await comment()
    expect((await app.services.responses.count()).held).toBe(1)
    for (let index = 0; index < 4; index++) await comment({ ...FORM, text: `Text ${index}` })
    const seventh = await comment({ ...FORM, text: 'One too many' })
    expect([seventh.status, seventh.headers.get('retry-after')]).toEqual([429, expect.any(String)])
    expect(seventh.fields.text).toBe('One too many')
    app.clientAddress = '198.51.100.9'
    expect((await comment({ ...FORM, text: 'From elsewhere' })).status).toBe(303)
  })

  it('are told to the owner in one mail a day', async () => {
    await app.services.responses.saveSettings({ digest: true })
    await app.db.updateTable('account').set({ email: 'owner@norn.example' }).execute()
    await app.services.responses.work()
    expect(app.mails).toHaveLength(0)
    await comment()
    await comment({ ...FORM, text: 'Another' })
    await app.services.responses.work()
    await app.services.responses.work()
    expect(app.mails.map(({ subject }) => subject)).toEqual(['Responses wait: Linkletter'])
    expect(app.mails[0]?.text).toContain('2 responses')
    expect(app.mails[0]?.text).not.toContain('Grete')
    later(25 * 3_600_000)
    await app.services.responses.work()
    expect(app.mails).toHaveLength(1)
    await comment({ ...FORM, text: 'A third' })
    await app.services.responses.work()
    expect(app.mails).toHaveLength(2)
  })

  it('can be read and decided about over the API', async () => {
    await comment()
    const list = await app.json<{ items: { id: number; state: string }[] }>('GET', '/responses')
    expect(list.body.items).toMatchObject([
      { id: 1, state: 'held', name: 'Grete', kind: 'comment' },
    ])
    expect((await app.json('PATCH', '/responses/1', { state: 'shown' })).status).toBe(200)
    expect(await page()).toContain('Grete')
    expect((await app.json('DELETE', '/responses/1')).status).toBe(204)
    expect(await page()).not.toContain('Grete')
    expect((await app.json('PATCH', '/responses/1', { state: 'shown' })).status).toBe(404)
    const settings = await app.json('PATCH', '/responses/settings', { mentions: true })
    expect(settings.body).toMatchObject({ comments: true, mentions: true, tell_linked: false })
    const wrong = await app.json('PATCH', '/responses/settings', { hub: 'javascript:x' })
    expect(wrong.status).toBe(422)
    const edit = await app.json('GET', '/responses/settings', undefined, { scope: 'edit' })
    expect(edit.status).toBe(403)
  })

  it('may come by mail as well', async () => {
    await app.services.responses.saveSettings({ comments: false, replyTo: 'editor@norn.example' })
    expect(await page()).toContain(
      'href="mailto:editor@norn.example?subject=Re%3A%20What%20I%27ve%20been'.replace(
        '%27',
        '&#39;',
      ),
    )
  })
})
