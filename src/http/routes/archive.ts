import type { Context } from 'hono'
import { type Facet, facetPath } from '../../domain/facet.ts'
import { monthName } from '../../domain/month.ts'
import { knownLocale } from '../../render/locale.ts'
import type { Services } from '../../services.ts'
import {
  countNames,
  findEntriesBy,
  findIssueLines,
  MOST_HITS,
  searchEntries,
  searchIssues,
} from '../../store/public-archive.ts'
import { newRouter } from '../problem.ts'
import { archivePage } from '../views/archive.ts'
import { archiveWords } from '../views/archive-words.ts'
import { facetPage, namesPage } from '../views/facet.ts'
import type { Site } from '../views/layout.ts'
import { notFoundPage } from '../views/message-page.ts'
import { searchPage } from '../views/search.ts'
import { publicPage } from '../web-page.ts'

const PAGE_LENGTH = 30
/** Marking words takes longer than finding them. */
const HITS_LENGTH = 15
const MOST_ISSUES = 5
const MAX_WORDS = 200

/** Finding things again: by time, tag, section, author, site and word. */
export function archiveRoutes(
  { db }: Pick<Services['publicSite'], 'db'>,
  site: () => Promise<Site>,
) {
  async function notFound(c: Context) {
    return c.html(notFoundPage(await site()), 404)
  }

  async function ofTime(c: Context, months: string, nameOf: (locale: string) => string) {
    const issues = await findIssueLines(db, { months })
    if (issues.length === 0) return notFound(c)
    const about = await site()
    const { locale } = about.publication
    const words = archiveWords(locale)
    return publicPage(
      c,
      await archivePage({
        site: about,
        issues,
        path: c.req.path.replace(/\/$/, ''),
        title: words.archiveOf(nameOf(locale)),
        lead: words.issueCount(issues.length),
      }),
    )
  }

  async function ofFacet(c: Context, asked: Facet) {
    // No name holds it, and PostgreSQL takes it in no text.
    if (asked.name.includes('\0')) return notFound(c)
    const page = pageOf(c)
    const { entries, total, name } = await findEntriesBy(db, asked, {
      limit: PAGE_LENGTH,
      offset: (page - 1) * PAGE_LENGTH,
    })
    if (entries.length === 0) return notFound(c)
    const facet = { ...asked, name }
    const path = facetPath(facet)
    const paging = {
      page,
      pages: Math.ceil(total / PAGE_LENGTH),
      to: (number: number) => (number === 1 ? path : `${path}?page=${number}`),
    }
    return publicPage(c, await facetPage({ site: await site(), facet, entries, total, paging }))
  }

  const router = newRouter()
    .get('/archive/:year{\\d{4}}', (c) => {
      const year = c.req.param('year')
      return ofTime(c, `${year}-`, () => year)
    })
    .get('/archive/:year{\\d{4}}/:month{\\d{2}}', (c) => {
      const month = `${c.req.param('year')}-${c.req.param('month')}`
      return ofTime(c, month, (locale) => monthName(month, knownLocale(locale), { year: true }))
    })
    .get('/sites/:name', (c) => ofFacet(c, { kind: 'site', name: c.req.param('name') }))
    .get('/search', async (c) => {
      const about = await site()
      const words = (c.req.query('q') ?? '').replaceAll('\0', '').trim().slice(0, MAX_WORDS)
      if (words === '') return c.html(searchPage({ site: about, words }))
      const page = pageOf(c)
      const [found, issues] = await Promise.all([
        searchEntries(db, words, { limit: HITS_LENGTH, offset: (page - 1) * HITS_LENGTH }),
        page === 1 ? searchIssues(db, words, MOST_ISSUES) : [],
      ])
      const paging = {
        page,
        pages: Math.ceil(found.total / HITS_LENGTH),
        to: (number: number) =>
          `/search?${new URLSearchParams({ q: words, ...(number > 1 && { page: String(number) }) })}`,
      }
      return c.html(
        searchPage({ site: about, words, found: { ...found, issues, paging, most: MOST_HITS } }),
      )
    })
  for (const kind of ['tag', 'section', 'author'] as const)
    router
      .get(`/${kind}s`, async (c) =>
        publicPage(c, await namesPage(await site(), kind, await countNames(db, kind))),
      )
      .get(`/${kind}s/:name`, (c) => ofFacet(c, { kind, name: c.req.param('name') }))
  return router
}

/** From 1; anything that is no number counts as the first. */
function pageOf(c: Context): number {
  const page = Number(c.req.query('page') ?? 1)
  return Number.isSafeInteger(page) && page > 0 && page < 100_000 ? page : 1
}
