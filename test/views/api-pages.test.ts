import { describe, expect, it } from 'vitest'
import { startReceiver } from '../http/webhook-receiver.ts'
import { BASE_URL, useTestApp } from '../support/app.ts'
import { violationsOn, widthsOf } from './browser.ts'
import { useOwnerBrowser } from './owner-browser.ts'

const app = useTestApp('pglite')
const { open } = useOwnerBrowser(app)

describe('webhooks in a browser', () => {
  it('have pages without a fault that axe finds, none wider than 320 px, and show the secret once', async () => {
    const receiver = await startReceiver(app)
    app.now = new Date()
    const page = await open('/admin/settings/webhooks')
    await page.getByLabel('Address').fill(receiver.url)
    await page.getByLabel('Name').fill('Rebuild the blog')
    await page.getByRole('button', { name: 'Add webhook' }).click()
    expect(await page.getByLabel('Secret').inputValue()).toMatch(/^whsec_/)
    expect(await violationsOn(page)).toEqual([])
    receiver.answers.push({ status: 204 }, { status: 500 })
    await page.getByRole('button', { name: 'Send a test message' }).click()
    await page.getByText('Your program took the message.').waitFor()
    await app.save('https://norn.example/clocks')
    await app.services.webhooks.deliverDue()
    await page.reload()
    await page.getByText('What was sent').first().click()
    await page.getByText('"url": "https://norn.example/clocks"').waitFor()
    for (const path of ['/1', '']) {
      if (path === '') await page.goto(`${BASE_URL}/admin/settings/webhooks`)
      expect(await violationsOn(page)).toEqual([])
      await page.setViewportSize({ width: 320, height: 700 })
      const [content, window] = await widthsOf(page)
      expect(content).toBeLessThanOrEqual(window)
    }
  })
})

describe('the page of the API in a browser', () => {
  it('tries a call with a token that stays in the tab, and has no fault that axe finds', async () => {
    await app.save('https://norn.example/clocks', { title: 'Clocks that lie' })
    const page = await open('/api/v1/docs#listLinks')
    await page.getByLabel('Token for trying').fill(app.tokens.admin)
    const call = page.locator('#listLinks')
    await call.getByLabel('limit').fill('1')
    await call.getByRole('button', { name: 'Send' }).click()
    await call.getByRole('status').filter({ hasText: '200' }).waitFor()
    expect(await call.getByLabel('Answer').textContent()).toContain('"title": "Clocks that lie"')
    await page.goto(`${BASE_URL}/docs#changeLink`)
    const change = page.locator('#changeLink')
    await change.getByLabel('id', { exact: true }).fill('1')
    await change.getByRole('button', { name: 'Send' }).click()
    await change.getByRole('status').filter({ hasText: '200' }).waitFor()
    expect((await app.json('GET', '/links/1')).body).toMatchObject({ note: 'Read this first.' })
    expect(await violationsOn(page)).toEqual([])
    await page.setViewportSize({ width: 320, height: 700 })
    const [content, window] = await widthsOf(page)
    expect(content).toBeLessThanOrEqual(window)
  })

  it('reads without script: every call, and nothing to press', async () => {
    const page = await open('/api/v1/docs', { script: false })
    await page.getByText('Save a link', { exact: true }).click()
    await page.getByText('It was known already:').first().waitFor()
    expect(await page.getByRole('button').count()).toBe(0)
  })
})
