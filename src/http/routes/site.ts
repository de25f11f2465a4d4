import { createHash } from 'node:crypto'
import type { Context } from 'hono'
import { atomFeed, jsonFeed, newest, rssFeed, sitemap } from '../../archive/feed.ts'
import { renderMarkdown } from '../../render/markdown.ts'
import { renderIssueMarkdown } from '../../render/render-markdown.ts'
import { contentsOf, renderIssueContent } from '../../render/render-page.ts'
import type { Services } from '../../services.ts'
import { findPublishedIssueBySlug, findPublishedIssues } from '../../store/issues.ts'
import { newRouter } from '../problem.ts'
import { archivePage } from '../views/archive.ts'
import { homePage } from '../views/home.ts'
import { issuePath, summaryOf } from '../views/issue-list.ts'
import { notFoundPage } from '../views/message-page.ts'
import { siteAssets } from '../views/styles.ts'
import { FEATURES, renderWebPage } from '../web-page.ts'

const FEED_LENGTH = 20

/** What everyone may read. Nothing here depends on who asks. */
export function siteRoutes(services: Services, baseUrl: string) {
  const { db } = services
  const urls = {
    home: `${baseUrl}/`,
    rss: `${baseUrl}/feed.xml`,
    atom: `${baseUrl}/atom.xml`,
    json: `${baseUrl}/feed.json`,
  }
  const site = async () => ({
    publication: await services.readEditorial(),
    baseUrl,
    features: FEATURES,
  })

  async function feed() {
    const issues = await findPublishedIssues(db, { limit: FEED_LENGTH, withEntries: true })
    const documents = await Promise.all(issues.map((issue) => services.documentOf(issue)))
    return {
      publication: await services.readEditorial(),
      urls,
      issues: documents.map((document) => ({
        issue: document.issue,
        contentHtml: renderIssueContent(document, { anchors: false }),
        url: document.urls.issue,
      })),
    }
  }

  const router = newRouter()
    .get('/', async (c) => {
      const [latest] = await findPublishedIssues(db, { limit: 1, withEntries: true })
      const recent = await findPublishedIssues(db, { limit: 12, withEntries: false })
      return c.html(
        homePage({
          site: await site(),
          latest: latest
            ? {
                summary: summaryOf(latest),
                introHtml: renderMarkdown(latest.intro),
                contents: contentsOf(await services.documentOf(latest)),
              }
            : null,
          recent: recent.slice(1).map(summaryOf),
        }),
      )
    })
    .get('/issues/:slug', async (c) => {
      const wanted = c.req.param('slug')
      const isMarkdown = wanted.endsWith('.md')
      const slug = isMarkdown ? wanted.slice(0, -3) : wanted
      const found = await findPublishedIssueBySlug(db, slug)
      if (!found) return c.html(notFoundPage(await site()), 404)
      if (found.moved)
        return c.redirect(`${baseUrl}${issuePath(found.issue.slug)}${isMarkdown ? '.md' : ''}`, 301)
      const document = await services.documentOf(found.issue)
      if (isMarkdown)
        return conditional(c, renderIssueMarkdown(document), 'text/markdown; charset=utf-8')
      const all = await findPublishedIssues(db, { withEntries: false })
      const at = all.findIndex((issue) => issue.id === found.issue.id)
      const [newer, older] = [all[at - 1], all[at + 1]]
      const page = await renderWebPage(document, {
        previous: older ? summaryOf(older) : null,
        next: newer ? summaryOf(newer) : null,
      })
      return conditional(c, page.toString(), 'text/html; charset=utf-8')
    })
    .get('/archive', async (c) =>
      c.html(
        archivePage({
          site: await site(),
          issues: (await findPublishedIssues(db, { withEntries: false })).map(summaryOf),
        }),
      ),
    )
    .get('/feed.xml', async (c) => {
      const data = await feed()
      return conditional(
        c,
        rssFeed(data),
        'application/rss+xml; charset=utf-8',
        newest(data.issues),
      )
    })
    .get('/atom.xml', async (c) => {
      const data = await feed()
      return conditional(
        c,
        atomFeed(data),
        'application/atom+xml; charset=utf-8',
        newest(data.issues),
      )
    })
    .get('/feed.json', async (c) => {
      const data = await feed()
      return conditional(
        c,
        jsonFeed(data),
        'application/feed+json; charset=utf-8',
        newest(data.issues),
      )
    })
    .get('/sitemap.xml', async (c) => {
      const { issues } = await feed()
      const pages = [urls.home, `${baseUrl}/archive`]
      return conditional(
        c,
        sitemap({ pages, issues } as Parameters<typeof sitemap>[0]),
        'application/xml; charset=utf-8',
      )
    })
    .get('/robots.txt', (c) =>
      c.text(
        [
          'User-agent: *',
          'Disallow: /admin',
          'Disallow: /login',
          'Disallow: /save',
          'Disallow: /search',
          `Sitemap: ${baseUrl}/sitemap.xml`,
          '',
        ].join('\n'),
      ),
    )
  for (const asset of siteAssets)
    router.get(asset.path, (c) =>
      c.body(asset.body, 200, {
        'content-type': asset.contentType,
        'cache-control': 'public, max-age=31536000, immutable',
      }),
    )
  return router
}

/** Answers 304 when the reader has this already (RFC 9110 §13). */
function conditional(c: Context, body: string, contentType: string, modified?: Date | null) {
  const etag = `"${createHash('sha256').update(body).digest('base64url').slice(0, 22)}"`
  const headers: Record<string, string> = {
    etag,
    'cache-control': 'public, max-age=60, stale-while-revalidate=600',
    ...(modified && { 'last-modified': modified.toUTCString() }),
  }
  const known = (c.req.header('if-none-match') ?? '')
    .split(',')
    .map((tag) => tag.trim().replace(/^W\//, ''))
  return known.includes(etag)
    ? c.body(null, 304, headers)
    : c.body(body, 200, { ...headers, 'content-type': contentType })
}
