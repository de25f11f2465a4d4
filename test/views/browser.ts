import sparticuz from '@sparticuz/chromium'
import axe from 'axe-core'
import { chromium, type Locator, type Page } from 'playwright-core'
import { afterAll, beforeAll } from 'vitest'
import { answerFor, ORIGIN } from './sample-pages.ts'

/** A real Chromium on pages given by name; nothing is fetched from anywhere. */
export function useBrowser(pages: () => Record<string, string>) {
  let page: Page | undefined
  let close = async () => {}

  beforeAll(async () => {
    const browser = await chromium.launch({
      executablePath: await sparticuz.executablePath(),
      // In a single process, closing a page takes the browser with it.
      args: sparticuz.args.filter((arg) => arg !== '--single-process'),
      headless: true,
    })
    close = () => browser.close()
    page = await browser.newPage()
    await page.route('**/*', (route) =>
      route.fulfill(answerFor(new URL(route.request().url()).pathname, pages())),
    )
  })
  afterAll(() => close())

  return async function open(
    name: string,
    view: { width?: number; scheme?: 'light' | 'dark' } = {},
  ): Promise<Page> {
    if (!page) throw new Error('The browser has not started yet.')
    await page.setViewportSize({ width: view.width ?? 1280, height: 900 })
    await page.emulateMedia({ colorScheme: view.scheme ?? 'light' })
    await page.goto(`${ORIGIN}/${name}`)
    return page
  }
}

/** What is used of the page's own globals; the project's types know no DOM. */
interface PageGlobals {
  document: { activeElement: unknown }
  getComputedStyle: (element: unknown, pseudo: string) => Record<string, string>
}

/** A computed style of the first element found. */
export function styleOf(found: Locator, property: string, pseudo = ''): Promise<string> {
  return found.first().evaluate(
    (element, [name, pseudoElement]) => {
      const page = globalThis as unknown as PageGlobals
      return page.getComputedStyle(element, pseudoElement)[name] ?? ''
    },
    [property, pseudo] as const,
  )
}

export function isFocused(found: Locator): Promise<boolean> {
  return found.evaluate((element) => {
    const page = globalThis as unknown as PageGlobals
    return page.document.activeElement === element
  })
}

/** Widths of the content and of the window. */
export function widthsOf(page: Page): Promise<[content: number, window: number]> {
  return page.evaluate('[document.documentElement.scrollWidth, innerWidth]')
}

const LOOKS = [390, 1280].flatMap((width) =>
  (['light', 'dark'] as const).map((scheme) => ({ width, scheme })),
)

/**
 * What axe objects to at 390 and 1280 px, light and dark, on the page that is open.
 * target-size (24 px, WCAG 2.2) is off in axe unless asked for.
 */
export async function violationsOn(page: Page): Promise<string[]> {
  await page.evaluate(axe.source)
  const found: string[] = []
  for (const { width, scheme } of LOOKS) {
    await page.setViewportSize({ width, height: 900 })
    await page.emulateMedia({ colorScheme: scheme })
    const here: string[] = await page.evaluate(`(async () => {
      const options = { resultTypes: ['violations'], rules: { 'target-size': { enabled: true } } }
      const { violations } = await axe.run(options)
      return violations.flatMap(({ id, nodes }) =>
        nodes.map((node) => id + ': ' + node.html + ' ' + node.failureSummary))
    })()`)
    found.push(...here.map((each) => `${each} (${width} px, ${scheme})`))
  }
  return found
}
