import { describe, expect, it } from 'vitest'
import { loadFixture, loadTemplates } from '../../src/node/load-templates.ts'
import { renderPreview, TEMPLATE_NAMES } from '../../src/render/preview.ts'
import { createRenderServiceMail } from '../../src/render/service-mails.ts'
import { dangers, HOSTILE, readHtml } from './html.ts'
import { publication } from './sample-document.ts'

const templates = await loadTemplates()
const renderServiceMail = createRenderServiceMail({ templates })
const homeUrl = 'https://small.example/'

describe('service mails', () => {
  it.each(TEMPLATE_NAMES)('%s renders from its fixture', async (name) => {
    const mail = await renderPreview(templates, name, await loadFixture(name))
    expect(mail.subject).not.toBe('')
    expect(readHtml(mail.html).byTag('h1')).toHaveLength(1)
    expect(mail.text).toContain('https://small.example/')
    expect(mail.html).not.toMatch(/undefined|\[object|\{\{|slot-/)
    expect(dangers(mail.html)).toEqual([])
  })

  it('holds the link to confirm in both parts', async () => {
    const confirmUrl = 'https://small.example/confirm/T0KEN'
    const mail = await renderServiceMail('confirm', { publication, homeUrl, confirmUrl })
    expect(readHtml(mail.html).links).toContain(confirmUrl)
    expect(mail.text).toContain(`\n${confirmUrl}\n`)
    expect(mail.subject).toBe('Please confirm: Small Hours')
  })

  it.each(HOSTILE)('takes %j as the name of a publication', async (name) => {
    const mail = await renderServiceMail('login', {
      publication: { ...publication, name },
      homeUrl,
      loginUrl: 'https://small.example/login/T0KEN',
      minutes: 15,
    })
    expect(dangers(mail.html)).toEqual([])
    expect(mail.text).toContain('for 15 minutes')
  })

  it('refuses an address that is none', async () => {
    const mail = renderServiceMail('goodbye', { publication, homeUrl, returnUrl: 'javascript:1' })
    await expect(mail).rejects.toThrow('returnUrl')
  })
})
