import { describe, expect, it } from 'vitest'
import { createReturnPaths } from '../../src/deliver/return-path.ts'
import { createUnsubscribeTokens } from '../../src/deliver/unsubscribe-token.ts'

describe('return paths', () => {
  const secret = 'a secret of the tests'
  const paths = createReturnPaths({ secret, address: 'bounces@links.example' })
  const recipient = { issueId: 7, subscriberId: 123_456 }
  const path = paths.create(recipient)

  it('name issue and subscriber, and read back', () => {
    expect(path).toMatch(/^bounces\+7-123456-[0-9a-f]{20}@links\.example$/)
    expect(paths.find(`for <${path}>; Mon, 10 Jul`)).toEqual(recipient)
  })

  it('survive a server that writes in capitals', () => {
    expect(paths.find(path.toUpperCase())).toEqual(recipient)
  })

  it('fit into SMTP with the largest ids and the longest local part', () => {
    const longest = createReturnPaths({ secret, address: `${'b'.repeat(21)}@links.example` })
    const local = longest.create({ issueId: 2_147_483_647, subscriberId: 2_147_483_647 })
    expect(local.split('@')[0]?.length).toBeLessThanOrEqual(64)
  })

  it('do not pass with any figure changed (BARS 33)', () => {
    const local = path.split('@')[0] ?? ''
    for (let at = 'bounces+'.length; at < local.length; at += 1) {
      const other = local[at] === '1' ? '2' : '1'
      const forged = `${local.slice(0, at)}${other}${local.slice(at + 1)}@links.example`
      expect([forged, paths.find(forged)]).toEqual([forged, null])
    }
  })

  it('of another secret do not pass, nor does the key of a Message-ID (BARS 33)', () => {
    expect(createReturnPaths({ secret: 'x', address: 'b@c.example' }).find(path)).toBeNull()
    const key = createUnsubscribeTokens(secret).messageKey(recipient)
    expect(paths.find(`bounces+7-123456-${key}@links.example`)).toBeNull()
  })

  it('of a service mail name the reader, and hold for the address that was mailed (BARS 33)', () => {
    const service = paths.createForServiceMail({ subscriberId: 12, email: 'Ada@Reader.example' })
    expect(service).toMatch(/^bounces\+m-12-[0-9a-f]{20}@links\.example$/)
    const [found, ...others] = paths.findServiceMails(`for <${service.toUpperCase()}>; Mon`)
    expect([found?.subscriberId, others]).toEqual([12, []])
    expect(found?.isOf('ada@reader.example')).toBe(true)
    expect(found?.isOf('ada@new.example')).toBe(false)
    const forged = paths.findServiceMails(service.replace('m-12-', 'm-13-'))
    expect(forged.map((path) => path.isOf('ada@reader.example'))).toEqual([false])
    expect(paths.find(service)).toBeNull()
    expect(paths.findServiceMails(path)).toEqual([])
    expect(paths.findServiceMails(service.replace('12', '9999999999'))).toEqual([])
  })

  it('are found behind forged ones, among numbers that no id has', () => {
    const forged = `bounces+9999999999-1-${'0'.repeat(20)}@x bounces+7-1-${'a'.repeat(20)}@x `
    expect(paths.find(forged + path)).toEqual(recipient)
    expect(paths.find(forged)).toBeNull()
  })
})
