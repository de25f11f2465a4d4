import { html } from 'hono/html'
import type { ComingMonth } from '../../../../desks/rhythm-desk.ts'
import type { Schedule } from '../../../../domain/editorial.ts'
import { type Month, monthName } from '../../../../domain/month.ts'
import type { IssueRow } from '../../../../store/issues.ts'
import { mayEnter } from '../../../room-access.ts'
import type { Html, Site } from '../../layout.ts'
import { csrfField, roomPage } from '../layout.ts'
import { postsDoor } from '../posts/list.ts'
import { responsesDoor } from '../responses/list.ts'
import { comingSection } from '../rhythm/coming.ts'
import { timeText } from '../time-text.ts'
import { issuesWords } from './words.ts'

export interface IssuesPageProps {
  site: Site
  csrf: string
  issues: IssueRow[]
  /** Months that have no issue yet, newest first. */
  open: { month: Month; waiting: number; due: Date | null }[]
  /** What the schedule makes next, soonest first. */
  coming: ComingMonth[]
  lastSkipped: { month: Month; links: number | null } | null
  schedule: Schedule
  /** Months that made no issue for want of links, newest first. */
  skipped: Month[]
  problem?: string | undefined
  /** Responses that wait to be read. */
  heldResponses?: number
}

/** All issues by month, and the months that could become one. */
export function issuesPage(props: IssuesPageProps): Html {
  const { site, csrf, issues, open, skipped, problem } = props
  const { locale, timeZone } = site.publication
  const words = issuesWords(locale)
  const month = (each: Month) => monthName(each, locale, { year: true })
  const past = [
    ...issues.map((issue) => ({ month: issue.month, row: issueRow(issue) })),
    ...skipped.map((each) => ({
      month: each,
      row: html`<li><p class="what"><strong>${month(each)}</strong></p>\n<p class="badge muted">${words.skippedMonth}</p></li>`,
    })),
  ].sort((a, b) => (a.month < b.month ? 1 : -1))
  return roomPage({
    site,
    title: words.title,
    csrf,
    current: 'issues',
    hasError: problem !== undefined,
    main: html`<h1>${words.title}</h1>
${problem ? html`<p class="error" role="alert">${problem}</p>` : ''}
${open.map(
  (each) => html`<section class="part open-month"><h2>${month(each.month)}</h2>
<p>${words.assembleText(month(each.month), each.waiting)}${each.due ? html` <span class="muted">${words.due(timeText(each.due, locale, timeZone))}</span>` : ''}</p>
${each.waiting === 0 ? '' : html`<form class="acts" method="post" action="/admin/issues">${csrfField(csrf)}<input type="hidden" name="month" value="${each.month}"><button type="submit">${words.assemble(month(each.month))}</button></form>`}</section>`,
)}
${
  past.length === 0
    ? html`<p class="lead part">${words.none}</p>`
    : html`<ul class="rows-list part">${past.map(({ row }) => row)}</ul>`
}
${comingSection(props)}
<div class="part">${responsesDoor(locale, props.heldResponses ?? 0)}${mayEnter(site.viewer, '/admin/import-posts') ? postsDoor(locale) : ''}</div>`,
  })

  function issueRow(issue: IssueRow): Html {
    return html`<li><p class="what"><strong><a href="/admin/issues/${issue.id}">${issue.title}</a></strong>
<span class="muted">${month(issue.month)} · ${words.links(issue.entryCount)}</span></p>
<p class="badge">${words.states[issue.state]}${issue.state === 'scheduled' && issue.scheduledAt ? html` <span class="muted">${timeText(issue.scheduledAt, locale, timeZone)}</span>` : ''}${issue.sentAt ? html` <span class="muted">${timeText(issue.sentAt, locale, timeZone)}</span>` : ''}</p></li>`
  }
}
