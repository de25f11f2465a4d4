import { describe, expect, it } from 'vitest'
import { findClientAddress, readTrustedProxies } from '../src/client-address.ts'

const NETWORKS = '10.0.0.0/8, 192.0.2.1, fd00::/8'

describe('the address of a client (BARS 56)', () => {
  it.each([
    // Who calls, what X-Forwarded-For says, what TRUST_PROXY says, who it is.
    ['203.0.113.9', '198.51.100.1', '0', '203.0.113.9'],
    ['203.0.113.9', undefined, '1', '203.0.113.9'],
    ['10.0.0.1', '198.51.100.1', '1', '198.51.100.1'],
    ['10.0.0.1', 'forged, 198.51.100.1', '1', '198.51.100.1'],
    ['10.0.0.1', '1.1.1.1,2.2.2.2 , 198.51.100.1', '1', '198.51.100.1'],
    ['10.0.0.1', '1.1.1.1, 198.51.100.1, 10.0.0.2', '2', '198.51.100.1'],
    // Fewer hops than there are proxies: it did not come over all of them.
    ['203.0.113.9', '198.51.100.1', '2', '203.0.113.9'],
    ['10.0.0.1', '', '1', '10.0.0.1'],
    ['10.0.0.1', '1.1.1.1, unknown', '1', '10.0.0.1'],

    ['203.0.113.9', '198.51.100.1', NETWORKS, '203.0.113.9'],
    ['10.7.7.7', '198.51.100.1', NETWORKS, '198.51.100.1'],
    ['::ffff:10.7.7.7', '198.51.100.1', NETWORKS, '198.51.100.1'],
    ['10.7.7.7', '1.1.1.1, 198.51.100.1', NETWORKS, '198.51.100.1'],
    ['10.7.7.7', '1.1.1.1, 198.51.100.1, 192.0.2.1, 10.1.1.1', NETWORKS, '198.51.100.1'],
    ['10.7.7.7', '10.9.9.9, 192.0.2.1', NETWORKS, '10.9.9.9'],
    ['10.7.7.7', '1.1.1.1, _hidden', NETWORKS, '10.7.7.7'],
    ['10.7.7.7', '1.1.1.1, 2130706433', NETWORKS, '10.7.7.7'],
    ['fd00::5', '2001:DB8::7', NETWORKS, '2001:db8::7'],
    ['fd00::5%eth0', '[2001:db8::7]:4711', NETWORKS, '2001:db8::7'],
    ['10.7.7.7', '198.51.100.1:4711', NETWORKS, '198.51.100.1'],
    ['10.7.7.7', '::ffff:198.51.100.1', NETWORKS, '198.51.100.1'],
    ['', '198.51.100.1', NETWORKS, ''],
  ])('%s for %j, trusting %s, is %s', (socket, header, setting, expected) => {
    const trusted = readTrustedProxies(setting)
    expect(trusted).toBeDefined()
    expect(findClientAddress(socket, header, trusted ?? 0)).toBe(expected)
  })

  it('is found at once in a header as long as a server takes', () => {
    const hops = Array.from({ length: 5_000 }, () => '10.0.0.1').join()
    const trusted = readTrustedProxies(NETWORKS) ?? 0
    expect(findClientAddress('10.0.0.2', `198.51.100.1,${hops}`, trusted)).toBe('198.51.100.1')
  })
})
