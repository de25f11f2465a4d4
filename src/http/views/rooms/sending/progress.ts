import { html, raw } from 'hono/html'
import { sumOfDeliveries } from '../../../../domain/delivery-sum.ts'
import type { Issue } from '../../../../domain/issue.ts'
import { monthName } from '../../../../domain/month.ts'
import type { Ping } from '../../../../domain/response.ts'
import {
  DELIVERY_STATES,
  type Delivery,
  type DeliveryState,
} from '../../../../domain/subscriber.ts'
import { pauseReasonIn } from '../../../../render/pause-reason.ts'
import { mayEnter } from '../../../room-access.ts'
import { issuePath } from '../../issue-list.ts'
import type { Html, Site } from '../../layout.ts'
import { issueClicks } from '../clicks/click-list.ts'
import { csrfField, roomPage } from '../layout.ts'
import { toldPart } from '../responses/told.ts'
import { timeText } from '../time-text.ts'
import { barPlot } from './plot.ts'
import { sendingScript } from './script.ts'
import { type SendingWords, sendingWords } from './words.ts'

export interface SendProgress {
  state: Issue['state']
  total: number
  counts: Record<DeliveryState, number>
  rate_per_s: number
  eta_s: number | null
  last_reply: string | null
}

export interface SendingPageProps {
  site: Site
  csrf: string
  issue: Issue
  pausedReason: string | null
  progress: SendProgress
  /** Seconds until a scheduled issue leaves; null when that is none, or far off. */
  leavesInS: number | null
  /** Failed and doubtful ones. */
  troubled: Delivery[]
  moreTroubled: string | null
  /** Messages in steps of time. */
  plot: { at: Date; count: number }[]
  /** By entry; empty while clicks are not counted. */
  clicks: ReadonlyMap<number, number>
  notice?: string | undefined
  /** Whom the issue was told to. */
  told?: Ping[]
}

/** A send, live and afterwards. */
export function sendingPage(props: SendingPageProps): Html {
  const { site, csrf, issue, notice } = props
  const { locale } = site.publication
  const words = sendingWords(locale)
  const month = monthName(issue.month, locale, { year: true })
  const path = `/admin/issues/${issue.id}`
  const isLive = issue.state === 'sending' || issue.state === 'scheduled'
  return roomPage({
    site,
    title: words.title(month),
    csrf,
    current: 'issues',
    scripts: [sendingScript],
    main: html`<h1>${words.title(month)}</h1>
<ul class="doors"><li><a class="quiet" href="${path}">${words.edit}</a></li>${issue.publishedAt ? html`<li><a class="quiet" href="${issuePath(issue.slug)}">${words.page}</a></li>` : ''}${isLive ? html`<li><a class="quiet" href="${path}/sending" data-refresh>${words.refresh}</a></li>` : ''}</ul>
${notice ? html`<div class="notice" role="status"><p>${notice}</p></div>` : ''}
<div id="live"${raw(isLive ? ` data-events="${path}/sending/events" data-state="${issue.state}"` : '')}>
${headline(props, words)}
${issue.state === 'draft' || issue.state === 'scheduled' ? '' : numbers(props, words)}
</div>
${buttons(props, words)}
${issueClicks(site, issue, props.clicks)}
${plotPart(props, words)}
${troubledPart(props, words)}
${toldPart(props.told ?? [], locale)}`,
  })
}

function headline(props: SendingPageProps, words: SendingWords): Html {
  const { site, issue, pausedReason, progress, leavesInS } = props
  const { locale, timeZone } = site.publication
  if (issue.state === 'scheduled' && issue.scheduledAt)
    return leavesInS === null
      ? html`<p class="lead">${words.leavesAt(timeText(issue.scheduledAt, locale, timeZone))}</p>`
      : html`<p class="lead" id="countdown" role="timer" data-left="${leavesInS}" data-one="${words.leavesIn(1)}" data-many="${words.leavesIn(1_000_001).replace(/1.?000.?001/, '{n}')}">${words.leavesIn(leavesInS)}</p>`
  if (issue.state === 'paused')
    return html`<div class="problem" role="alert"><h2>${words.paused}</h2><p>${pauseReasonIn(site.publication.locale, pausedReason ?? '')}</p></div>`
  if (issue.state === 'cancelled') return html`<p class="lead">${words.cancelled}</p>`
  if (issue.state === 'sent')
    return html`<p class="lead">${progress.total === 0 ? words.doneNobody : words.done(progress.counts.sent)}</p>`
  return html`<p class="lead" role="status" id="said">${progress.total === 0 ? words.planning : words.progress(done(progress), progress.total)}</p>`
}

/** Nothing more happens to these. */
const done = ({ counts }: SendProgress) =>
  counts.sent + counts.failed + counts.unknown + counts.skipped

function numbers({ site, progress, issue }: SendingPageProps, words: SendingWords): Html {
  const { locale } = site.publication
  const { counts, total } = progress
  const { holds } = sumOfDeliveries(progress)
  const format = (count: number) => new Intl.NumberFormat(locale).format(count)
  return html`<progress id="bar" max="${Math.max(total, 1)}" value="${done(progress)}" aria-label="${words.title('')}"></progress>
<p class="muted" id="pace">${issue.state === 'sending' ? paceText(progress, words, locale) : ''}</p>
<table class="counts"><tbody>${DELIVERY_STATES.map((state) => html`<tr><th scope="row">${words.states[state]}</th><td data-count="${state}">${format(counts[state])}</td></tr>`)}
<tr class="sum"><th scope="row">${words.sum}</th><td data-count="total">${format(total)}</td></tr></tbody></table>
<p class="${holds ? 'muted' : 'error'}" id="sum">${holds ? words.holds : words.broken}</p>
<p class="muted reply">${words.lastReply}: <q id="reply">${progress.last_reply ?? '–'}</q></p>`
}

