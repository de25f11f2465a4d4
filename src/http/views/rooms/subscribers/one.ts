import { html, raw } from 'hono/html'
import type { Bounce } from '../../../../domain/feedback.ts'
import { monthName } from '../../../../domain/month.ts'
import type { Subscriber } from '../../../../domain/subscriber.ts'
import type { FieldProblem } from '../../../../errors.ts'
import type { ReaderLedgerRow } from '../../../../store/reader-ledger.ts'
import type { Html, Site } from '../../layout.ts'
import { csrfField, problemSummary, roomPage, textField } from '../layout.ts'
import { dayText } from '../time-text.ts'
import { roomWords } from '../words.ts'
import { type SubscribersWords, subscribersWords } from './words.ts'

const PATH = '/admin/subscribers'
/** Of a reader of many years, the last issues are enough. */
const ISSUES_SHOWN = 12

export interface NewSubscriberPageProps {
  site: Site
  csrf: string
  form?: { email: string; name: string; tags: string; vouch: string }
  problems?: FieldProblem[]
}

export function newSubscriberPage({
  site,
  csrf,
  form,
  problems = [],
}: NewSubscriberPageProps): Html {
  const words = subscribersWords(site.publication.locale)
  return roomPage({
    site,
    title: words.addTitle,
    csrf,
    current: 'subscribers',
    hasError: problems.length > 0,
    main: html`<p class="back"><a href="${PATH}">${words.back}</a></p><h1>${words.addTitle}</h1>
<p class="lead">${words.addText}</p>
${problemSummary(problems, roomWords(site.publication.locale))}
<form method="post" action="${PATH}">${csrfField(csrf)}
${fields(form ?? { email: '', name: '', tags: '' }, problems, words)}
<label class="check"><input type="checkbox" name="vouch" value="yes"${raw(form?.vouch === 'yes' ? ' checked' : '')}> <span>${words.vouch} <span class="hint">${words.vouchHint}</span></span></label>
<div class="acts"><button type="submit">${words.add}</button></div></form>`,
  })
}

function fields(
  form: { email: string; name: string; tags: string },
  problems: FieldProblem[],
  words: SubscribersWords,
): Html {
  const field = (name: 'email' | 'name' | 'tags', most: number, hint?: string) =>
    textField({
      name,
      label: words[name],
      value: form[name],
      type: name === 'email' ? 'email' : 'text',
      problems,
      attributes: `maxlength="${most}" autocomplete="off"`,
      ...(hint && { hint }),
    })
  return html`${field('email', 400)}${field('name', 200)}${field('tags', 500, words.tagsHint)}`
}

export interface SubscriberPageProps {
  site: Site
  csrf: string
  subscriber: Subscriber
  form: { email: string; name: string; tags: string; text_only: string }
  /** Oldest first. */
  issues: ReaderLedgerRow[]
  bounces: Bounce[]
  problems?: FieldProblem[]
  notice?: string | undefined
}

/** One reader: what is known, and what the owner may change. */
export function subscriberPage(props: SubscriberPageProps): Html {
  const { site, csrf, subscriber, form, problems = [], notice } = props
  const { locale } = site.publication
  const words = subscribersWords(locale)
  const path = `${PATH}/${subscriber.id}`
  return roomPage({
    site,
    title: subscriber.email,
    csrf,
    current: 'subscribers',
    hasError: problems.length > 0,
    main: html`<p class="back"><a href="${PATH}">${words.back}</a></p><h1>${subscriber.email}</h1>
<p class="lead">${factsOf(subscriber, site, words)}</p>
${problemSummary(problems, roomWords(locale))}
${notice ? html`<div class="notice" role="status"><p>${notice}</p></div>` : ''}
<form method="post" action="${path}">${csrfField(csrf)}
${fields(form, problems, words)}
<label class="check"><input type="checkbox" name="text_only" value="yes"${raw(form.text_only === 'yes' ? ' checked' : '')}> <span>${words.textOnly}</span></label>
<div class="acts"><button type="submit">${words.save}</button></div></form>
${comeAndGo(props, words)}
${issueList(props, words)}
${bounceList(props.bounces, site, words)}
<p class="onward"><a href="${path}/remove">${words.remove}</a></p>`,
  })
}

