import { describe, expect, it } from 'vitest'
import type { FetchedResource, FetchRequest } from '../../src/domain/fetching.ts'
import { createEnrichPage } from '../../src/enrich/fetch-page.ts'
import { AppError, type ErrorCode } from '../../src/errors.ts'
import { html } from './page-of.ts'

function serve(
  pages: Record<string, string>,
  onRequest: (request: FetchRequest) => void = () => {},
) {
  return createEnrichPage({
    userAgent: 'Linkletter/1 (+https://links.example)',
    guardedFetch: async (request): Promise<FetchedResource> => {
      onRequest(request)
      const body = pages[request.url]
      return {
        url: request.url,
        status: body === undefined ? 404 : 200,
        headers: new Headers({ 'content-type': 'text/html' }),
        body: Buffer.from(body ?? ''),
        truncated: false,
        redirects: [],
      }
    },
  })
}

const refresh = (content: string) =>
  html(`<title>Redirect</title><meta http-equiv="refresh" content="${content}">`)

describe('fetching a page', () => {
  it('sends an honest user agent, asks for HTML, and leaves the fragment out', async () => {
    const seen: FetchRequest[] = []
    await serve({}, (request) => seen.push(request))('https://kiln.example/a?b=%2F#c')
    expect(seen[0]).toMatchObject({
      url: 'https://kiln.example/a?b=%2F',
      headers: {
        accept: expect.stringContaining('text/html'),
        'user-agent': 'Linkletter/1 (+https://links.example)',
      },
    })
  })

  it.each([['0; url=/b'], ['0;URL=/b'], ["3;url='/b'"], ['0, https://kiln.example/b']])(
    'follows a page that only sends on: %s',
    async (content) => {
      const enrichPage = serve({
        'https://kiln.example/a': refresh(content),
        'https://kiln.example/b': html('<title>There</title>'),
      })
      expect((await enrichPage('https://kiln.example/a')).metadata).toMatchObject({
        title: 'There',
        canonicalUrl: 'https://kiln.example/b',
      })
    },
  )

  it('follows the script of a shortener', async () => {
    const script = '<script>window.location.replace("https:\\/\\/kiln.example\\/b")</script>'
    const enrichPage = serve({
      'https://kiln.example/a': script,
      'https://kiln.example/b': html('<title>There</title>'),
    })
    expect((await enrichPage('https://kiln.example/a')).metadata.title).toBe('There')
  })

  it.each([
    ['600; url=/b'],
    ['30'],
    ['0; url=https://kiln.example/a'],
    ['0; url=javascript:alert(1)'],
  ])('stays where it is: %s', async (content) => {
    const page = html(`<title>Here</title><meta http-equiv="refresh" content="${content}">`)
    expect(
      (await serve({ 'https://kiln.example/a': page })('https://kiln.example/a')).metadata.title,
    ).toBe('Here')
  })

  it('stops when pages send on to each other', async () => {
    const enrichPage = serve({
      'https://kiln.example/a': refresh('0;url=/b'),
      'https://kiln.example/b': refresh('0;url=/a'),
    })
    expect(await enrichPage('https://kiln.example/a')).toMatchObject({
      outcome: 'error',
      error: expect.stringContaining('redirect'),
    })
  })
})

describe('a fetch that fails', () => {
  it.each<[ErrorCode, string]>([
    ['FETCH_REFUSED', 'rejected'],
    ['FETCH_TIMEOUT', 'error'],
    ['FETCH_FAILED', 'error'],
    ['FETCH_TOO_LARGE', 'error'],
  ])('with %s is %s, and the address still tells what it can', async (code, outcome) => {
    const enrichPage = createEnrichPage({
      guardedFetch: () => Promise.reject(new AppError(code, 'It did not work.')),
    })
    expect(await enrichPage('https://youtu.be/AAAAkiln001?si=x')).toMatchObject({
      outcome,
      error: 'It did not work.',
      metadata: {
        title: null,
        kind: 'video',
        canonicalUrl: 'https://www.youtube.com/watch?v=AAAAkiln001',
      },
    })
  })

  it('by an address that is none is rejected', async () => {
    expect(await serve({})('file:///etc/passwd')).toMatchObject({
      outcome: 'rejected',
      error: expect.stringMatching(/^Only addresses/),
    })
  })

  it('by a fault of our own is not hidden', async () => {
    const enrichPage = createEnrichPage({
      guardedFetch: () => Promise.reject(new TypeError('bug')),
    })
    await expect(enrichPage('https://kiln.example/')).rejects.toThrow('bug')
  })
})
