/**
 * Whether a request is a reader who follows a link, as far as a request tells.
 *
 * In: method and headers. Out: false for programs, for browsers that load ahead, and for readers
 * who ask not to be counted. Those who look like readers one by one and are none by their haste
 * are found by `click-counter.ts`.
 */
export function isReadersClick(method: string, header: (name: string) => string | undefined) {
  if (method !== 'GET') return false
  // Global Privacy Control (W3C), and the older header that some browsers still send.
  if (header('sec-gpc') === '1' || header('dnt') === '1') return false
  if (LOADING_AHEAD.some((name) => /prefetch|prerender|preview/i.test(header(name) ?? '')))
    return false
  // Browsers say what they want an answer for (Fetch Metadata, W3C): only a page is a click.
  const mode = header('sec-fetch-mode')
  const target = header('sec-fetch-dest')
  if (mode !== undefined && mode !== 'navigate') return false
  if (target !== undefined && target !== 'document') return false
  const agent = header('user-agent') ?? ''
  return BROWSER.test(agent) && !PROGRAM.test(agent)
}

/** Resource hints of browsers, of Safari's top sites and of old Firefox. */
const LOADING_AHEAD = ['sec-purpose', 'purpose', 'x-purpose', 'x-moz']

/** What every browser calls itself, however it is named. */
const BROWSER = /^(?:Mozilla|Opera)\//

/**
 * Programs that call themselves Mozilla too: search engines, link previews, scanners of mail,
 * uptime monitors, tools of automation. Most say "bot", "crawl", "spider" or where they are from.
 */
const PROGRAM = new RegExp(
  [
    '(?<!cu)bot(?:\\b|_)|crawl|spider|slurp|scan|fetch|preview|monitor|check|valid|archiv|feed',
    '\\+?https?://|headless|phantom|selenium|puppeteer|playwright|electron/|lighthouse',
    'python|java/|curl|wget|libwww|httpclient|okhttp|go-http|axios|node',
    'facebookexternalhit|whatsapp|skypeuri|embedly|bingpreview|mediapartners|google(?:other|-)',
    'barracuda|proofpoint|mimecast|safelinks|symantec|trendmicro|fireeye|sophos|forcepoint|zscaler',
    'cloudmark|messagelabs|ironport|microsoft office (?:existence|protocol)|ms-office|yahoo! mail',
  ].join('|'),
  'i',
)
