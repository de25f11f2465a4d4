import { describe, expect, it } from 'vitest'
import { useTestApp } from '../support/app.ts'
import { DATABASE_KINDS } from '../support/database.ts'

describe.each(DATABASE_KINDS)('deliveries in doubt on %s', (kind) => {
  const app = useTestApp(kind)

  it('are settled by the owner, and only these are sent again', async () => {
    await app.json('POST', '/links', {
      url: 'https://norn.example/clocks',
      title: 'Clocks',
      month: '2023-07',
    })
    for (const email of ['ada@reader.example', 'lin@reader.example'])
      await app.json('POST', '/subscribers', { email, status: 'active' })
    const issue = (await app.json('POST', '/issues', { month: '2023-07' })).body as { id: number }
    await app.json('POST', `/issues/${issue.id}/send`, {})
    await app.services.archiveIssue(issue.id)
    await app.services.deliverIssue(issue.id)
    expect(app.mails).toHaveLength(2)
    const progress = await app.json('GET', `/issues/${issue.id}/progress`)
    // Two ends within the last ten seconds.
    expect(progress.body).toMatchObject({ state: 'sent', total: 2, rate_per_s: 0.2, eta_s: 0 })
    await app.db
      .updateTable('delivery')
      .set({ state: 'unknown' })
      .where('email', '=', 'lin@reader.example')
      .execute()
    const wrong = await app.json('POST', `/issues/${issue.id}/deliveries/resolve`, { as: 'maybe' })
    expect(wrong.status).toBe(422)
    const resolved = await app.json('POST', `/issues/${issue.id}/deliveries/resolve`, {
      as: 'retry',
    })
    expect(resolved.body).toEqual({ resolved: 1 })
    await app.services.deliverIssue(issue.id)
    expect(app.mails.map((mail) => mail.to)).toEqual([
      'ada@reader.example',
      'lin@reader.example',
      'lin@reader.example',
    ])
  })
})
