import { describe, expect, it } from 'vitest'
import { BASE_URL, useTestApp } from '../support/app.ts'
import { isFocused, violationsOn } from './browser.ts'
import { useOwnerBrowser } from './owner-browser.ts'

const app = useTestApp('pglite')
const { open } = useOwnerBrowser(app)

describe('keys in the rooms', () => {
  it('go through rows, search, save and preview, list what works, and can be turned off', async () => {
    await app.save('https://norn.example/a', { title: 'Clocks that lie', month: '2023-06' })
    await app.save('https://norn.example/b', { title: 'Wait-free lists', month: '2023-07' })
    await app.assemble('2023-06')
    const { id } = await app.assemble('2023-07')
    for (const name of ['ada', 'bea']) await app.subscribe(`${name}@reader.example`)
    const page = await open('/admin/issues')
    const press = (...keys: string[]) =>
      keys.reduce((before, key) => before.then(() => page.keyboard.press(key)), Promise.resolve())
    const goTo = (path: string) => page.goto(BASE_URL + path)
    const lines = () => page.locator('#keys-list [data-name]:visible').allTextContents()

    await press('j', 'j', 'k')
    expect(await isFocused(page.locator('.rows-list > li').first())).toBe(true)
    await press('o')
    await page.waitForURL(`**/admin/issues/${id}`)

    await goTo('/admin/subscribers')
    await press('/')
    await page.keyboard.type('bea?jk')
    expect(await page.locator('#q').inputValue()).toBe('bea?jk')

    await goTo(`/admin/issues/${id}/preview`)
    await press('4')
    await page.waitForURL(/as=text/)
    await press('?')
    expect(await lines()).toEqual(['1 to 6choose what is shown', '?this list'])
    expect(await violationsOn(page)).toEqual([])
    await press('Escape')

    await goTo('/admin/settings')
    await page.locator('#name').fill('Small Hours')
    await press('Control+Enter')
    await page.getByText('Saved.').waitFor()
    await page.getByRole('button', { name: 'Keys' }).click()
    expect(await lines()).toEqual(['Ctrl or ⌘ + Entersave', '?this list'])
    await page.getByRole('button', { name: 'Turn single keys off' }).click()
    expect(await lines()).toEqual(['Ctrl or ⌘ + Entersave'])
    await page.getByRole('button', { name: 'Close' }).click()
    expect(await isFocused(page.getByRole('button', { name: 'Keys' }))).toBe(true)
    await goTo(`/admin/issues/${id}/preview?as=text`)
    await press('?', '1')
    expect(await page.locator('#keys-list').isVisible()).toBe(false)
    expect(page.url()).toContain('as=text')

    // No key sends: neither the check nor the question after it.
    await goTo(`/admin/issues/${id}/check`)
    await page.locator('input[name="to"]').fill('me@reader.example')
    await page.evaluate('submits = 0; addEventListener("submit", () => submits++)')
    await press('Control+Enter')
    expect(await page.evaluate('submits')).toBe(0)
  })

  it('are not offered without script', async () => {
    const page = await open('/admin/settings', { script: false })
    expect(await page.getByRole('button', { name: 'Keys' }).isVisible()).toBe(false)
    expect(await page.locator('#keys-list').isVisible()).toBe(false)
  })
})
