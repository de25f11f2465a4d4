import { html, raw } from 'hono/html'
import type { Finding } from '../../../../doctor/finding.ts'
import type { FieldProblem } from '../../../../errors.ts'
import type { Html, Site } from '../../layout.ts'
import { csrfField, problemSummary, roomPage, textField } from '../layout.ts'
import { roomWords } from '../words.ts'
import { SETTINGS_PAGES, type SettingsPage, type SettingsWords, settingsWords } from './words.ts'

/** Values as they are typed. */
export type SettingsForm = Record<string, string>

export interface SettingsPageProps {
  site: Site
  csrf: string
  form: SettingsForm
  problems?: FieldProblem[]
  isSaved?: boolean
}

const PATHS: Record<SettingsPage, string> = {
  publication: '/admin/settings',
  sections: '/admin/settings/sections',
  schedule: '/admin/settings/schedule',
  mail: '/admin/settings/mail',
  access: '/admin/settings/access',
  tokens: '/admin/tokens',
}

export function settingsTabs(current: SettingsPage, locale: string): Html {
  const words = settingsWords(locale)
  return html`<nav class="tabs" aria-label="${words.title}"><ul>${SETTINGS_PAGES.map(
    (page) =>
      html`<li><a href="${PATHS[page]}"${raw(page === current ? ' aria-current="page"' : '')}>${words.pages[page]}</a></li>\n`,
  )}</ul></nav>`
}

function frame(
  { site, csrf, problems = [], isSaved }: Omit<SettingsPageProps, 'form'>,
  page: SettingsPage,
  main: Html,
): Html {
  const { locale } = site.publication
  const words = settingsWords(locale)
  return roomPage({
    site,
    title: `${words.pages[page]} · ${words.title}`,
    csrf,
    current: 'settings',
    hasError: problems.length > 0,
    main: html`<h1>${words.title}</h1>
${settingsTabs(page, locale)}
${problemSummary(problems, roomWords(locale))}
${isSaved ? html`<div class="notice" role="status"><p>${words.saved}</p></div>` : ''}
${main}`,
  })
}

export function publicationPage(props: SettingsPageProps): Html {
  const { site, csrf, form, problems = [] } = props
  const words = settingsWords(site.publication.locale)
  const field = (name: string, label: string, hint?: string, attributes = 'maxlength="300"') =>
    textField({ name, label, value: form[name] ?? '', problems, attributes, ...(hint && { hint }) })
  return frame(
    props,
    'publication',
    html`<form method="post" action="/admin/settings">${csrfField(csrf)}
${field('name', words.name, undefined, 'required maxlength="200"')}
${field('description', words.description, words.descriptionHint, 'maxlength="1000"')}
${field('author', words.author, words.authorHint)}
${field('locale', words.locale, words.localeHint, 'maxlength="35" autocapitalize="off" spellcheck="false"')}
<div class="field"><label for="time_zone">${words.zone}</label><select id="time_zone" name="time_zone">${zones(form.time_zone ?? 'UTC').map((zone) => html`<option${raw(zone === form.time_zone ? ' selected' : '')}>${zone}</option>`)}</select></div>
${field('title_pattern', words.titlePattern, words.titlePatternHint)}
<label class="check"><input type="checkbox" name="public_signup" value="yes"${raw(form.public_signup === 'yes' ? ' checked' : '')}> <span>${words.signup} <span class="hint">${words.signupHint}</span></span></label>
<div class="acts"><button type="submit">${words.save}</button></div></form>`,
  )
}

function zones(current: string): string[] {
  return [...new Set(['UTC', current, ...Intl.supportedValuesOf('timeZone')])]
}

export function sectionsPage(props: SettingsPageProps & { sections: string[] }): Html {
  const { site, csrf, sections, problems = [], form } = props
  const words = settingsWords(site.publication.locale)
  const button = (act: string, index: number, text: string, label: string, isOff: boolean) =>
    html`<button class="icon" type="submit" name="act" value="${act}:${index}" aria-label="${label}"${raw(isOff ? ' disabled' : '')}>${text}</button>`
  return frame(
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

export function schedulePage(props: SettingsPageProps & { next: string | null }): Html {
  const { site, csrf, form, problems = [], next } = props
  const words = settingsWords(site.publication.locale)
  const field = (name: string, label: string, hint: string, attributes: string) =>
    textField({ name, label, value: form[name] ?? '', hint, problems, attributes })
  return frame(
    props,
    'schedule',
    html`<p class="lead">${words.scheduleText}${next === null ? '' : html` ${words.next(next)}`}</p>
<form method="post" action="/admin/settings/schedule">${csrfField(csrf)}
<fieldset><legend>${words.mode}</legend>${Object.entries(words.modes).map(
      ([mode, [name, hint]]) =>
        html`<label class="choice"><input type="radio" name="mode" value="${mode}"${raw(mode === form.mode ? ' checked' : '')}> <span>${name} <span class="hint">${hint}</span></span></label>`,
    )}</fieldset>
${field('day', words.day, words.dayHint, 'inputmode="numeric" maxlength="2"')}
${field('time', words.time, words.timeHint(site.publication.timeZone), 'maxlength="5" placeholder="09:00"')}
${field('minimum_links', words.minimum, words.minimumHint, 'inputmode="numeric" maxlength="4"')}
${field('grace_hours', words.grace, words.graceHint, 'inputmode="numeric" maxlength="4"')}
<div class="acts"><button type="submit">${words.save}</button></div></form>`,
  )
}

export interface MailPageProps {
  site: Site
  csrf: string
  sender: string
  hasServer: boolean
  findings: Finding[]
}

export function mailPage(props: MailPageProps): Html {
  const { site, sender, hasServer, findings } = props
  const words = settingsWords(site.publication.locale)
  return frame(
    props,
    'mail',
    html`<dl class="inbox-line"><dt>${words.sender}</dt><dd>${sender}</dd><dt>${words.way}</dt><dd>${hasServer ? words.toSmtp : words.toFiles}</dd></dl>
<p class="muted">${words.environment}</p>
<section class="part" aria-labelledby="doctor"><h2 id="doctor">${words.doctorTitle}</h2><p>${words.doctorText}</p>
<ul class="findings plain">${findings.map((finding) => html`<li class="${finding.status === 'fail' ? 'must' : 'should'}"><p><strong>${words.statuses[finding.status]}</strong> <code>${finding.check}</code> ${finding.text}${finding.fix ? html` <span class="muted">${finding.fix}</span>` : ''}</p></li>`)}</ul>
<div class="acts"><a class="quiet" href="/admin/settings/mail">${words.doctorAgain}</a></div></section>`,
  )
}
export type { SettingsWords }
