import { html } from 'hono/html'
import type { Attention, Overview } from '../../../../desks/overview-desk.ts'
import { findingIn } from '../../../../doctor/german-findings.ts'
import { monthName } from '../../../../domain/month.ts'
import { knownLocale } from '../../../../render/locale.ts'
import { pauseReasonIn } from '../../../../render/pause-reason.ts'
import { mayEnter } from '../../../room-access.ts'
import type { Html, Site } from '../../layout.ts'
import { mostRead } from '../clicks/click-list.ts'
import { holdNotice } from '../hold/notice.ts'
import { roomPage } from '../layout.ts'
import { rhythmWords } from '../rhythm/words.ts'
import { barPlot } from '../sending/plot.ts'
import { dayText, timeOfDay } from '../time-text.ts'
import { roomWords } from '../words.ts'
import { type OverviewWords, overviewWords } from './words.ts'

export type OverviewProps = Overview & { site: Site; csrf: string }

/** The first of the rooms: this month, what comes next, what needs a look. */
export function overviewPage(props: OverviewProps): Html {
  const { site, csrf, month, waiting } = props
  const { locale } = site.publication
  const words = overviewWords(locale)
  const title = monthName(month, locale, { year: true })
  return roomPage({
    site,
    title,
    csrf,
    current: 'overview',
    main: html`<h1>${title}</h1>
${holdNotice(props)}
${waiting.total === 0 ? html`<p class="lead">${roomWords(locale).nothingKept(monthName(month, locale, { year: false }))}</p>` : ''}
${firstSteps(props, words)}
${glance(props, words)}
${acts(props, words)}
${needsALook(props, words)}
${mostRead(site, props.mostRead)}
${plots(props, words)}`,
  })
}

/** Nothing was ever saved here. */
const isEmpty = ({ linksByMonth, waiting, last }: OverviewProps) =>
  linksByMonth.length === 0 && waiting.total === 0 && last === null

/** Until they are done or put away; and the sample month, as long as it is there. */
function firstSteps(props: OverviewProps, words: OverviewWords): Html {
  if (!mayEnter(props.site.viewer, '/admin/start')) return html``
  const { done, isLeft, isOver, hasSample } = props.start
  const steps = Object.values(done)
  const count = steps.filter(Boolean).length
  const door =
    isLeft || isOver
      ? ''
      : html`<div class="notice steps-door"><p><strong>${words.startTitle}.</strong> ${words.startDone(count, steps.length)}</p><a class="quiet strong" href="/admin/start">${count === 0 ? words.startBegin : words.startGo}</a></div>`
  const sample = hasSample
    ? html`<p class="muted sample">${words.sampleHere} <a href="/admin/start#sample">${words.sampleRemove}</a></p>`
    : ''
  return html`${door}${sample}`
}

/** The one thing to do next, and the ways to get to something to do. */
function acts(props: OverviewProps, words: OverviewWords): Html {
  const { waiting, next } = props
  if (isEmpty(props))
    return html`<p>${words.emptyText}</p>
<div class="acts"><a class="quiet strong" href="/save">${words.save}</a>${mayEnter(props.site.viewer, '/admin/settings/saving') ? html`<a class="quiet" href="/admin/settings/saving">${words.waysToSave}</a>` : ''}</div>`
  const doors = [
    ...(waiting.withoutNote > 0 ? [['/admin/links?noted=no', words.write]] : []),
    ...(next.issue ? [[`/admin/issues/${next.issue.id}`, words.openDraft]] : []),
    ...(waiting.total === 0 ? [['/save', words.save]] : []),
  ]
  if (doors.length === 0) return html``
  return html`<div class="acts">${doors.map(
    ([href, text], index) =>
      html`<a class="quiet${index === 0 ? ' strong' : ''}" href="${href}">${text}</a>`,
  )}</div>`
}

function glance(props: OverviewProps, words: OverviewWords): Html {
  const { waiting, site } = props
  const number = new Intl.NumberFormat(site.publication.locale)
  const noted =
    waiting.total === 0
      ? words.noLinks
      : waiting.withoutNote === 0
        ? words.allNoted
        : html`<a href="/admin/links?noted=no">${words.withoutNote(waiting.withoutNote)}</a>`
  return html`<dl class="glance">
<div><dt>${words.links}</dt><dd class="big"><a href="/admin/links">${number.format(waiting.total)} <span>${words.waiting}</span></a></dd><dd>${noted}</dd></div>
${nextPart(props, words)}
${lastPart(props, words)}
</dl>`
}

function nextPart({ site, next }: OverviewProps, words: OverviewWords): Html {
  const { locale, timeZone } = site.publication
  const { issue, due, days, day, draft } = next
  const href = issue ? `/admin/issues/${issue.id}` : '/admin/issues'
  const rhythm = rhythmWords(locale)
  if (issue && day?.isPast)
    return html`<div><dt>${words.next}</dt><dd class="big"><a href="${href}/approve">${monthName(issue.month, locale, { year: false })}</a></dd><dd>${rhythm.waiting}</dd></div>`
  if (!due)
    return html`<div><dt>${words.next}</dt><dd class="big"><a href="${href}">${words.byHand}</a></dd><dd>${words.byHandHint}</dd></div>`
  const inDays = new Intl.RelativeTimeFormat(knownLocale(locale), { numeric: 'auto' })
  return html`<div><dt>${words.next}</dt><dd class="big"><a href="${href}">${dayText(due, locale, timeZone, { year: false })}</a></dd><dd>${inDays.format(days, 'day')}, ${timeOfDay(due, locale, timeZone)}${draft ? html`<br>${rhythm.draftOn(dayText(draft, locale, timeZone, { year: false }))}` : ''}${issue && day?.deadline ? html`<br><a href="${href}/approve">${rhythm.approveLink}</a>` : ''}</dd></div>`
}

