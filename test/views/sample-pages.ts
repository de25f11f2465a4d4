import type { Publication } from '../../src/domain/issue.ts'
import { aboutPage } from '../../src/http/views/about.ts'
import { archivePage } from '../../src/http/views/archive.ts'
import { facetPage, namesPage } from '../../src/http/views/facet.ts'
import { homePage } from '../../src/http/views/home.ts'
import { issuePage } from '../../src/http/views/issue.ts'
import { type IssueSummary, summaryOf } from '../../src/http/views/issue-list.ts'
import type { Html, Site } from '../../src/http/views/layout.ts'
import { errorPage, expiredPage, notFoundPage } from '../../src/http/views/message-page.ts'
import {
  addressChangedPage,
  addressPage,
  addressTakenPage,
  askDataPage,
  dataMailedPage,
  dataPage,
  erasedPage,
  erasePage,
  notOnListPage,
  preferencesPage,
} from '../../src/http/views/preferences.ts'
import { searchPage } from '../../src/http/views/search.ts'
import { siteAssets } from '../../src/http/views/styles.ts'
import {
  checkMailPage,
  confirmedPage,
  confirmOverPage,
  confirmPage,
  returnPage,
  subscribePage,
} from '../../src/http/views/subscribe.ts'
import { unsubscribedPage, unsubscribePage } from '../../src/http/views/unsubscribe.ts'
import { pageWords } from '../../src/http/views/words.ts'
import { renderMarkdown } from '../../src/render/markdown.ts'
import { contentsOf, renderIssueContent } from '../../src/render/render-page.ts'
import type { IssueDocument } from '../../src/render/rendered-issue.ts'
import { HIT_END, HIT_START } from '../../src/store/public-archive.ts'
import { publication, sampleDocument } from '../render/sample-document.ts'

export const ORIGIN = 'https://small.example'

export function aSite(about: Partial<Publication> = {}): Site {
  return { publication: { ...publication, ...about }, baseUrl: ORIGIN }
}

export function issuePageOf(doc: IssueDocument, site: Site = aSite()): Html {
  return issuePage({
    site,
    issue: doc.issue,
    contentHtml: renderIssueContent(doc),
    contents: contentsOf(doc),
    previous: summaries[0] ?? null,
    next: null,
  })
}

/** Its links under no heading, but for the first so many sections. */
function withoutSections(doc: IssueDocument, kept: number): IssueDocument {
  const { sections } = doc.issue
  const entries = sections.slice(kept).flatMap((section) => section.entries)
  return {
    ...doc,
    issue: { ...doc.issue, sections: [...sections.slice(0, kept), { name: null, entries }] },
  }
}

const months = ['2023-06', '2023-05', '2023-04', '2022-12', '2022-11']
export const summaries: IssueSummary[] = months.map((month, index) => ({
  title: `What I've been reading, part ${months.length - index}`,
  slug: month,
  month,
  publishedAt: new Date(`${month}-28T06:00:00Z`),
  entryCount: 9 + index,
}))

/** Every public page and state, by name. */
export async function samplePages(site: Site = aSite()): Promise<Record<string, string>> {
  const doc = await sampleDocument()
  doc.issue.outro = 'That was July. Answer if something here made you think.'
  const summary = summaryOf(doc.issue)
  const action = '/unsubscribe/3fJ0b9'
  const pages: Record<string, Html> = {
    home: homePage({
      site,
      latest: {
        summary,
        introHtml: renderMarkdown(doc.issue.intro),
        contents: contentsOf(doc),
      },
      recent: summaries,
      featured: summaries.slice(2, 4),
    }),
    'home-empty': homePage({ site, latest: null, recent: [] }),
    issue: issuePageOf(doc, site),
    'issue-no-section': issuePageOf(withoutSections(doc, 0), site),
    'issue-some-sections': issuePageOf(withoutSections(doc, 1), site),
    archive: archivePage({ site, issues: [summary, ...summaries] }),
    ...foundPages(site, doc),
    about: aboutPage(site, 'I read at **night**. [Write to me](mailto:ida@norn.example).'),
    'archive-empty': archivePage({ site, issues: [] }),
    subscribe: subscribePage({ site, stamp: 'lk1.3fJ0b9' }),
    'subscribe-again': subscribePage({
      site,
      stamp: 'lk1.3fJ0b9',
      email: 'ada@reader.example',
      notice: pageWords(site.publication.locale).tooQuick,
    }),
    'subscribe-refused': subscribePage({
      site,
      email: 'ada@',
      error: 'That is no email address. Write it like name@example.com',
    }),
    'check-mail': checkMailPage({ site, email: 'ada@reader.example' }),
    confirm: confirmPage({ site, action: '/confirm/3fJ0b9' }),
    confirmed: confirmedPage({ site }),
    'confirmed-already': confirmedPage({ site, isAlready: true }),
    'confirm-over': confirmOverPage({ site, action: '/confirm/3fJ0b9/again' }),
    return: returnPage({ site, action: '/return/3fJ0b9' }),
    ...preferencePages(site),
    unsubscribe: unsubscribePage({ site, action }),
    unsubscribed: unsubscribedPage({ site }),
    'unsubscribed-undo': unsubscribedPage({ site, undo: { action: `${action}/undo` } }),
    'not-found': notFoundPage(site),
    expired: expiredPage(site),
    error: errorPage(site),
  }
  const entries = Object.entries(pages).map(
    async ([name, page]) => [name, String(await page)] as const,
  )
  return Object.fromEntries(await Promise.all(entries))
}

