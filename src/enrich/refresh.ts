/**
 * Pages whose whole answer is "go there": meta refresh, and scripts of link shorteners.
 *
 * A page that reloads itself, or moves on after some time, is a page. Refresh inside noscript is
 * meant for browsers without scripts, and counts only where nothing else is to be read.
 */
import { type Page, resolveUrl } from './page.ts'

const MAX_DELAY_S = 10
/** Characters of text on a page that only sends on. */
const MAX_TEXT = 600

export function refreshTarget(page: Page): URL | null {
  const { parts } = page
  const isEmpty =
    parts.textLength < MAX_TEXT && !parts.metas.some(({ names }) => names.includes('og:title'))
  const equiv = parts.metas.find(({ httpEquiv }) => httpEquiv === 'refresh')?.content
  const header = page.headers.get('refresh')
  for (const content of [
    header,
    equiv,
    isEmpty && isUntitled(parts.title) ? parts.noscriptRefresh : null,
  ]) {
    const target = content && isEmpty ? targetOf(content, page) : null
    if (target !== null) return target
  }
  const isWaiting = /redirect|weiterleitung|moved|moment|wait|loading/i.test(parts.title)
  return isEmpty && (isWaiting || isUntitled(parts.title)) ? scriptTarget(page) : null
}

/** Shorteners title the page with the address it leads to. */
function isUntitled(title: string): boolean {
  return /^\s*(?:https?:\/\/\S+)?\s*$/i.test(title)
}

function targetOf(content: string, page: Page): URL | null {
  const found = /^\s*(\d+)?(?:\.\d*)?\s*[;,\s]\s*(?:url\s*=\s*)?["']?([^"'>]+)/i.exec(
    content.slice(0, 4_000),
  )
  if (found?.[2] === undefined || Number(found[1] ?? 0) > MAX_DELAY_S) return null
  return elsewhere(found[2], page)
}

function scriptTarget(page: Page): URL | null {
  const [script = '', ...more] = page.parts.scripts
  if (more.length > 1 || page.parts.textLength > 100) return null
  const found =
    /(?:^|[;{\s.])(?:location(?:\.href)?\s*=|location\.(?:replace|assign)\()\s*(["'])((?:\\.|(?!\1)[^\\]){4,2000})\1/.exec(
      script,
    )
  return found?.[2] === undefined ? null : elsewhere(found[2].replace(/\\(.)/g, '$1'), page)
}

function elsewhere(href: string, page: Page): URL | null {
  const url = resolveUrl(href, page.baseUrl)
  if (url === null || !/^https?:$/.test(url.protocol)) return null
  const withoutFragment = (address: URL) => address.href.replace(/#.*$/, '')
  return withoutFragment(url) === withoutFragment(page.url) ? null : url
}
