import type { Context } from 'hono'
import { issueFeed, newest, sitemap } from '../../archive/feed.ts'
import { FEED_TYPES, type FeedFormat, newestOf, writeFeed } from '../../archive/feed-formats.ts'
import { linkChannel } from '../../archive/link-feed.ts'
import { type Facet, facetPath } from '../../domain/facet.ts'
import { renderIssueContent } from '../../render/render-page.ts'
import type { Services } from '../../services.ts'
import { findPublishedIssues } from '../../store/issues.ts'
import { countNames } from '../../store/public-archive.ts'
import { findFacetName, findIssueDates, findPublishedLinks } from '../../store/published-links.ts'
import { newRouter } from '../problem.ts'
import { archiveWords } from '../views/archive-words.ts'
import { FEED_FILES, LINK_FEED_FILES } from '../views/feed-links.ts'
import { issuePath } from '../views/issue-list.ts'
import type { Site } from '../views/layout.ts'
import { notFoundPage } from '../views/message-page.ts'
import { publicText } from '../web-page.ts'

/** Issues in full; a month of links, and the one before it. */
const MOST_ISSUES = 20
const MOST_LINKS = 60
/** sitemaps.org: at most 50,000 addresses a file. */
const MOST_PAGES = 50_000

const FORMATS = Object.keys(FEED_FILES) as FeedFormat[]
const FOLDERS = [
  ['tags', 'tag'],
  ['sections', 'section'],
  ['authors', 'author'],
  ['sites', 'site'],
] as const

/** What programs read: feeds of issues, of links, of what has one thing in common; the sitemap. */
export function feedRoutes(services: Services, baseUrl: string, site: () => Promise<Site>) {
  const { db } = services.publicSite

  async function ofIssues(c: Context, format: FeedFormat) {
    const found = await findPublishedIssues(db, { limit: MOST_ISSUES, withEntries: true })
    const documents = await Promise.all(found.map((issue) => services.documentOf(issue)))
    const issues = documents.map((document) => ({
      issue: document.issue,
      contentHtml: renderIssueContent(document, { anchors: false }),
      url: document.urls.issue,
    }))
    const { publication } = await site()
    const { page: home, ...feeds } = urlsOf('/', FEED_FILES)
    const hub = (await services.responses.readSettings()).hub || undefined
    const text = issueFeed(format, { publication, urls: { home, ...feeds, hub }, issues })
    return publicText(c, text, FEED_TYPES[format], newest(issues))
  }

  async function ofLinks(c: Context, format: FeedFormat, facet?: Facet) {
    const { publication } = await site()
    const links = await findPublishedLinks(db, { facet, limit: MOST_LINKS })
    const words = archiveWords(publication.locale)
    const title = facet ? words.facetTitle[facet.kind](facet.name) : words.linksFound
    const channel = linkChannel({
      publication,
      title: `${title} · ${publication.name}`,
      urls: facet ? urlsOf(`${facetPath(facet)}/`, FEED_FILES) : urlsOf('/', LINK_FEED_FILES),
      baseUrl,
      links,
    })
    return publicText(c, writeFeed(format, channel), FEED_TYPES[format], newestOf(channel.items))
  }

  /** The page is the folder of its feeds. */
  function urlsOf(folder: string, files: Record<FeedFormat, string>) {
    const page = folder === '/' ? `${baseUrl}/` : `${baseUrl}${folder.slice(0, -1)}`
    const [rss, atom, json] = [files.rss, files.atom, files.json].map(
      (file) => `${baseUrl}${folder}${file}`,
    ) as [string, string, string]
    return { page, rss, atom, json }
  }

  const router = newRouter().get('/sitemap.xml', async (c) => {
    const issues = await findIssueDates(db)
    const latest = issues[0]?.changedAt
    const months = new Set(issues.map(({ month }) => `/archive/${month.slice(0, 4)}`))
    const tags = await countNames(db, 'tag')
    const { publication } = await site()
    const pages = [
      { url: `${baseUrl}/`, changedAt: latest },
      { url: `${baseUrl}/archive`, changedAt: latest },
      ...(publication.look?.hasAbout ? [{ url: `${baseUrl}/about` }] : []),
      ...issues.map(({ slug, changedAt }) => ({ url: baseUrl + issuePath(slug), changedAt })),
      ...[...months].map((path) => ({ url: baseUrl + path })),
      ...tags.map(({ name }) => ({ url: baseUrl + facetPath({ kind: 'tag', name }) })),
    ]
    const text = sitemap({ pages: pages.slice(0, MOST_PAGES) })
    return publicText(c, text, 'application/xml; charset=utf-8', latest)
  })
  for (const format of FORMATS) {
    router.get(`/${FEED_FILES[format]}`, (c) => ofIssues(c, format))
    router.get(`/${LINK_FEED_FILES[format]}`, (c) => ofLinks(c, format))
    for (const [folder, kind] of FOLDERS)
      router.get(`/${folder}/:name/${FEED_FILES[format]}`, async (c) => {
        const asked: Facet = { kind, name: c.req.param('name') ?? '' }
        const name = asked.name.includes('\0') ? undefined : await findFacetName(db, asked)
        if (name === undefined) return c.html(notFoundPage(await site()), 404)
        return ofLinks(c, format, { kind, name })
      })
  }
  return router
}
