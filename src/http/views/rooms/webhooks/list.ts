import { html } from 'hono/html'
import {
  WEBHOOK_EVENTS,
  type Webhook,
  type WebhookDeliveryState,
} from '../../../../domain/webhook.ts'
import type { FieldProblem } from '../../../../errors.ts'
import type { Html, Site } from '../../layout.ts'
import { csrfField } from '../layout.ts'
import { settingsFrame } from '../settings/frame.ts'
import { timeText } from '../time-text.ts'
import { type WebhookForm, webhookFields } from './form.ts'
import { type WebhooksWords, webhooksWords } from './words.ts'

export const WEBHOOKS_PATH = '/admin/settings/webhooks'
export type WebhookCounts = Map<number, Partial<Record<WebhookDeliveryState, number>>>

export interface WebhooksPageProps {
  site: Site
  csrf: string
  webhooks: Webhook[]
  counts: WebhookCounts
  form?: WebhookForm
  problems?: FieldProblem[]
  notice?: string | undefined
}

/** Who is told, and a form for one more. */
export function webhooksPage(props: WebhooksPageProps): Html {
  const { site, csrf, webhooks, problems = [] } = props
  const words = webhooksWords(site.publication.locale)
  const form = props.form ?? { url: '', name: '', events: [...WEBHOOK_EVENTS] }
  return settingsFrame(
    props,
    'webhooks',
    html`<p class="lead">${words.lead}</p>
${webhooks.length === 0 ? html`<p class="part muted">${words.none}</p>` : html`<ul class="rows-list part">${webhooks.map((webhook) => row(webhook, props, words))}</ul>`}
<section class="part" aria-labelledby="new"><h2 id="new">${words.addTitle}</h2>
<form method="post" action="${WEBHOOKS_PATH}">${csrfField(csrf)}
${webhookFields(form, problems, words)}
<div class="acts"><button type="submit">${words.add}</button></div></form></section>`,
  )
}

export const webhookName = ({ name, url }: Webhook) => name || new URL(url).host

function row(webhook: Webhook, { site, counts }: WebhooksPageProps, words: WebhooksWords): Html {
  const waiting = counts.get(webhook.id)?.pending ?? 0
  const facts = [...factsOf(webhook, site, words), ...(waiting > 0 ? [words.waiting(waiting)] : [])]
  const problem = problemOf(webhook, site, words)
  return html`<li><p class="what"><strong><a href="${WEBHOOKS_PATH}/${webhook.id}">${webhookName(webhook)}</a></strong><span class="muted">${facts.join(' · ')}</span>${problem ? html`<span class="error">${problem}</span>` : ''}</p></li>`
}

export function factsOf(webhook: Webhook, { publication }: Site, words: WebhooksWords): string[] {
  const { events, isEnabled, lastSuccessAt } = webhook
  return [
    isEnabled ? words.isOn : words.isOff,
    events.length === WEBHOOK_EVENTS.length ? words.allEvents : words.someEvents(events.length),
    lastSuccessAt
      ? words.lastTaken(timeText(lastSuccessAt, publication.locale, publication.timeZone))
      : words.neverTaken,
  ]
}

/** Switched off by hand is no problem. */
export function problemOf(
  webhook: Webhook,
  { publication }: Site,
  words: WebhooksWords,
): string | null {
  const { failingSince, isEnabled, disabledReason } = webhook
  if (!failingSince) return null
  if (!isEnabled) return words.offBecause(disabledReason ?? '')
  return words.failingSince(timeText(failingSince, publication.locale, publication.timeZone))
}
