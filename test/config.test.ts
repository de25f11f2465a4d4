import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { readConfig } from '../src/config.ts'
import { exampleEnv, SETTINGS, settingsHelp } from '../src/settings-table.ts'

describe('settings', () => {
  it('need nothing at all', () => {
    expect(readConfig({})).toMatchObject({
      databaseUrl: undefined,
      baseUrl: 'http://localhost:3000',
      mailFrom: { name: 'Linkletter', address: 'linkletter@localhost' },
      sendConnections: 10,
    })
  })

  it('report all problems at once', () => {
    const wrong = {
      DATABASE_URL: 'mysql://x',
      PORT: 'eighty',
      MAIL_FROM: 'nobody',
      ROLES: 'web,cook',
      SEND_RATE: '-1',
      SECRET: 'short',
    }
    for (const name of Object.keys(wrong)) expect(() => readConfig(wrong)).toThrow(`${name}: `)
  })

  it('need a secret as soon as several processes may share the data', () => {
    expect(() => readConfig({ DATABASE_URL: 'postgres://h/d' })).toThrow('SECRET: required')
  })

  it('never repeat a password in a message', () => {
    expect(() => readConfig({ SMTP_URL: 'http://user:hunter2@h' })).toThrow(
      expect.not.stringContaining('hunter2'),
    )
  })

  it('take a sender whose name holds a comma and quotes', () => {
    expect(readConfig({ MAIL_FROM: '"Zoë, \\"x\\"" <y@z.example>' }).mailFrom).toEqual({
      name: 'Zoë, "x"',
      address: 'y@z.example',
    })
  })

  it('stand in example.env and in the help, each of them', () => {
    const file = readFileSync(new URL('../example.env', import.meta.url), 'utf8')
    expect(file).toBe(exampleEnv())
    for (const { name } of SETTINGS) expect(settingsHelp()).toContain(name)
  })
})
