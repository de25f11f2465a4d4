import { html } from 'hono/html'
import type { HistoryItem } from '../../../../desks/issue-history.ts'
import type { Issue } from '../../../../domain/issue.ts'
import type { Revision } from '../../../../domain/issue-content.ts'
import type { IssueChange } from '../../../../domain/issue-difference.ts'
import { monthName } from '../../../../domain/month.ts'
import type { Html, Site } from '../../layout.ts'
import { csrfField, roomPage } from '../layout.ts'
import { timeText } from '../time-text.ts'
import { changeDetails, changeLines } from './history-changes.ts'
import { type HistoryWords, historyWords } from './history-words.ts'

const MOST_LINES = 5

export interface HistoryPageProps {
  site: Site
  csrf: string
  issue: Issue
  items: HistoryItem[]
  /** What links did since the newest of them. */
  since: IssueChange[]
  isFirstPage: boolean
  older?: string | undefined
}

/** All states of an issue that are kept, newest first. */
export function historyPage(props: HistoryPageProps): Html {
  const { site, csrf, issue, items, since, isFirstPage, older } = props
  const { locale } = site.publication
  const words = historyWords(locale)
  const month = monthName(issue.month, locale, { year: true })
  const path = `/admin/issues/${issue.id}`
  return roomPage({
    site,
    title: words.title(month),
    csrf,
    current: 'issues',
    main: html`<h1>${words.title(month)}</h1>
<p><a href="${path}">${words.back}</a></p>
${items.length === 0 ? html`<p class="lead">${words.none}</p>` : html`<p class="muted history-text">${words.text}</p>`}
<ol class="history">
${
  since.length === 0
    ? ''
    : html`<li><div class="what"><h2>${words.now}</h2>
<p class="muted">${words.sinceLinks}</p>
${changeLines(since, MOST_LINES, words)}</div></li>`
}
${items.map((item) => historyRow(item, site, path, words))}</ol>
<div class="acts">${older === undefined ? '' : html`<a class="quiet" href="${path}/history?cursor=${older}">${words.older}</a>`}${isFirstPage ? '' : html`<a class="quiet" href="${path}/history">${words.newest}</a>`}</div>`,
  })
}

function historyRow(
  { revision, changes, isOldest }: HistoryItem,
  { publication: { locale, timeZone } }: Site,
  path: string,
  words: HistoryWords,
): Html {
  const time = timeText(revision.madeAt, locale, timeZone)
  return html`<li><div class="what"><h2>${time}</h2>
<p class="muted">${words.by[revision.source](revision.name)}</p>
${revision.restoredFrom ? html`<p>${words.restoredFrom(timeText(revision.restoredFrom, locale, timeZone))}</p>` : ''}
${isOldest ? html`<p>${words.first}</p>` : changeLines(changes, MOST_LINES, words)}</div>
<a class="quiet" href="${path}/history/${revision.id}" aria-label="${words.lookNamed(time)}">${words.look}</a></li>
`
}

export interface RevisionPageProps {
  site: Site
  csrf: string
  issue: Issue
  item: HistoryItem
  /** From how the issue is now to this state. */
  wayBack: IssueChange[]
  version: string
  did?: 'restored' | 'alreadySo' | undefined
  /** The issue was changed while the owner was looking. */
  isConflict?: boolean
}

/** One state: what it changed, and the way back to it. */
export function revisionPage(props: RevisionPageProps): Html {
  const { site, csrf, issue, item, did, isConflict = false } = props
  const { revision, changes, isOldest } = item
  const { locale, timeZone } = site.publication
  const words = historyWords(locale)
  const time = timeText(revision.madeAt, locale, timeZone)
  const begun = timeText(revision.begunAt, locale, timeZone)
  return roomPage({
    site,
    title: words.revisionTitle(time),
    csrf,
    current: 'issues',
    hasError: isConflict,
    main: html`<h1>${words.revisionTitle(time)}</h1>
<p><a href="/admin/issues/${issue.id}/history">${words.backToHistory}</a> · <a href="/admin/issues/${issue.id}">${words.back}</a></p>
${did ? html`<div class="notice" role="status"><p>${words[did]}</p></div>` : ''}
${isConflict ? html`<div class="problem" role="alert" tabindex="-1" autofocus><p>${words.conflict}</p></div>` : ''}
<p class="muted history-text">${monthName(issue.month, locale, { year: true })} · ${words.by[revision.source](revision.name)}${begun === time ? '' : html` · ${words.between(begun, time)}`}</p>
${revision.restoredFrom ? html`<p>${words.restoredFrom(timeText(revision.restoredFrom, locale, timeZone))}</p>` : ''}
${losses(revision, words)}
<section class="part" aria-labelledby="changed"><h2 id="changed">${words.changedHeading}</h2>
${isOldest ? html`<p>${words.first} ${words.nothingChanged}</p>` : changeDetails(changes, words)}</section>
${restorePart(props, words)}`,
  })
}

function losses({ losses: lost }: Revision, words: HistoryWords): Html {
  if (lost.length === 0) return html``
  return html`<section class="notice" aria-labelledby="losses"><h2 id="losses">${words.lossesHeading}</h2>
<ul>${lost.map(({ title, reason }) => html`<li>${words.losses[reason](title)}</li>`)}</ul></section>`
}

function restorePart(props: RevisionPageProps, words: HistoryWords): Html {
  const { csrf, issue, item, wayBack, version } = props
  const body =
    issue.state === 'cancelled'
      ? html`<p>${words.cancelled}</p>`
      : wayBack.length === 0
        ? html`<p>${words.restoreNothing}</p>`
        : html`<p>${words.restoreText}</p>
${changeLines(wayBack, 30, words)}
${issue.publishedAt ? html`<p>${words.restorePublic}</p>` : ''}
<form class="acts" method="post" action="/admin/issues/${issue.id}/history/${item.revision.id}/restore">${csrfField(csrf)}<input type="hidden" name="version" value="${version}"><button type="submit">${words.restore}</button></form>`
  return html`<section class="part" aria-labelledby="restore"><h2 id="restore">${words.restoreHeading}</h2>
${body}</section>`
}
