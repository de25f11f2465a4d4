import { describe, expect, it } from 'vitest'
import { drawCard } from '../../src/node/draw-card.ts'
import { makeLogo } from '../../src/node/make-logo.ts'
import { useTestApp } from '../support/app.ts'
import { styleOf, violationsOn, widthsOf } from './browser.ts'
import { useOwnerBrowser } from './owner-browser.ts'

const ROOM = '/admin/settings/look'

describe('the room of the look', () => {
  const app = useTestApp('pglite', { makeLogo, drawCard })
  const { open } = useOwnerBrowser(app)

  async function publish() {
    await app.save('https://norn.example/a', { title: 'Clocks that lie', section: 'Articles' })
    await app.send((await app.assemble('2023-07')).id)
  }

  it('shows in both samples what is chosen, before it is saved', async () => {
    await publish()
    const page = await open(ROOM)
    const link = (scheme: string) =>
      page.frameLocator(`.samples .${scheme} iframe`).locator('h3 a.u-url')
    const [light, dark] = [link('light'), link('dark')]
    // Each sample is a page of its own, which is drawn anew when something was chosen.
    const until = (look: () => Promise<unknown>) => expect.poll(look, { timeout: 20_000 })
    const colours = async () => [await styleOf(light, 'color'), await styleOf(dark, 'color')]
    await until(colours).toEqual(['rgb(11, 87, 164)', 'rgb(138, 184, 240)'])
    await page.locator('#css').fill('h3 { text-transform: uppercase }')
    await page.locator('#accent').fill('#a3226b')
    await page.locator('input[value="sans"]').check()
    await until(colours).toEqual(['rgb(163, 34, 107)', 'rgb(213, 153, 187)'])
    await until(() => styleOf(light, 'textTransform')).toBe('uppercase')
    await until(() => styleOf(light, 'fontFamily')).toMatch(/^system-ui/)
    expect(await page.locator('#accent-ratio').textContent()).toMatch(/^6\.\d : 1/)
    await page.locator('#accent').fill('#ffcc00')
    await page.locator('#accent-ratio.low').waitFor()
    expect(await (await app.request('/')).text()).not.toContain('/assets/look.')
  })

  it('works without script, and the pages then look so', async () => {
    await publish()
    const page = await open(ROOM, { script: false, width: 390 })
    await page.locator('#accent').fill('#a3226b')
    await page.locator('#css').fill('.lead { font-style: italic }')
    await page.getByRole('button', { name: 'Show it' }).click()
    const sample = page.frameLocator('.samples .light iframe').locator('h3 a.u-url')
    await expect.poll(() => styleOf(sample, 'color'), { timeout: 20_000 }).toBe('rgb(163, 34, 107)')
    await page.getByRole('button', { name: 'Save', exact: true }).click()
    await page.locator('.notice').waitFor()
    await page.goto(new URL('/', page.url()).href)
    expect(await styleOf(page.locator('.onward a'), 'color')).toBe('rgb(163, 34, 107)')
  })

  it('has no fault that axe finds, refused or not, and does not scroll sideways', async () => {
    await publish()
    const page = await open(ROOM)
    expect(await violationsOn(page)).toEqual([])
    await page.locator('#css').fill('@import "a.css";')
    await page.locator('#accent').fill('#ffcc00')
    await page.getByRole('button', { name: 'Save', exact: true }).click()
    expect(await page.title()).toMatch(/^Error: /)
    expect(await violationsOn(page)).toEqual([])
    await page.setViewportSize({ width: 320, height: 800 })
    const [content, window] = await widthsOf(page)
    expect(content).toBeLessThanOrEqual(window)
    await page.goto(new URL('/admin/settings/about', page.url()).href)
    expect(await violationsOn(page)).toEqual([])
  })
})
