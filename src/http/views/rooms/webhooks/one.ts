import { html } from 'hono/html'
import { PING, type Webhook, type WebhookDelivery } from '../../../../domain/webhook.ts'
import type { FieldProblem } from '../../../../errors.ts'
import type { Html, Site } from '../../layout.ts'
import { csrfField, problemSummary, roomPage } from '../layout.ts'
import { timeText } from '../time-text.ts'
import { roomWords } from '../words.ts'
import { type WebhookForm, webhookFields } from './form.ts'
import { factsOf, problemOf, WEBHOOKS_PATH, webhookName } from './list.ts'
import { type WebhooksWords, webhooksWords } from './words.ts'

export interface WebhookPageProps {
  site: Site
  csrf: string
  webhook: Webhook
  deliveries: WebhookDelivery[]
  /** Where the list of deliveries goes on. */
  olderThan?: number | undefined
  form?: WebhookForm
  problems?: FieldProblem[]
  notice?: string | undefined
  /** Just made: shown in this answer and never again. */
  secret?: string
  /** It is another secret than before. */
  isRotated?: boolean
}

/** One webhook: how it fares, its last messages, what it is told. */
export function webhookPage(props: WebhookPageProps): Html {
  const { site, csrf, webhook, problems = [], notice, secret, isRotated } = props
  const words = webhooksWords(site.publication.locale)
  const path = `${WEBHOOKS_PATH}/${webhook.id}`
  const name = webhookName(webhook)
  const problem = problemOf(webhook, site, words)
  const act = (to: string, text: string) =>
    html`<form method="post" action="${path}/${to}">${csrfField(csrf)}<button class="quiet" type="submit">${text}</button></form>`
  return roomPage({
    site,
    title: name,
    csrf,
    current: 'settings',
    hasError: problems.length > 0,
    main: html`<p class="back"><a href="${WEBHOOKS_PATH}">${words.back}</a></p><h1>${name}</h1>
<p class="lead">${factsOf(webhook, site, words).join(' · ')}</p>
${problemSummary(problems, roomWords(site.publication.locale))}
${
  secret
    ? html`<div class="notice" role="status"><p><strong>${isRotated ? words.rotatedTitle : words.madeTitle}</strong> ${words.madeText}${isRotated ? html` ${words.rotatedText}` : ''}</p>
<div class="field"><label for="secret">${words.secret}</label><textarea class="code" id="secret" rows="2" readonly data-select autofocus>
${secret}</textarea></div></div>`
    : ''
}
${notice ? html`<div class="notice" role="status"><p>${notice}</p></div>` : ''}
${problem ? html`<p class="error">${problem}</p>` : ''}
<div class="acts">${act('test', words.test)}${webhook.isEnabled ? act('off', words.turnOff) : act('on', words.turnOn)}</div>
${messageList(props, words)}
<section class="part" aria-labelledby="change"><h2 id="change">${words.change}</h2>
<form method="post" action="${path}">${csrfField(csrf)}
${webhookFields(props.form ?? webhook, problems, words)}
<div class="acts"><button type="submit">${words.save}</button></div></form></section>
<form class="acts part" method="post" action="${path}/rotate">${csrfField(csrf)}<button class="quiet" type="submit">${words.rotate}</button><span class="hint">${words.rotateHint}</span></form>
<form class="acts part" method="post" action="${path}/remove">${csrfField(csrf)}<button class="quiet" type="submit">${words.remove}</button><span class="hint">${words.removeHint}</span></form>`,
  })
}

function messageList(props: WebhookPageProps, words: WebhooksWords): Html {
  const { webhook, deliveries, olderThan } = props
  const path = `${WEBHOOKS_PATH}/${webhook.id}`
  return html`<section class="part" aria-labelledby="messages"><h2 id="messages">${words.deliveries}</h2>
<p class="muted">${deliveries.length === 0 ? words.noDeliveries : words.deliveriesLead}</p>
<ul class="rows-list messages">${deliveries.map((delivery) => messageRow(delivery, props, words))}</ul>
${olderThan === undefined ? '' : html`<p class="onward"><a href="${path}?before=${olderThan}#messages">${words.older}</a></p>`}</section>`
}

function messageRow(
  delivery: WebhookDelivery,
  { site, csrf, webhook }: WebhookPageProps,
  words: WebhooksWords,
): Html {
  const { locale, timeZone } = site.publication
  const time = (at: Date) => timeText(at, locale, timeZone)
  const { id, state, type, attempts, answer, answerStatus, dueAt, body } = delivery
  const facts = [
    time(delivery.happenedAt),
    ...(answerStatus !== null ? [words.answered(answerStatus)] : answer ? [answer] : []),
    ...(attempts > 1 ? [words.attempts(attempts)] : []),
    ...(state === 'pending' && dueAt ? [words.nextTry(time(dueAt))] : []),
  ]
  const what = type === PING ? words.ping : type
  return html`<li><p class="what"><code>${type}</code> <span class="muted"><span class="state ${state}">${words.states[state]}</span> · ${facts.join(' · ')}</span></p>
<form method="post" action="${WEBHOOKS_PATH}/${webhook.id}/deliveries/${id}/replay">${csrfField(csrf)}<button class="quiet" type="submit" aria-label="${words.againNamed(what, time(delivery.happenedAt))}">${words.again}</button></form>
${body === null ? '' : html`<details><summary>${words.payload}</summary><pre tabindex="0" aria-label="${words.payload}">${indented(body)}</pre></details>`}</li>`
}

const indented = (json: string) => JSON.stringify(JSON.parse(json), null, 2)
