import { describe, expect, it } from 'vitest'
import { contrast } from '../../src/domain/colour.ts'
import { DEFAULT_LOOK, type Logo, type Look } from '../../src/domain/look.ts'
import { loadTemplates } from '../../src/node/load-templates.ts'
import { fillSlots } from '../../src/render/fill-slots.ts'
import { mailLook } from '../../src/render/mail-look.ts'
import { createRenderOwnerMail } from '../../src/render/owner-mail.ts'
import { CLIPPING_BYTES, createRenderMail } from '../../src/render/render-mail.ts'
import { createRenderServiceMail } from '../../src/render/service-mails.ts'
import { dangers, HOSTILE, readHtml } from './html.ts'
import { aDocument, anEntry, publication } from './sample-document.ts'

const templates = await loadTemplates()
const renderMail = createRenderMail({ templates })
const HOME = 'https://small.example/'
const logo = (name: string, more: Partial<Logo> = {}): Logo => ({
  hash: `${name}-page-hash-hash-hash`.slice(0, 22),
  type: 'image/webp',
  width: 600,
  height: 150,
  png: `${name}-mail-hash-hash-hash`.slice(0, 22),
  ...more,
})
const LOOK: Look = {
  ...DEFAULT_LOOK,
  accent: '#a3226b',
  logo: logo('light'),
  darkLogo: logo('dark', { width: 192, height: 192 }),
}
const withLook = (look: Partial<Look>) => ({ ...publication, look: { ...DEFAULT_LOOK, ...look } })
const issueWith = (look: Partial<Look>, more: Parameters<typeof aDocument>[0] = {}) => {
  const doc = aDocument(more)
  return { ...doc, publication: { ...doc.publication, look: { ...DEFAULT_LOOK, ...look } } }
}
/** Source addresses of pictures. */
const pictures = (html: string) =>
  readHtml(html).elements.flatMap(({ name, attribs }) =>
    name === 'img' || name === 'source' ? [attribs.src ?? attribs.srcset] : [],
  )

describe('the look of mails', () => {
  it.each(['#a3226b', '#0b6b3a', '#7a5c00', '#111111', '#0b57a4'])(
    'keeps text readable in %s, on light and dark mails and on buttons',
    (accent) => {
      const colours = mailLook(withLook({ accent }), HOME)
      expect(colours.accent).toBe(accent)
      // Links on the mail's ground; a button has its letters in the ground's colour.
      expect(contrast(colours.accent, '#ffffff')).toBeGreaterThanOrEqual(4.5)
      expect(contrast(colours.darkAccent, '#161616')).toBeGreaterThanOrEqual(7)
    },
  )

  it('is as it was without one', async () => {
    const plain = await renderMail(aDocument())
    // Markers of readers' own values differ in each rendering.
    const filled = (mail: typeof plain) =>
      fillSlots(mail, { reason: 'You asked.', unsubscribeUrl: `${HOME}unsubscribe/x` })
    expect(filled(await renderMail(issueWith({})))).toEqual(filled(plain))
    expect(plain.html).toContain('color:#0b57a4')
    expect(plain.html).toContain('.c a { color: #8ab8f0 !important; }')
    expect(pictures(plain.html)).toEqual([])
  })

  it('colours each link of an issue, those in notes too, and leaves none of ours', async () => {
    const entry = anEntry({ note: 'See [this](https://norn.example/x).' })
    const { html } = await renderMail(
      issueWith({ accent: '#a3226b' }, { sections: [{ name: null, entries: [entry] }] }),
    )
    const links = readHtml(html).byTag('a')
    const styles = links
      .filter(({ attribs }) => attribs.href?.startsWith('https://norn.example/'))
      .map(({ attribs }) => attribs.style)
    expect(styles).toEqual(['color:#a3226b', 'color:#a3226b'])
    expect(html).not.toMatch(/#0b57a4|#8ab8f0/)
  })

  it('shows the logo as PNG with the name as its text, and the dark one in dark mails', async () => {
    const { html } = await renderMail(issueWith(LOOK))
    expect(pictures(html)).toEqual([
      `${HOME}assets/logo.${LOOK.darkLogo?.png}.png`,
      `${HOME}assets/logo.${LOOK.logo?.png}.png`,
    ])
    const [picture] = readHtml(html).byTag('img')
    expect(picture?.attribs).toMatchObject({ alt: 'Small Hours', width: '224', height: '56' })
    const [source] = readHtml(html).byTag('source')
    expect(source?.attribs).toMatchObject({
      media: '(prefers-color-scheme: dark)',
      width: '56',
      height: '56',
    })
  })

  it('takes the file of the pages for a logo that has no PNG yet', async () => {
    const { png: _, ...old } = logo('light')
    expect(pictures((await renderMail(issueWith({ logo: old }))).html)).toEqual([
      `${HOME}assets/logo.${old.hash}.webp`,
    ])
  })

  it('is in mails to single readers and to owners as well', async () => {
    const confirm = await createRenderServiceMail({ templates })('confirm', {
      publication: withLook(LOOK),
      homeUrl: HOME,
      confirmUrl: `${HOME}confirm/x`,
    })
    const skipped = await createRenderOwnerMail({ templates })({
      news: { kind: 'skipped', month: '2023-07', links: 0, minimumLinks: 3 },
      publication: withLook(LOOK),
      baseUrl: HOME.slice(0, -1),
    })
    for (const { html } of [confirm, skipped]) {
      expect(pictures(html)).toHaveLength(2)
      expect(html).toContain('background-color:#a3226b;color:#ffffff')
      expect(html).not.toMatch(/#0b57a4|#8ab8f0/)
    }
  })

  it('holds 200 entries below the size at which Gmail cuts', async () => {
    const note = 'What stays is the [second half](https://norn.example/half) of it.'
    const entries = Array.from({ length: 200 }, (_, n) => anEntry({ id: n + 1, note }))
    const mail = await renderMail(issueWith(LOOK, { sections: [{ name: 'All', entries }] }))
    expect(readHtml(mail.html).byTag('h3')).toHaveLength(200)
    expect(mail.htmlBytes).toBeLessThan(CLIPPING_BYTES)
  })

  it.each(HOSTILE)('is inert with %j as a name', async (name) => {
    const doc = issueWith(LOOK)
    const { html } = await renderMail({ ...doc, publication: { ...doc.publication, name } })
    expect(dangers(html)).toEqual(['<img>'])
  })
})
