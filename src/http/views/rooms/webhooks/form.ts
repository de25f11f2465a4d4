import { html, raw } from 'hono/html'
import { WEBHOOK_EVENTS } from '../../../../domain/webhook.ts'
import type { FieldProblem } from '../../../../errors.ts'
import type { Html } from '../../layout.ts'
import { textField } from '../layout.ts'
import type { WebhooksWords } from './words.ts'

/** Values as they are typed. */
export interface WebhookForm {
  url: string
  name: string
  events: string[]
}

const GROUPS = ['link', 'issue', 'subscriber'] as const

/** Address, name, and what is told, in groups. */
export function webhookFields(
  form: WebhookForm,
  problems: FieldProblem[],
  words: WebhooksWords,
): Html {
  const wrong = problems.find(({ field }) => field === 'events')?.message
  return html`${textField({ name: 'url', label: words.url, hint: words.urlHint, value: form.url, problems, attributes: 'required inputmode="url" placeholder="https://" maxlength="2000" autocapitalize="off" autocomplete="off" spellcheck="false"' })}
${textField({ name: 'name', label: words.name, hint: words.nameHint, value: form.name, problems, attributes: 'maxlength="200" autocomplete="off"' })}
<fieldset id="events"><legend>${words.events}</legend>
${wrong ? html`<p class="error">${wrong}</p>` : ''}
<div class="event-groups">${GROUPS.map(
    (group) =>
      html`<div role="group" aria-labelledby="events-${group}"><p class="muted" id="events-${group}">${words.groups[group]}</p>${WEBHOOK_EVENTS.filter(
        (event) => event.startsWith(`${group}.`),
      ).map(
        (event) =>
          html`<label class="check"><input type="checkbox" name="events" value="${event}"${raw(form.events.includes(event) ? ' checked' : '')}> <span>${words.eventNames[event]}</span></label>`,
      )}</div>`,
  )}</div></fieldset>`
}
