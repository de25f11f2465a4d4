import { generateKeyPairSync } from 'node:crypto'
import { createServer } from 'node:https'
import { createAdaptorServer, type ServerType } from '@hono/node-server'
import sparticuz from '@sparticuz/chromium'
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll } from 'vitest'
import { BASE_URL, type useTestApp } from '../support/app.ts'
import { makeCertificate } from '../support/certificate.ts'
import { freePort } from '../support/postgres.ts'
import { createVisitor } from '../support/visitor.ts'

type App = ReturnType<typeof useTestApp>

export interface OwnerView {
  width?: number
  height?: number
  scheme?: 'light' | 'dark'
  script?: boolean
  touch?: boolean
}

/**
 * A real Chromium, logged in as the owner of the test's own app, which it reaches over https at
 * its BASE_URL; no other name leads anywhere.
 */
export function useOwnerBrowser(app: App) {
  let browser: Browser
  const contexts: BrowserContext[] = []

  let server: ServerType

  beforeAll(async () => {
    const { publicKey, privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
    const [from, to] = [-1, 1].map((days) => new Date(Date.now() + days * 86_400_000))
    const name = new URL(BASE_URL).hostname
    const cert = makeCertificate({ publicKey, privateKey, name, from, to } as Parameters<
      typeof makeCertificate
    >[0])
    const key = privateKey.export({ type: 'pkcs8', format: 'pem' })
    const port = await freePort()
    server = createAdaptorServer({
      fetch: (request) => app.fetch(request),
      createServer,
      serverOptions: { key, cert },
    })
    await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve))
    browser = await chromium.launch({
      executablePath: await sparticuz.executablePath(),
      args: [
        // In a single process, closing a page takes the browser with it.
        ...sparticuz.args.filter((arg) => arg !== '--single-process'),
        `--host-resolver-rules=MAP ${name} 127.0.0.1:${port}, MAP * ~NOTFOUND`,
      ],
      headless: true,
    })
  })
  afterEach(async () => {
    for (const context of contexts.splice(0)) await context.close()
  })
  afterAll(async () => {
    await browser?.close()
    server?.close()
  })

  /** A window of somebody who has never been here. */
  async function arrive(view: OwnerView = {}): Promise<BrowserContext> {
    const context = await browser.newContext({
      viewport: { width: view.width ?? 1280, height: view.height ?? 900 },
      colorScheme: view.scheme ?? 'light',
      javaScriptEnabled: view.script ?? true,
      hasTouch: view.touch ?? false,
      timezoneId: 'Europe/Berlin',
      ignoreHTTPSErrors: true,
    })
    contexts.push(context)
    return context
  }

  /** A window with a login of its own; `context.newPage()` opens further tabs of it. */
  async function enter(view: OwnerView = {}): Promise<BrowserContext> {
    const visitor = createVisitor(app)
    await visitor.enter((await app.services.logins.commandLink()) ?? '')
    const context = await arrive(view)
    await context.addCookies(
      [...visitor.cookies].map(([name, value]) => ({
        name,
        value,
        url: BASE_URL,
        httpOnly: true,
        secure: true,
        sameSite: 'Lax' as const,
      })),
    )
    return context
  }

  async function open(path: string, view: OwnerView = {}): Promise<Page> {
    const page = await (await enter(view)).newPage()
    await page.goto(BASE_URL + path)
    return page
  }

  return { arrive, enter, open }
}
