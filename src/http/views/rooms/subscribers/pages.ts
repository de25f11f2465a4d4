import { html, raw } from 'hono/html'
import { monthName } from '../../../../domain/month.ts'
import {
  SUBSCRIBER_STATUSES,
  type Subscriber,
  type SubscriberStatus,
} from '../../../../domain/subscriber.ts'
import type { FieldProblem } from '../../../../errors.ts'
import type { SubscriberImportReport } from '../../../../subscriber-transfer.ts'
import type { Html, Site } from '../../layout.ts'
import { csrfField, problemSummary, roomPage, textField } from '../layout.ts'
import { barPlot } from '../sending/plot.ts'
import { dayText } from '../time-text.ts'
import { roomWords } from '../words.ts'
import { type SubscribersWords, subscribersWords } from './words.ts'

export interface SubscribersPageProps {
  site: Site
  csrf: string
  subscribers: Subscriber[]
  counts: Record<SubscriberStatus, number>
  status: SubscriberStatus | undefined
  q: string
  more: string | null
  /** Active ones by the month in which they came. */
  joined: { month: string; count: number }[]
  form?: { email: string; name: string; tags: string; vouch: string }
  problems?: FieldProblem[]
  notice?: string | undefined
}

/** The list of readers, and the ways in and out. */
export function subscribersPage(props: SubscribersPageProps): Html {
  const { site, csrf, subscribers, problems = [], notice, q, status } = props
  const { locale, timeZone } = site.publication
  const words = subscribersWords(locale)
  return roomPage({
    site,
    title: words.title,
    csrf,
    current: 'subscribers',
    hasError: problems.length > 0,
    main: html`<h1>${words.title}</h1>
${tabs(props, words)}
<form class="filters" method="get" action="/admin/subscribers" role="search">${status ? html`<input type="hidden" name="status" value="${status}">` : ''}<label class="unseen" for="q">${words.searchLabel}</label><input id="q" name="q" type="search" value="${q}" maxlength="254" placeholder="${words.searchLabel}, ${words.searchHint}"><button class="quiet" type="submit">${words.search}</button></form>
${problemSummary(problems, roomWords(locale))}
${notice ? html`<div class="notice" role="status"><p>${notice}</p></div>` : ''}
${
  subscribers.length === 0
    ? html`<p class="lead part">${q === '' && status === undefined ? words.none : words.noneFound}</p>`
    : html`<ul class="rows-list">${subscribers.map((each) => html`<li><p class="what"><strong><a href="/admin/subscribers/${each.id}">${each.email}</a></strong><span class="muted">${[each.name, ...each.tags].filter(Boolean).join(' · ')}</span></p><p class="badge muted">${words.states[each.status]}, ${words.since(dayText(each.createdAt, locale, timeZone, { year: true }))}</p></li>`)}</ul>`
}
${props.more ? html`<p class="onward"><a href="${props.more}">${words.more}</a></p>` : ''}
${addForm(props, words)}
${inAndOut(csrf, words)}
${joinedPlot(props, words)}`,
  })
}

function tabs({ counts, status, q }: SubscribersPageProps, words: SubscribersWords): Html {
  const all = SUBSCRIBER_STATUSES.reduce((sum, each) => sum + counts[each], 0)
  const tab = (value: SubscriberStatus | undefined, text: string, count: number) => {
    const query = new URLSearchParams({
      ...(value && { status: value }),
      ...(q && { q }),
    }).toString()
    return html`<li><a href="/admin/subscribers${query === '' ? '' : `?${query}`}"${raw(value === status ? ' aria-current="page"' : '')}>${text} <span class="count">${count}</span></a></li>\n`
  }
  return html`<nav class="tabs" aria-label="${words.tabsLabel}"><ul>${tab(undefined, words.all, all)}${SUBSCRIBER_STATUSES.map((each) => tab(each, words.states[each], counts[each]))}</ul></nav>`
}

