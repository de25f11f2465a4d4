import { afterEach, describe, expect, it } from 'vitest'
import { BASE_URL, useTestApp } from '../support/app.ts'
import { violationsOn, widthsOf } from './browser.ts'
import { useOwnerBrowser } from './owner-browser.ts'

const app = useTestApp('pglite')
const { open } = useOwnerBrowser(app)
afterEach(() => app.services.clicks.close())

describe('counted clicks in a real browser', () => {
  it('are turned on, followed and shown, without script and without a fault that axe finds', async () => {
    const page = await open('/admin/settings/numbers', { script: false, width: 390, touch: true })
    // The test browser calls itself headless, and is then no reader.
    await page.setExtraHTTPHeaders({ 'user-agent': 'Mozilla/5.0 (X11; Linux) Chrome/138.0' })
    await page.getByLabel('Count how often links are followed').check()
    await page.getByRole('button', { name: 'Save' }).click()
    await page.getByText('Saved.').waitFor()

    const section = 'Articles & Learning'
    const own = `${BASE_URL}/admin/links`
    const link = await app.save(own, { title: 'Clocks that lie', section })
    await app.save('https://norn.example/b', { title: 'Wait-free lists', section })
    const { id } = await app.assemble('2023-07')
    await app.send(id)
    await page.goto(`${BASE_URL}/issues/july-2023`)
    await page.getByText('Clicks on links are counted, but not whose.').waitFor()
    await page.getByRole('link', { name: 'Clocks that lie', exact: true }).last().click()
    await page.waitForURL('**/admin/links')
    await app.services.clicks.close()
    expect(
      (await app.db.selectFrom('entry_click').select('clicks').execute()).map((row) =>
        Number(row.clicks),
      ),
    ).toEqual([1])

    const looking = await open('/admin')
    const faults: unknown[] = []
    for (const path of [
      '/admin',
      '/admin/settings/numbers',
      `/admin/issues/${id}/sending`,
      `/admin/links/${link.id}`,
      '/issues/july-2023',
      '/',
    ]) {
      await looking.goto(BASE_URL + path)
      for (const fault of await violationsOn(looking)) faults.push([path, fault])
      await looking.setViewportSize({ width: 320, height: 700 })
      const [content, window] = await widthsOf(looking)
      if (content > window) faults.push([path, content, window])
    }
    expect(faults).toEqual([])
  })
})
