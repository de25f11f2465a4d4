import { expect, it } from 'vitest'
import { markdownOf } from '../collect/posts/sample-forms.ts'
import { BASE_URL, useTestApp } from '../support/app.ts'
import { violationsOn, widthsOf } from './browser.ts'
import { useOwnerBrowser } from './owner-browser.ts'

const app = useTestApp('pglite')
const { open } = useOwnerBrowser(app)
type Page = Awaited<ReturnType<typeof open>>

/** What axe finds at both widths, light and dark, and whether 320 px scroll sideways. */
async function faultsOf(page: Page): Promise<unknown[]> {
  const faults: unknown[] = await violationsOn(page)
  await page.setViewportSize({ width: 320, height: 700 })
  const [content, window] = await widthsOf(page)
  if (content > window) faults.push([page.url(), content, window])
  return faults
}

it('takes an old post and shows what was recognised, without a fault', async () => {
  app.now = new Date('2024-02-10T12:00:00Z')
  const page = await open('/admin/import-posts')
  expect(await faultsOf(page)).toEqual([])
  await page.setInputFiles('#file', {
    name: 'july.md',
    mimeType: 'text/markdown',
    buffer: Buffer.from(`${markdownOf('bold lines')}\n\n**[Broken](/clocks)**`),
  })
  await page.click('button[type=submit]')
  await page.waitForURL(/import-posts\/\d+$/)
  expect(await page.locator('.old-entries summary .entry-title').count()).toBe(15)
  await page.locator('.old-entries summary').nth(1).click()
  expect(await page.locator('#note-1').inputValue()).toContain('obstruction-free')
  expect(await faultsOf(page)).toEqual([])
  await page.fill('#month', '2023-07')
  await page.click('button[value=publish]')
  expect(await page.locator('h1').textContent()).toBe('It is in the archive')
})

async function publishWithResponses() {
  await app.saveAt('2023-06-10T12:00:00Z', 'https://norn.example/clocks', {
    title: 'Clocks',
    section: 'Articles',
  })
  await app.services.responses.saveSettings({
    comments: true,
    mentions: true,
    tellLinked: true,
    replyTo: 'editor@small.example',
  })
  await app.send((await app.assemble('2023-06')).id)
  await app.services.responses.work()
  const values = { issue_id: 1, created_at: app.now, updated_at: app.now }
  await app.db
    .insertInto('response')
    .values([
      {
        ...values,
        kind: 'comment',
        state: 'shown',
        name: 'Grete Ørsted',
        content: 'Thank you.\n\nThe part on leap seconds was new to me.',
      },
      {
        ...values,
        kind: 'mention',
        state: 'shown',
        name: 'Ida Norn',
        relation: 'reply',
        title: 'On June',
        content: 'I read their June, at length.',
        source_url: 'https://norn.example/on-june',
        author_url: 'https://norn.example/',
      },
      {
        ...values,
        kind: 'comment',
        state: 'held',
        name: 'Bo Lind',
        email: 'bo@lind.example',
        content: 'Where does the part on hazard pointers come from?',
      },
    ])
    .execute()
}

it('shows responses under an issue and takes a comment in two steps', async () => {
  await publishWithResponses()
  const page = await open('/issues/june-2023')
  await page.locator('.responses summary').click()
  expect(await page.locator('.responses li').count()).toBe(2)
  expect(await faultsOf(page)).toEqual([])
  await page.fill('#comment-name', 'Lin')
  await page.fill('#comment-text', 'A comment.')
  await page.click('form.comment button')
  await page.locator('#preview').waitFor()
  expect(await page.locator('form.comment button').textContent()).toBe('Send the comment')
  const [content, window] = await widthsOf(page)
  expect(content).toBeLessThanOrEqual(window)
})

it('has a room and settings for responses, and says who was told, without a fault', async () => {
  await publishWithResponses()
  const page = await open('/admin/responses')
  expect(await page.locator('.answers li').count()).toBe(1)
  expect(await faultsOf(page)).toEqual([])
  for (const path of ['/settings/responses', '/issues/1/sending']) {
    await page.goto(`${BASE_URL}/admin${path}`)
    expect(await faultsOf(page)).toEqual([])
  }
})
