import { describe, expect, it } from 'vitest'
import { readWorkerConfig } from '../../src/workers/settings.ts'

const ENOUGH = {
  HYPERDRIVE: { connectionString: 'postgres://u:p@h.example/d' },
  BASE_URL: 'https://links.example',
  SECRET: 'a secret for tests, long enough to sign',
  SMTP_URL: 'smtps://u:p@smtp.example',
}

describe('settings of a Worker', () => {
  it('come from its bindings, variables and secrets', () => {
    const env = { ...ENOUGH, INBOUND_ADDRESS: ' Save-1@links.example ', TICK_SECONDS: '20' }
    expect(readWorkerConfig(env)).toMatchObject({
      databaseUrl: 'postgres://u:p@h.example/d',
      baseUrl: 'https://links.example',
      inboundAddress: 'save-1@links.example',
      tickMs: 20_000,
    })
    expect(readWorkerConfig(ENOUGH)).toMatchObject({ tickMs: 45_000, inboundAddress: undefined })
  })

  it('report all problems at once, each once, those of every installation too', () => {
    const wrong = {
      SMTP_URL: 'ses://eu-west-1',
      TICK_SECONDS: '0',
      INBOUND_ADDRESS: 'me',
      BOUNCE_IMAP_URL: 'imaps://h.example',
      DKIM_PRIVATE_KEY: './dkim.pem',
      SECRET: 'short',
      LOG_LEVEL: 'loud',
    }
    const problems = problemsOf(wrong)
    for (const name of [...Object.keys(wrong), 'HYPERDRIVE', 'BASE_URL'])
      expect(problems.filter((line) => line.startsWith(`- ${name}: `))).toHaveLength(1)
  })

  it('never repeat a password in a message', () => {
    const problems = problemsOf({ ...ENOUGH, SMTP_URL: 'http://user:hunter2@h.example' })
    expect(problems.join()).toContain('SMTP_URL')
    expect(problems.join()).not.toContain('hunter2')
  })
})

function problemsOf(env: Record<string, unknown>): string[] {
  try {
    readWorkerConfig(env)
  } catch (error) {
    return String((error as Error).message)
      .split('\n')
      .slice(1)
  }
  return []
}
