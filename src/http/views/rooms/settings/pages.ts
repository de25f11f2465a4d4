import { html, raw } from 'hono/html'
import type { Html } from '../../layout.ts'
import { embedSnippet } from '../../subscribe-embed.ts'
import { csrfField, textField } from '../layout.ts'
import { rhythmWords } from '../rhythm/words.ts'
import { type SettingsFrame, settingsFrame } from './frame.ts'
import { settingsScript } from './script.ts'
import { settingsWords } from './words.ts'

/** Values as they are typed. */
export type SettingsForm = Record<string, string>

export interface SettingsPageProps extends SettingsFrame {
  form: SettingsForm
}

/** `example`: the title that the pattern gives an issue of `month` (its name and year as words). */
export interface PublicationPageProps extends SettingsPageProps {
  example: { title: string; month: string; year: string }
}

export function publicationPage(props: PublicationPageProps): Html {
  const { site, csrf, form, problems = [], example } = props
  const words = settingsWords(site.publication.locale)
  const field = (name: string, label: string, hint?: string, attributes = 'maxlength="300"') =>
    textField({ name, label, value: form[name] ?? '', problems, attributes, ...(hint && { hint }) })
  return settingsFrame(
    { ...props, scripts: [settingsScript] },
    'publication',
    html`<form method="post" action="/admin/settings">${csrfField(csrf)}
${field('name', words.name, words.nameHint, 'required maxlength="200"')}
${field('description', words.description, words.descriptionHint, 'maxlength="1000"')}
${field('author', words.author, words.authorHint)}
<div class="two">
${field('locale', words.locale, words.localeHint, 'maxlength="35" autocapitalize="off" spellcheck="false" list="locales"')}
${zoneField(form.time_zone ?? 'UTC', words.zone, words.zoneHint)}
</div>
<datalist id="locales"><option value="en">English</option><option value="de">Deutsch</option></datalist>
${field('title_pattern', words.titlePattern, words.titlePatternHint)}
<p class="example" data-month="${example.month}" data-year="${example.year}">${words.example} <q>${example.title}</q></p>
<label class="check"><input type="checkbox" name="public_signup" value="yes"${raw(form.public_signup === 'yes' ? ' checked' : '')}> <span>${words.signup} <span class="hint">${words.signupHint}</span></span></label>
<div class="acts"><button type="submit">${words.save}</button></div></form>
${
  form.public_signup === 'yes'
    ? html`<details class="part"><summary>${words.embedTitle}</summary><p>${words.embedText}</p>
<textarea class="code" rows="7" readonly data-select aria-label="${words.embedTitle}">
${embedSnippet({ baseUrl: site.baseUrl, locale: site.publication.locale })}</textarea></details>`
    : ''
}
<section class="part" aria-labelledby="address"><h2 id="address">${words.address}</h2><p><a href="${site.baseUrl}/">${site.baseUrl}/</a></p><p class="hint">${words.addressHint}</p>
<p class="onward"><a href="/admin/start">${words.start}</a></p></section>`,
  )
}

/** Zones by continent; the one in use is there even if this system does not list it. */
export function zoneField(current: string, label: string, hint: string): Html {
  const groups = new Map<string, string[]>()
  for (const zone of new Set(['UTC', current, ...Intl.supportedValuesOf('timeZone')])) {
    const region = zone.includes('/') ? (zone.split('/')[0] ?? '') : ''
    groups.set(region, [...(groups.get(region) ?? []), zone])
  }
  const option = (zone: string) =>
    html`<option${raw(zone === current ? ' selected' : '')}>${zone}</option>`
  return html`<div class="field"><label for="time_zone">${label}</label><p class="hint" id="time_zone-hint">${hint}</p><select id="time_zone" name="time_zone" aria-describedby="time_zone-hint">${[...groups].map(([region, zones]) => (region === '' ? zones.map(option) : html`<optgroup label="${region}">${zones.map(option)}</optgroup>`))}</select></div>`
}

