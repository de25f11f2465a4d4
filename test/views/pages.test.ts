import { gzipSync } from 'node:zlib'
import { beforeAll, describe, expect, it } from 'vitest'
import { loadFixture, loadTemplates } from '../../src/node/load-templates.ts'
import { renderPreview, TEMPLATE_NAMES } from '../../src/render/preview.ts'
import { isFocused, styleOf, useBrowser, violationsOn, widthsOf } from './browser.ts'
import { aSite, samplePages } from './sample-pages.ts'

const pages = await samplePages()
const names = Object.keys(pages)
const templates = await loadTemplates()
for (const name of TEMPLATE_NAMES) {
  pages[`mail-${name}`] = (await renderPreview(templates, name, await loadFixture(name))).html
}
pages.arabic = (await samplePages(aSite({ locale: 'ar', name: 'ساعات' }))).issue ?? ''

const open = useBrowser(() => pages)

describe('at 390 and 1280 px, light and dark', () => {
  it.each(names)('%s has no fault that axe finds', async (name) => {
    expect(await violationsOn(await open(name))).toEqual([])
  })

  it.each(TEMPLATE_NAMES)('the mail %s has no fault that axe finds', async (name) => {
    const found = await violationsOn(await open(`mail-${name}`))
    // A mail has no landmarks: mail programs show it inside their own page.
    expect(found.filter((each) => !/^(region|landmark-)/.test(each))).toEqual([])
  })
})

describe('at 320 px, which is 1280 px at 400 %', () => {
  beforeAll(() => {
    pages.long = (pages.issue ?? '')
      .replaceAll('hazard pointers', 'x'.repeat(300))
      .replaceAll('hold my attention', `https://a.example/${'y'.repeat(300)}`)
  })

  it.each([...names, 'long', 'arabic', 'mail-issue', 'mail-login'])(
    '%s does not scroll sideways',
    async (name) => {
      const page = await open(name, { width: 320 })
      const [content, window] = await widthsOf(page)
      expect(content).toBeLessThanOrEqual(window)
    },
  )
})

describe('every page', () => {
  it.each(names)('%s is at most 30 KB gzipped, without script or inline style', (name) => {
    const html = pages[name] ?? ''
    expect(gzipSync(html).byteLength).toBeLessThan(30_000)
    expect(html).not.toMatch(/ style=| on\w+=|<style|javascript:/)
    expect(html.match(/<script(?! type="application\/ld\+json")/)).toBeNull()
  })

  it('starts with a link over the navigation, and shows focus', async () => {
    const page = await open('issue')
    await page.keyboard.press('Tab')
    const skip = page.locator('.skip')
    expect(await isFocused(skip)).toBe(true)
    expect((await skip.boundingBox())?.y).toBeGreaterThanOrEqual(0)
    await page.keyboard.press('Enter')
    await page.keyboard.press('Tab')
    const focused = page.locator('main :focus')
    expect(await focused.count()).toBe(1)
    expect(await styleOf(focused, 'outlineWidth')).toBe('2px')
  })

  it.each([
    'confirm',
    'confirm-over',
    'unsubscribe',
    'return',
    'preferences',
    'address',
    'data-ask',
    'data',
    'erase',
  ])('%s has one button, focused at once', async (name) => {
    const page = await open(name)
    expect(await page.locator('button').count()).toBe(1)
    expect(await page.locator('button:focus').count()).toBe(1)
  })

  it.each(['home', 'issue', 'unsubscribe'])('%s has controls of 44 px', async (name) => {
    const page = await open(name, { width: 390 })
    const controls = page.locator('button, input, header a, footer a, .neighbours a, summary')
    for (const box of await controls.all()) {
      const { height = 44 } = (await box.boundingBox()) ?? {}
      expect(height).toBeGreaterThanOrEqual(44)
    }
  })

  it('a refused form focuses its summary, which leads to the field', async () => {
    const page = await open('subscribe-refused')
    expect(await page.title()).toMatch(/^Error: /)
    expect(await page.locator('.problem:focus').count()).toBe(1)
    await page.locator('.problem a').click()
    expect(await page.locator('#email:focus').inputValue()).toBe('ada@')
  })
})

describe('the issue page', () => {
  it('folds its contents on a phone and shows the sections beside a wide text', async () => {
    const phone = await open('issue', { width: 390 })
    expect(await phone.locator('.contents-fold').isVisible()).toBe(true)
    expect(await phone.locator('.contents-side').isVisible()).toBe(false)
    const wide = await open('issue', { width: 1280 })
    expect(await wide.locator('.contents-side').isVisible()).toBe(true)
  })

  it('sets 19 px on 30 px, about 66 characters a line', async () => {
    const page = await open('issue')
    const text = page.locator('.intro p')
    expect(await styleOf(text, 'fontSize')).toBe('19px')
    expect(await styleOf(text, 'lineHeight')).toBe('30px')
    expect(await styleOf(text, 'fontFamily')).toMatch(/^Georgia/)
    // Georgia's letters are 0.49 em wide on average.
    const { width = 0 } = (await text.boundingBox()) ?? {}
    expect(width / (19 * 0.49)).toBeGreaterThan(60)
    expect(width / (19 * 0.49)).toBeLessThan(70)
  })

  it('prints without navigation, with the address after each title', async () => {
    const page = await open('issue')
    await page.emulateMedia({ media: 'print' })
    expect(await page.locator('header nav').isVisible()).toBe(false)
    expect(await page.locator('.join').isVisible()).toBe(false)
    const after = await styleOf(page.locator('h3 a.u-url'), 'content', '::after')
    expect(after).toContain('https://site-1.example/page/1')
    await page.emulateMedia({ media: 'screen' })
  })

  it('keeps its borders in forced colours', async () => {
    const page = await open('issue')
    await page.emulateMedia({ forcedColors: 'active' })
    expect(await styleOf(page.locator('button'), 'borderTopWidth')).toBe('1px')
    await page.emulateMedia({ forcedColors: 'none' })
  })

  it('reads from right to left in Arabic', async () => {
    const page = await open('arabic')
    expect(await styleOf(page.locator('h1'), 'direction')).toBe('rtl')
  })
})

describe('the mail in the dark', () => {
  it.each(TEMPLATE_NAMES)(
    '%s has light text on dark ground, MJML’s inner one too (BARS 14)',
    async (name) => {
      const page = await open(`mail-${name}`, { scheme: 'dark' })
      const dark = 'rgb(22, 22, 22)'
      expect(await styleOf(page.locator('body'), 'backgroundColor')).toBe(dark)
      expect(await styleOf(page.locator('[role=article]'), 'backgroundColor')).toBe(dark)
      expect(await styleOf(page.locator('h1'), 'color')).toBe('rgb(232, 230, 227)')
    },
  )
})
