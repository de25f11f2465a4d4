import { describe, expect, it } from 'vitest'
import { createApp } from '../../src/http/app.ts'
import { findRule, mayEnter } from '../../src/http/room-access.ts'
import { BASE_URL, useTestApp } from '../support/app.ts'
import { EMAIL, loginsOf, type Visitor } from './login/logins.ts'

const app = useTestApp('pglite')
const { owner, invited } = loginsOf(app)

interface Route {
  method: string
  path: string
}

/** Every address of the rooms, with something in place of what varies. */
function allRoutes(): Route[] {
  const web = createApp({
    services: app.services,
    baseUrl: BASE_URL,
    checkReady: async () => undefined,
    log: (error) => app.faults.push(error),
    clientAddress: () => app.clientAddress,
  })
  const found = web.routes
    .filter(({ method, path }) => method !== 'ALL' && /^\/(?:admin|save)(?:\/|$)/.test(path))
    .map(({ method, path }) => ({
      method,
      path: path
        .replace(/\/:\w+\{(?:\\d\+|([^|}]+)[^}]*)\}/g, (_, word) => `/${word ?? '1'}`)
        .replace(/\/:\w+/g, '/1'),
    }))
  return [...new Map(found.map((route) => [`${route.method} ${route.path}`, route])).values()]
}

const ask = async (visitor: Visitor, { method, path }: Route, csrf: string) =>
  method === 'GET' ? visitor.get(path) : visitor.post(path, { csrf })

describe('the table of rooms', () => {
  it('has a line for each address of the rooms, so that none is forgotten', () => {
    const routes = allRoutes()
    expect(routes.length).toBeGreaterThan(80)
    const forgotten = routes.filter(({ method, path }) => !findRule(method, path))
    expect(forgotten).toEqual([])
  })

  it('is held to at every address, for each role and for strangers', async () => {
    await owner()
    const routes = allRoutes()
    const wrong: unknown[] = []
    for (const role of ['collector', 'editor'] as const) {
      const visitor = await invited(role)
      const csrf = (await visitor.get('/admin/links')).fields.csrf ?? ''
      for (const route of routes) {
        if (route.path.endsWith('/end-others') || route.path.endsWith('/end')) continue
        const { status, text } = await ask(visitor, route, csrf)
        const isRefused = status === 403 && text.includes(`another role: ${EMAIL}.`)
        const isHome = role === 'collector' && route.path === '/admin' && status === 303
        if (isRefused === mayEnter(role, route.path, route.method) && !isHome)
          wrong.push([role, route, status])
      }
    }
    const stranger = await loginsOf(app).stranger()
    for (const route of routes) {
      const { status, location } = await ask(stranger, route, '')
      const isRight = route.method === 'GET' ? location?.startsWith('/login?next=') : status === 401
      if (!isRight) wrong.push(['stranger', route, status])
    }
    expect(wrong).toEqual([])
    expect(app.faults).toEqual([])
  })
})

describe('the rooms show each role what it may open', () => {
  const rooms = (html: string) =>
    [...(/<nav aria-label="Rooms">.*?<\/nav>/s.exec(html)?.[0] ?? '').matchAll(/href="([^"]+)"/g)]
      .map(([, href]) => href)
      .join(' ')

  it('in the navigation, on the overview and in the tabs of the settings', async () => {
    const boss = await owner()
    expect(rooms((await boss.get('/admin')).html)).toBe(
      '/admin /admin/links /admin/issues /admin/subscribers /admin/sources /admin/settings /save',
    )
    expect((await boss.get('/admin/settings/access')).text).toContain('People')
    const editor = await invited('editor')
    const overview = await editor.get('/admin')
    expect(rooms(overview.html)).toBe(
      '/admin /admin/links /admin/issues /admin/sources /admin/settings/access /save',
    )
    expect(overview.text).not.toContain('First steps')
    expect((await editor.get('/admin/settings/access')).text).not.toContain('People')
    const collector = await invited('collector')
    const home = await collector.get('/admin')
    expect(home.location).toBe('/admin/links')
    expect(rooms((await collector.follow(home)).html)).toBe(
      '/admin/links /admin/settings/access /save',
    )
  })

  it('a collector saves and annotates, an editor arranges and tests, an owner sends', async () => {
    await owner()
    const collector = await invited('collector')
    await collector.get('/save?url=https://a.example/1&title=One')
    expect((await collector.submit('/save', { note: 'Dear.' })).status).toBe(303)
    const ways = await collector.get('/admin/settings/saving')
    expect(ways.text).toContain('Drag this into your bookmarks bar')
    expect(ways.html).not.toContain('/admin/settings/saving/mail')
    const link = await collector.get('/admin/links/1')
    expect(link.text).toContain('Dear.')
    expect(link.html).not.toContain('/admin/links/1/delete')
    await app.subscribe('ada@reader.example')

    const editor = await invited('editor')
    await editor.get('/admin/issues')
    expect((await editor.submit('/admin/issues', { month: '2023-07' })).status).toBe(303)
    const check = await editor.get('/admin/issues/1/check')
    expect(check.text).toContain('Only an owner sends to readers.')
    expect(check.text).toContain('one reader')
    expect(check.html).not.toContain('action="/admin/issues/1/check"')
    await editor.submit('/admin/issues/1/check/test', { to: 'editor@norn.example' })
    expect(app.mails.at(-1)?.to).toBe('editor@norn.example')

    app.answer = { state: 'failed', reply: '550 no such user ada@reader.example' }
    await app.send(1)
    const sending = await editor.get('/admin/issues/1/sending')
    expect(sending.status).toBe(200)
    expect(sending.html).not.toContain('ada@reader.example')
    const boss = await loginsOf(app).stranger()
    await boss.enter(await app.services.logins.commandLink())
    expect((await boss.get('/admin/issues/1/sending')).html).toContain('ada@reader.example')
  })
})
