import { html, raw } from 'hono/html'
import { monthName } from '../../../../domain/month.ts'
import {
  SUBSCRIBER_STATUSES,
  type Subscriber,
  type SubscriberStatus,
} from '../../../../domain/subscriber.ts'
import type { Html, Site } from '../../layout.ts'
import { roomPage } from '../layout.ts'
import { barPlot } from '../sending/plot.ts'
import { dayText } from '../time-text.ts'
import { type SubscribersWords, subscribersWords } from './words.ts'

export interface SubscribersPageProps {
  site: Site
  csrf: string
  subscribers: Subscriber[]
  /** Counted no further than `countedTo`. */
  counts: Record<SubscriberStatus, number>
  countedTo: number
  status: SubscriberStatus | undefined
  tag: string | undefined
  q: string
  more: string | null
  /** Not the first page. */
  isFurther: boolean
  /** Active ones by the month in which they came. */
  joined: { month: string; count: number }[]
  notice?: string | undefined
}

const PATH = '/admin/subscribers'

/** The list of readers, the latest first. */
export function subscribersPage(props: SubscribersPageProps): Html {
  const { site, csrf, subscribers, notice, isFurther, more } = props
  const { locale } = site.publication
  const words = subscribersWords(locale)
  const frame = { site, title: words.title, csrf, current: 'subscribers' } as const
  if (SUBSCRIBER_STATUSES.every((status) => props.counts[status] === 0))
    return roomPage({ ...frame, main: nobodyYet(notice, words) })
  return roomPage({
    ...frame,
    main: html`<div class="with-key"><h1>${words.title}</h1><ul class="doors"><li><a class="quiet" href="${PATH}/new">${words.addDoor}</a></li><li><a class="quiet" href="${PATH}/import">${words.importDoor}</a></li></ul></div>
${notice ? html`<div class="notice" role="status"><p>${notice}</p></div>` : ''}
${tabs(props, words)}
${search(props, words)}
${subscribers.length === 0 ? html`<p class="lead part">${words.noneFound}</p>` : html`<ul class="rows-list readers">${subscribers.map((each) => row(each, site, words))}</ul>`}
${more || isFurther ? html`<p class="onward pages">${more ? html`<a href="${more}">${words.more}</a>` : ''}${isFurther ? html` <a class="plain" href="${addressOf(props)}">${words.newest}</a>` : ''}</p>` : ''}
${joinedPlot(props, words)}
<p class="part doors-line"><a href="${PATH}/export.csv" download>${words.exportCsv}</a><a href="${PATH}/bounces">${words.bouncesDoor}</a></p>`,
  })
}

function addressOf({ status, tag, q }: Pick<SubscribersPageProps, 'status' | 'tag' | 'q'>): string {
  const query = new URLSearchParams({
    ...(status && { status }),
    ...(tag && { tag }),
    ...(q && { q }),
  }).toString()
  return query === '' ? PATH : `${PATH}?${query}`
}

function tabs(props: SubscribersPageProps, words: SubscribersWords): Html {
  const { counts, countedTo, status, site } = props
  const number = new Intl.NumberFormat(site.publication.locale)
  const all = SUBSCRIBER_STATUSES.reduce((sum, each) => sum + counts[each], 0)
  const isMore = SUBSCRIBER_STATUSES.some((each) => counts[each] >= countedTo)
  const tab = (value: SubscriberStatus | undefined, text: string, count: number, more: boolean) =>
    html`<li><a href="${addressOf({ ...props, status: value })}"${raw(value === status ? ' aria-current="page"' : '')}>${text} <span class="count">${number.format(count)}${more ? '+' : ''}</span></a></li>\n`
  return html`<nav class="tabs" aria-label="${words.tabsLabel}"><ul>${tab(undefined, words.all, all, isMore)}${SUBSCRIBER_STATUSES.map((each) => tab(each, words.states[each], counts[each], counts[each] >= countedTo))}</ul></nav>`
}

function search({ status, tag, q }: SubscribersPageProps, words: SubscribersWords): Html {
  const hidden = (name: string, value: string | undefined) =>
    value ? html`<input type="hidden" name="${name}" value="${value}">` : ''
  return html`<form class="filters" method="get" action="${PATH}" role="search">${hidden('status', status)}${hidden('tag', tag)}<label class="unseen" for="q">${words.searchLabel}</label><input id="q" name="q" type="search" value="${q}" maxlength="254" placeholder="${words.searchLabel}, ${words.searchHint}"><button class="quiet" type="submit">${words.search}</button></form>
${tag || q ? html`<p class="narrow">${tag ? html`<span>${words.withTag(tag)}</span> ` : ''}<a href="${addressOf({ status, tag: undefined, q: '' })}">${words.showAll}</a></p>` : ''}`
}

function row(
  { id, email, name, tags, status, createdAt }: Subscriber,
  site: Site,
  words: SubscribersWords,
) {
  const { locale, timeZone } = site.publication
  const tagLinks = tags.map(
    (tag) =>
      html` <a class="tag" href="${addressOf({ status: undefined, tag, q: '' })}">${tag}</a>`,
  )
  return html`<li><p class="what"><strong><a href="${PATH}/${id}">${email}</a></strong>${name || tags.length > 0 ? html`<span class="muted">${name}${tagLinks}</span>` : ''}</p><p class="badge muted"><span class="state ${status}">${words.states[status]}</span> ${words.since(dayText(createdAt, locale, timeZone, { year: true }))}</p></li>`
}

/** Nothing to search or to count: the ways to begin, alone. */
function nobodyYet(notice: string | undefined, words: SubscribersWords): Html {
  return html`<h1>${words.title}</h1>
${notice ? html`<div class="notice" role="status"><p>${notice}</p></div>` : ''}
<p class="lead">${words.none}</p><p>${words.noneHint}</p>
<div class="acts"><a class="quiet strong" href="${PATH}/new">${words.addDoor}</a><a class="quiet" href="${PATH}/import">${words.importDoor}</a></div>`
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
