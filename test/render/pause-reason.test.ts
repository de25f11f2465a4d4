import { describe, expect, it } from 'vitest'
import { pauseReasonIn } from '../../src/render/pause-reason.ts'
import { BASE_URL, useTestApp } from '../support/app.ts'
import { createVisitor } from '../support/visitor.ts'

describe('why an issue is paused, in German', () => {
  it.each([
    [
      'Was due 2023-07-31T09:00:00.000Z, too long ago to send by itself. Resume to send it now.',
      'War fällig am 2023-07-31T09:00:00.000Z, zu lange her, um von selbst zu gehen. Mit „Weiter“ geht sie jetzt hinaus.',
    ],
    [
      'Held by hand. The issue was scheduled for 2023-07-31 09:00 UTC. Resume to send it now.',
      'Der Versand wurde von Hand angehalten. Die Ausgabe war für 2023-07-31 09:00 UTC geplant. Mit „Weiter“ geht sie jetzt hinaus.',
    ],
    ['535 5.7.8 Bad credentials', '535 5.7.8 Bad credentials'],
  ])('says %j as %j', (english, german) => {
    expect(pauseReasonIn('de-DE', english)).toBe(german)
    expect(pauseReasonIn('en-GB', english)).toBe(english)
  })

  const app = useTestApp('pglite')

  it.each([
    ['en-GB', 'Paused by hand.'],
    ['de-DE', 'Von Hand angehalten.'],
  ])('stands in the room in %s', async (locale, words) => {
    await app.save('https://norn.example/a', { title: 'A' })
    await app.subscribe('grete@reader.example')
    const { id } = await app.assemble('2023-07')
    const at = new Date(app.now.getTime() + 3_600_000).toISOString()
    await app.json('POST', `/issues/${id}/send`, { at })
    await app.json('POST', `/issues/${id}/pause`)
    await app.json('PATCH', '/settings', { locale })
    const owner = createVisitor(app, BASE_URL)
    await owner.enter((await app.services.logins.commandLink()) ?? '')
    expect((await owner.get(`/admin/issues/${id}/sending`)).text).toContain(words)
  })
})
