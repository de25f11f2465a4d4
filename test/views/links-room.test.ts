import { describe, expect, it } from 'vitest'
import { BASE_URL, type LinkJson, useTestApp } from '../support/app.ts'
import { isFocused, violationsOn, widthsOf } from './browser.ts'
import { useOwnerBrowser } from './owner-browser.ts'

const app = useTestApp('pglite')
const { enter, open } = useOwnerBrowser(app)

const noteOf = async (id: number) => (await app.json<LinkJson>('GET', `/links/${id}`)).body.note
async function until(holds: () => Promise<boolean>): Promise<void> {
  for (const end = Date.now() + 15_000; !(await holds()); ) {
    if (Date.now() > end) throw new Error('It did not come to be.')
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
}
async function links() {
  await app.saveAt('2023-03-01T10:00:00Z', 'https://norn.example/old', { title: 'Old' })
  const lists = await app.saveAt('2023-07-08T10:00:00Z', 'https://norn.example/lists', {
    title: 'Wait-free lists',
    tags: ['time', 'locks'],
  })
  const clocks = await app.saveAt('2023-07-09T10:00:00Z', 'https://norn.example/clocks', {
    title: 'Clocks that lie',
    authors: ['Ida Norn'],
    note: 'Leap seconds.',
  })
  app.now = new Date('2023-07-10T12:00:00Z')
  return { lists, clocks }
}

describe('a note in its row', () => {
  it('saves itself and says so', async () => {
    const { lists } = await links()
    const page = await open('/admin/links')
    const row = page.locator(`#link-${lists.id}`)
    await row.locator('summary').click()
    await row.locator('textarea').fill('Nobody waits.')
    await row.getByText(/^Saved \d/).waitFor()
    expect(await noteOf(lists.id)).toBe('Nobody waits.')
    await row.locator('textarea').fill('Nobody waits here.')
    await page.keyboard.press('Tab')
    await until(async () => (await noteOf(lists.id)) === 'Nobody waits here.')
  })

  it('is not lost when the network is away, and is saved when it is back', async () => {
    const { lists } = await links()
    const page = await open('/admin/links')
    const row = page.locator(`#link-${lists.id}`)
    await row.locator('summary').click()
    let isAway = true
    await page.route('**/note', (route) => (isAway ? route.abort() : route.fallback()))
    await row.locator('textarea').fill('Typed on a train.')
    await row.getByText(/Not saved, trying again/).waitFor()
    expect(await noteOf(lists.id)).toBe('')
    isAway = false
    await row.getByText(/^Saved \d/).waitFor()
    expect(await noteOf(lists.id)).toBe('Typed on a train.')
  })

  it('comes back when the tab was closed before it was saved', async () => {
    const { lists } = await links()
    const context = await enter()
    const page = await context.newPage()
    await page.goto(`${BASE_URL}/admin/links`)
    await page.route('**/note', (route) => route.abort())
    await page.locator(`#link-${lists.id} summary`).click()
    await page.locator(`#link-${lists.id} textarea`).fill('Half a thought')
    await page.close()
    const again = await context.newPage()
    await again.goto(`${BASE_URL}/admin/links`)
    const row = again.locator(`#link-${lists.id}`)
    expect(await row.locator('textarea').inputValue()).toBe('Half a thought')
    await until(async () => (await noteOf(lists.id)) === 'Half a thought')
  })

  it('says that the login has ended, keeps the text, and saves it after a new one', async () => {
    const { lists } = await links()
    const context = await enter()
    const page = await context.newPage()
    await page.goto(`${BASE_URL}/admin/links`)
    const row = page.locator(`#link-${lists.id}`)
    await row.locator('summary').click()
    const cookies = await context.cookies()
    await context.clearCookies()
    await row.locator('textarea').fill('Written too late.')
    await row.getByText(/your login has ended/).waitFor()
    expect(await row.getByRole('link', { name: 'Log in again' }).getAttribute('href')).toBe(
      '/login?next=%2Fadmin%2Flinks',
    )
    await context.addCookies(cookies)
    await page.reload()
    await until(async () => (await noteOf(lists.id)) === 'Written too late.')
  })

  it('shows both texts when two tabs changed it, and keeps the one that is chosen', async () => {
    const { clocks } = await links()
    const page = await open('/admin/links')
    const row = page.locator(`#link-${clocks.id}`)
    await row.locator('summary').click()
    await app.json('PATCH', `/links/${clocks.id}`, { note: 'Of another tab.' })
    await row.locator('textarea').fill('Of this tab.')
    await row.getByText(/changed elsewhere/).waitFor()
    expect(await row.locator('.other textarea').inputValue()).toBe('Of another tab.')
    expect(await noteOf(clocks.id)).toBe('Of another tab.')
    await row.getByRole('button', { name: 'Keep mine' }).click()
    await until(async () => (await noteOf(clocks.id)) === 'Of this tab.')
  })
})

describe('by keys alone', () => {
  it('goes through the rows, writes, skips, undoes, and lists its keys', async () => {
    const { lists, clocks } = await links()
    const page = await open('/admin/links')
    await page.keyboard.press('j')
    expect(await isFocused(page.locator(`#link-${clocks.id}`))).toBe(true)
    await page.keyboard.press('j')
    expect(await isFocused(page.locator(`#link-${lists.id}`))).toBe(true)
    await page.keyboard.press('e')
    await page.keyboard.type('just skip it')
    await page.keyboard.press('Control+Enter')
    await page.waitForURL(/#link-/)
    expect(await noteOf(lists.id)).toBe('just skip it')
    await page.locator(`#link-${lists.id}`).focus()
    await page.keyboard.press('s')
    await page.getByText('One link is skipped.').waitFor()
    expect(await page.locator(`#link-${lists.id}`).count()).toBe(0)
    expect(await page.locator('[data-link]:focus').count()).toBe(1)
    await page.getByRole('button', { name: 'Undo' }).click()
    await page.getByText('One link is where it was.').waitFor()
    await page.keyboard.press('?')
    expect(await page.locator('#keys-list').isVisible()).toBe(true)
    await page.getByRole('button', { name: 'Turn single keys off' }).click()
    await page.keyboard.press('Escape')
    await page.keyboard.press('j')
    expect(await page.locator('[data-link]:focus').count()).toBe(0)
  })
})

describe('one link', () => {
  it('shows the entry as it is written, and goes on to the next without a note', async () => {
    const { lists } = await links()
    const page = await open(`/admin/links/${lists.id}`)
    await page.locator('#note').fill('Nobody *waits*.')
    await page.locator('#as-read em').waitFor()
    await page.keyboard.press('Control+Enter')
    await page.getByText(/next link without a note/).waitFor()
    expect(await page.locator('h1').textContent()).toBe('Old')
  })
})

describe('without script', () => {
  it('writes notes, chooses and skips', async () => {
    const { lists, clocks } = await links()
    const page = await open('/admin/links', { script: false })
    await page.locator(`#link-${lists.id} summary`).click()
    await page.locator(`#link-${lists.id} textarea`).fill('By a form.')
    await page.locator(`#link-${lists.id}`).getByRole('button', { name: 'Save the note' }).click()
    expect(await noteOf(lists.id)).toBe('By a form.')
    await page.locator(`#link-${clocks.id} input[type="checkbox"]`).check()
    await page.locator('#together').getByRole('button', { name: 'Skip' }).click()
    await page.getByText('One link is skipped.').waitFor()
    expect(await page.locator('[data-keys]').isVisible()).toBe(false)
  })
})

describe('at 390 and 1280 px, light and dark', () => {
  it('axe finds no fault, and nothing scrolls sideways at 320 px', async () => {
    const { lists, clocks } = await links()
    await app.services.linkDesk.refresh(lists.id)
    for (const path of [
      '/admin/links',
      '/admin/links?tab=left',
      '/admin/links?tab=published',
      '/admin/links?q=nothing',
      `/admin/links/${clocks.id}`,
      `/admin/links/${clocks.id}/delete`,
    ]) {
      const page = await open(path)
      expect([path, await violationsOn(page)]).toEqual([path, []])
      await page.setViewportSize({ width: 320, height: 700 })
      const [content, window] = await widthsOf(page)
      expect([path, content <= window]).toEqual([path, true])
      await page.context().close()
    }
  })

  it('has controls of 44 px on a phone', async () => {
    await links()
    const page = await open('/admin/links', { width: 390, touch: true })
    for (const control of await page
      .locator('main button:visible, main select, main summary')
      .all()) {
      const { height = 0 } = (await control.boundingBox()) ?? {}
      expect([await control.textContent(), height >= 44]).toEqual([
        await control.textContent(),
        true,
      ])
    }
  })
})
