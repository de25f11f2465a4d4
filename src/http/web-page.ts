import type { Context } from 'hono'
import { contentsOf, countsClicks, renderIssueContent } from '../render/render-page.ts'
import type { IssueDocument } from '../render/rendered-issue.ts'
import { issuePage } from './views/issue.ts'
import type { IssueSummary } from './views/issue-list.ts'
import type { Html, Site } from './views/layout.ts'

/** Pages that exist, for the navigation. */
export const FEATURES: NonNullable<Site['features']> = { tags: true, search: true }

/** For a minute as it is, for ten more while a fresh one is fetched. */
export const PUBLIC = 'public, max-age=60, stale-while-revalidate=600'

/** A page that everybody may read: `page-cache.ts` and other caches may keep it. */
export async function publicPage(c: Context, page: Html): Promise<Response> {
  return publicText(c, String(await page), 'text/html; charset=utf-8')
}

export function publicText(
  c: Context,
  body: string,
  contentType: string,
  modified?: Date | null,
): Response {
  return c.body(body, 200, {
    'content-type': contentType,
    'cache-control': PUBLIC,
    ...(modified && { 'last-modified': modified.toUTCString() }),
  })
}

export function siteOf(document: Pick<IssueDocument, 'publication' | 'urls'>): Site {
  return {
    publication: document.publication,
    baseUrl: document.urls.home.replace(/\/$/, ''),
    features: FEATURES,
  }
}

/** The page of an issue; the preview of a draft is the same page. */
export function renderWebPage(
  document: IssueDocument,
  options: {
    isPreview?: boolean
    previous?: IssueSummary | null
    next?: IssueSummary | null
    responses?: Html | undefined
    webmention?: string | undefined
  } = {},
): Html {
  return issuePage({
    site: siteOf(document),
    issue: document.issue,
    contentHtml: renderIssueContent(document),
    contents: contentsOf(document),
    previous: options.previous ?? null,
    next: options.next ?? null,
    countsClicks: countsClicks(document),
    responses: options.responses,
    webmention: options.webmention,
    ...(options.isPreview && { isPreview: true }),
  })
}
