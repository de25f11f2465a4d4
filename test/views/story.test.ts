import { mkdir } from 'node:fs/promises'
import type { BrowserContext, Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { BASE_URL, type IssueJson, type LinkJson, useTestApp } from '../support/app.ts'
import { violationsOn } from './browser.ts'
import { type OwnerView, useOwnerBrowser } from './owner-browser.ts'

/** DRAW_SCREENS=1 keeps the pictures of the story for docs/editing.md. */
const PICTURES = process.env.DRAW_SCREENS ? 'docs/images/editing' : undefined

const app = useTestApp('pglite')
const { arrive, open } = useOwnerBrowser(app)

const ways: [name: string, view: OwnerView][] = [
  ['with script', {}],
  ['without script', { script: false }],
  ['on a phone', { width: 390, touch: true }],
]

const FOREIGN = 'https://norn.example'

/** Somebody else's pages, which forbid every script but their own: they have none. */
async function serveForeignPages(context: BrowserContext): Promise<void> {
  await context.route(`${FOREIGN}/**`, (route) => {
    const title = new URL(route.request().url()).pathname.slice(1).replaceAll('-', ' ')
    return route.fulfill({
      contentType: 'text/html; charset=utf-8',
      headers: { 'content-security-policy': "default-src 'none'" },
      body: `<!doctype html><html lang="en"><title>${title}</title><p>Any <b>file</b> at once.</p></html>`,
    })
  })
}

describe('a month, from an empty installation to a sent issue', () => {
  it.each(ways)('%s', async (name, view) => {
    const withScript = view.script !== false
    const drawn = new Set<string>()
    const picture = async (page: Page, what: string) => {
      if (!PICTURES || name !== 'with script' || drawn.has(what)) return
      drawn.add(what)
      await mkdir(PICTURES, { recursive: true })
      await page.screenshot({ path: `${PICTURES}/${what}.png` })
    }
    // The first run: the link that the server prints.
    const context = await arrive(view)
    await serveForeignPages(context)
    const page = await context.newPage()
    await page.goto((await app.services.logins.startLink()) ?? '')
    await page.getByRole('button').first().click()
    await page.waitForURL(/welcome/)
    await page.fill('#email', 'owner@letters.example')
    await page.fill('#password', 'a boat of four words')
    await page.locator('#password').press('Enter')

    // The first steps.
    await page.waitForURL(`${BASE_URL}/admin/start`)
    await picture(page, 'start')
    await page.fill('#name', 'Small Hours')
    await page.getByRole('button', { name: 'Save', exact: true }).click()
    await page.getByText('It has a name.').waitFor()
    await page.fill('#url', 'https://norn.example/Clocks-that-lie')
    await page.getByRole('button', { name: 'Save link' }).click()
    await page.getByText('The link is saved.').waitFor()
    await page.fill('#email', 'grete@reader.example')
    await page.getByRole('button', { name: 'Put me on the list' }).click()
    await page.getByText('You are on the list.').waitFor()
    await page.fill('#to', 'owner@letters.example')
    await page.getByRole('button', { name: 'Send a test' }).click()
    await page.getByText('All done.').waitFor()
    expect(app.mails.map((mail) => mail.subject)).toEqual(['It works: Small Hours'])

    // More links and readers come; the first link gets what its page says.
    await app.json('PATCH', '/settings', {
      sections: ['Articles & Learning', 'Neat Open Source Projects'],
    })
    for (const [title, section] of [
      ['Clocks that lie', 'Articles & Learning'],
      ['Wait-free lists', 'Articles & Learning'],
    ])
      await app.save(`https://norn.example/${title?.replaceAll(' ', '-')}`, {
        title,
        section,
        authors: ['Ida Norn'],
      })
    await saveFromElsewhere(page, withScript)
    await app.json('PATCH', `/links/${(await newest()).id}`, { authors: ['Ida Norn'] })
    await app.db.updateTable('link').set({ enrichment_status: 'done' }).execute()
    await app.subscribe('ravi@reader.example')

    // Notes, one after the other.
    await page.getByRole('link', { name: 'To the links' }).click()
    await picture(page, 'links')
    await page.getByRole('link', { name: 'A small tool for large files', exact: true }).click()
    for (const note of ['It *opens* anything.', 'Nobody waits.', 'TODO']) {
      await page.locator('#note').fill(note)
      await picture(page, 'note')
      await page.getByRole('button', { name: 'Save and next note' }).click()
      await page.waitForURL(/did=/)
    }
    expect(await page.getByText('Every link that waits has its note.').count()).toBe(1)

    // The issue: its words and its order.
    if (view.width === 390) await page.getByText('Menu', { exact: true }).click()
    await page.getByRole('link', { name: 'Issues' }).first().click()
    await page.getByRole('button', { name: 'Assemble July 2023' }).click()
    await page.waitForURL(/\/admin\/issues\/\d+/)
    const id = Number(/\/issues\/(\d+)/.exec(page.url())?.[1])
    const issueOf = async () => (await app.json<IssueJson>('GET', `/issues/${id}`)).body
    await page.fill('#intro', 'A short month.')
    await page.getByRole('button', { name: 'Save the words' }).click()
    await page.getByRole('status').getByText('Saved.').waitFor()
    const first = async () => (await issueOf()).sections[0]?.entries[0]
    const before = await first()
    const down = page.getByRole('button', { name: `Down: ${before?.title}` })
    // By keys alone; a phone has none, and its owner touches.
    if (view.touch) await down.tap()
    else if (withScript) await page.locator(`#entry-${before?.id}`).press('Alt+ArrowDown')
    else await down.press('Enter')
    if (withScript) await page.getByText(/2 of 2 in Articles/).waitFor({ state: 'attached' })
    else await page.waitForLoadState()
    await picture(page, 'editor')
    expect((await first())?.id).not.toBe(before?.id)

    // Red, then green.
    await page.goto(`${BASE_URL}/admin/issues/${id}/check`)
    await picture(page, 'check')
    await page
      .getByText(/“TODO” still stands/)
      .first()
      .waitFor()
    expect(await page.getByRole('button', { name: /Send to/ }).count()).toBe(0)
    await page.getByRole('link', { name: /Mend it\s?: Clocks that lie/ }).click()
    await page.locator('#note').fill('Why leap seconds break more than code.')
    await page.getByRole('button', { name: 'Save', exact: true }).click()
    await page.waitForURL(/did=saved/)
    await page.goto(`${BASE_URL}/admin/issues/${id}/check`)
    await page.fill('#to', 'owner@letters.example')
    await page.getByRole('button', { name: 'Send a test' }).click()
    await page.getByText('Nothing speaks against sending it.').waitFor()
    expect(app.mails.slice(1).map((mail) => mail.to)).toEqual(['owner@letters.example'])

    // Approved, stopped, approved again.
    const approve = async () => {
      await page.getByRole('button', { name: 'Send to 2 people…' }).click()
      await page.getByText('goes to 2 people').waitFor()
      await page.getByRole('button', { name: 'Send to 2 people' }).click()
      await page.getByText(/It leaves in \d+ seconds/).waitFor()
    }
    await approve()
    await picture(page, 'countdown')
    await page.getByRole('button', { name: 'Stop: nothing has left yet' }).click()
    await page.getByText('the issue is a draft again').waitFor()
    await page.goto(`${BASE_URL}/admin/issues/${id}/check`)
    await approve()

    // It leaves, and the page says so by itself where there is script.
    app.now = new Date(app.now.getTime() + 61_000)
    await app.tick()
    if (!withScript) await page.getByRole('link', { name: 'Refresh' }).click()
    await page.getByText('Sent to 2 people.').waitFor()
    await page.getByText('The numbers add up.').waitFor()
    await picture(page, 'sent')
    expect(
      app.mails
        .map((mail) => mail.to)
        .slice(2)
        .sort(),
    ).toEqual(['grete@reader.example', 'ravi@reader.example'])
    await page.getByRole('link', { name: 'Its page' }).click()
    await page.getByText('Why leap seconds break more than code.').waitFor()
    await picture(page, 'page')
  })
})

const newest = async () => {
  const { items } = (await app.json<{ items: LinkJson[] }>('GET', '/links?limit=1')).body
  const [link] = items
  if (!link) throw new Error('There is no link.')
  return link
}

/** By the bookmarklet, as the room has it, on a page that forbids it; without script by the form. */
async function saveFromElsewhere(page: Page, withScript: boolean): Promise<void> {
  const url = `${FOREIGN}/A-small-tool-for-large-files`
  const window = await page.context().newPage()
  if (withScript) {
    await window.goto(`${BASE_URL}/admin/settings/saving`)
    const code = (await window.locator('a.bookmarklet').getAttribute('href')) ?? ''
    await window.goto(url)
    // What a browser does when a bookmark is pressed: its code runs, whatever the page forbids.
    const opened = page.context().waitForEvent('page')
    await window.evaluate(decodeURIComponent(code.replace(/^javascript:/, '')))
    const saving = await opened
    await fillAndSave(saving, withScript)
  } else {
    const query = new URLSearchParams({ url, title: 'A small tool for large files' })
    await window.goto(`${BASE_URL}/save?${query}`)
    await fillAndSave(window, withScript)
  }
  await window.close()
  expect(await newest()).toMatchObject({ url, title: 'A small tool for large files' })
}

async function fillAndSave(saving: Page, withScript: boolean): Promise<void> {
  await saving.waitForLoadState()
  expect(await saving.locator('#title').inputValue()).toBe('A small tool for large files')
  await saving.getByLabel('Neat Open Source Projects').check()
  const save = () => saving.getByRole('button', { name: 'Save link' }).click()
  if (!withScript) {
    await save()
    return saving.waitForURL(/\/save\/saved/)
  }
  // The window closes when it has saved, perhaps before the browser says that the button was pressed.
  const closed = saving.waitForEvent('close')
  await Promise.allSettled([save()])
  await closed
}

describe('at 390 and 1280 px, light and dark', () => {
  it('axe finds no fault in checking and sending', async () => {
    await app.save('https://norn.example/a', { title: 'A' })
    await app.subscribe('grete@reader.example')
    const issue = await app.assemble('2023-07')
    const path = `/admin/issues/${issue.id}`
    for (const each of [`${path}/check`, `${path}/sending`, `${path}/sending/cancel`]) {
      const page = await open(each)
      expect([each, await violationsOn(page)]).toEqual([each, []])
      await page.context().close()
    }
    await app.send(issue.id)
    await app.db
      .updateTable('delivery')
      .set({ state: 'unknown', last_reply: 'No answer.' })
      .execute()
    const page = await open(`${path}/sending`)
    expect(await violationsOn(page)).toEqual([])
  })
})
