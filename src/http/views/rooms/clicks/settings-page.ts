import { html, raw } from 'hono/html'
import type { Html } from '../../layout.ts'
import { csrfField } from '../layout.ts'
import { type SettingsFrame, settingsFrame } from '../settings/frame.ts'
import { settingsWords } from '../settings/words.ts'
import { roomClickWords } from './words.ts'

/** Whether clicks are counted, and what that means for whom. */
export function numbersPage(props: SettingsFrame & { isOn: boolean }): Html {
  const { site, csrf, isOn } = props
  const { locale } = site.publication
  const words = roomClickWords(locale)
  const told = (id: string, heading: string, lines: string[]) =>
    html`<section class="part" aria-labelledby="${id}"><h2 id="${id}">${heading}</h2>
<ul class="told">${lines.map((line) => html`<li>${line}</li>\n`)}</ul></section>`
  return settingsFrame(
    props,
    'numbers',
    html`<p class="lead">${words.settingsLead}</p>
<form method="post" action="/admin/settings/numbers">${csrfField(csrf)}
<label class="check"><input type="checkbox" name="count_clicks" value="yes"${raw(isOn ? ' checked' : '')}> <span>${words.check} <span class="hint">${words.checkHint}</span></span></label>
<div class="acts"><button type="submit">${settingsWords(locale).save}</button></div></form>
${told('counts', words.counts, words.countsText)}
${told('never', words.never, words.neverText)}`,
  )
}
