import { describe, expect, it } from 'vitest'
import { loadTemplates } from '../../src/node/load-templates.ts'
import { fillSlots, newSlots } from '../../src/render/fill-slots.ts'
import { createRenderMail } from '../../src/render/render-mail.ts'
import { readHtml } from './html.ts'
import { aDocumentWith } from './sample-document.ts'
import { blockedMs } from './timing.ts'

const templates = await loadTemplates()
const renderMail = createRenderMail({ templates })
const values = {
  unsubscribeUrl: 'https://small.example/unsubscribe/TOKEN?a=1&b=2',
  reason: 'You, "Zoë" <z>, asked for this.',
}

describe('filling in the recipient', () => {
  it('puts address and reason into both parts, escaped in HTML', async () => {
    const { html, text } = fillSlots(await renderMail(aDocumentWith({})), values)
    const page = readHtml(html)
    // The parser keeps entities of attributes decoded: this is the address as a browser opens it.
    expect(page.links).toContain(values.unsubscribeUrl)
    expect(page.text).toContain(values.reason)
    expect(html).toContain('&quot;Zoë&quot; &lt;z&gt;')
    expect(text).toContain(`Unsubscribe: ${values.unsubscribeUrl}\n`)
    expect(text).toContain(`\n${values.reason}\n`)
    expect(html + text).not.toMatch(/slot-/)
  })

  it('fills no text that looks like a slot', async () => {
    const fake = `slot-unsubscribe-${'0'.repeat(32)} {{ unsubscribeUrl }} $& $1`
    const mail = await renderMail(aDocumentWith({ title: fake, note: fake }))
    const { html, text } = fillSlots(mail, { ...values, reason: '$& $1 because' })
    expect(readHtml(html).text.split(fake)).toHaveLength(4) // preheader, title, note
    expect(text.replace(/\s+/g, ' ').split(fake)).toHaveLength(3)
    expect(text).toContain('$& $1 because')
  })

  it('makes other markers for each rendering', () => {
    const options = { preferences: true }
    expect(newSlots(options)).not.toEqual(newSlots(options))
  })

  it('keeps line breaks of a value out of the mail', async () => {
    const mail = await renderMail(aDocumentWith({}))
    const { text } = fillSlots(mail, {
      ...values,
      reason: 'a\r\nUnsubscribe: https://evil.example',
    })
    expect(text).toContain('\na Unsubscribe: https://evil.example\n')
  })

  it('links preferences only when asked, and then wants their address', async () => {
    const mail = await createRenderMail({ templates, preferences: true })(aDocumentWith({}))
    expect(() => fillSlots(mail, values)).toThrow('preferencesUrl')
    const preferencesUrl = 'https://small.example/preferences/TOKEN'
    const { html, text } = fillSlots(mail, { ...values, preferencesUrl })
    expect(readHtml(html).links).toContain(preferencesUrl)
    expect(text).toContain(`Preferences: ${preferencesUrl}`)
  })

  it('fills 100,000 mails in a few seconds', async () => {
    const mail = await renderMail(aDocumentWith({}))
    const fill = () => {
      for (let index = 0; index < 10_000; index++) fillSlots(mail, values)
    }
    expect((await blockedMs(fill)) * 10).toBeLessThan(5000)
  })
})