export function paceText(progress: SendProgress, words: SendingWords, locale: string): string {
  const { rate_per_s: rate, eta_s: left } = progress
  const parts = [
    words.rate(new Intl.NumberFormat(locale, { maximumFractionDigits: 1 }).format(rate)),
    ...(left === null || left === 0 ? [] : [words.left(duration(left, words))]),
  ]
  return parts.join(', ')
}

function duration(seconds: number, words: SendingWords): string {
  if (seconds < 90) return words.seconds(seconds)
  if (seconds < 5_400) return words.minutes(Math.round(seconds / 60))
  return words.hours(Math.round(seconds / 3_600))
}

/** What the script is told of a send that goes on. */
export function liveNews(progress: SendProgress, locale: string) {
  const words = sendingWords(locale)
  const format = (count: number) => new Intl.NumberFormat(locale).format(count)
  const { counts, total } = progress
  return {
    state: progress.state,
    done: done(progress),
    total,
    counts: Object.fromEntries(
      [
        ...DELIVERY_STATES.map((state) => [state, counts[state]] as const),
        ['total', total] as const,
      ].map(([name, count]) => [name, format(count)]),
    ),
    said: total === 0 ? words.planning : words.progress(done(progress), total),
    pace: paceText(progress, words, locale),
    reply: progress.last_reply ?? '–',
  }
}

function buttons({ site, csrf, issue, progress }: SendingPageProps, words: SendingWords): Html {
  const path = `/admin/issues/${issue.id}/sending`
  if (!mayEnter(site.viewer, `${path}/pause`, 'POST')) return html``
  const { counts } = progress
  const left = counts.pending + counts.sending + counts.deferred
  const form = (act: string, text: string, className = '') =>
    html`<form method="post" action="${path}/${act}">${csrfField(csrf)}<button class="${className}" type="submit">${text}</button></form>`
  const cancel = html`<a class="quiet" href="${path}/cancel">${words.cancel}</a>`
  if (issue.state === 'scheduled') return html`<div class="acts">${form('stop', words.stop)}</div>`
  if (issue.state === 'sending')
    return html`<div class="acts">${form('pause', words.pause)}${cancel}</div>`
  if (issue.state === 'paused')
    return html`<div class="acts">${form('resume', words.resume(left))}${cancel}</div>`
  return html``
}

function plotPart({ site, plot }: SendingPageProps, words: SendingWords): Html {
  if (plot.length < 2) return html``
  const { locale, timeZone } = site.publication
  const most = Math.max(...plot.map(({ count }) => count))
  return html`<section class="part" aria-labelledby="plot"><h2 id="plot">${words.plotTitle}</h2>
${barPlot({
  label: words.plotText(most),
  bars: plot.map(({ at, count }) => ({ name: timeText(at, locale, timeZone), value: count })),
})}</section>`
}

/** Addresses are for those who see to readers. */
function troubledPart(props: SendingPageProps, words: SendingWords): Html {
  const { site, csrf, issue, progress, troubled, moreTroubled } = props
  const { unknown } = progress.counts
  const path = `/admin/issues/${issue.id}/sending/resolve`
  if (!mayEnter(site.viewer, path, 'POST')) return html``
  return html`${
    unknown === 0 || issue.state === 'sending'
      ? ''
      : html`<section class="part" aria-labelledby="doubt"><h2 id="doubt">${words.unknownTitle(unknown)}</h2><p>${words.unknownText}</p>
<form class="acts" method="post" action="${path}">${csrfField(csrf)}<button class="quiet" type="submit" name="as" value="sent">${words.asSent}</button><button class="quiet" type="submit" name="as" value="retry">${words.asRetry}</button></form></section>`
  }${
    troubled.length === 0
      ? ''
      : html`<section class="part" aria-labelledby="failed"><h2 id="failed">${words.failedTitle}</h2>
<table class="troubled"><thead><tr><th scope="col">${words.address}</th><th scope="col"><span class="unseen">${words.when}</span></th><th scope="col">${words.reason}</th></tr></thead><tbody>${troubled.map((delivery) => html`<tr><td>${delivery.email}</td><td>${words.states[delivery.state]}</td><td>${delivery.lastReply ?? '–'}</td></tr>`)}</tbody></table>
${moreTroubled ? html`<p class="onward"><a href="${moreTroubled}">${words.more}</a></p>` : ''}</section>`
  }`
}

export function cancelPage(
  props: Pick<SendingPageProps, 'site' | 'csrf' | 'issue' | 'progress'>,
): Html {
  const { site, csrf, issue, progress } = props
  const words = sendingWords(site.publication.locale)
  const { counts } = progress
  return roomPage({
    site,
    title: words.cancelTitle,
    csrf,
    current: 'issues',
    main: html`<h1>${words.cancelTitle}</h1><p class="lead">${words.cancelText(counts.sent + counts.unknown, counts.pending + counts.sending + counts.deferred)}</p>
<form class="acts" method="post" action="/admin/issues/${issue.id}/sending/cancel">${csrfField(csrf)}<button type="submit">${words.cancelSure}</button><a class="quiet" href="/admin/issues/${issue.id}/sending">${words.goOn}</a></form>`,
  })
}
