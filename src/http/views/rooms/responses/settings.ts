import { html, raw } from 'hono/html'
import type { ResponseSettings } from '../../../../domain/response.ts'
import type { Html } from '../../layout.ts'
import { csrfField, textField } from '../layout.ts'
import { type SettingsFrame, settingsFrame } from '../settings/frame.ts'
import { responsesRoomWords } from './words.ts'

export interface ResponseSettingsPageProps extends SettingsFrame {
  settings: Omit<ResponseSettings, 'tellSince'>
}

/** What may come in, and who is told of an issue. */
export function responseSettingsPage(props: ResponseSettingsPageProps): Html {
  const { site, csrf, problems = [], settings } = props
  const words = responsesRoomWords(site.publication.locale)
  const check = (
    name: 'comments' | 'mentions' | 'digest' | 'tellLinked',
    text: string,
    hint: string,
  ) =>
    html`<label class="check"><input type="checkbox" name="${name}" value="yes"${raw(settings[name] ? ' checked' : '')}> <span>${text} <span class="hint">${hint}</span></span></label>`
  return settingsFrame(
    props,
    'responses',
    html`<p class="lead">${words.lead}</p>
<form method="post" action="/admin/settings/responses">${csrfField(csrf)}
<section class="part"><h2>${words.receive}</h2>
${check('comments', words.comments, words.commentsHint)}
${check('mentions', words.mentions, words.mentionsHint)}
${check('digest', words.digest, words.digestHint)}
${textField({ name: 'replyTo', label: words.replyTo, hint: words.replyToHint, value: settings.replyTo, problems, type: 'email', attributes: 'maxlength="254"' })}</section>
<section class="part"><h2>${words.tell}</h2>
${check('tellLinked', words.tellLinked, words.tellLinkedHint)}
${textField({ name: 'hub', label: words.hub, hint: words.hubHint, value: settings.hub, problems, type: 'url', attributes: 'maxlength="2000" placeholder="https://"' })}</section>
<div class="acts"><button type="submit">${words.save}</button><a href="/admin/responses">${words.title}</a></div></form>`,
  )
}
