import { describe, expect, it } from 'vitest'
import { withoutRepeats } from '../../src/node/without-repeats.ts'

describe('errors that come again and again', () => {
  it('are reported at once, then once a minute with how often they came', () => {
    let nowMs = 0
    const reports: [string, number][] = []
    const report = withoutRepeats((error, untold) => reports.push([String(error), untold]), {
      clockMs: () => nowMs,
    })
    for (; nowMs <= 120_000; nowMs += 1_000) report(new Error('The database is away.'))
    expect(reports).toEqual([
      ['Error: The database is away.', 0],
      ['Error: The database is away.', 59],
      ['Error: The database is away.', 59],
    ])
  })

  it('do not hide others, nor such as differ only in their code', () => {
    const reports: unknown[] = []
    const report = withoutRepeats((error) => reports.push(error))
    const errors = [
      Object.assign(new Error(''), { code: 'ECONNREFUSED' }),
      Object.assign(new Error(''), { code: 'ECONNRESET' }),
      new Error('Another one.'),
      'a text',
    ]
    for (const error of [...errors, ...errors]) report(error)
    expect(reports).toEqual(errors)
  })
})
