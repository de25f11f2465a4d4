import { once } from 'node:events'
import { createAdaptorServer } from '@hono/node-server'
import sparticuz from '@sparticuz/chromium'
import lighthouse, { type Config } from 'lighthouse'
import { chromium } from 'playwright-core'
import { freePort } from './postgres.ts'

export type LighthouseCategory = 'performance' | 'accessibility' | 'best-practices' | 'seo'

export interface LighthouseRun {
  /** 0 to 100. */
  scores: Partial<Record<LighthouseCategory, number>>
  /** What is less than right, with what Lighthouse says of it. */
  findings: string[]
}

/** A browser that Lighthouse looks through at pages of `fetch`, served on this machine. */
export async function startLighthouse(
  fetch: (request: Request) => Response | Promise<Response>,
  only: LighthouseCategory[],
) {
  const server = createAdaptorServer({ fetch })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const address = server.address()
  const origin = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`
  const port = await freePort()
  const browser = await chromium.launch({
    executablePath: await sparticuz.executablePath(),
    args: [
      // In a single process, closing a page takes the browser with it.
      ...sparticuz.args.filter((arg) => arg !== '--single-process'),
      `--remote-debugging-port=${port}`,
    ],
    headless: true,
  })
  const config: Config = {
    extends: 'lighthouse:default',
    settings: {
      onlyCategories: only,
      formFactor: 'mobile',
      screenEmulation: { mobile: true, width: 390, height: 844, deviceScaleFactor: 2 },
      // Where speed is not asked for, nothing is slowed down.
      throttlingMethod: only.includes('performance') ? 'simulate' : 'provided',
    },
  }

  return {
    async look(path: string): Promise<LighthouseRun> {
      const result = await lighthouse(origin + path, { port, logLevel: 'error' }, config)
      if (!result || result.lhr.runtimeError)
        throw new Error(result?.lhr.runtimeError?.message ?? 'Lighthouse gave no answer.')
      const { categories, audits } = result.lhr
      return {
        scores: Object.fromEntries(
          Object.entries(categories).map(([name, { score }]) => [name, (score ?? 0) * 100]),
        ),
        findings: Object.values(audits)
          .filter(({ score }) => score !== null && score < 1)
          .map(({ id, displayValue = '' }) => `${id} ${displayValue}`.trim()),
      }
    },
    async close() {
      await browser.close()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
