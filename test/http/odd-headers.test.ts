import { expect, it } from 'vitest'
import { useTestApp } from '../support/app.ts'

const app = useTestApp('pglite')

const ODD: Record<string, string> = {
  host: 'evil.example',
  'x-forwarded-host': 'evil.example',
  'x-forwarded-proto': 'http',
  'x-forwarded-prefix': '/evil',
  forwarded: 'host=evil.example;proto=http',
  'x-original-url': '/admin',
  'x-rewrite-url': '/admin',
  'x-http-method-override': 'DELETE',
  'accept-language': 'de',
  'x-requested-with': '"><script>alert(1)</script>',
  cookie: 'session=evil; __Host-session=evil; locale=de',
  authorization: 'Bearer evil',
  origin: 'https://evil.example',
  referer: 'https://evil.example/',
  'user-agent': 'evil"><script>alert(1)</script>',
}

it.each(['/', '/archive', '/feed.xml', '/atom.xml', '/feed.json', '/sitemap.xml', '/robots.txt'])(
  'odd request headers change nothing of %s, now or for who comes next (BARS 60)',
  async (path) => {
    await app.saveAt('2023-06-10T10:00:00Z', 'https://a.example/1', { title: 'One' })
    app.now = new Date('2023-07-01T10:00:00Z')
    await app.send((await app.assemble('2023-06')).id)
    const seen = async (headers: Record<string, string>) => {
      const answer = await app.request(path, { headers })
      const { date: _, ...rest } = Object.fromEntries(answer.headers)
      return { status: answer.status, headers: rest, body: await answer.text() }
    }
    // Whoever comes first fills the cache.
    const first = await seen(ODD)
    expect(first.status).toBe(200)
    expect(JSON.stringify(first)).not.toContain('evil')
    expect(await seen({})).toEqual(first)
    for (const [name, value] of Object.entries(ODD))
      expect([name, await seen({ [name]: value })]).toEqual([name, first])
  },
)