export function sectionsPage(props: SettingsPageProps & { sections: string[] }): Html {
  const { site, csrf, sections, problems = [], form } = props
  const words = settingsWords(site.publication.locale)
  const button = (act: string, index: number, text: string, label: string, isOff: boolean) =>
    html`<button class="icon" type="submit" name="act" value="${act}:${index}" aria-label="${label}"${raw(isOff ? ' disabled' : '')}>${text}</button>`
  return settingsFrame(
    props,
    'sections',
    html`<p class="lead">${words.sectionsText}</p>
<form method="post" action="/admin/settings/sections">${csrfField(csrf)}
<button class="unseen" type="submit" tabindex="-1" aria-hidden="true">${words.save}</button>
<ol class="section-list">${sections.map(
      (name, index) =>
        html`<li><label class="unseen" for="section-${index}">${words.sectionName(index + 1)}</label><input type="hidden" name="was" value="${name}"><input id="section-${index}" name="now" value="${name}" maxlength="200">${button('up', index, '▲', words.up(name), index === 0)}${button('down', index, '▼', words.down(name), index === sections.length - 1)}${button('remove', index, '✕', words.remove(name), false)}</li>`,
    )}</ol>
${textField({ name: 'new', label: words.newSection, value: form.new ?? '', problems, attributes: 'maxlength="200"' })}
<div class="acts"><button type="submit">${words.save}</button></div></form>`,
  )
}

export interface SchedulePageProps extends SettingsPageProps {
  /** When the next draft and issue come, and what happens then; null when nothing does. */
  next: { draft: string | null; due: string; happens: 'wait' | 'send' | 'automatic' } | null
  /** Where mails about it go. */
  email: string | null
}

export function schedulePage(props: SchedulePageProps): Html {
  const { site, csrf, form, problems = [], next, email } = props
  const words = settingsWords(site.publication.locale)
  const rhythm = rhythmWords(site.publication.locale)
  const field = (name: string, label: string, hint: string, attributes: string) =>
    textField({ name, label, value: form[name] ?? '', hint, problems, attributes })
  return settingsFrame(
    props,
    'schedule',
    html`<p class="lead">${words.scheduleText}</p>
${next === null ? '' : html`<p class="next"><strong>${next.draft ? rhythm.nextDraft(next.draft, next.due) : words.next(next.due)}</strong> ${rhythm.happens[next.happens]} <span class="muted">${email ? rhythm.mailTo(email) : rhythm.mailNobody}</span></p>`}
<form method="post" action="/admin/settings/schedule">${csrfField(csrf)}
<fieldset><legend>${words.mode}</legend>${Object.entries(words.modes).map(
      ([mode, [name, hint]]) =>
        html`<label class="choice"><input type="radio" name="mode" value="${mode}"${raw(mode === form.mode ? ' checked' : '')}> <span>${name} <span class="hint">${hint}</span></span></label>`,
    )}</fieldset>
<fieldset><legend>${words.on}</legend>${Object.entries(words.ons).map(
      ([on, [name, hint]]) =>
        html`<label class="choice"><input type="radio" name="on" value="${on}"${raw(on === form.on ? ' checked' : '')}> <span>${name} <span class="hint">${hint}</span></span></label>`,
    )}</fieldset>
${field('day', words.day, words.dayHint, 'inputmode="numeric" maxlength="2"')}
${field('time', words.time, words.timeHint(site.publication.timeZone), 'maxlength="5" placeholder="09:00"')}
<fieldset class="only-review"><legend>${rhythm.onlyReview}</legend>
${field('draft_days_before', rhythm.daysBefore, rhythm.daysBeforeHint, 'inputmode="numeric" maxlength="2"')}
<fieldset><legend>${rhythm.atDeadline}</legend>${Object.entries(rhythm.deadlines).map(
      ([value, [name, hint]]) =>
        html`<label class="choice"><input type="radio" name="at_deadline" value="${value}"${raw(value === form.at_deadline ? ' checked' : '')}> <span>${name} <span class="hint">${hint}</span></span></label>`,
    )}</fieldset></fieldset>
${field('minimum_links', words.minimum, words.minimumHint, 'inputmode="numeric" maxlength="4"')}
${field('grace_hours', words.grace, words.graceHint, 'inputmode="numeric" maxlength="4"')}
<div class="acts"><button type="submit">${words.save}</button></div></form>`,
  )
}
