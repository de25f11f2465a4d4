import { html } from 'hono/html'
import type { LastLook } from '../../../../desks/doctor-desk.ts'
import type { MailSetup } from '../../../../desks/mail-setup.ts'
import type { Finding } from '../../../../doctor/finding.ts'
import { findingIn } from '../../../../doctor/german-findings.ts'
import type { Html } from '../../layout.ts'
import { csrfField, textField } from '../layout.ts'
import { timeText } from '../time-text.ts'
import { type SettingsFrame, settingsFrame } from './frame.ts'
import { type MailSettingsWords, mailSettingsWords } from './mail-words.ts'

export interface MailPageProps extends SettingsFrame {
  setup: MailSetup
  /** Null: nobody has looked yet. */
  last: LastLook | null
  /** Where a test mail goes. */
  to: string
}

/** How mail goes out, a test of it, and what the doctor saw. */
export function mailPage(props: MailPageProps): Html {
  const { site, csrf, setup, to, problems = [] } = props
  const words = mailSettingsWords(site.publication.locale)
  return settingsFrame(
    props,
    'mail',
    html`<p class="lead">${words.lead}</p>
<dl class="facts">${factsOf(setup, words).map(([name, value, hint]) => html`<div><dt>${name}</dt><dd>${value}${hint ? html` <span class="hint">${hint}</span>` : ''}</dd></div>`)}</dl>
<p class="hint">${words.environment}</p>
<section class="part" aria-labelledby="test"><h2 id="test">${words.testTitle}</h2><p>${setup.server ? words.testText : words.testToFile}</p>
<form class="inline" method="post" action="/admin/settings/mail/test">${csrfField(csrf)}
${textField({ name: 'to', label: words.to, value: to, type: 'email', problems, attributes: 'maxlength="254" autocomplete="email"' })}
<button class="quiet" type="submit">${words.send}</button></form></section>
${doctorPart(props, words)}`,
  )
}

function factsOf(
  { from, server, dkim, bounceAddress, readsMailbox }: MailSetup,
  words: MailSettingsWords,
): [name: string, value: string, hint?: string][] {
  return [
    [words.sender, from],
    server
      ? [words.way, server.host, server.isEncrypted ? words.encrypted : words.startTls]
      : [words.way, words.toFiles],
    [words.signature, dkim ? words.signedBy(dkim.domain, dkim.selector) : words.unsigned],
    [
      words.bounces,
      bounceAddress ?? words.noBounces,
      readsMailbox ? words.readsMailbox : undefined,
    ],
  ].map(([name, value, hint]) => (hint ? [name, value, hint] : [name, value])) as [string, string][]
}

function doctorPart({ site, csrf, last }: MailPageProps, words: MailSettingsWords): Html {
  const { locale, timeZone } = site.publication
  const of = (...states: Finding['status'][]) =>
    (last?.findings ?? [])
      .filter(({ status }) => states.includes(status))
      .map((finding) => findingIn(locale, finding))
  const [wrong, good, skipped] = [of('fail', 'warn'), of('ok'), of('skipped')]
  return html`<section class="part" aria-labelledby="doctor"><h2 id="doctor">${words.doctorTitle}</h2>
<p>${last === null ? words.never : words.lookedAt(timeText(last.at, locale, timeZone))}</p>
${last !== null && wrong.length === 0 ? html`<p class="all-well">${words.allWell}</p>` : ''}
${wrong.length === 0 ? '' : html`<ul class="doctor">${wrong.map((finding) => findingRow(finding, words))}</ul>`}
${good.length === 0 ? '' : html`<details><summary>${words.good(good.length)}</summary><ul class="doctor">${good.map((finding) => findingRow(finding, words))}</ul></details>`}
${skipped.length === 0 ? '' : html`<details><summary>${words.skipped(skipped.length)}</summary><ul class="doctor">${skipped.map((finding) => findingRow(finding, words))}</ul></details>`}
<form class="acts" method="post" action="/admin/settings/mail/look">${csrfField(csrf)}<button class="quiet" type="submit">${last === null ? words.look : words.lookAgain}</button><span class="hint">${words.takesTime}</span></form></section>`
}

function findingRow({ check, status, text, fix }: Finding, words: MailSettingsWords): Html {
  const mark = status === 'fail' || status === 'warn' ? words.statuses[status] : ''
  return html`<li class="${status}"><p>${mark === '' ? '' : html`<strong>${mark}</strong> `}${text} <code>${check}</code></p>${fix ? html`<p class="fix">${fix}</p>` : ''}</li>`
}
