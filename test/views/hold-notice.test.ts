import { expect, it } from 'vitest'
import { holdSending } from '../../src/store/hold.ts'
import { BASE_URL, useTestApp } from '../support/app.ts'
import { violationsOn, widthsOf } from './browser.ts'
import { useOwnerBrowser } from './owner-browser.ts'

const app = useTestApp('pglite')
const { open } = useOwnerBrowser(app)

it('the overview of a restored copy has no fault that axe finds, and lets it send', async () => {
  await app.json('PATCH', '/settings', { name: 'Small Hours', locale: 'de-DE' })
  await app.saveAt('2023-06-03T10:00:00Z', 'https://norn.example/a', { note: 'A' })
  const { id } = await app.assemble('2023-06')
  await app.json('POST', `/issues/${id}/schedule`, { at: '2023-07-10T13:00:00Z' })
  const madeAt = '2023-07-09T08:00:00.000Z'
  await holdSending(app.db, { at: app.now, copyOf: 'https://hours.example', madeAt })
  const page = await open('/admin', { width: 390, touch: true })
  expect(await violationsOn(page)).toEqual([])
  const [content, window] = await widthsOf(page)
  expect(content).toBeLessThanOrEqual(window)
  const button = page.locator('.held button')
  expect((await button.boundingBox())?.height).toBeGreaterThanOrEqual(44)
  await page.setViewportSize({ width: 1280, height: 900 })
  expect(await violationsOn(page)).toEqual([])
  await button.click()
  expect(page.url()).toBe(`${BASE_URL}/admin/hold?did=released`)
  expect(await violationsOn(page)).toEqual([])
  await page.goto(`${BASE_URL}/admin`)
  expect(await page.locator('.held').count()).toBe(0)
})
