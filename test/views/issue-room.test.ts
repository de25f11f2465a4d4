import { describe, expect, it } from 'vitest'
import { type IssueJson, useTestApp } from '../support/app.ts'
import { isFocused, violationsOn, widthsOf } from './browser.ts'
import { useOwnerBrowser } from './owner-browser.ts'

const app = useTestApp('pglite')
const { open } = useOwnerBrowser(app)

async function draft() {
  await app.json('PATCH', '/settings', { sections: ['Articles', 'Tools'] })
  for (const [title, section] of [
    ['Ants', 'Articles'],
    ['Bees', 'Articles'],
    ['Crows', 'Tools'],
  ])
    await app.save(`https://norn.example/${title}`, {
      title,
      section,
      authors: ['Ida Norn'],
      note: `About ${title}.`,
    })
  const issue = await app.assemble('2023-07')
  const entries = issue.sections.flatMap((section) => section.entries)
  const id = (title: string) => entries.find((entry) => entry.title === title)?.id ?? 0
  return { issue, id, path: `/admin/issues/${issue.id}` }
}
const issueOf = async (id: number) => (await app.json<IssueJson>('GET', `/issues/${id}`)).body
const shape = async (id: number) =>
  (await issueOf(id)).sections
    .map(({ name, entries }) => `${name}:${entries.map(({ title }) => title).join(',')}`)
    .join(' ')
async function until(holds: () => Promise<boolean>): Promise<void> {
  for (const end = Date.now() + 15_000; !(await holds()); ) {
    if (Date.now() > end) throw new Error('It did not come to be.')
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
}

describe('the order of an issue', () => {
  it('is changed by keys alone; the focus stays, and the new place is said', async () => {
    const { issue, id, path } = await draft()
    const page = await open(path)
    const row = page.locator(`#entry-${id('Ants')}`)
    await row.focus()
    await page.keyboard.press('Alt+ArrowDown')
    await page.getByText('Ants: 2 of 2 in Articles').waitFor({ state: 'attached' })
    expect(await shape(issue.id)).toBe('Articles:Bees,Ants Tools:Crows')
    expect(await isFocused(row)).toBe(true)
    await page.keyboard.press('Alt+Shift+ArrowDown')
    await page.getByText('Ants: 1 of 2 in Tools').waitFor({ state: 'attached' })
    expect(await shape(issue.id)).toBe('Articles:Bees Tools:Ants,Crows')
    expect(await isFocused(row)).toBe(true)
  })

  it('is changed by buttons, which keep the focus', async () => {
    const { issue, id, path } = await draft()
    const page = await open(path)
    await page.getByRole('button', { name: 'Down: Ants' }).click()
    await page.getByText('Ants: 2 of 2 in Articles').waitFor({ state: 'attached' })
    expect(await isFocused(page.locator(`#down-${id('Ants')}`))).toBe(true)
    expect(await shape(issue.id)).toBe('Articles:Bees,Ants Tools:Crows')
  })

  it('is changed by dragging a row to another section', async () => {
    const { issue, id, path } = await draft()
    const page = await open(path)
    await page.evaluate(
      'document.querySelector(".sections").scrollIntoView({ behavior: "instant" })',
    )
    const from = await page.locator(`#entry-${id('Ants')} [data-handle]`).boundingBox()
    const to = await page.locator(`#entry-${id('Crows')}`).boundingBox()
    if (!from || !to) throw new Error('Nothing to drag.')
    await page.mouse.move(from.x + 8, from.y + 20)
    await page.mouse.down()
    await page.mouse.move(from.x + 8, to.y + to.height - 4, { steps: 8 })
    await page.mouse.up()
    await until(async () => (await shape(issue.id)) === 'Articles:Bees Tools:Crows,Ants')
  })

  it('is changed without script by numbers and by menus', async () => {
    const { issue, id, path } = await draft()
    const page = await open(path, { script: false })
    await page.fill(`[name="n-${id('Ants')}"]`, '3')
    await page.getByRole('button', { name: 'Save order' }).click()
    expect(await shape(issue.id)).toBe('Articles:Bees,Ants Tools:Crows')
    await page
      .locator(`#entry-${id('Bees')} summary`)
      .first()
      .click()
    await page.locator(`#to-${id('Bees')}`).selectOption('Tools')
    await page
      .locator(`#entry-${id('Bees')}`)
      .getByRole('button', { name: 'Move' })
      .click()
    expect(await shape(issue.id)).toBe('Articles:Ants Tools:Bees,Crows')
  })
})

describe('the words of an issue', () => {
  it('save themselves, and the size is measured again', async () => {
    const { issue, path } = await draft()
    const page = await open(path)
    const size = await page.locator('#gauge label').textContent()
    await page.fill('#intro', 'A short month. '.repeat(200))
    await page.getByText(/^Saved \d/).waitFor()
    expect((await issueOf(issue.id)).intro).toContain('A short month.')
    expect(await page.locator('#gauge label').textContent()).not.toBe(size)
    await page.reload()
    expect(await page.inputValue('#intro')).toContain('A short month.')
  })

  it('are not lost when they were changed elsewhere or the network is away', async () => {
    const { issue, path } = await draft()
    const page = await open(path)
    await app.json('PATCH', `/issues/${issue.id}`, { intro: 'Of another tab.' })
    await page.fill('#intro', 'Of this tab.')
    await page.getByText(/changed elsewhere/).waitFor()
    await page.getByRole('button', { name: 'Save the words' }).click()
    await page.getByText('Of another tab.').waitFor()
    expect(await page.inputValue('#intro')).toBe('Of this tab.')
    expect((await issueOf(issue.id)).intro).toBe('Of another tab.')
    await page.getByRole('button', { name: 'Save the words' }).click()
    await until(async () => (await issueOf(issue.id)).intro === 'Of this tab.')
  })
})

describe('at 390 and 1280 px, light and dark', () => {
  it('axe finds no fault, and nothing scrolls sideways at 320 px', async () => {
    const { path } = await draft()
    await app.save('https://norn.example/late', { title: 'Late', note: 'x' })
    for (const each of ['/admin/issues', path, `${path}/preview`, `${path}/preview?as=text`]) {
      const page = await open(each)
      expect([each, await violationsOn(page)]).toEqual([each, []])
      await page.setViewportSize({ width: 320, height: 700 })
      const [content, window] = await widthsOf(page)
      expect([each, content <= window]).toEqual([each, true])
      await page.context().close()
    }
  })

  it('shows the mail as readers get it, dark as well', async () => {
    const { path } = await draft()
    const page = await open(`${path}/preview`)
    await page.keyboard.press('2')
    await page.waitForURL(/as=dark/)
    const frame = page.frameLocator('iframe')
    await frame.getByText('About Ants.').waitFor()
    await page.keyboard.press('5')
    await page.waitForURL(/as=page/)
    await page.frameLocator('iframe').getByText('About Ants.').waitFor()
  })
})
