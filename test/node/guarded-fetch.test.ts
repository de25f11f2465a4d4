/** Where a fetch may go: BARS 36 to 39, redirects and cookies. */
import net from 'node:net'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { createTestFetch, startHttp, startOnWebPort, text } from './hostile-server.ts'

const SECRET = 'inside page'

describe('spellings of inside addresses (36)', () => {
  const SPELLINGS = [
    '127.0.0.1',
    '127.1',
    '0',
    '0x7f.1',
    '0x7f000001',
    '017700000001',
    '2130706433',
    '127.0.0.1.',
    '１２７.0.0.1',
    '[::1]',
    '[0:0:0:0:0:0:0:1]',
    '[::]',
    '[::ffff:7f00:1]',
    '[::ffff:127.0.0.1]',
    '[::127.0.0.1]',
    '[64:ff9b::7f00:1]',
    '[64:ff9b:1::7f00:1]',
    '[2002:7f00:1::]',
    '[fe80::1]',
    '[fec0::1]',
    '[fd00::1]',
    '100.64.0.1',
    '169.254.169.254',
    '168.63.129.16',
    '10.0.0.1',
    '192.168.1.1',
    'localhost',
    'LOCALHOST.',
    'app.localhost',
    'printer.local',
    'metadata.google.internal',
    'intranet',
  ]

  it.each(SPELLINGS)('never connects to http://%s', async (host) => {
    const server = await startOnWebPort((_, response) => response.end(SECRET))
    const connect = vi.spyOn(net, 'connect')
    onTestFinished(() => connect.mockRestore())
    const resolve = vi.fn(async () => ['93.184.215.14'])
    const fetch = createTestFetch({ resolve })
    await expect(fetch({ url: `http://${host}:${server.port}/` })).rejects.toMatchObject({
      code: 'FETCH_REFUSED',
    })
    expect(server.connections).toBe(0)
    expect(connect).not.toHaveBeenCalled()
    expect(resolve).not.toHaveBeenCalled()
  })

  it('never connects where a name has one public and one private address', async () => {
    const connect = vi.spyOn(net, 'connect')
    onTestFinished(() => connect.mockRestore())
    const fetch = createTestFetch({ resolve: async () => ['93.184.215.14', '192.168.1.1'] })
    await expect(fetch({ url: 'http://mixed.example/' })).rejects.toMatchObject({
      code: 'FETCH_REFUSED',
      message: 'mixed.example leads into a private network, which is not fetched.',
    })
    expect(connect).not.toHaveBeenCalled()
  })

  it('never connects to what a name server calls an address', async () => {
    const answers = ['::ffff:10.0.0.1', 'fe80::1%eth0', '::', 'not an address']
    for (const address of answers) {
      const fetch = createTestFetch({ resolve: async () => [address] })
      await expect(fetch({ url: 'http://odd.example/' })).rejects.toMatchObject({
        code: 'FETCH_REFUSED',
      })
    }
  })

  it('lets through exactly the host and port that the owner allowed', async () => {
    const server = await startHttp((_, response) => response.end(SECRET))
    const other = await startHttp((_, response) => response.end(SECRET))
    const fetch = createTestFetch({ allow: [`wiki.example:${server.port}`] })
    const page = await fetch({ url: `http://wiki.example:${server.port}/` })
    expect(text(page.body)).toBe(SECRET)
    for (const host of [`wiki.example:${other.port}`, `127.0.0.1:${server.port}`, 'wiki.example']) {
      await expect(fetch({ url: `http://${host}/` })).rejects.toMatchObject({
        code: 'FETCH_REFUSED',
      })
    }
    expect([server.connections, other.connections]).toEqual([1, 0])
  })

  it('says which line of FETCH_ALLOW it cannot read', () => {
    expect(() => createTestFetch({ allow: ['wiki.example'] })).toThrow(
      'FETCH_ALLOW: "wiki.example" is not host:port',
    )
  })
})

describe('redirects into the inside (37)', () => {
  it.each([1, 2, 3])('are blocked at hop %i', async (hops) => {
    const inside = await startOnWebPort((_, response) => response.end(SECRET))
    const server = await startHttp((request, response) => {
      const hop = Number(request.url?.slice(1))
      const location = hop === hops ? `http://127.0.0.1:${inside.port}/` : `/${hop + 1}`
      response.writeHead(302, { location }).end()
    })
    const fetch = createTestFetch({ allow: [`public.example:${server.port}`] })
    await expect(fetch({ url: `http://public.example:${server.port}/1` })).rejects.toMatchObject({
      code: 'FETCH_REFUSED',
      message: expect.stringMatching(/^public\.example redirects elsewhere\. 127\.0\.0\.1 /),
    })
    expect(server.requests).toHaveLength(hops)
    expect(inside.connections).toBe(0)
  })

  it.each([
    'file:///etc/passwd',
    'gopher://public.example/1',
    'data:text/html,x',
    'javascript:alert(1)',
    'http://user:secret@public.example/',
    'http://public.example:22/',
    '//localhost/',
    'http://metadata.example/latest/',
  ])('are blocked for Location: %s', async (location) => {
    const server = await startHttp((_, response) => response.writeHead(301, { location }).end())
    const fetch = createTestFetch({ allow: [`public.example:${server.port}`] })
    await expect(fetch({ url: `http://public.example:${server.port}/` })).rejects.toMatchObject({
      code: 'FETCH_REFUSED',
    })
    expect(server.connections).toBe(1)
  })
})

