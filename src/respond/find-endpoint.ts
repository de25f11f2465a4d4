import { eachElement, parseTree } from '../collect/posts/markup-tree.ts'

/**
 * Where a page takes Webmentions: the first Link header, else the first `<link>` or `<a>` with
 * rel "webmention" (W3C Webmention §3.1.2). Relative to `url`, the address that answered.
 */
export function findEndpoint(page: {
  url: string
  link: string | null
  html: string | null
}): string | undefined {
  const inHeader = linkOf(page.link ?? '')
  const href = inHeader ?? (page.html === null ? undefined : linkInPage(page.html))
  const endpoint = href === undefined ? null : URL.parse(href, page.url)
  return endpoint && /^https?:$/.test(endpoint.protocol) ? endpoint.href : undefined
}

/** `<https://a.example/wm>; rel="webmention other", <…>` (RFC 8288 §3). */
function linkOf(header: string): string | undefined {
  for (const [, href = '', parameters = ''] of header
    .slice(0, 20_000)
    .matchAll(/<([^<>]*)>((?:\s*;\s*[^\s;,=]+(?:\s*=\s*(?:"[^"]*"|[^\s;,"]*))?)*)/g)) {
    const rel = /;\s*rel\s*=\s*(?:"([^"]*)"|([^\s;,"]*))/i.exec(parameters)
    if (isWebmention(rel?.[1] ?? rel?.[2])) return href.trim()
  }
  return undefined
}

function linkInPage(html: string): string | undefined {
  for (const { name, attribs } of eachElement(parseTree(html).children))
    if (
      (name === 'link' || name === 'a') &&
      isWebmention(attribs.rel) &&
      attribs.href !== undefined
    )
      return attribs.href.trim()
  return undefined
}

const isWebmention = (rel: string | undefined) =>
  (rel ?? '').toLowerCase().split(/\s+/).includes('webmention')
