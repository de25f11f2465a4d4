import sparticuz from '@sparticuz/chromium'
import { chromium } from 'playwright-core'
import { mkdirSync } from 'node:fs'
const [base, link] = [process.argv[2], process.argv[3]]
const out = '/tmp/shots'; mkdirSync(out, { recursive: true })
const browser = await chromium.launch({ executablePath: await sparticuz.executablePath(), args: sparticuz.args.filter((a: string) => a !== '--single-process'), headless: true })
const context = await browser.newContext()
const page = await context.newPage()
const problems: string[] = []
page.on('pageerror', (e: Error) => problems.push(`${page.url()} ${e.message}`))
page.on('console', (m: any) => { if (m.type() === 'error') problems.push(`${page.url()} ${m.text()}`) })
page.on('response', (r: any) => { if (r.status() >= 500) problems.push(`${r.status()} ${r.url()}`) })
await page.goto(link)
await page.waitForTimeout(500)
const button = page.locator('button[type=submit]').first()
if (await button.count()) await button.click().catch(() => undefined)
await page.waitForTimeout(800)
console.log('at', page.url())
const pages = (process.argv[4] ?? '/ /archive /tags /search?q=clock /about /subscribe /docs /issues/nope /admin /admin/links /admin/issues /admin/subscribers /admin/sources /admin/settings /admin/settings/look /admin/settings/about /admin/settings/schedule /admin/settings/mail /admin/settings/saving /admin/settings/numbers /admin/settings/responses /admin/settings/webhooks /admin/settings/access /admin/people /admin/tokens /admin/jobs /admin/responses /admin/import-posts /admin/settings/access/code /admin/start').split(' ')
for (const path of pages) {
  for (const [width, scheme] of [[1280, 'light'], [390, 'dark']] as const) {
    await page.setViewportSize({ width, height: 900 })
    await page.emulateMedia({ colorScheme: scheme })
    const r = await page.goto(base + path)
    const wide = await page.evaluate('document.documentElement.scrollWidth > window.innerWidth')
    console.log(r?.status(), path, width, wide ? 'SCROLLS SIDEWAYS' : '', new URL(page.url()).pathname !== path.split('?')[0] ? `-> ${page.url()}` : '')
    await page.screenshot({ path: `${out}/${path.replace(/[^a-z0-9]+/gi, '_')}-${width}-${scheme}.png`, fullPage: true })
  }
}
console.log(problems.length ? problems.join('\n') : 'no problems')
await browser.close()
