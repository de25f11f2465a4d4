import { html } from 'hono/html'
import type { FieldProblem } from '../../../../errors.ts'
import type { SubscriberImportReport } from '../../../../subscriber-transfer.ts'
import type { Html, Site } from '../../layout.ts'
import { csrfField, problemSummary, roomPage } from '../layout.ts'
import { roomWords } from '../words.ts'
import { type SubscribersWords, subscribersWords } from './words.ts'

const PATH = '/admin/subscribers'
/** Refused lines shown; the rest is counted. */
const REJECTED_SHOWN = 500

export interface ImportPageProps {
  site: Site
  csrf: string
  problems?: FieldProblem[]
}

export function importPage({ site, csrf, problems = [] }: ImportPageProps): Html {
  const words = subscribersWords(site.publication.locale)
  return roomPage({
    site,
    title: words.importTitle,
    csrf,
    current: 'subscribers',
    hasError: problems.length > 0,
    main: html`<p class="back"><a href="${PATH}">${words.back}</a></p><h1>${words.importTitle}</h1>
<p class="lead">${words.importText}</p>
${problemSummary(problems, roomWords(site.publication.locale))}
${fileForm(csrf, words, problems)}`,
  })
}

function fileForm(csrf: string, words: SubscribersWords, problems: FieldProblem[]): Html {
  const problem = problems.find(({ field }) => field === 'file')?.message
  return html`<form method="post" action="${PATH}/import" enctype="multipart/form-data">${csrfField(csrf)}
<div class="field"><label for="file">${words.file}</label><p class="hint" id="file-hint">${words.importColumns}</p>${problem ? html`<p class="error" id="file-error">${problem}</p>` : ''}<input id="file" name="file" type="file" accept=".csv,.txt,text/csv" aria-describedby="file-hint${problem ? ' file-error' : ''}"></div>
<div class="acts"><button type="submit" name="go" value="look">${words.look}</button><button class="quiet" type="submit" name="go" value="apply">${words.apply}</button></div></form>`
}

export interface ImportReportPageProps {
  site: Site
  csrf: string
  report: SubscriberImportReport
  /** The file once more, in base 64, so that it need not be chosen again; null: too large. */
  kept: string | null
}

/** What an import would change, or did. */
export function importReportPage(props: ImportReportPageProps): Html {
  const { site, csrf, report } = props
  const { locale } = site.publication
  const words = subscribersWords(locale)
  const title = report.dry_run ? words.wouldTitle : words.didTitle
  const number = new Intl.NumberFormat(locale)
  const { samples, rejected } = report
  const numbers = {
    created: report.created,
    updated: report.updated,
    unchanged: report.unchanged,
    suppressed: report.suppressed,
    rejected: rejected.length,
  }
  const names = Object.keys(numbers) as (keyof typeof numbers)[]
  return roomPage({
    site,
    title,
    csrf,
    current: 'subscribers',
    main: html`<p class="back"><a href="${PATH}">${words.back}</a></p><h1>${title}</h1>
<table class="queues outcome"><tbody>${names.map((name) => html`<tr><th scope="row">${words.counts[name]} <span class="muted">${words.countHints[name]}</span></th><td class="${numbers[name] === 0 ? 'nil' : name}">${number.format(numbers[name])}</td></tr>`)}</tbody></table>
${report.dry_run ? goAhead(props, words) : ''}
${lineTable('created', numbers.created, samples.created, ({ email }) => email, words)}
${lineTable('updated', numbers.updated, samples.updated, ({ email, changes }) => `${email}: ${changes.map((each) => changeText(each, words)).join(', ')}`, words)}
${lineTable('suppressed', numbers.suppressed, samples.suppressed, ({ email, reason }) => `${email}: ${stateText(reason, words)}`, words)}
${lineTable('rejected', numbers.rejected, rejected.slice(0, REJECTED_SHOWN), ({ reason }) => reason, words)}`,
  })
}

const stateText = (state: string, words: SubscribersWords) =>
  words.states[state as keyof SubscribersWords['states']] ?? state

/** "status: pending → active" in the words of the room. */
function changeText(change: string, words: SubscribersWords): string {
  if (change === 'name' || change === 'tags') return words.changes[change]
  const [, from = '', to = ''] = /^status: (\w+) → (\w+)$/.exec(change) ?? []
  return from === '' ? change : `${stateText(from, words)} → ${stateText(to, words)}`
}

/** After a look: the same file, this time for good. */
function goAhead({ csrf, report, kept }: ImportReportPageProps, words: SubscribersWords): Html {
  if (report.created + report.updated === 0) return html`<p class="part">${words.nothingToDo}</p>`
  if (kept === null)
    return html`<section class="part"><p>${words.again}</p>${fileForm(csrf, words, [])}</section>`
  return html`<form class="acts" method="post" action="${PATH}/import">${csrfField(csrf)}<input type="hidden" name="go" value="apply"><input type="hidden" name="kept" value="${kept}"><button type="submit">${words.applyNow(report.created, report.updated)}</button><a class="quiet" href="${PATH}/import">${words.importDoor}</a></form>`
}

function lineTable<T extends { line: number }>(
  kind: 'created' | 'updated' | 'suppressed' | 'rejected',
  count: number,
  rows: T[],
  text: (row: T) => string,
  words: SubscribersWords,
): Html {
  if (rows.length === 0) return html``
  const some = words.samples(rows.length, count)
  return html`<section class="part" aria-labelledby="rows-${kind}"><h2 id="rows-${kind}">${words.counts[kind]}${some === '' ? '' : html` <span class="some">${some}</span>`}</h2>
<table class="lines"><thead><tr><th scope="col">${words.line}</th><th scope="col">${kind === 'rejected' ? words.why : words.what}</th></tr></thead><tbody>${rows.map((row) => html`<tr><td>${row.line}</td><td>${text(row)}</td></tr>`)}</tbody></table></section>`
}