function factsOf(subscriber: Subscriber, site: Site, words: SubscribersWords): string {
  const { locale, timeZone } = site.publication
  const { status, statusReason, createdAt, confirmedAt, pausedUntil } = subscriber
  const day = (at: Date) => dayText(at, locale, timeZone, { year: true })
  const facts = [
    `${words.states[status]}, ${words.since(day(createdAt))}`,
    ...(status === 'active' && confirmedAt ? [words.confirmedOn(day(confirmedAt))] : []),
    ...(pausedUntil ? [words.pausedUntil(day(pausedUntil))] : []),
  ].join(', ')
  return statusReason ? `${facts}: ${statusReason}` : facts
}

/** Asking again, sending nothing more, taking back: what fits the reader's state. */
function comeAndGo(
  { csrf, subscriber, problems = [] }: SubscriberPageProps,
  words: SubscribersWords,
) {
  const { status } = subscriber
  const path = `${PATH}/${subscriber.id}`
  if (status === 'bounced')
    return html`<section class="part" aria-labelledby="reinstate"><h2 id="reinstate">${words.reinstate}</h2><p>${words.reinstateText}</p>
<form class="acts" method="post" action="${path}/reinstate">${csrfField(csrf)}<button class="quiet" type="submit">${words.reinstate}</button></form></section>`
  const ask =
    status === 'pending' || status === 'unsubscribed'
      ? html`<form class="acts" method="post" action="${path}/ask">${csrfField(csrf)}<button class="quiet" type="submit">${words.askAgain}</button></form>`
      : ''
  if (status === 'unsubscribed' || status === 'complained')
    return html`<p class="part muted">${words.onlyThey}</p>${ask}`
  return html`${ask}<details class="part"><summary>${words.suppress}</summary>
<p>${words.suppressText}</p>
<form method="post" action="${path}/suppress">${csrfField(csrf)}
<div class="field"><label for="as">${words.suppressAs}</label><select id="as" name="as">${(['unsubscribed', 'bounced', 'complained'] as const).map((as) => html`<option value="${as}">${words.states[as]}</option>`)}</select></div>
${textField({ name: 'reason', label: words.reason, hint: words.reasonHint, problems, attributes: 'maxlength="500" autocomplete="off"' })}
<div class="acts"><button class="quiet" type="submit">${words.suppress}</button></div></form></details>`
}

function issueList({ site, issues }: SubscriberPageProps, words: SubscribersWords): Html {
  if (issues.length === 0) return html``
  const { locale } = site.publication
  return html`<section class="part" aria-labelledby="issues"><h2 id="issues">${words.issuesTitle}</h2>
<ul class="rows-list">${issues
    .slice(-ISSUES_SHOWN)
    .reverse()
    .map(
      ({ issueId, month, state, lastReply }) =>
        html`<li><p class="what"><a href="/admin/issues/${issueId}/sending">${monthName(month, locale, { year: true })}</a>${state === 'sent' || !lastReply ? '' : html`<span class="muted">${lastReply}</span>`}</p><p class="badge muted"><span class="state ${state}">${words.deliveries[state]}</span></p></li>`,
    )}</ul></section>`
}

function bounceList(bounces: Bounce[], site: Site, words: SubscribersWords): Html {
  if (bounces.length === 0) return html``
  return html`<section class="part" aria-labelledby="bounces"><h2 id="bounces">${words.bouncesOf}</h2>
<ul class="rows-list">${bounces.map((bounce) => bounceRow(bounce, site, words, false))}</ul></section>`
}

export function bounceRow(
  { subscriberId, email, kind, reason, receivedAt }: Bounce,
  { publication }: Site,
  words: SubscribersWords,
  withAddress: boolean,
): Html {
  const day = dayText(receivedAt, publication.locale, publication.timeZone, { year: true })
  return html`<li><p class="what">${withAddress ? html`<strong><a href="${PATH}/${subscriberId}">${email}</a></strong>` : ''}<span class="muted">${reason}</span></p><p class="badge muted"><span class="state ${kind}">${words.bounceKinds[kind]}</span> · ${day}</p></li>`
}

export function removePage(site: Site, csrf: string, subscriber: Subscriber): Html {
  const words = subscribersWords(site.publication.locale)
  const path = `${PATH}/${subscriber.id}`
  return roomPage({
    site,
    title: words.removeTitle,
    csrf,
    current: 'subscribers',
    main: html`<p class="back"><a href="${path}">${subscriber.email}</a></p><h1>${words.removeTitle}</h1><p class="lead">${words.removeText(subscriber.email)}</p>
<form class="acts" method="post" action="${path}/remove">${csrfField(csrf)}<button type="submit">${words.removeSure}</button><a class="quiet" href="${path}">${roomWords(site.publication.locale).goBack}</a></form>`,
  })
}
