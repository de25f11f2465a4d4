import { html } from 'hono/html'
import type { SendingJobs } from '../../../../desks/job-desk.ts'
import { type FailedJob, JOB_KINDS, type JobCounts, type JobKind } from '../../../../store/jobs.ts'
import type { Html, Site } from '../../layout.ts'
import { csrfField, roomPage } from '../layout.ts'
import { settingsTabs } from '../settings/tabs.ts'
import { timeText } from '../time-text.ts'
import { type JobsWords, jobsWords } from './words.ts'

export interface JobsPageProps {
  site: Site
  csrf: string
  counts: Record<JobKind, JobCounts>
  /** The latest of each kind. */
  failed: FailedJob[]
  sending: SendingJobs[]
  /** How many were just made due again. */
  retried: number
}

const COLUMNS = ['due', 'running', 'later', 'failed'] as const

/** The queues, and what failed in them. */
export function jobsPage(props: JobsPageProps): Html {
  const { site, csrf, counts, sending, retried } = props
  const words = jobsWords(site.publication.locale)
  const failing = JOB_KINDS.filter((kind) => counts[kind].failed > 0)
  return roomPage({
    site,
    title: words.title,
    csrf,
    current: 'settings',
    main: html`<h1>${words.title}</h1>
${settingsTabs('jobs', site.publication.locale)}
<p class="lead">${words.lead}</p>
${retried > 0 ? html`<div class="notice" role="status"><p>${words.again(retried)}</p></div>` : ''}
<table class="queues"><thead><tr><th scope="col">${words.queue}</th>${COLUMNS.map((column) => html`<th scope="col">${words.counts[column]}</th>`)}</tr></thead>
<tbody>${JOB_KINDS.map((kind) => queueRow(html`${words.kinds[kind][0]}`, words.kinds[kind][1], counts[kind], site))}${sending.map(
      ({ issue, counts: own }) =>
        queueRow(
          html`<a href="/admin/issues/${issue.id}/sending">${words.sending(issue.title)}</a>`,
          words.sendingWhat,
          own,
          site,
        ),
    )}</tbody></table>
${failing.length === 0 ? html`<p class="part all-well">${words.allWell}</p>` : failing.map((kind) => failedPart(props, kind, words))}`,
  })
}

function queueRow(name: Html, what: string, counts: JobCounts, { publication }: Site): Html {
  const number = new Intl.NumberFormat(publication.locale)
  return html`<tr><th scope="row">${name} <span class="muted">${what}</span></th>${COLUMNS.map(
    (column) =>
      html`<td class="${counts[column] === 0 ? 'nil' : column}">${number.format(counts[column])}</td>`,
  )}</tr>`
}

function failedPart(
  { site, csrf, counts, failed }: JobsPageProps,
  kind: JobKind,
  words: JobsWords,
) {
  const { locale, timeZone } = site.publication
  const shown = failed.filter((job) => job.kind === kind)
  const all = counts[kind].failed
  return html`<section class="part" aria-labelledby="failed-${kind}"><h2 id="failed-${kind}">${words.failedTitle[kind]}</h2>
<ul class="rows-list">${shown.map(
    (job) =>
      html`<li><p class="what"><strong>${nameOf(job)}${job.ownerMail ? html` · ${words.ownerMails[job.ownerMail.kind]}` : ''}</strong><span class="muted">${reasonOf(job, words)}${job.at ? html` · ${timeText(job.at, locale, timeZone)}` : ''}</span></p>
<form method="post" action="/admin/jobs/${kind}/retry">${csrfField(csrf)}<input type="hidden" name="id" value="${job.id}"><button class="quiet" type="submit" aria-label="${words.retryNamed(job.name)}">${words.retry}</button></form></li>`,
  )}</ul>
${
  all > 1
    ? html`<form class="acts" method="post" action="/admin/jobs/${kind}/retry">${csrfField(csrf)}<input type="hidden" name="id" value="all"><button class="quiet" type="submit">${words.retryAll(all)}</button>${all > shown.length ? html`<span class="muted">${words.more(all - shown.length)}</span>` : ''}</form>`
    : ''
}</section>`
}

function reasonOf({ reason, ownerMail }: FailedJob, words: JobsWords): string {
  if (ownerMail?.isUnknown) return [words.unknown, reason].filter(Boolean).join(' ')
  return reason || words.noReason
}

/** Where there is a page to look at, its name leads there. */
function nameOf({ kind, id, name }: FailedJob): Html {
  if (kind === 'mails' || kind === 'owner_mails') return html`${name}`
  const href = kind === 'sources' ? `/admin/sources/${id}` : `/admin/links/${id}`
  return html`<a href="${href}">${name}</a>`
}
