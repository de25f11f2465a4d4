import { createServer, type Server } from 'node:http'
import { gzipSync } from 'node:zlib'
import sparticuz from '@sparticuz/chromium'
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { bookmarklet } from '../../src/http/bookmarklet.ts'
import type { LinkJson } from '../support/app.ts'
import { freePort } from '../support/postgres.ts'
import {
  makeFolder,
  runCli,
  type ServerProcess,
  startServerProcess,
} from '../support/server-process.ts'
import { isFocused, styleOf, violationsOn, widthsOf } from './browser.ts'

const EMAIL = 'ida@norn.example'
const PASSWORD = 'a boat of four words'
const ACCESS = '/admin/settings/access'

/** Pages of somebody else, with a CSP that forbids everything. */
const FOREIGN: Record<string, string> = {
  '/clocks': 'Clocks that lie',
  '/lists': 'Wait-free lists',
  '/known': 'Known',
  '/esc': 'Escape',
  '/blocked': 'No windows here',
  '/plain': 'No script',
}

let server: ServerProcess
let foreign: Server
let browser: Browser
let base = ''
let elsewhere = ''
let token = ''
let state: Awaited<ReturnType<BrowserContext['storageState']>>

beforeAll(async () => {
  foreign = createServer((request, answer) => {
    const title = FOREIGN[request.url ?? ''] ?? 'Nothing'
    answer.writeHead(200, {
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': "default-src 'none'",
    })
    answer.end(
      `<!doctype html><html lang="en"><title>${title} - Norn</title><meta property="og:title" content="${title}"><p>Leap seconds <b>break</b> more than code.</p></html>`,
    )
  })
  const foreignPort = await freePort()
  await new Promise<void>((resolve) => foreign.listen(foreignPort, '127.0.0.1', resolve))
  elsewhere = `http://127.0.0.1:${foreignPort}`

  const port = String(await freePort())
  base = `http://localhost:${port}`
  const env = {
    DATA_DIR: await makeFolder(),
    PORT: port,
    BASE_URL: base,
    FETCH_ALLOW: `127.0.0.1:${foreignPort}`,
  }
  const link = (await runCli(['login-link'], env)).stdout.trim()
  token = (await runCli(['token', 'create', '--name', 'test', '--scope', 'admin'], env)).stdout
  server = await startServerProcess(env)
  browser = await chromium.launch({
    executablePath: await sparticuz.executablePath(),
    // In a single process, closing a page takes the browser with it.
    args: sparticuz.args.filter((arg) => arg !== '--single-process'),
    headless: true,
  })
  const context = await browser.newContext()
  const page = await context.newPage()
  await page.goto(link)
  await focused(page).press('Enter')
  await page.waitForURL(/welcome/)
  await page.fill('#email', EMAIL)
  await page.fill('#password', PASSWORD)
  await focused(page).press('Enter')
  await page.waitForURL(`${base}/admin/start`)
  state = await context.storageState()
  await context.close()
})
afterAll(async () => {
  await browser?.close()
  await server?.stop()
  foreign?.close()
})

async function api<T>(method: string, path: string, body?: unknown): Promise<T> {
  const answer = await fetch(`${base}/api/v1${path}`, {
    method,
    headers: { authorization: `Bearer ${token.trim()}`, 'content-type': 'application/json' },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  })
  return (await answer.json()) as T
}

