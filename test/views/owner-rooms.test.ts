import { expect, it } from 'vitest'
import { useTestApp } from '../support/app.ts'
import { violationsOn, widthsOf } from './browser.ts'
import { useOwnerBrowser } from './owner-browser.ts'

const app = useTestApp('pglite')
const { open } = useOwnerBrowser(app)

it('no room has a fault that axe finds, nor scrolls sideways at 320 px', async () => {
  await app.json('PATCH', '/settings', { sections: ['Articles & Learning', 'Tools'] })
  await app.saveAt('2023-06-01T10:00:00Z', 'https://norn.example/a', { title: 'A' })
  await app.saveAt('2023-07-01T10:00:00Z', 'https://norn.example/b', { title: 'B' })
  const id = await app.subscribe('ada@reader.example')
  await app.send((await app.assemble('2023-06')).id)
  await app.db.updateTable('delivery').set({ state: 'unknown' }).execute()
  for (const path of [
    '/admin',
    '/admin/subscribers',
    `/admin/subscribers/${id}`,
    `/admin/subscribers/${id}/remove`,
    '/admin/sources',
    '/admin/settings',
    '/admin/settings/sections',
    '/admin/settings/schedule',
    '/admin/settings/mail',
    '/admin/settings/access',
    '/admin/tokens',
    '/admin/import',
  ]) {
    const page = await open(path)
    expect([path, await violationsOn(page)]).toEqual([path, []])
    await page.setViewportSize({ width: 320, height: 700 })
    const [content, window] = await widthsOf(page)
    expect([path, content <= window]).toEqual([path, true])
    await page.context().close()
  }
})

it('a file of bookmarks comes in while the page says how far it is', async () => {
  const page = await open('/admin/import')
  const lines = Array.from(
    { length: 60 },
    (_, n) => `<DT><A HREF="https://norn.example/${n}">L${n}`,
  )
  await page.setInputFiles('input[type="file"]', {
    name: 'bookmarks.html',
    mimeType: 'text/html',
    buffer: Buffer.from(`<!DOCTYPE NETSCAPE-Bookmark-file-1>\n<DL><p>\n${lines.join('\n')}\n</DL>`),
  })
  await page.locator('#import-form button[type="submit"]').click()
  await page.getByText('60 new, 0 known already').waitFor()
  expect(new URL(page.url()).pathname).toBe('/admin/import')
})