function addForm(
  { csrf, form, problems = [] }: SubscribersPageProps,
  words: SubscribersWords,
): Html {
  return html`<section class="part" aria-labelledby="add"><h2 id="add">${words.addTitle}</h2>
<form method="post" action="/admin/subscribers">${csrfField(csrf)}
${textField({ name: 'email', label: words.email, value: form?.email ?? '', type: 'email', problems, attributes: 'maxlength="400" autocomplete="off"' })}
${textField({ name: 'name', label: words.name, value: form?.name ?? '', problems, attributes: 'maxlength="200" autocomplete="off"' })}
${textField({ name: 'tags', label: words.tags, hint: words.tagsHint, value: form?.tags ?? '', problems, attributes: 'maxlength="500" autocomplete="off"' })}
<label class="check"><input type="checkbox" name="vouch" value="yes"${raw(form?.vouch === 'yes' ? ' checked' : '')}> <span>${words.vouch} <span class="hint">${words.vouchHint}</span></span></label>
<div class="acts"><button type="submit">${words.add}</button></div></form></section>`
}

function inAndOut(csrf: string, words: SubscribersWords): Html {
  return html`<section class="part" aria-labelledby="import"><h2 id="import">${words.importTitle}</h2><p>${words.importText}</p>
${importForm(csrf, words)}
<p class="onward"><a href="/admin/subscribers/export.csv" download>${words.exportCsv}</a></p></section>`
}

function importForm(csrf: string, words: SubscribersWords): Html {
  return html`<form method="post" action="/admin/subscribers/import" enctype="multipart/form-data">${csrfField(csrf)}
<div class="field"><label for="file">${words.file}</label><input id="file" name="file" type="file" accept=".csv,text/csv"></div>
<div class="acts"><button class="quiet" type="submit" name="go" value="look">${words.look}</button><button class="quiet" type="submit" name="go" value="apply">${words.apply}</button></div></form>`
}

function joinedPlot({ site, joined }: SubscribersPageProps, words: SubscribersWords): Html {
  if (joined.length < 2) return html``
  const { locale } = site.publication
  return html`<section class="part" aria-labelledby="joined"><h2 id="joined">${words.joinedTitle}</h2>${barPlot(
    {
      label: words.joinedText,
      bars: joined.map(({ month, count }) => ({
        name: monthName(month, locale, { year: true }),
        value: count,
      })),
    },
  )}</section>`
}

export interface SubscriberPageProps {
  site: Site
  csrf: string
  subscriber: Subscriber
  form: { email: string; name: string; tags: string; text_only: string }
  problems?: FieldProblem[]
  notice?: string | undefined
}

