import sharp from 'sharp'
import { describe, expect, it } from 'vitest'
import { describeApi } from '../../src/http/openapi/document.ts'
import type { Described } from '../../src/http/views/api-docs/described.ts'
import { drawCard } from '../../src/node/draw-card.ts'
import { makeLogo } from '../../src/node/make-logo.ts'
import { findRender } from '../../src/store/renders.ts'
import { dangers } from '../render/html.ts'
import { BASE_URL, useTestApp } from '../support/app.ts'
import { createVisitor } from '../support/visitor.ts'

const ROOM = '/admin/settings/look'
const picture = (format: 'png' | 'jpeg', width = 900, height = 300) =>
  sharp({ create: { width, height, channels: 3, background: '#a3226b' } })
    .toFormat(format)
    .toBuffer()
const svg = (inside: string) =>
  Buffer.from(
    `<?xml version="1.0"?>\n<svg xmlns="http://www.w3.org/2000/svg" width="40" height="20">${inside}</svg>`,
  )

describe('the look of the site', () => {
  const app = useTestApp('pglite', { makeLogo, drawCard })

  async function owner() {
    const visitor = createVisitor(app)
    await visitor.enter((await app.services.logins.commandLink()) ?? '')
    return visitor
  }
  const page = async (path: string) => (await app.request(path)).text()
  const sheetIn = (html: string) => /href="(\/assets\/look\.[^"]+)"/.exec(html)?.[1]
  const logoIn = (html: string) => /src="(\/assets\/logo\.[^"]+)"/.exec(html)?.[1]

  /** As the form of the room does, with a file. */
  async function upload(
    visitor: Awaited<ReturnType<typeof owner>>,
    bytes: Uint8Array,
    field = 'logo',
  ) {
    const { fields } = await visitor.get(ROOM)
    const body = new FormData()
    for (const [name, value] of Object.entries({ ...fields, act: '' }))
      if (!name.endsWith('logo')) body.append(name, value)
    body.append(field, new File([new Uint8Array(bytes)], 'logo.png', { type: 'image/png' }))
    const cookie = [...visitor.cookies].map((each) => each.join('=')).join('; ')
    return app.request(ROOM, { method: 'POST', body, headers: { cookie, origin: BASE_URL } })
  }

  it('changes colour, letters and width of each public page, and of no room', async () => {
    const before = await page('/')
    expect(sheetIn(before)).toBeUndefined()
    const visitor = await owner()
    await visitor.get(ROOM)
    const answer = await visitor.submit(ROOM, {
      accent: '#A3226B',
      font: 'sans',
      width: 'wide',
      css: '.lead { color: var(--ink) }',
    })
    expect([answer.status, answer.location]).toEqual([303, `${ROOM}?saved=yes`])
    for (const path of ['/', '/archive', '/subscribe', '/nothing-here'])
      expect([path, sheetIn(await page(path))]).toEqual([path, sheetIn(await page('/'))])
    const sheet = await app.request(sheetIn(await page('/')) ?? '')
    expect(sheet.headers.get('content-type')).toBe('text/css; charset=utf-8')
    expect(sheet.headers.get('cache-control')).toContain('immutable')
    const css = await sheet.text()
    for (const rule of ['--accent:#a3226b', '--column:44rem', 'system-ui', '.lead { color'])
      expect(css).toContain(rule)
    const room = await visitor.get(`${ROOM}?saved=yes`)
    expect(sheetIn(room.html)).toBeUndefined()
    expect(room.fields).toMatchObject({ accent: '#a3226b', font: 'sans', width: 'wide' })
    const back = { accent: '#0b57a4', font: 'serif', width: 'normal', css: '' }
    await visitor.submit(ROOM, back)
    expect(sheetIn(await page('/'))).toBeUndefined()
  })

  it('refuses a colour that cannot be read, with its contrast and the nearest that can', async () => {
    const visitor = await owner()
    await visitor.get(ROOM)
    const answer = await visitor.submit(ROOM, { accent: '#ffcc00' })
    expect(answer.status).toBe(422)
    expect(answer.text).toMatch(
      /This colour has 1\.3 : 1 .*nearest that can be read is #[0-9a-f]{6}/,
    )
    const [, nearest = ''] = /read is (#[0-9a-f]{6})/.exec(answer.text) ?? []
    expect((await visitor.submit(ROOM, { accent: nearest })).status).toBe(303)
    expect(
      (await visitor.get(ROOM)) && (await visitor.submit(ROOM, { accent: 'red' })).text,
    ).toContain('That is no colour')
  })

  it('refuses rules that load from elsewhere, and keeps what was typed', async () => {
    const visitor = await owner()
    await visitor.get(ROOM)
    const css = 'body { background: url(https://a.example/x.png) }'
    const answer = await visitor.submit(ROOM, { css })
    expect([answer.status, answer.fields.css]).toEqual([422, css])
    expect(answer.text).toContain('Take out the address of another site')
    expect((await visitor.submit(ROOM, { css: '@import "a.css";' })).status).toBe(422)
  })

  it('shows a sample of what is chosen without storing it', async () => {
    const visitor = await owner()
    await visitor.get(ROOM)
    const shown = await visitor.submit(ROOM, { accent: '#a3226b', act: 'show' })
    const [, src = ''] = /<iframe src="([^"]+)"/.exec(shown.html) ?? []
    const sample = await visitor.get(src.replaceAll('&amp;', '&'))
    expect(sample.headers.get('content-security-policy')).toContain("frame-ancestors 'self'")
    const [, sheet = ''] =
      /href="(\/admin\/settings\/look\/sample\.css[^"]*)"/.exec(sample.html) ?? []
    const css = await visitor.get(sheet.replaceAll('&amp;', '&'))
    expect(css.html).toContain('--accent:#a3226b')
    expect(sheetIn(await page('/'))).toBeUndefined()
    expect((await app.request(src)).status).toBe(303)
  })

  it.each(['png', 'jpeg'] as const)('makes a logo of a %s, and takes it away', async (format) => {
    const visitor = await owner()
    expect((await upload(visitor, await picture(format))).status).toBe(303)
    const html = await page('/archive')
    expect(html).toContain('alt="Linkletter" width="288" height="96"')
    const logo = await app.request(logoIn(html) ?? '')
    expect(logo.headers.get('content-type')).toBe('image/webp')
    expect(logo.headers.get('x-content-type-options')).toBe('nosniff')
    const metadata = await sharp(Buffer.from(await logo.arrayBuffer())).metadata()
    expect([metadata.format, metadata.width, metadata.height]).toEqual(['webp', 576, 192])
    await visitor.get(ROOM)
    await visitor.submit(ROOM, { remove_logo: 'yes' })
    expect(logoIn(await page('/archive'))).toBeUndefined()
  })

  it('draws an SVG anew and refuses what is no picture (BARS 46)', async () => {
    const visitor = await owner()
    const drawn = svg('<script>alert(1)</script><rect width="40" height="20" fill="#a3226b"/>')
    expect((await upload(visitor, drawn)).status).toBe(303)
    const logo = await app.request(logoIn(await page('/')) ?? '')
    expect((await sharp(Buffer.from(await logo.arrayBuffer())).metadata()).format).toBe('webp')
    for (const bytes of [
      Buffer.from('<html><script>alert(1)</script></html>'),
      Buffer.from('GIF89a, or not'),
      svg('<image href="/etc/hostname.png" width="9" height="9"/>'),
      (await picture('png')).subarray(0, 200),
      Buffer.alloc(512 * 1024 + 1),
    ])
      expect((await upload(visitor, bytes)).status).toBe(422)
  })

  it('has another logo for dark pages, which goes with the first', async () => {
    const visitor = await owner()
    const alone = await upload(visitor, await picture('png'), 'dark_logo')
    expect(alone.status).toBe(422)
    expect(await alone.text()).toContain('Choose the logo for light pages as well')
    await upload(visitor, await picture('png'))
    await upload(visitor, await picture('png', 300, 300), 'dark_logo')
    const html = await page('/archive')
    const [, dark = ''] =
      /<source srcset="(\/assets\/logo\.[^"]+)" media="\(prefers-color-scheme: dark\)" width="96" height="96">/.exec(
        html,
      ) ?? []
    expect((await app.request(dark)).headers.get('content-type')).toBe('image/webp')
    expect(logoIn(html)).not.toBe(dark)
    expect((await app.json('GET', '/settings/look')).body).toMatchObject({
      logo: { url: logoIn(html), width: 576, height: 192 },
      dark_logo: { url: dark, width: 192, height: 192 },
    })
    await visitor.get(ROOM)
    await visitor.submit(ROOM, { remove_logo: 'yes' })
    expect(await page('/archive')).not.toMatch(/<picture|<img/)
    expect((await app.json('GET', '/settings/look')).body).toMatchObject({ dark_logo: null })
  })

  it('is in the mail of an issue as it was when that was published, picture and all', async () => {
    const visitor = await owner()
    await upload(visitor, await picture('png'))
    await app.json('PATCH', '/settings/look', { accent: '#a3226b' })
    await app.subscribe('grete@reader.example')
    await app.save('https://norn.example/a', { title: 'Clocks' })
    const { id } = await app.assemble('2023-07')
    await app.send(id)
    const html = app.mails[0]?.html ?? ''
    expect(html).toContain('color:#a3226b')
    const [, path = ''] = /src="[^"]*(\/assets\/logo\.[^"]+\.png)"/.exec(html) ?? []
    expect(html).toContain(`src="${BASE_URL}${path}"`)
    const shown = await app.request(path)
    expect(shown.headers.get('content-type')).toBe('image/png')
    const bytes = Buffer.from(await shown.arrayBuffer())
    expect(await sharp(bytes).metadata()).toMatchObject({ format: 'png', width: 576, height: 192 })
    // Looks come and go for months: the readers' mail still finds its picture, others are gone.
    await upload(visitor, await picture('png', 400, 100))
    const between = logoIn(await page('/archive')) ?? ''
    for (const [accent, height] of [
      ['#0b6b3a', 80],
      ['#7a5c00', 90],
    ] as const) {
      app.now = new Date(app.now.getTime() + 30 * 86_400_000)
      await visitor.enter((await app.services.logins.commandLink()) ?? '')
      await upload(visitor, await picture('png', 500, height))
      await app.json('PATCH', '/settings/look', { accent })
    }
    expect((await app.request(path)).status).toBe(200)
    expect((await app.request(between)).status).toBe(404)
    const stored = await findRender(app.services.db, id)
    expect(stored?.html).toContain('color:#a3226b')
    expect(stored?.html).not.toContain('#7a5c00')
  })

  it('reads back as it was sent, also the example of the description', async () => {
    const { paths } = JSON.parse(JSON.stringify(describeApi(BASE_URL))) as Described
    const body = paths['/settings/look']?.patch?.requestBody?.content['application/json']
    const example = body?.example as Record<string, string>
    expect(Object.keys(example)).toEqual(['accent', 'font'])
    expect((await app.json('PATCH', '/settings/look', example)).body).toMatchObject(example)
  })

  it('is changed over the API as well, with the same refusals', async () => {
    const patch = (body: unknown) => app.json('PATCH', '/settings/look', body)
    const { body } = await patch({ accent: '#a3226b', about: 'I read at night.' })
    expect(body).toMatchObject({ accent: '#a3226b', font: 'serif', css: '', logo: null })
    expect((await app.json('GET', '/settings/look')).body).toEqual(body)
    expect(await page('/about')).toContain('I read at night.')
    expect(await patch({ accent: '#ffcc00', css: '@import "a.css"' })).toMatchObject({
      status: 422,
      body: { code: 'INVALID_INPUT', errors: [{ field: 'accent' }, { field: 'css' }] },
    })
    expect((await patch({ accent: null })).body).toMatchObject({ accent: null })
    expect(sheetIn(await page('/'))).toBeUndefined()
    const edit = await app.json('GET', '/settings/look', undefined, { scope: 'edit' })
    expect(edit.status).toBe(403)
  })

  it('has a page about itself as soon as something is written', async () => {
    expect((await app.request('/about')).status).toBe(404)
    expect(await page('/')).not.toContain('/about')
    const visitor = await owner()
    await visitor.get('/admin/settings/about')
    const text = 'I read at **night**.\n\n<script>alert(1)</script> [x](javascript:alert(1))'
    await visitor.submit('/admin/settings/about', { text })
    const about = await page('/about')
    expect(about).toContain('<strong>night</strong>')
    expect(about).toContain('<a href="/about" aria-current="page">About</a>')
    expect(dangers(about)).toEqual([])
    expect(await page('/sitemap.xml')).toContain(`<loc>${BASE_URL}/about</loc>`)
    await visitor.get('/admin/settings/about')
    await visitor.submit('/admin/settings/about', { text: ' ' })
    expect((await app.request('/about')).status).toBe(404)
  })

  it('draws a picture of each issue that is public', async () => {
    await app.save('https://norn.example/a', { title: 'Clocks' })
    const { id } = await app.assemble('2023-07')
    expect((await app.request('/issues/july-2023/card.png')).status).toBe(404)
    await app.send(id)
    const html = await page('/issues/july-2023')
    expect(html).toContain(
      `<meta property="og:image" content="${BASE_URL}/issues/july-2023/card.png">`,
    )
    const card = await app.request('/issues/july-2023/card.png')
    expect(card.headers.get('content-type')).toBe('image/png')
    expect(card.headers.get('etag')).toBeTruthy()
    const bytes = Buffer.from(await card.arrayBuffer())
    const { format, width, height } = await sharp(bytes).metadata()
    expect([format, width, height]).toEqual(['png', 1200, 630])
    await app.json('PATCH', `/issues/${id}`, { slug: 'elsewhere', title: 'Another title' })
    const moved = await app.request('/issues/july-2023/card.png')
    expect([moved.status, moved.headers.get('location')]).toEqual([
      301,
      `${BASE_URL}/issues/elsewhere/card.png`,
    ])
    const changed = await app.request('/issues/elsewhere/card.png')
    expect(Buffer.from(await changed.arrayBuffer()).equals(bytes)).toBe(false)
  })
})

describe('without a program that draws', () => {
  const app = useTestApp('pglite')

  it('each issue has the same picture, and there is no logo', async () => {
    await app.save('https://norn.example/a', { title: 'Clocks' })
    await app.send((await app.assemble('2023-07')).id)
    const card = await app.request('/issues/july-2023/card.png')
    const { width, height } = await sharp(Buffer.from(await card.arrayBuffer())).metadata()
    expect([width, height]).toEqual([1200, 630])
    const visitor = createVisitor(app)
    await visitor.enter((await app.services.logins.commandLink()) ?? '')
    expect((await visitor.get(ROOM)).text).toContain('There is no logo where this server runs.')
  })
})
