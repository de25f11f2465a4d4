import type { BrowserContext, Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { insertPasskey } from '../../src/store/passkeys.ts'
import { ACCESS, EMAIL, loginsOf } from '../http/login/logins.ts'
import { BASE_URL, useTestApp } from '../support/app.ts'
import { violationsOn, widthsOf } from './browser.ts'
import { useOwnerBrowser } from './owner-browser.ts'

const app = useTestApp('pglite')
const { enter, open } = useOwnerBrowser(app)
const { codeOf, mailedLink } = loginsOf(app)

/** A key in the browser itself that says its owner was recognised. */
async function withAuthenticator(context: BrowserContext): Promise<[Page, setVerified: Verify]> {
  const page = await context.newPage()
  const devtools = await context.newCDPSession(page)
  await devtools.send('WebAuthn.enable')
  const { authenticatorId } = await devtools.send('WebAuthn.addVirtualAuthenticator', {
    options: {
      protocol: 'ctap2',
      transport: 'internal',
      hasResidentKey: true,
      hasUserVerification: true,
      isUserVerified: true,
      automaticPresenceSimulation: true,
    },
  })
  return [
    page,
    async (isUserVerified) => {
      await devtools.send('WebAuthn.setUserVerified', { authenticatorId, isUserVerified })
    },
  ]
}
type Verify = (isUserVerified: boolean) => Promise<void>

/** With which the login page has a button for passkeys. */
async function addPasskeyOfAnother() {
  const { id } = await app.services.people.invite({
    email: 'ada@norn.example',
    name: 'Ada',
    role: 'editor',
  })
  const passkey = { accountId: id, credentialId: 'x', publicKey: new Uint8Array(), counter: 0 }
  await insertPasskey(app.db, { ...passkey, transports: [], name: 'Phone' }, app.now)
}

describe('passkeys', () => {
  it('are added, log in in place of password and code, answer once, and are removed', async () => {
    const [page, setVerified] = await withAuthenticator(await enter())
    await app.db.updateTable('account').set({ email: EMAIL }).execute()
    const { sealed, typed } = app.services.secondFactors.offer(1, { issuer: 'x', label: 'y' })
    await app.services.secondFactors.turnOn(1, { sealed, code: codeOf(typed) }, app)

    await page.goto(`${BASE_URL}${ACCESS}`)
    await page.getByRole('link', { name: 'Add a passkey' }).click()
    expect(await page.locator('#name').inputValue()).toBe('Chrome on Linux')
    await page.fill('#name', 'My <laptop>')
    await setVerified(false)
    await page.getByRole('button', { name: 'Add a passkey' }).click()
    await page.getByText('Nothing was added').waitFor()
    await setVerified(true)
    await page.getByRole('button', { name: 'Add a passkey' }).click()
    await page.getByText('The passkey is added.').waitFor()
    await page.getByText('My <laptop>').waitFor()
    expect(await violationsOn(page)).toEqual([])

    const sent: string[] = []
    page.on('request', (request) => {
      if (request.url().endsWith('/login/passkey')) sent.push(request.postData() ?? '')
    })
    const logIn = page.getByRole('button', { name: 'Log in with a passkey' })
    await page.getByRole('button', { name: 'Log out', exact: true }).click()
    await page.goto(`${BASE_URL}/login?next=%2Fadmin%2Ftokens`)
    await logIn.click()
    await page.waitForURL('**/admin/tokens')
    await page.goto(`${BASE_URL}${ACCESS}`)
    await page.getByText('by passkey').waitFor()
    expect(await page.getByText('never used').count()).toBe(0)

    // What was sent once is worth nothing a second time, nor with something else in it.
    for (const body of [sent[0] ?? '', 'credential=%7B%7D', 'credential=nonsense']) {
      const answer = await app.request('/login/passkey', {
        method: 'POST',
        headers: { 'content-type': 'application/x-www-form-urlencoded', origin: BASE_URL },
        body,
      })
      expect([answer.status, answer.headers.getSetCookie()]).toEqual([422, []])
    }

    await page.getByRole('button', { name: 'Remove My <laptop>' }).click()
    await page.getByText('The passkey is removed.').waitFor()
    await page.getByRole('button', { name: 'Log out', exact: true }).click()
    await page.goto(`${BASE_URL}/login`)
    await page.getByRole('button', { name: 'Mail me a login link' }).waitFor()
    expect(await logIn.count()).toBe(0)

    await addPasskeyOfAnother()
    await page.goto(`${BASE_URL}/login`)
    await logIn.click()
    await page.getByText('This passkey is not known here.').waitFor()
    expect(await violationsOn(page)).toEqual([])
  })

  it('are not in the way where there is no script', async () => {
    const page = await open(`${ACCESS}/passkeys/new`, { script: false })
    await page.getByText('This needs script.').waitFor()
    expect(await page.locator('form[data-passkey]').isVisible()).toBe(false)
    await page.getByRole('button', { name: 'Log out', exact: true }).click()
    await addPasskeyOfAnother()
    await page.goto(`${BASE_URL}/login`)
    await page.getByRole('button', { name: 'Mail me a login link' }).waitFor()
    const form = page.locator('form[data-passkey]')
    expect([await form.count(), await form.isVisible()]).toEqual([1, false])
  })
})

describe('logins and people', () => {
  it('have no fault that axe finds, nor scroll sideways at 320 px; buttons fit a thumb', async () => {
    const { logins, people } = app.services
    const context = await enter({ touch: true })
    await app.db.updateTable('account').set({ email: EMAIL, name: 'Ida Norn' }).execute()
    await people.invite({ email: 'ada@norn.example', name: 'Ada', role: 'editor' })
    const page = await context.newPage()
    const faults: unknown[] = []
    async function look(path?: string) {
      if (path !== undefined) await page.goto(BASE_URL + path)
      for (const fault of await violationsOn(page)) faults.push([page.url(), fault])
      await page.setViewportSize({ width: 320, height: 700 })
      const [content, window] = await widthsOf(page)
      if (content > window) faults.push([page.url(), content, window])
      for (const each of await page.locator('main').locator('button, a.quiet, select').all())
        if ((await each.isVisible()) && ((await each.boundingBox())?.height ?? 0) < 44)
          faults.push([page.url(), await each.textContent(), await each.boundingBox()])
    }
    await look('/admin/people')
    await look(`${ACCESS}/passkeys/new`)
    await look(`${ACCESS}/code`)
    const typed = await page.locator('.secret').textContent()
    await page.fill('#code', '000000')
    await page.getByRole('button', { name: 'Turn on' }).click()
    await page.locator('.problem:focus').waitFor()
    await look()
    await page.fill('#code', codeOf(typed ?? ''))
    await page.getByRole('button', { name: 'Turn on' }).click()
    await page.locator('.recovery-codes').waitFor()
    await look()
    await look(ACCESS)
    app.now = new Date(app.now.getTime() + 16 * 60_000)
    await look(`${ACCESS}/code/renew`)
    await page.getByText('Is it you?').waitFor()
    await page.getByRole('button', { name: 'Mail me a login link' }).click()
    const link = await mailedLink()
    await page.goto(link)
    await page.getByRole('button', { name: 'Log in' }).click()
    await page.getByText('Now the code').waitFor()
    await look()
    await page.fill('#code', codeOf(typed ?? ''))
    await page.keyboard.press('Enter')
    await page.getByRole('link', { name: 'Later' }).click()
    await page.waitForURL('**/code/renew')
    await app.db.updateTable('account').set({ role: 'editor' }).where('id', '=', 1).execute()
    await look('/admin/people')
    expect(await page.getByText('Your role does not reach here').count()).toBe(1)
    expect(faults).toEqual([])
    expect(await logins.isFirst()).toBe(false)
  })
})
