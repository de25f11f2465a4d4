import { cardPath } from '../../domain/card.ts'
import { countEntries } from '../../domain/issue.ts'
import { renderMarkdown } from '../../render/markdown.ts'
import { renderIssueMarkdown } from '../../render/render-markdown.ts'
import { contentsOf } from '../../render/render-page.ts'
import type { Services } from '../../services.ts'
import { findMostRead } from '../../store/clicks.ts'
import { findPublishedIssueBySlug, findPublishedIssues } from '../../store/issues.ts'
import { findIssueLines, findNeighbours } from '../../store/public-archive.ts'
import { newRouter } from '../problem.ts'
import { aboutPage } from '../views/about.ts'
import { archivePage } from '../views/archive.ts'
import { fixedCard } from '../views/fixed-card.ts'
import { homePage } from '../views/home.ts'
import { issuePath, summaryOf } from '../views/issue-list.ts'
import { notFoundPage } from '../views/message-page.ts'
import { responsesPart } from '../views/responses.ts'
import { siteAssets } from '../views/styles.ts'
import { pageWords } from '../views/words.ts'
import { FEATURES, PUBLIC, publicPage, publicText, renderWebPage } from '../web-page.ts'
import { archiveRoutes } from './archive.ts'
import { feedRoutes } from './feeds.ts'
import { siteFileRoutes } from './site-files.ts'

const POPULAR = { days: 366, limit: 5 }

/** What everyone may read. Nothing here depends on who asks. */
export function siteRoutes(services: Services, baseUrl: string) {
  const { db } = services.publicSite
  const site = async () => ({
    publication: await services.readEditorial(),
    baseUrl,
    features: FEATURES,
  })

  async function popular() {
    if (!(await services.readEditorial()).countClicks) return []
    const since = new Date(services.now().getTime() - POPULAR.days * 86_400_000)
    return findMostRead(db, { since, limit: POPULAR.limit })
  }

  const router = newRouter()
    .get('/', async (c) => {
      const [latest] = await findPublishedIssues(db, { limit: 1, withEntries: true })
      const recent = await findIssueLines(db, { limit: 12 })
      const page = homePage({
        site: await site(),
        latest: latest
          ? {
              summary: summaryOf(latest),
              introHtml: renderMarkdown(latest.intro),
              contents: contentsOf(await services.documentOf(latest)),
            }
          : null,
        recent: recent.slice(1),
        featured: await findIssueLines(db, { featured: true, limit: 6 }),
        popular: await popular(),
      })
      return publicPage(c, page)
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
        return publicText(c, renderIssueMarkdown(document), 'text/markdown; charset=utf-8')
      const { older, newer } = await findNeighbours(db, found.issue.month)
      const settings = await services.responses.readSettings()
      const responses = responsesPart({
        site: await site(),
        issue: found.issue,
        responses: await services.responses.shownOf(found.issue.id),
        settings,
      })
      const webmention = settings.mentions ? `${baseUrl}/webmention` : undefined
      if (webmention) c.header('link', `<${webmention}>; rel="webmention"`, { append: true })
      return publicPage(
        c,
        renderWebPage(document, { previous: older, next: newer, responses, webmention }),
      )
    })
    .get('/issues/:slug/card.png', async (c) => {
      const found = await findPublishedIssueBySlug(db, c.req.param('slug'))
      if (!found) return c.html(notFoundPage(await site()), 404)
      const { issue, moved } = found
      if (moved) return c.redirect(`${baseUrl}${cardPath(issuePath(issue.slug))}`, 301)
      const document = await services.documentOf(issue)
      const words = pageWords(document.publication.locale)
      const drawn = await services.issueCard(document, words.links(countEntries(issue)))
      return c.body(new Uint8Array(drawn ?? fixedCard()), 200, {
        'content-type': 'image/png',
        'cache-control': PUBLIC,
      })
    })
    .get('/archive', async (c) => {
      const page = archivePage({
        site: await site(),
        issues: await findIssueLines(db),
      })
      return publicPage(c, page)
    })
    .get('/about', async (c) => {
      const text = await services.lookDesk.readAbout()
      if (text.trim() === '') return c.html(notFoundPage(await site()), 404)
      return publicPage(c, aboutPage(await site(), text))
    })
    .get('/robots.txt', (c) =>
      c.text(
        [
          'User-agent: *',
          'Disallow: /admin',
          'Disallow: /login',
          'Disallow: /save',
          'Disallow: /search',
          'Disallow: /r/',
          `Sitemap: ${baseUrl}/sitemap.xml`,
          '',
        ].join('\n'),
      ),
    )
  router.route('/', feedRoutes(services, baseUrl, site))
  router.route('/', siteFileRoutes(services))
  router.route('/', archiveRoutes(services.publicSite, site))
  for (const asset of siteAssets)
    router.get(asset.path, (c) =>
      c.body(asset.body, 200, {
        'content-type': asset.contentType,
        'cache-control': 'public, max-age=31536000, immutable',
      }),
    )
  return router
}