describe('names that change their address (38)', () => {
  it('are looked up once in a chain, and every connection goes to that address', async () => {
    const first = await startHttp((request, response) => {
      if (request.url === '/end') response.end('first')
      else response.writeHead(302, { location: '/end', connection: 'close' }).end()
    })
    const second = await startHttp((_, response) => response.end(SECRET), {
      host: '127.0.0.2',
      port: first.port,
    })
    const answers = ['127.0.0.1', '127.0.0.2', '127.0.0.2']
    const resolve = vi.fn(async () => [answers.shift() ?? '127.0.0.2'])
    const fetch = createTestFetch({ resolve, allow: [`turn.example:${first.port}`] })
    const page = await fetch({ url: `http://turn.example:${first.port}/` })
    expect(text(page.body)).toBe('first')
    expect(resolve).toHaveBeenCalledTimes(1)
    expect([first.connections, second.connections]).toEqual([2, 0])
  })

  it('keep the public address that was checked', async () => {
    const inside = await startOnWebPort((_, response) => response.end(SECRET))
    const answers = [['93.184.215.14'], ['127.0.0.1']]
    const resolve = vi.fn(async () => answers.shift() ?? ['127.0.0.1'])
    const asked: unknown[] = []
    const connect = vi.spyOn(net, 'connect').mockImplementation(((
      options: net.TcpNetConnectOpts,
    ) => {
      options.lookup?.(options.host ?? '', { all: true }, (_, addresses) => asked.push(addresses))
      const socket = new net.Socket()
      setImmediate(() => socket.destroy(Object.assign(new Error('away'), { code: 'ENETUNREACH' })))
      return socket
    }) as typeof net.connect)
    onTestFinished(() => connect.mockRestore())
    const fetch = createTestFetch({ resolve })
    await expect(fetch({ url: `http://rebind.example:${inside.port}/` })).rejects.toMatchObject({
      code: 'FETCH_FAILED',
      message: 'rebind.example cannot be reached from this server.',
    })
    expect(asked).toEqual([[{ address: '93.184.215.14', family: 4 }]])
    expect(resolve).toHaveBeenCalledTimes(1)
    expect(inside.connections).toBe(0)
  })

  it('are not spoken to when the socket ends up elsewhere after all', async () => {
    const inside = await startHttp((_, response) => response.end(SECRET))
    const realConnect = net.connect
    const connect = vi
      .spyOn(net, 'connect')
      .mockImplementation((() =>
        realConnect({ host: '127.0.0.1', port: inside.port })) as typeof net.connect)
    onTestFinished(() => connect.mockRestore())
    const fetch = createTestFetch({ resolve: async () => ['93.184.215.14'] })
    await expect(fetch({ url: 'http://rebind.example/' })).rejects.toMatchObject({
      code: 'FETCH_REFUSED',
    })
    expect(inside.requests).toEqual([])
  })
})

describe('addresses that are no web pages (39)', () => {
  it.each([
    ['file:///etc/passwd', 'Only http and https addresses can be fetched, not "file".'],
    ['gopher://norn.example/', 'not "gopher"'],
    ['data:text/html,x', 'not "data"'],
    ['http://user:secret@norn.example/', 'norn.example holds a user name or password'],
    ['http://user@norn.example/', 'holds a user name'],
    ['http://norn.example:25/', 'not port 25 of norn.example'],
    ['http://norn.example:81/', 'not port 81'],
    ['https://norn.example:6379/', 'not port 6379'],
    ['not an address', 'not an address that can be fetched'],
  ])('%s is refused with a reason', async (url, reason) => {
    const resolve = vi.fn(async () => ['127.0.0.1'])
    const error = await createTestFetch({ resolve })({ url }).catch((thrown) => thrown)
    expect(error.code).toBe('FETCH_REFUSED')
    expect(error.message).toContain(reason)
    expect(error.message).not.toContain('secret')
    expect(resolve).not.toHaveBeenCalled()
  })
})
