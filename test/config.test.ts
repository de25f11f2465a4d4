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

  it('take the proxies in front by number or by network, and none by default', () => {
    expect(readConfig({}).trustedProxies).toBe(0)
    expect(readConfig({ TRUST_PROXY: '1' }).trustedProxies).toBe(1)
    expect(readConfig({ TRUST_PROXY: '10.0.0.0/8, ::1' }).trustedProxies).toHaveLength(2)
    for (const wrong of ['yes', '11', '-1', '10.0.0.0/33', '10/8', '::1/129', 'proxy.example'])
      expect(() => readConfig({ TRUST_PROXY: wrong })).toThrow('TRUST_PROXY: write how many')
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

  it.each([
    ['BOUNCE_ADDRESS', 'Bounces <bounces@links.example>'],
    ['BOUNCE_ADDRESS', 'bounces@localhost'],
    ['BOUNCE_ADDRESS', `${'b'.repeat(22)}@links.example`],
    ['BOUNCE_IMAP_URL', 'https://imap.example'],
    ['SES_TOPIC_ARN', 'arn:aws:sns:eu-west-1:12:bounces'],
    ['SES_TOPIC_ARN', 'arn:aws:sns:evil.example/:123456789012:bounces'],
    ['POSTMARK_WEBHOOK_SECRET', 'short'],
    ['SMTP_URL', 'ses:'],
  ])('refuse %s=%s', (name, value) => {
    expect(() => readConfig({ [name]: value })).toThrow(`${name}: `)
  })

  it('open the ways by which bounces come back', () => {
    const { feedback, smtpUrl } = readConfig({
      SMTP_URL: 'ses://eu-west-1',
      BOUNCE_ADDRESS: 'me+bounces@links.example',
      BOUNCE_IMAP_URL: 'imaps://u:p@imap.example/INBOX',
      SES_TOPIC_ARN: 'arn:aws:sns:eu-west-1:123456789012:bounces',
    })
    expect(smtpUrl).toBe('ses://eu-west-1')
    expect(feedback).toMatchObject({
      bounceAddress: 'me+bounces@links.example',
      bounceImapUrl: 'imaps://u:p@imap.example/INBOX',
      sesTopicArn: 'arn:aws:sns:eu-west-1:123456789012:bounces',
      postmarkSecret: undefined,
    })
  })

  it('do not sign with DKIM what SES changes and signs itself', () => {
    const dkim = { DKIM_DOMAIN: 'l.example', DKIM_SELECTOR: 's', DKIM_PRIVATE_KEY: 'k' }
    expect(() => readConfig({ ...dkim, SMTP_URL: 'ses://eu-west-1' })).toThrow('Easy DKIM')
  })

  it('stand in example.env and in the help, each of them', () => {
    const file = readFileSync(new URL('../example.env', import.meta.url), 'utf8')
    expect(file).toBe(exampleEnv())
    for (const { name } of SETTINGS) expect(settingsHelp()).toContain(name)
  })
})
