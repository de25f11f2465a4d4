import { describe, expect, it } from 'vitest'
import { type IssueJson, titlesOf, useTestApp } from '../support/app.ts'
import { styleOf, violationsOn, widthsOf } from './browser.ts'
import { useOwnerBrowser } from './owner-browser.ts'

const app = useTestApp('pglite')
const { open } = useOwnerBrowser(app)

/** An issue whose entries, order and words have changed; one link is gone since. */
async function changedIssue() {
  for (const title of ['Clocks that lie', 'Wait-free lists', 'How bread rises'])
    await app.save(`https://norn.example/${title.slice(0, 3)}`, {
      title,
      section: 'Articles & Learning',
      authors: ['Ida Norn'],
      note: `Why ${title.toLowerCase()}, and what follows from it when leap seconds come.`,
    })
  const issue = await app.assemble('2023-07')
  const entries = issue.sections[0]?.entries ?? []
  const patch = async (minutes: number, changes: unknown) => {
    app.now = new Date(app.now.getTime() + minutes * 60_000)
    await app.json('PATCH', `/issues/${issue.id}`, changes)
  }
  await patch(20, { intro: 'A short month, with much to read about time and bread.' })
  await patch(20, {
    title: 'What I read in July',
    intro: 'A long month, with more to read about time, lists and bread.',
    sections: [
      { name: 'Talks', entries: [{ id: entries[1]?.id }] },
      { name: 'Articles & Learning', entries: [{ id: entries[2]?.id, note: 'Why bread rises.' }] },
    ],
  })
  await app.json('DELETE', `/links/${entries[0]?.link_id}`)
  app.now = new Date(app.now.getTime() + 20 * 60_000)
  const now = async () => (await app.json<IssueJson>('GET', `/issues/${issue.id}`)).body
  return { path: `/admin/issues/${issue.id}`, now }
}

describe('the history of an issue', () => {
  it('leads from the editor to an earlier state and back again, by keyboard', async () => {
    const { path, now } = await changedIssue()
    const page = await open(path)
    await page.getByRole('link', { name: 'History' }).press('Enter')
    await page.getByRole('heading', { name: 'History: July 2023' }).waitFor()
    await page.getByText('“Wait-free lists” moved from Articles & Learning to Talks').waitFor()
    await page
      .getByRole('link', { name: /^Look: / })
      .nth(1)
      .press('Enter')
    await page.getByRole('button', { name: 'Restore this state' }).press('Enter')
    await page.getByText('The state is back.').waitFor()
    await page.getByText('“Clocks that lie” is back with its words').waitFor()
    expect(await now()).toMatchObject({
      title: "What I've been reading in July",
      intro: 'A short month, with much to read about time and bread.',
    })
    expect(titlesOf(await now())[0]).toBe('Clocks that lie')
    await page.getByRole('link', { name: 'All changes' }).click()
    await page
      .getByRole('link', { name: /^Look: / })
      .nth(1)
      .click()
    await page.getByRole('button', { name: 'Restore this state' }).click()
    await page.getByText('The state is back.').waitFor()
    expect((await now()).title).toBe('What I read in July')
  })

  it('shows what came and went by more than colour, at every width, light and dark', async () => {
    const { path } = await changedIssue()
    const page = await open(`${path}/history`)
    expect(await violationsOn(page)).toEqual([])
    await page
      .getByRole('link', { name: /^Look: / })
      .first()
      .click()
    await page.getByRole('heading', { name: 'What changed' }).waitFor()
    const line = (name: string) => styleOf(page.locator(name), 'text-decoration-line')
    expect([await line('ins'), await line('del')]).toEqual(['underline', 'line-through'])
    expect(await violationsOn(page)).toEqual([])
    for (const each of [page.url(), page.url().replace(/\/\d+$/, '')]) {
      await page.setViewportSize({ width: 320, height: 700 })
      await page.goto(each)
      const [content, window] = await widthsOf(page)
      expect([each, content <= window]).toEqual([each, true])
    }
  })
})
