/**
 * Papers: the page that describes a PDF, where its address shows which that is. The file itself
 * seldom names its authors.
 */
import { isHostOf } from '../../domain/web-address/tracking-parameters.ts'

/** Site (`*`: any), a pattern in the path, and what the path becomes. */
const ROWS: readonly (readonly [site: string, pattern: RegExp, replacement: string])[] = [
  ['arxiv.org', /^\/pdf\/(.+?)(?:\.pdf)?$/, '/abs/$1'],
  ['aclanthology.org', /^\/([\w.-]+?)(?:v\d+)?\.pdf$/, '/$1/'],
  ['openreview.net', /^\/pdf$/, '/forum'],
  ['biorxiv.org', /^(\/content\/.+?)\.full\.pdf$/, '$1'],
  ['medrxiv.org', /^(\/content\/.+?)\.full\.pdf$/, '$1'],
  ['nature.com', /^(\/articles\/[\w-]+)(?:_reference)?\.pdf$/, '$1'],
  ['proceedings.mlr.press', /^(\/v\d+\/)([\w-]+)\/\2\.pdf$/, '$1$2.html'],
  ['hal.science', /^(\/[a-z]+-\d+(?:v\d+)?)\/(?:document|file\/.+\.pdf)$/, '$1'],
  ['eprint.iacr.org', /^(\/\d{4}\/\d+)\.pdf$/, '$1'],
  ['ncbi.nlm.nih.gov', /^(\/pmc\/articles\/PMC\d+\/)pdf\/.*$/, '$1'],
  ['*', /^(.*\/doi\/)(?:e?pdf|pdfplus|pdfdirect)\/(10\.\d{4,9}\/.+)$/, '$1$2'],
]

export function landingPage(url: URL): URL | null {
  for (const [site, pattern, replacement] of ROWS) {
    if (site !== '*' && !isHostOf(url.hostname, site)) continue
    if (!pattern.test(url.pathname)) continue
    const page = new URL(url)
    page.pathname = url.pathname.replace(pattern, replacement)
    return page
  }
  return null
}
