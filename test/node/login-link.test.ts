import { spawn } from 'node:child_process'
import { rm } from 'node:fs/promises'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { readHtml } from '../render/html.ts'
import { freePort } from '../support/postgres.ts'
import { makeFolder, PROGRAM, runCli } from '../support/server-process.ts'

let env: Record<string, string> = {}
beforeEach(async () => {
  const port = String(await freePort())
  env = { DATA_DIR: await makeFolder(), PORT: port, BASE_URL: `http://localhost:${port}` }
})
afterEach(() => rm(env.DATA_DIR ?? '', { recursive: true, force: true }))

/** Starts the server, waits until it has said what comes next, uses it, stops it. */
async function serving<T>(use: (said: string) => Promise<T>): Promise<T> {
  const child = spawn(process.execPath, [PROGRAM, 'serve'], {
    env: { PATH: process.env.PATH ?? '', LOG_LEVEL: 'error', ...env },
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  const ended = new Promise((resolve) => child.once('exit', resolve))
  try {
    const said = await new Promise<string>((resolve, reject) => {
      let text = ''
      child.stderr.on('data', (data) => {
        text += String(data)
        if (text.includes('npm run demo')) resolve(text)
      })
      child.once('exit', () => reject(new Error(`The server ended: ${text}`)))
    })
    return await use(said)
  } finally {
    child.kill('SIGTERM')
    await ended
  }
}

const linkIn = (text: string) => new RegExp(`${env.BASE_URL}/login/[\\w-]{43}`).exec(text)?.[0]

describe('the first start', () => {
  it('prints a login link; logins are counted by the address of the socket (BARS 56)', async () => {
    await serving(async (said) => {
      const enter = () => fetch(linkIn(said) ?? '', { method: 'POST', redirect: 'manual' })
      const entered = await enter()
      expect(entered.status).toBe(303)
      expect(entered.headers.get('set-cookie')).toMatch(
        /^session=[\w-]{43}; Max-Age=2592000; Path=\/; HttpOnly; SameSite=Lax$/,
      )
      expect((await enter()).status).toBe(404)
      const statuses: number[] = []
      for (let i = 0; i < 25; i++) {
        const answer = await fetch(`${env.BASE_URL}/login`, {
          method: 'POST',
          headers: { 'x-forwarded-for': `198.51.100.${i}` },
          body: new URLSearchParams({ email: `guess${i}@norn.example`, password: 'guess' }),
        })
        statuses.push(answer.status)
      }
      expect(statuses).toEqual([...Array(20).fill(422), ...Array(5).fill(429)])
    })
  })
})

describe('the command line', () => {
  it('prints a login link alone, and the bookmarklet also while the server runs', async () => {
    // The way in for who has lost the phone; without a code to take away it is the plain link.
    const { code, stdout } = await runCli(['login-link', '--reset-second-factor'], env)
    expect(code).toBe(0)
    expect(stdout).toBe(`${linkIn(stdout)}\n`)
    await serving(async () => {
      const enter = () => fetch(stdout.trim(), { method: 'POST', redirect: 'manual' })
      expect((await enter()).status).toBe(303)
      expect((await enter()).status).toBe(404)
      const held = await runCli(['login-link'], env)
      expect(held.code).toBe(1)
      expect(held.stderr).toContain('ask for a mailed link on its login page')
      const page = await runCli(['bookmarklet'], env)
      expect(page.code).toBe(0)
      const address = decodeURIComponent(readHtml(page.stdout).links[0] ?? '')
      expect(address).toMatch(/^javascript:/)
      expect(address).toContain(`${env.BASE_URL}/save`)
    })
  })

  it.each(['login-link', 'bookmarklet'])('helps with %s', async (name) => {
    const { code, stdout } = await runCli([name, '--help'], env)
    expect(code).toBe(0)
    expect(stdout).toContain(`Usage: linkletter ${name}`)
  })
})
