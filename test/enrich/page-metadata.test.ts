import { describe, expect, it } from 'vitest'
import { html, jsonLd, readingOf } from './page-of.ts'

const og = (name: string, content: string) => `<meta property="og:${name}" content="${content}">`

async function read(head: string, url?: string) {
  return (await readingOf(html(head), url === undefined ? {} : { url })).metadata
}

describe('the kind of a page', () => {
  it.each([
    ['article', og('type', 'article')],
    ['article', og('type', 'Article') + og('video', '/v.mp4')],
    ['article', '<meta name="author" content="Jo Hale">'],
    ['article', jsonLd({ '@type': 'BlogPosting', headline: 'x' })],
    ['video', og('type', 'video.other')],
    ['video', og('type', 'video')],
    ['video', og('type', 'website') + og('video:url', '/v')],
    ['video', jsonLd({ '@type': 'VideoObject', name: 'x' })],
    ['audio', og('type', 'music.song')],
    ['audio', jsonLd({ '@type': 'PodcastEpisode', name: 'x' })],
    ['book', og('type', 'book')],
    ['product', og('type', 'og:product')],
    [null, og('type', 'website')],
    [null, og('type', 'tumblr-feed:tumblelog')],
    [null, ''],
  ])('is %s: %s', async (kind, head) => {
    expect((await read(`<title>T</title>${head}`)).kind).toBe(kind)
  })
})

describe('the name of a site', () => {
  it.each([
    ['Crumb & Co', og('site_name', 'Crumb &amp;amp; Co')],
    [
      'Clay Lane',
      og('site_name', 'https://kiln.example') + jsonLd({ '@type': 'WebSite', name: 'Clay Lane' }),
    ],
    [
      'Clay Lane',
      `${og('site_name', '@claylane')}<meta name="application-name" content="Clay Lane">`,
    ],
    [
      'Clay Lane',
      `${og('site_name', '{{ site.name }}')}<meta name="application-name" content="Clay Lane">`,
    ],
    ['Kiln', '<title>Slow bread - Kiln</title>'],
    [null, '<title>Slow bread - A diary</title>'],
  ])('is %j: %s', async (name, head) => {
    expect((await read(head)).siteName).toBe(name)
  })
})

describe('the description of a page', () => {
  it.each([
    [
      'First line. Second line.',
      '&lt;p&gt;First &lt;b&gt;line&lt;/b&gt;.&lt;/p&gt;&lt;p&gt;Second line.&lt;/p&gt;',
    ],
    ['How to center a <div>', 'How to center a &lt;div&gt;'],
    ['Mud – and more', 'Mud &amp;#8211; and&amp;nbsp;more'],
    ['One two', '\n  One\n\n two '],
    [null, 'Just another WordPress site'],
    [null, 'undefined'],
    [null, '{{ page.description }}'],
  ])('is %j for %j', async (description, content) => {
    expect((await read(`<meta name="description" content="${content}">`)).description).toBe(
      description,
    )
  })

  it('falls back when Open Graph only repeats what the site is', async () => {
    const head = `${og('description', 'GitLab.com')}<meta name="description" content="A log">`
    expect((await read(head)).description).toBe('A log')
  })
})

describe('the picture of a page', () => {
  it.each([
    ['https://img.example/1x1.jpg', og('image', 'https://img.example/1x1.jpg')],
    [null, og('image', 'https://img.example/1x1.gif')],
    [null, og('image', 'data:image/gif;base64,R0lGOD')],
    [null, og('image', 'https://kiln.example/')],
    [null, og('image', 'https://img.example/clip.mp4')],
    [null, og('image', 'http://169.254.169.254/a.jpg')],
    ['https://img.example/a%20b.jpg', og('image', 'https://img.example/a b.jpg')],
    [
      'https://img.example/t.jpg',
      `${og('image', 'undefined')}<meta name="twitter:image" content="//img.example/t.jpg">`,
    ],
  ])('is %j: %s', async (image, head) => {
    expect((await read(head)).imageUrl).toBe(image)
  })
})
