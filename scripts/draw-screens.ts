/**
 * Takes the pictures of docs/collecting.md: starts Linkletter on an empty folder, logs in by the
 * link of the first start and looks at the rooms. `node scripts/draw-screens.ts`
 */
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import sparticuz from '@sparticuz/chromium'
import { chromium, type Page } from 'playwright-core'
import { readConfig } from '../src/config.ts'
import { startServer } from '../src/node/serve.ts'
import { freePort } from '../test/support/postgres.ts'

const images = new URL('../docs/images/', import.meta.url)
const folder = await mkdtemp(join(tmpdir(), 'linkletter-screens-'))
const port = await freePort()
const baseUrl = `http://localhost:${port}`
const config = readConfig({
  DATA_DIR: folder,
  PORT: String(port),
  BASE_URL: baseUrl,
  LOG_LEVEL: 'silent',
})
const server = await startServer(config)
const browser = await chromium.launch({
  executablePath: await sparticuz.executablePath(),
  args: sparticuz.args.filter((arg) => arg !== '--single-process'),
  headless: true,
})
const save = (query: Record<string, string>) => `${baseUrl}/save?${new URLSearchParams(query)}`
const clocks = {
  url: 'https://norn.example/clocks',
  title: 'Clocks that lie',
  text: 'A second is not always a second.',
}

async function draw(page: Page, name: string, width: number, height: number, whole = false) {
  await page.setViewportSize({ width, height })
  await page.evaluate('document.activeElement?.blur()')
  const path = new URL(`${name}.png`, images).pathname
  await page.screenshot({ path, fullPage: whole })
  process.stdout.write(`docs/images/${name}.png\n`)
}

try {
  const page = await browser.newPage()
  await page.goto((await server.runtime.services.logins.startLink()) ?? '')
  await page.getByRole('button').first().click()
  await page.goto(save(clocks))
  await draw(page, 'save-window', 480, 560)
  await page
    .getByLabel('Note')
    .fill('> A second is not always a second.\n\nWhy leap seconds break more than code.')
  await page.getByRole('button', { name: /save/i }).first().click()
  await page.goto(save(clocks))
  await draw(page, 'save-window-known', 480, 560)
  await page.goto(save(clocks))
  await draw(page, 'save-window-phone', 390, 844)
  await page.goto(`${baseUrl}/admin`)
  await draw(page, 'admin', 1280, 900, true)
} finally {
  await browser.close()
  await server.stop()
  await rm(folder, { recursive: true, force: true })
}
