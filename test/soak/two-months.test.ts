import { expect, it } from 'vitest'
import { runSoak } from '../../soak/run-soak.ts'

it('two months of links and readers coming and going give two issues, each mail once', async () => {
  const { reports, broken } = await runSoak({
    database: 'pglite',
    months: 2,
    stepMinutes: 1440,
    seed: 7,
    say: () => undefined,
  })
  expect(broken).toEqual([])
  expect(reports.map(({ month, state }) => [month, state])).toEqual([
    ['2022-01', 'sent'],
    ['2022-02', 'sent'],
  ])
  for (const { mails, readers } of reports) {
    expect(mails).toBeGreaterThan(200)
    expect(mails).toBeLessThan(readers) // some addresses are gone
  }
}, 300_000)
