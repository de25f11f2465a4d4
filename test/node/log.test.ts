import { describe, expect, it } from 'vitest'
import { AppError } from '../../src/errors.ts'
import { createHeartbeat } from '../../src/node/heartbeat.ts'
import { createLog, requestScope } from '../../src/node/log.ts'

function logInto(level: Parameters<typeof createLog>[0]) {
  const lines: string[] = []
  const log = createLog(level, { write: (line) => lines.push(line) })
  return { log, lines, last: () => JSON.parse(lines.at(-1) ?? '{}') as Record<string, unknown> }
}

describe('the log', () => {
  it('holds no mail address from info on, wherever it stands', () => {
    const { log, lines } = logInto('debug')
    const refusal = '550 5.1.1 <ada.b+c@reader.example>: no such user'
    log.info({ reply: refusal }, 'a mail to ada@reader.example was not sent')
    log.warn({ deep: { list: ['zoë <zoe@reader.example>'] } }, 'odd')
    log.error({ err: new Error(refusal, { cause: new Error('bo@reader.example') }) }, 'failed')
    expect(lines).toHaveLength(3)
    expect(lines.join('')).not.toMatch(/(?:ada|zoe|bo)[^ ]*@/)
    expect(lines[0]).toContain('550 5.1.1 <…@reader.example>: no such user')
    log.debug({ reply: refusal }, 'for whoever looks closely')
    expect(lines[3]).toContain('ada.b+c@reader.example')
    for (const line of lines) expect(() => JSON.parse(line) as unknown).not.toThrow()
  })

  it('names the request during which a line was written, also after waiting', async () => {
    const { log, last } = logInto('info')
    await requestScope.run({ requestId: 'r-1' }, async () => {
      await new Promise((resolve) => setImmediate(resolve))
      log.info({ issueId: 7 }, 'inside')
    })
    expect(last()).toMatchObject({ requestId: 'r-1', issueId: 7 })
    log.info('outside')
    expect(last()).not.toHaveProperty('requestId')
  })
})

describe('the heartbeat', () => {
  it('goes on when the monitor does not, says so without the path, and tells no tick twice', async () => {
    const warnings: unknown[] = []
    const asked: string[] = []
    let nowMs = 0
    const heartbeat = createHeartbeat({
      url: 'https://hc.example/secret-check',
      clock: () => nowMs,
      warn: (message, details) => warnings.push([message, details]),
      async guardedFetch({ url }) {
        asked.push(url)
        throw new AppError('FETCH_FAILED', 'hc.example did not answer.')
      },
    })
    heartbeat.tickDone()
    heartbeat.tickDone()
    nowMs = 31_000
    heartbeat.tickDone()
    heartbeat.tickFailed()
    heartbeat.tickDone()
    await heartbeat.settle()
    expect(asked.map((url) => new URL(url).pathname)).toEqual([
      '/secret-check',
      '/secret-check',
      '/secret-check/fail',
      '/secret-check',
    ])
    expect(warnings).toHaveLength(4)
    expect(JSON.stringify(warnings)).not.toContain('secret-check')
  })

  it('tells nobody where there is no monitor', async () => {
    const heartbeat = createHeartbeat({
      url: undefined,
      warn: () => undefined,
      guardedFetch: () => Promise.reject(new Error('Nobody should be asked.')),
    })
    heartbeat.tickDone()
    heartbeat.sendBegins()(true)
    await heartbeat.settle()
  })
})