/** Pages on which entries of several issues stand. */
function foundPages(site: Site, doc: IssueDocument): Record<string, Html> {
  const { title, slug, month, sections } = doc.issue
  const entries = sections
    .flatMap((section) => section.entries)
    .map((entry) => ({ ...entry, issue: { title, slug, month } }))
  const names = 'algebra c++ databases gardens history time'.split(' ')
  const counts = names.map((name, index) => ({ name, count: 1 + index * 7 }))
  const paging = { page: 1, pages: 3, to: (page: number) => `/tags/time?page=${page}` }
  const mark = (text: string) => text.replace(/\b(the|of|a)\b/i, `${HIT_START}$1${HIT_END}`)
  const hits = entries.map((entry) => ({
    ...entry,
    markedTitle: mark(entry.title),
    markedNote: mark(entry.note),
  }))
  const search = { how: 'words' as const, most: 1_000, paging }
  return {
    tags: namesPage(site, 'tag', counts),
    'tags-empty': namesPage(site, 'tag', []),
    tag: facetPage({ site, facet: { kind: 'tag', name: 'time' }, entries, total: 80, paging }),
    search: searchPage({ site, words: '' }),
    'search-found': searchPage({
      site,
      words: 'the',
      found: { ...search, hits, total: hits.length, issues: summaries.slice(0, 2) },
    }),
    'search-nothing': searchPage({
      site,
      words: 'unheard',
      found: { ...search, hits: [], total: 0, issues: [] },
    }),
  }
}

function preferencePages(site: Site): Record<string, Html> {
  const action = '/preferences/3fJ0b9'
  const email = 'ada@reader.example'
  const words = pageWords(site.publication.locale)
  const props = {
    site,
    action,
    values: { email, pausedUntil: '2023-10-01', textOnly: true },
    pause: { from: '2023-08-02', until: '2025-08-01' },
    leaveAction: '/unsubscribe/3fJ0b9',
  }
  const problems = [
    { field: 'email', message: words.emailInvalid },
    { field: 'paused_until', message: words.pauseInvalid },
  ]
  return {
    preferences: preferencesPage(props),
    'preferences-saved': preferencesPage({ ...props, saved: { isMailed: true } }),
    'preferences-refused': preferencesPage({ ...props, problems }),
    'not-on-list': notOnListPage(site),
    address: addressPage({ site, action: '/preferences/address/3fJ0b9', email }),
    'address-changed': addressChangedPage(site, email),
    'address-taken': addressTakenPage(site, email),
    'data-ask': askDataPage({ site, action: `${action}/data` }),
    'data-mailed': dataMailedPage(site),
    data: dataPage({ site, action: '/preferences/data/3fJ0b9' }),
    erase: erasePage({ site, action: '/preferences/data/3fJ0b9/delete' }),
    erased: erasedPage(site),
  }
}

/** Answer to a request of a page under test: the page, an asset, or nothing. */
export function answerFor(pathname: string, pages: Record<string, string>) {
  const asset = siteAssets.find((each) => each.path === pathname)
  if (asset) return { status: 200, contentType: asset.contentType, body: asset.body }
  const page = pages[pathname.slice(1)]
  if (page === undefined) return { status: 404, contentType: 'text/plain', body: '' }
  return { status: 200, contentType: 'text/html; charset=utf-8', body: page }
}