function lastPart({ site, last }: OverviewProps, words: OverviewWords): Html {
  if (!last)
    return html`<div><dt>${words.last}</dt><dd class="big"><a href="/admin/issues">${words.none}</a></dd><dd>${words.noneHint}</dd></div>`
  const { issue, sent, notReached } = last
  const result =
    issue.state === 'sent'
      ? words.sent(sent)
      : issue.state === 'paused'
        ? words.paused
        : words.beingSent
  return html`<div><dt>${words.last}</dt><dd class="big"><a href="/admin/issues/${issue.id}/sending">${monthName(issue.month, site.publication.locale, { year: false })}</a></dd><dd>${result}${notReached > 0 ? html`, <a href="/admin/issues/${issue.id}/sending">${words.notReached(notReached)}</a>` : ''}</dd></div>`
}

function needsALook(props: OverviewProps, words: OverviewWords): Html {
  const viewed = {
    locale: props.site.publication.locale,
    seesReaders: mayEnter(props.site.viewer, '/admin/subscribers'),
  }
  const attention = props.attention
    .map((item) => toLine(item, words, viewed))
    .filter(({ href }) => mayEnter(props.site.viewer, href))
  if (isEmpty(props) && attention.length === 0) return html``
  return html`<section class="part" aria-labelledby="look"><h2 id="look">${words.attentionTitle}</h2>
${
  attention.length === 0
    ? html`<p class="all-well">${words.allWell}</p>`
    : html`<ul class="findings plain">${attention.map(
        ({ text, href, isMust }) =>
          html`<li class="${isMust ? 'must' : 'should'}"><p>${text}</p> <a href="${href}">${words.look}<span class="unseen">: ${text}</span></a></li>`,
      )}</ul>`
}</section>`
}

const PLACES = {
  deadLinks: '/admin/jobs#failed-checks',
  unreadLinks: '/admin/jobs#failed-pages',
  bounces: '/admin/subscribers/bounces',
  failedMails: '/admin/jobs#failed-mails',
  waitingMails: '/admin/settings/mail',
} as const

/** A mail server's words may hold a reader's address: they are for those who see readers. */
function toLine(
  item: Attention,
  words: OverviewWords,
  { locale, seesReaders }: { locale: string; seesReaders: boolean },
): LookLine {
  const rhythm = rhythmWords(locale)
  if (item.kind === 'waits') {
    const text = rhythm.waitsFor(item.issue.title, rhythm.reasons[item.reason])
    return { text, href: `/admin/issues/${item.issue.id}/approve`, isMust: true }
  }
  if (item.kind === 'skipped') {
    const text = rhythm.skipped(monthName(item.month, locale, { year: true }), item.links)
    return { text, href: '/admin/issues#coming', isMust: false }
  }
  if (item.kind === 'paused' || item.kind === 'doubt') {
    const { id, title, pausedReason } = item.issue
    const text =
      item.kind === 'paused'
        ? words.pausedItem(
            title,
            seesReaders && pausedReason ? pauseReasonIn(locale, pausedReason) : '',
          )
        : words.doubt(item.count)
    return { text, href: `/admin/issues/${id}/sending`, isMust: true }
  }
  if (item.kind === 'doctor') {
    const seen = { check: '', status: 'fail', text: item.text, fix: item.fix || null } as const
    const { text: said, fix } = findingIn(locale, seen)
    const text = [said, fix].filter(Boolean).join(' ')
    return { text, href: '/admin/settings/mail#doctor', isMust: true }
  }
  if (item.kind === 'source')
    return {
      text: item.isDead
        ? words.deadSource(item.name, item.problem)
        : words.source(item.name, item.problem),
      href: `/admin/sources/${item.id}`,
      isMust: false,
    }
  if (item.kind === 'webhook')
    return {
      text: words.webhook(item.name, item.problem),
      href: `/admin/settings/webhooks/${item.id}`,
      isMust: false,
    }
  const isMust = item.kind === 'failedMails' || item.kind === 'deadLinks'
  return { text: words.counts[item.kind](item.count), href: PLACES[item.kind], isMust }
}

interface LookLine {
  text: string
  href: string
  isMust: boolean
}

function plots({ site, linksByMonth, joinedByMonth }: OverviewProps, words: OverviewWords): Html {
  const { locale } = site.publication
  const bars = (months: { month: string; count: number }[]) =>
    months.map(({ month, count }) => ({
      name: monthName(month, locale, { year: true }),
      value: count,
    }))
  const part = (id: string, title: string, label: string, months: typeof linksByMonth) =>
    months.length < 2
      ? ''
      : html`<section aria-labelledby="${id}"><h2 id="${id}">${title}</h2>${barPlot({ label, bars: bars(months) })}</section>`
  return html`<div class="plots">${part('links-plot', words.plotTitle, words.plotText, linksByMonth)}${part('joined-plot', words.joinedTitle, words.joinedText, joinedByMonth)}</div>`
}