/** One reader: what is known, and what the owner may change. */
export function subscriberPage(props: SubscriberPageProps): Html {
  const { site, csrf, subscriber, form, problems = [], notice } = props
  const { locale, timeZone } = site.publication
  const words = subscribersWords(locale)
  const path = `/admin/subscribers/${subscriber.id}`
  const isHere = subscriber.status === 'active' || subscriber.status === 'pending'
  return roomPage({
    site,
    title: subscriber.email,
    csrf,
    current: 'subscribers',
    hasError: problems.length > 0,
    main: html`<h1>${subscriber.email}</h1>
<p><a href="/admin/subscribers">${words.back}</a></p>
<p class="lead">${words.states[subscriber.status]}, ${words.since(dayText(subscriber.createdAt, locale, timeZone, { year: true }))}${subscriber.statusReason ? html`: ${subscriber.statusReason}` : ''}</p>
${problemSummary(problems, roomWords(locale))}
${notice ? html`<div class="notice" role="status"><p>${notice}</p></div>` : ''}
<form method="post" action="${path}">${csrfField(csrf)}
${textField({ name: 'email', label: words.email, value: form.email, type: 'email', problems, attributes: 'maxlength="400" autocomplete="off"' })}
${textField({ name: 'name', label: words.name, value: form.name, problems, attributes: 'maxlength="200" autocomplete="off"' })}
${textField({ name: 'tags', label: words.tags, hint: words.tagsHint, value: form.tags, problems, attributes: 'maxlength="500" autocomplete="off"' })}
<label class="check"><input type="checkbox" name="text_only" value="yes"${raw(form.text_only === 'yes' ? ' checked' : '')}> <span>${words.textOnly}</span></label>
<div class="acts"><button type="submit">${words.save}</button></div></form>
${subscriber.status === 'pending' || subscriber.status === 'unsubscribed' ? html`<form class="acts" method="post" action="${path}/ask">${csrfField(csrf)}<button class="quiet" type="submit">${words.askAgain}</button></form>` : ''}
${
  isHere
    ? html`<section class="part" aria-labelledby="suppress"><h2 id="suppress">${words.suppress}</h2>
<form method="post" action="${path}/suppress">${csrfField(csrf)}
<div class="field"><label for="as">${words.suppressAs}</label><select id="as" name="as">${(['unsubscribed', 'bounced', 'complained'] as const).map((as) => html`<option value="${as}">${words.states[as]}</option>`)}</select></div>
${textField({ name: 'reason', label: words.reason, hint: words.reasonHint, problems, attributes: 'maxlength="500" autocomplete="off"' })}
<div class="acts"><button class="quiet" type="submit">${words.suppress}</button></div></form></section>`
    : ''
}
<p class="onward"><a href="${path}/remove">${words.remove}</a></p>`,
  })
}

export function removePage(site: Site, csrf: string, subscriber: Subscriber): Html {
  const words = subscribersWords(site.publication.locale)
  const path = `/admin/subscribers/${subscriber.id}`
  return roomPage({
    site,
    title: words.removeTitle,
    csrf,
    current: 'subscribers',
    main: html`<h1>${words.removeTitle}</h1><p class="lead">${words.removeText(subscriber.email)}</p>
<form class="acts" method="post" action="${path}/remove">${csrfField(csrf)}<button type="submit">${words.removeSure}</button><a class="quiet" href="${path}">${words.back}</a></form>`,
  })
}

/** What an import would change, or did. */
export function importReportPage(site: Site, csrf: string, report: SubscriberImportReport): Html {
  const words = subscribersWords(site.publication.locale)
  const title = report.dry_run ? words.wouldTitle : words.didTitle
  const { samples } = report
  const numbers = {
    created: report.created,
    updated: report.updated,
    unchanged: report.unchanged,
    suppressed: report.suppressed,
    rejected: report.rejected.length,
  }
  return roomPage({
    site,
    title,
    csrf,
    current: 'subscribers',
    main: html`<h1>${title}</h1><p><a href="/admin/subscribers">${words.back}</a></p>
<table class="counts"><tbody>${Object.entries(numbers).map(([name, count]) => html`<tr><th scope="row">${words.counts[name as keyof typeof numbers]}</th><td>${count}</td></tr>`)}</tbody></table>
${sampleList(
  words.counts.created,
  samples.created.map(({ line, email }) => words.line(line, email)),
)}
${sampleList(
  words.counts.updated,
  samples.updated.map(({ line, email, changes }) =>
    words.line(line, `${email}, ${changes.join(', ')}`),
  ),
)}
${sampleList(
  words.counts.suppressed,
  samples.suppressed.map(({ line, email, reason }) => words.line(line, `${email}, ${reason}`)),
)}
${sampleList(
  words.counts.rejected,
  report.rejected.slice(0, 500).map(({ line, reason }) => words.line(line, reason)),
)}
${report.dry_run ? html`<section class="part"><p>${words.again}</p>${importForm(csrf, words)}</section>` : ''}`,
  })
}

function sampleList(heading: string, lines: string[]): Html {
  if (lines.length === 0) return html``
  return html`<section class="part"><h2>${heading}</h2><ul>${lines.map((line) => html`<li>${line}</li>`)}</ul></section>`
}
