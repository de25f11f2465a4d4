import { mkdir } from 'node:fs/promises'
import type { Page } from 'playwright-core'
import { beforeEach, describe, expect, it } from 'vitest'
import { BASE_URL, useTestApp } from '../support/app.ts'
import { violationsOn, widthsOf } from './browser.ts'
import { useOwnerBrowser } from './owner-browser.ts'

const app = useTestApp('pglite')
const { open } = useOwnerBrowser(app)
/** Where to put pictures of the pages, to look at them. */
const pictures = process.env.RHYTHM_PICTURES

async function draw(page: Page, path: string) {
  await mkdir(pictures ?? '', { recursive: true })
  for (const [colorScheme, width] of [
    ['light', 390],
    ['dark', 1280],
  ] as const) {
    await page.emulateMedia({ colorScheme })
    await page.setViewportSize({ width, height: 900 })
    const name = path.split('/').filter(Boolean).join('-')
    await page.screenshot({ path: `${pictures}/${name}-${width}.png`, fullPage: true })
  }
}

describe('the rooms of a draft and its day', () => {
  let id = 0

  beforeEach(async () => {
    app.now = new Date('2023-07-01T12:00:00Z')
    await app.tick()
    await app.json('PATCH', '/settings', {
      name: 'Small Hours',
      schedule: { draft_days_before: 3, at_deadline: 'send' },
    })
    for (const name of ['ada', 'bo', 'cy']) await app.subscribe(`${name}@reader.example`)
    await app.saveAt('2023-07-10T12:00:00Z', 'https://norn.example/clocks', {
      title: 'Clocks that lie',
      note: 'Why leap seconds break more than code.',
      authors: ['Ida Norn'],
    })
    await app.save('https://tides.example/tables', { title: 'Tide tables by hand' })
    await app.db.updateTable('link').set({ enrichment_status: 'done' }).execute()
    app.now = new Date('2023-07-29T09:00:00Z')
    await app.tick()
    id = (await app.db.selectFrom('issue').select('id').executeTakeFirstOrThrow()).id
  })

  it('have no fault that axe finds, light and dark, wide and narrow', async () => {
    const paths = [
      `/admin/issues/${id}/approve`,
      `/admin/issues/${id}/postpone`,
      `/admin/issues/${id}`,
      '/admin/settings/schedule',
      '/admin/issues',
      '/admin',
    ]
    const faults: unknown[] = []
    const page = await open('/admin')
    for (const path of paths) {
      await page.goto(BASE_URL + path)
      for (const fault of await violationsOn(page)) faults.push([path, fault])
      await page.setViewportSize({ width: 320, height: 700 })
      const [content, window] = await widthsOf(page)
      if (content > window) faults.push([path, content, window])
      if (pictures) await draw(page, path)
    }
    expect(faults).toEqual([])
  })

  it.each([true, false])('approve with the keyboard, with script: %s', async (script) => {
    const page = await open(`/admin/issues/${id}/approve`, { script, width: 390, touch: true })
    const lines = page.locator('.findings input')
    for (let index = 0; index < (await lines.count()); index++) {
      await lines.nth(index).focus()
      await page.keyboard.press('Space')
    }
    const button = page.getByRole('button', { name: 'Approve for 3 people' })
    await button.focus()
    await page.keyboard.press('Enter')
    await page.waitForURL(`**/admin/issues/${id}/sending`)
    expect(await page.locator('main').textContent()).toContain('1 Aug 2023, 09:00')
  })
})