/** The link of an address, once `isReady` says so. */
async function linkOf(url: string, isReady = (_: LinkJson) => true): Promise<LinkJson> {
  for (const end = Date.now() + 60_000; ; ) {
    const { items } = await api<{ items: LinkJson[] }>('GET', '/links?limit=100')
    const link = items.find((each) => each.url === url)
    if (link && isReady(link)) return link
    if (Date.now() > end) throw new Error(`No such link: ${url}\n${JSON.stringify(items)}`)
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
}

let context: BrowserContext
let page: Page
beforeEach(async () => {
  context = await browser.newContext({ storageState: state })
  page = await context.newPage()
})
afterEach(() => context.close())

/** What a browser does when a bookmark is pressed: its code runs in the page, whatever the CSP. */
async function pressBookmark(on: Page): Promise<void> {
  await on.evaluate(decodeURIComponent(bookmarklet(base).replace('javascript:', '')))
}
async function openWindow(path: string): Promise<Page> {
  await page.goto(elsewhere + path)
  const [opened] = await Promise.all([context.waitForEvent('page'), pressBookmark(page)])
  await opened.waitForLoadState()
  return opened
}
/** A key that closes the window may do so before the browser has said that it was pressed. */
async function pressAndClose(window: Page, key: string): Promise<void> {
  const closed = window.waitForEvent('close')
  await Promise.allSettled([window.keyboard.press(key)])
  await closed
}
/** The element that has the focus, once one has: browsers give it only after a page has loaded. */
const focused = (on: Page) => on.locator(':focus')
const savePath = (query: Record<string, string>) => `${base}/save?${new URLSearchParams(query)}`

describe('the bookmarklet on a page whose CSP forbids everything (BARS 53)', () => {
  it('opens the small window, and one key saves and closes', async () => {
    await page.goto(`${elsewhere}/clocks`)
    await page.evaluate('getSelection().selectAllChildren(document.querySelector("p"))')
    const [window] = await Promise.all([context.waitForEvent('page'), pressBookmark(page)])
    await window.waitForLoadState()
    expect(await window.evaluate('[innerWidth, innerHeight]')).toEqual([480, 560])
    expect(await window.locator('#title').inputValue()).toBe('Clocks that lie - Norn')
    const note = window.locator('#note')
    expect(await note.inputValue()).toBe('> Leap seconds break more than code.\n\n')
    await expect.poll(() => isFocused(note)).toBe(true)
    await focused(window).pressSequentially('Why clocks lie.')
    await window.getByLabel('Articles & Learning').check()
    await window.fill('#tags', 'time')
    await pressAndClose(window, 'Control+Enter')
    expect(page.url()).toBe(`${elsewhere}/clocks`)

    // The page's own title takes the place of the one in the browser's title bar.
    const link = await linkOf(
      `${elsewhere}/clocks`,
      ({ enrichment }) => enrichment.status === 'done',
    )
    expect(link).toMatchObject({
      title: 'Clocks that lie',
      note: '> Leap seconds break more than code.\n\nWhy clocks lie.',
      section: 'Articles & Learning',
      tags: ['time'],
    })
  })

  it('gives the page no hold on the window', async () => {
    await page.goto(`${elsewhere}/lists`)
    const [window] = await Promise.all([
      context.waitForEvent('page'),
      page.evaluate(`globalThis.held = open(${JSON.stringify(`${base}/save`)}, 'x'); 0`),
    ])
    await window.waitForLoadState()
    expect(await window.locator('#save-form').count()).toBe(1)
    expect(await window.evaluate('opener')).toBeNull()
    expect(await page.evaluate('held.closed')).toBe(true)
  })

  it('goes on in the same tab where windows are blocked, and leads back', async () => {
    await page.goto(`${elsewhere}/blocked`)
    await page.evaluate('globalThis.open = () => null')
    await Promise.all([page.waitForURL(/\/save\?/), pressBookmark(page)])
    await focused(page).pressSequentially('Kept.')
    await page.keyboard.press('Meta+Enter')
    await page.waitForURL(/\/save\/saved/)
    const back = page.getByRole('link', { name: 'Back to 127.0.0.1' })
    await expect.poll(() => isFocused(back)).toBe(true)
    await focused(page).press('Enter')
    await page.waitForURL(`${elsewhere}/blocked`)
    expect((await linkOf(`${elsewhere}/blocked`)).note).toBe('Kept.')
  })

  it('asks for the login first where it has to, and comes back filled', async () => {
    await context.clearCookies()
    const window = await openWindow('/lists')
    expect(window.url()).toContain('/login?next=')
    await window.fill('#email', EMAIL)
    await window.fill('#password', PASSWORD)
    await window.keyboard.press('Enter')
    await window.waitForURL(/\/save\?/)
    expect(await window.locator('#title').inputValue()).toBe('Wait-free lists - Norn')
  })
})

describe('the save window', () => {
  it('says what is known, and updates it', async () => {
    const url = `${elsewhere}/known`
    await api('POST', '/links', { url, note: 'Mine.', tags: ['a', 'b'] })
    const window = await openWindow('/known')
    expect(await window.locator('#status').textContent()).toMatch(/^Saved on \d+ \w+/)
    expect(await window.locator('#note').inputValue()).toBe('Mine.')
    expect(await window.locator('#tags').inputValue()).toBe('a, b')
    await focused(window).pressSequentially(' And more.')
    const update = window.getByRole('button', { name: 'Update' })
    await Promise.all([window.waitForEvent('close'), update.click()])
    expect((await linkOf(url)).note).toBe('Mine. And more.')
  })

  it('closes with Esc, and gives back the words that were not saved', async () => {
    const first = await openWindow('/esc')
    await focused(first).pressSequentially('Half a thought')
    await pressAndClose(first, 'Escape')
    const second = await openWindow('/esc')
    expect(await second.locator('#note').inputValue()).toBe('Half a thought')
    expect(await second.locator('#status').textContent()).toBe('Your unsaved text is back.')
    await focused(second).pressSequentially(', finished.')
    await pressAndClose(second, 'Control+Enter')
    expect((await linkOf(`${elsewhere}/esc`)).note).toBe('Half a thought, finished.')
    const third = await openWindow('/esc')
    expect(await third.locator('#note').inputValue()).toBe('Half a thought, finished.')
    expect(await third.locator('#status').textContent()).toMatch(/^Saved on/)
  })

  it('loses nothing when the login ends while one types', async () => {
    await page.goto(savePath({ url: 'https://norn.example/expired' }))
    await focused(page).pressSequentially('Dear words.')
    await context.clearCookies()
    await page.keyboard.press('Control+Enter')
    await page.getByText('Please log in again').first().waitFor()
    await page.fill('#email', EMAIL)
    await page.fill('#password', PASSWORD)
    await focused(page).press('Enter')
    await page.getByText('You are logged in again').first().waitFor()
    await focused(page).press('Enter')
    await page.waitForURL(/\/save\/saved/)
    expect((await linkOf('https://norn.example/expired')).note).toBe('Dear words.')
  })

  it('completes each of several tags', async () => {
    await page.goto(savePath({ url: 'https://norn.example/tags' }))
    const offers = () =>
      page.evaluate('[...document.querySelectorAll("#tag-names option")].map((each) => each.value)')
    expect(await offers()).toContain('time')
    await page.locator('#tags').pressSequentially('time, ')
    expect(await offers()).not.toContain('time')
    expect(await offers()).not.toContain('time, time')
    await page.fill('#tags', 'x,')
    expect(await offers()).toContain('x, time')
  })

  it('leads the keyboard in reading order', async () => {
    await page.goto(savePath({ url: 'https://norn.example/keys' }))
    await page.locator('#title').focus()
    const order: string[] = []
    for (let i = 0; i < 6; i++) {
      order.push(await page.evaluate('document.activeElement.name || document.activeElement.type'))
      await page.keyboard.press('Tab')
    }
    expect(order).toEqual(['title', 'note', 'section', 'tags', 'month', 'submit'])
  })

  it('fits its window and a phone without scrolling, with controls of 44 px on the phone', async () => {
    await page.goto(savePath({ url: 'https://norn.example/size', title: 'Title' }))
    const isScrolled = () => page.evaluate('document.documentElement.scrollHeight > innerHeight')
    await page.setViewportSize({ width: 480, height: 560 })
    expect(await isScrolled()).toBe(false)
    await page.setViewportSize({ width: 390, height: 844 })
    expect(await isScrolled()).toBe(false)
    const controls = page.locator('input:visible:not([type=radio]), select, button, .choices label')
    for (const box of await controls.all())
      expect((await box.boundingBox())?.height).toBeGreaterThanOrEqual(44)
  })

  it('keeps its borders in forced colours', async () => {
    await page.emulateMedia({ forcedColors: 'active' })
    await page.goto(savePath({ url: 'https://norn.example/forced' }))
    expect(await styleOf(page.locator('#note'), 'borderTopWidth')).not.toBe('0px')
    expect(await styleOf(page.locator('button'), 'borderTopWidth')).toBe('1px')
  })
})

describe('without script', () => {
  it('saves, and says that the window can be closed', async () => {
    const plain = await browser.newContext({ storageState: state, javaScriptEnabled: false })
    const tab = await plain.newPage()
    await tab.goto(savePath({ url: `${elsewhere}/plain`, title: 'No script' }))
    await tab.fill('#note', 'By hand.')
    await tab.getByRole('button', { name: 'Save link' }).click()
    await tab.waitForURL(/\/save\/saved/)
    expect(await tab.locator('main').textContent()).toContain('You can close this window.')
    await tab.getByRole('link', { name: 'Change it' }).click()
    await tab.getByRole('button', { name: 'Update' }).waitFor()
    expect(await tab.locator('#note').inputValue()).toBe('By hand.')
    await plain.close()
  })
})

describe('at 390 and 1280 px, light and dark, axe finds no fault', () => {
  const pages: Record<string, () => Promise<unknown>> = {
    overview: () => page.goto(`${base}/admin`),
    tokens: () => page.goto(`${base}/admin/tokens`),
    access: () => page.goto(base + ACCESS),
    welcome: () => page.goto(`${base}${ACCESS}?welcome=%2Fadmin`),
    save: () => page.goto(savePath({ url: 'https://norn.example/a', title: 'A', text: 'B' })),
    'save, known': async () => {
      await api('POST', '/links', { url: 'https://norn.example/saved' })
      await page.goto(savePath({ url: 'https://norn.example/saved' }))
    },
    'save, refused': () => page.goto(savePath({ url: 'about:blank' })),
    saved: async () => {
      const { id } = await api<LinkJson>('POST', '/links', { url: 'https://norn.example/saved' })
      await page.goto(`${base}/save/saved?id=${id}&was=new`)
    },
    'a new token': async () => {
      await page.goto(`${base}/admin/tokens`)
      await page.fill('#name', 'axe')
      await page.getByRole('button', { name: 'Make token' }).click()
      await page.locator('#token').waitFor()
    },
    'a refused password': async () => {
      await page.goto(base + ACCESS)
      await page.fill('#password', 'short')
      await page.fill('#current', PASSWORD)
      await focused(page).press('Enter')
      await page.locator('.problem:focus').waitFor()
    },
    login: async () => {
      await context.clearCookies()
      await page.goto(`${base}/login`)
    },
    'an old login link': () => page.goto(`${base}/login/${'A'.repeat(43)}`),
    'the link is sent': async () => {
      await context.clearCookies()
      await page.goto(`${base}/login`)
      await page.fill('#email', EMAIL)
      await page.getByRole('button', { name: 'Mail me a login link' }).click()
      await page.getByText('Look into your mail').first().waitFor()
    },
    'a kept form': async () => {
      await page.goto(savePath({ url: 'https://norn.example/b' }))
      await context.clearCookies()
      await page.fill('#note', 'Kept.')
      await page.keyboard.press('Control+Enter')
      await page.getByText('Please log in again').first().waitFor()
    },
  }

  it.each(Object.keys(pages))('with %s', async (name) => {
    await pages[name]?.()
    expect(await violationsOn(page)).toEqual([])
    await page.setViewportSize({ width: 320, height: 640 })
    const [content, window] = await widthsOf(page)
    expect(content).toBeLessThanOrEqual(window)
  })
})

describe('the rooms', () => {
  it('say that the bookmarklet is to be dragged when it is pressed', async () => {
    await page.goto(`${base}/admin/settings/saving`)
    await page.locator('.bookmarklet').click()
    expect(await page.locator('#bookmarklet-status').textContent()).toContain('drag it')
  })

  it('are light: at most 30 KB of script, styles and page together', async () => {
    let bytes = 0
    page.on('response', async (answer) => {
      const body = await answer.body().catch(() => Buffer.alloc(0))
      bytes += gzipSync(body).byteLength
    })
    await page.goto(`${base}/admin`, { waitUntil: 'networkidle' })
    expect(bytes).toBeGreaterThan(2_000)
    expect(bytes).toBeLessThan(30_000)
  })

  it('let the manifest and its icons be read, so that a phone installs them', async () => {
    const session = await context.newCDPSession(page)
    await page.goto(`${base}/admin`)
    const { errors, url } = await session.send('Page.getAppManifest')
    expect(errors).toEqual([])
    expect(url).toBe(`${base}/manifest.webmanifest`)
    const { installabilityErrors } = await session.send('Page.getInstallabilityErrors')
    expect(installabilityErrors.filter(({ errorId }) => errorId !== 'in-incognito')).toEqual([])
  })
})
