import { describe, expect, it } from 'vitest'
import { rssAnswer, startFeedServer } from '../collect/feed-server.ts'
import { BASE_URL, useTestApp } from '../support/app.ts'
import { isFocused, violationsOn, widthsOf } from './browser.ts'
import { useOwnerBrowser } from './owner-browser.ts'

const app = useTestApp('pglite')
const { open } = useOwnerBrowser(app)

/** One page for all of them: to log in takes longer than to look. */
async function findFaults(paths: string[]): Promise<unknown[]> {
  const faults: unknown[] = []
  const page = await open('/admin')
  for (const path of paths) {
    const answer = await page.goto(BASE_URL + path)
    if (answer?.status() !== 200) faults.push([path, answer?.status()])
    for (const fault of await violationsOn(page)) faults.push([path, fault])
    await page.setViewportSize({ width: 320, height: 700 })
    const [content, window] = await widthsOf(page)
    if (content > window) faults.push([path, content, window])
  }
  return faults
}

describe('no room has a fault that axe finds, nor scrolls sideways at 320 px', () => {
  it('while it is empty', async () => {
    const paths = ['', '/start', '/jobs', '/subscribers', '/sources'].map((path) => `/admin${path}`)
    expect(await findFaults(paths)).toEqual([])
  })

  it('when it is full', async () => {
    await app.json('PATCH', '/settings', {
      name: 'Small Hours',
      sections: ['Articles & Learning', 'Tools'],
      public_signup: true,
    })
    await app.services.startDesk.sendTestMail('ida@norn.example')
    const feed = await startFeedServer(app)
    feed.pages['/feed'] = rssAnswer([2, 1])
    const source = await app.json<{ id: number }>('POST', '/sources', { url: feed.url('/feed') })
    await app.db.updateTable('source').set({ state: 'dead', last_error: 'It is gone.' }).execute()
    await app.saveAt('2023-06-01T10:00:00Z', 'https://norn.example/a', { title: 'A' })
    await app.saveAt('2023-07-01T10:00:00Z', 'https://norn.example/b', { title: 'B' })
    await app.db
      .updateTable('link')
      .set({ enrichment_status: 'failed', enrichment_error: 'No.', enrich_after: null })
      .execute()
    const id = await app.subscribe('ada@reader.example')
    await app.json('PATCH', `/subscribers/${id}`, { name: 'Ada', tags: ['friends'] })
    await app.send((await app.assemble('2023-06')).id)
    await app.db.updateTable('delivery').set({ state: 'unknown' }).execute()
    app.answer = { state: 'failed', reply: '550 no such user' }
    await app.json('POST', '/subscribers', { email: 'gone@reader.example' })
    await app.settled()
    await app.db
      .insertInto('bounce_event')
      .values({
        event_hash: 'a',
        subscriber_id: id,
        kind: 'soft',
        source: 'smtp',
        reason: '452 mailbox full',
        received_at: app.now,
      })
      .execute()
    await app.services.doctorDesk.look()
    await app.services.sampleMonth.load()
    await app.services.hooks.create('inbound', 'My mail')
    const paths = [
      '',
      '/start',
      '/jobs',
      '/subscribers',
      '/subscribers/new',
      '/subscribers/import',
      '/subscribers/bounces',
      `/subscribers/${id}`,
      `/subscribers/${id}/remove`,
      '/sources',
      '/sources/new',
      `/sources/${source.body.id}`,
      '/settings',
      '/settings/sections',
      '/settings/schedule',
      '/settings/mail',
      '/settings/saving',
      '/settings/access',
      '/tokens',
      '/import',
    ]
    expect(await findFaults(paths.map((path) => `/admin${path}`))).toEqual([])
  })
})

describe('the first steps', () => {
  it('guess the time zone, mark what is refused, and go on to the next step', async () => {
    const page = await open('/admin/start', { width: 390, touch: true })
    expect(await page.locator('#time_zone').inputValue()).toBe('Europe/Berlin')
    for (const button of await page.getByRole('button').all())
      if (await button.isVisible())
        expect((await button.boundingBox())?.height).toBeGreaterThanOrEqual(44)
    await page.fill('#name', 'Small Hours')
    await page.getByRole('button', { name: 'Save', exact: true }).click()
    await page.getByText('It has a name.').waitFor()
    expect((await app.json('GET', '/settings')).body).toMatchObject({ time_zone: 'Europe/Berlin' })
    await page.fill('#url', 'nonsense')
    await page.getByRole('button', { name: 'Save link' }).click()
    await page.locator('.problem:focus').waitFor()
    expect(await violationsOn(page)).toEqual([])
    await page.locator('.problem a').click()
    expect(await isFocused(page.locator('#url'))).toBe(true)
  })

  it('work by keyboard alone and without script', async () => {
    const page = await open('/admin/start', { script: false })
    expect(await page.locator('#time_zone').inputValue()).toBe('UTC')
    await page.locator('#name').focus()
    await page.keyboard.type('Small Hours')
    await page.keyboard.press('Enter')
    await page.getByText('It has a name.').waitFor()
    await page.locator('summary', { hasText: 'Be the first reader' }).focus()
    await page.keyboard.press('Enter')
    await page.fill('#email', 'ida@norn.example')
    await page.keyboard.press('Enter')
    await page.getByText('You are on the list.').waitFor()
    expect(await page.locator('.first-steps li.done').count()).toBe(2)
  })
})

it('a file of bookmarks comes in while the page says how far it is', async () => {
  const page = await open('/admin/import')
  const lines = Array.from(
    { length: 60 },
    (_, n) => `<DT><A HREF="https://norn.example/${n}">L${n}`,
  )
  await page.setInputFiles('input[type="file"]', {
    name: 'bookmarks.html',
    mimeType: 'text/html',
    buffer: Buffer.from(`<!DOCTYPE NETSCAPE-Bookmark-file-1>\n<DL><p>\n${lines.join('\n')}\n</DL>`),
  })
  await page.locator('#import-form button[type="submit"]').click()
  await page.getByText('60 new, 0 known already').waitFor()
  expect(new URL(page.url()).pathname).toBe('/admin/import')
})
