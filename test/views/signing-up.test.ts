import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { BASE_URL, useTestApp } from '../support/app.ts'
import { useBrowser, violationsOn } from './browser.ts'

const ADA = 'ada@reader.example'

/** The forms as people meet them: a browser without script, on the pages that the app gives. */
describe('in a real browser', () => {
  const app = useTestApp('pglite')
  const open = useBrowser(() => ({ blank: '<title>blank</title>' }))

  async function browse(): Promise<Page> {
    const page = await open('blank', { width: 390 })
    await page.unroute('**/*')
    await page.route('**/*', async (route) => {
      const request = route.request()
      const body = request.postData()
      const asked = await app.request(request.url(), {
        method: request.method(),
        headers: request.headers(),
        ...(body !== null && { body }),
      })
      // The browser's own request for where it is sent would leave this machine.
      const location = asked.headers.get('location')
      const answer = location === null ? asked : await app.request(location)
      await route.fulfill({
        status: answer.status,
        headers: Object.fromEntries(answer.headers),
        body: Buffer.from(await answer.arrayBuffer()),
      })
    })
    return page
  }
  const go = (page: Page, path: string) => page.goto(`${BASE_URL}${path}`)
  const linkIn = (path: string) =>
    new RegExp(`${BASE_URL}(/${path}/[\\w-]+)`).exec(app.mails.at(-1)?.text ?? '')?.[1] ?? 'none'

  it.each([
    {
      locale: 'en',
      join: 'Get Letters by mail',
      done: 'You are on the list',
      gone: 'You have left',
    },
    {
      locale: 'de',
      join: 'Letters per Mail',
      done: 'Sie stehen auf der',
      gone: 'Sie sind abgemeldet',
    },
  ])('a reader joins, sets preferences, leaves and comes back by keys ($locale)', async (words) => {
    await app.json('PATCH', '/settings', { locale: words.locale, name: 'Letters' })
    const page = await browse()
    const heading = () => page.locator('h1').textContent()
    const faults: string[] = []
    const check = async () => faults.push(...(await violationsOn(page)))

    await go(page, '/subscribe')
    expect(await heading()).toBe(words.join)
    await check()
    app.now = new Date(app.now.getTime() + 5_000)
    await page.locator(':focus').pressSequentially(ADA)
    await page.locator(':focus').press('Enter')
    await page.waitForSelector('.onward')
    await check()
    await app.settled()
    expect(app.mails.map((mail) => mail.to)).toEqual([ADA])

    await go(page, linkIn('confirm'))
    await check()
    await page.locator(':focus').press('Enter')
    await page.waitForSelector('.onward')
    expect(await heading()).toContain(words.done)
    await app.settled()

    const preferences = linkIn('preferences')
    await go(page, preferences)
    await page.locator('#text_only').check()
    await page.locator('#paused_until').fill('2023-12-24')
    await page.locator('button').click()
    await page.waitForSelector('[role=status]')
    await check()
    expect(await page.locator('#paused_until').inputValue()).toBe('2023-12-24')
    expect(await page.locator('#text_only').isChecked()).toBe(true)

    await page.locator('a[href^="/unsubscribe/"]').click()
    await page.waitForSelector('form[action^="/unsubscribe/"]')
    await page.locator(':focus').press('Enter')
    await page.waitForSelector('form[action^="/return/"]')
    expect(await heading()).toContain(words.gone)
    await check()
    await page.locator('button').click()
    await page.waitForSelector('.onward')
    expect(await heading()).toContain(words.done)
    expect(faults).toEqual([])
    const { body } = await app.json('GET', '/subscribers/1')
    expect(body).toMatchObject({ status: 'active', text_only: true })
  })

  it('nobody who sees or tabs through the form meets the field for programs', async () => {
    const page = await browse()
    await go(page, '/subscribe')
    const trap = page.locator('input[name=message]')
    expect(await trap.count()).toBe(1)
    const box = await trap.boundingBox()
    expect((box?.x ?? 0) + (box?.width ?? 0)).toBeLessThanOrEqual(0)
    for (let presses = 0; presses < 20; presses += 1) {
      await page.keyboard.press('Tab')
      expect(await page.locator('input[name=message]:focus').count()).toBe(0)
    }
  })

  it('the form for other sites works from there', async () => {
    const { body } = await app.json<{ html: string }>('GET', '/settings/embed')
    const page = await browse()
    await page.route('https://blog.example/', (route) =>
      route.fulfill({
        contentType: 'text/html; charset=utf-8',
        body: `<!doctype html><html lang="en"><title>Blog</title><main><h1>Blog</h1>${body.html}</main></html>`,
      }),
    )
    await page.goto('https://blog.example/')
    expect(await violationsOn(page)).toEqual([])
    await page.locator('input[type=email]').fill(ADA)
    await page.locator('button').click()
    await page.waitForSelector('.onward')
    await app.settled()
    expect(app.mails.map((mail) => mail.to)).toEqual([ADA])
  })
})
