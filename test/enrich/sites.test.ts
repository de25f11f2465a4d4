import { describe, expect, it } from 'vitest'
import { oembedProvider } from '../../src/enrich/sources/oembed-endpoints.ts'
import { html, readingOf } from './page-of.ts'

const og = (name: string, content: string) => `<meta property="og:${name}" content="${content}">`

async function read(url: string, head: string) {
  return (await readingOf(html(head), { url })).metadata
}

describe('a repository', () => {
  it.each([
    [
      'https://github.com/Example-Org/Kilnlog',
      og('title', 'GitHub - Example-Org/Kilnlog: A log'),
      'Example-Org/Kilnlog',
    ],
    [
      'https://github.com/example-org/kilnlog',
      og('url', 'https://github.com/Example-Org/KilnLog'),
      'Example-Org/KilnLog',
    ],
    [
      'https://gitlab.com/group/sub/kilnlog',
      '<title>Group / sub / kilnlog · GitLab</title>',
      'group/sub/kilnlog',
    ],
    [
      'https://gitlab.kiln.example/group/kilnlog',
      og('site_name', 'GitLab') + og('title', 'Group / kilnlog · GitLab'),
      'group/kilnlog',
    ],
    ['https://codeberg.org/ebba/kilnlog', og('title', 'kilnlog'), 'ebba/kilnlog'],
    [
      'https://git.kiln.example/ebba/kilnlog',
      '<title>ebba/kilnlog: A log - Forge</title>',
      'ebba/kilnlog',
    ],
    [
      'https://git.sr.ht/~ebba/kilnlog',
      '<title>~ebba/kilnlog - A log - sourcehut git</title>',
      '~ebba/kilnlog',
    ],
  ])('at %s goes by owner and name', async (url, head, title) => {
    expect(await read(url, head)).toMatchObject({ kind: 'repo', title })
  })

  it.each([
    ['https://gitlab.com/group/kilnlog/-/issues/5', '<title>Cold (#5) · Group / kilnlog</title>'],
    ['https://github.com/example-org/kilnlog/issues/5', og('title', 'Cold · Issue #5')],
    ['https://github.com/ebba', og('title', 'ebba - Overview')],
    ['https://blog.example/ebba/kilnlog', '<title>ebba/kilnlogger and I</title>'],
  ])('is not what stands at %s', async (url, head) => {
    expect((await read(url, head)).kind).not.toBe('repo')
  })

  it.each([
    [
      'A tiny log. Contribute to example-org/kiln development by creating an account on GitHub.',
      'A tiny log',
    ],
    ['Contribute to example-org/kiln development by creating an account on GitHub.', null],
    ['A tiny log - example-org/kiln', 'A tiny log'],
    ['kiln - A tiny log', 'A tiny log'],
    ['A tiny log', 'A tiny log'],
  ])('described as %j is %j', async (said, description) => {
    expect(
      await read('https://github.com/example-org/kiln', og('description', said)),
    ).toMatchObject({ description })
  })
})

describe('how sites write their titles', () => {
  const title = (text: string) => `<title>${text}</title>`
  it.each([
    ['https://arxiv.org/abs/2401.00001', title('[2401.00001] On clay'), 'On clay'],
    [
      'https://www.reddit.com/r/Pottery/comments/1a/x/',
      og('title', 'From the Pottery community on Reddit: On clay'),
      'On clay',
    ],
    ['https://www.reddit.com/r/Pottery/comments/1a/x/', title('On clay : r/Pottery'), 'On clay'],
    ['https://stackoverflow.com/questions/1/x', title('c++ - On clay - Stack Overflow'), 'On clay'],
    [
      'https://open.spotify.com/episode/1',
      title('On clay - Kiln Talk | Podcast on Spotify'),
      'On clay',
    ],
    [
      'https://soundcloud.com/a/b',
      title('Stream On clay by Ebba | Listen online for free on SoundCloud'),
      'On clay',
    ],
    [
      'https://store.steampowered.com/app/1/x/',
      og('title', 'Save 20% on On clay on Steam'),
      'On clay',
    ],
    ['https://www.imdb.com/title/tt1/', og('title', 'On clay (2019) ⭐ 7.1 | Drama'), 'On clay'],
    [
      'https://archive.org/details/x',
      title('On clay : Ebba Krone : Free Download : Internet Archive'),
      'On clay',
    ],
    ['https://en.wikipedia.org/wiki/Clay', title('On clay - Wikipedia'), 'On clay'],
    ['https://news.ycombinator.com/item?id=1', title('On clay | Hacker News'), 'On clay'],
    ['https://forum.example/t/1', title('View topic - On clay'), 'On clay'],
    ['https://www.tiktok.com/@a/video/1', title('TikTok - Make Your Day'), null],
    ['https://x.com/a/status/1', title('X'), null],
    ['https://kiln.example/a', title('X'), 'X'],
  ])('%s %s → %j', async (url, head, wanted) => {
    expect((await read(url, head)).title).toBe(wanted)
  })
})

describe('the list of oEmbed providers', () => {
  it.each([
    ['https://youtu.be/AAAAkiln001', 'https://www.youtube.com/oembed'],
    ['https://vimeo.com/76979871', 'https://vimeo.com/api/oembed.json'],
    ['https://open.spotify.com/episode/1', 'https://open.spotify.com/oembed'],
    ['https://bsky.app/profile/a.example/post/1', 'https://embed.bsky.app/oembed'],
    ['https://soundcloud.com/a/b', 'https://soundcloud.com/oembed'],
  ])('knows %s', (address, endpoint) => {
    const found = new URL(oembedProvider(new URL(address)) ?? '')
    expect([found.origin + found.pathname, found.searchParams.get('url')]).toEqual([
      endpoint,
      address,
    ])
  })

  it.each([
    ['https://kiln.example/a'],
    ['https://youtube.com.evil.example/watch?v=1'],
    ['https://evil.example/https://vimeo.com/1'],
  ])('does not ask anybody about %s', (address) => {
    expect(oembedProvider(new URL(address))).toBeNull()
  })
})
