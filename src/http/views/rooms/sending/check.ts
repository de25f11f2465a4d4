import { html, raw } from 'hono/html'
import { monthName } from '../../../../domain/month.ts'
import type { FieldProblem } from '../../../../errors.ts'
import type { Preflight } from '../../../../preflight/preflight.ts'
import { problemSentence } from '../../../../preflight/problem-words.ts'
import { mayEnter } from '../../../room-access.ts'
import type { Html, Site } from '../../layout.ts'
import { accessWords } from '../access/words.ts'
import { csrfField, problemSummary, roomPage, textField } from '../layout.ts'
import { timeText } from '../time-text.ts'
import { roomWords } from '../words.ts'
import { type SendingWords, sendingWords } from './words.ts'

/** How it is to be sent, as it is typed. */
export interface SendForm {
  when: 'now' | 'at'
  day: string
  time: string
  tag: string
}

export interface CheckPageProps {
  site: Site
  csrf: string
  preflight: Preflight
  recipients: number
  form: SendForm
  testTo: string
  problems?: FieldProblem[]
  notice?: string | undefined
}

/** What speaks against sending, a test, and the way out. */
export function checkPage(props: CheckPageProps): Html {
  const { site, csrf, preflight, recipients, problems = [], notice } = props
  const { locale } = site.publication
  const words = sendingWords(locale)
  const month = monthName(preflight.issue.month, locale, { year: true })
  return roomPage({
    site,
    title: words.checkTitle(month),
    csrf,
    current: 'issues',
    hasError: problems.length > 0,
    main: html`<h1>${words.checkTitle(month)}</h1>
<p><a href="/admin/issues/${preflight.issue.id}">${words.back}</a></p>
${problemSummary(problems, roomWords(locale))}
${notice ? html`<div class="notice" role="status"><p>${notice}</p></div>` : ''}
${findings(props, words)}
${whatGoesOut(props, words)}
${testPart(props, words)}
${recipients === 0 ? html`<p class="lead part">${words.noReader}</p>` : ''}
${sendPart(props, words)}`,
  })
}

function findings({ site, csrf, preflight }: CheckPageProps, words: SendingWords): Html {
  const { issue, problems, known } = preflight
  const { locale, timeZone } = site.publication
  const list =
    problems.length === 0
      ? html`<p class="lead green">${words.green}</p>`
      : html`<p class="lead">${words.open(problems.length)}</p>
<form method="post" action="/admin/issues/${issue.id}/check/know">${csrfField(csrf)}
<ul class="findings">${problems.map(
          (problem) =>
            html`<li class="${problem.level}"><label><input type="checkbox" name="problem" value="${problem.key}"> <span>${problemSentence(problem, locale)}</span></label> <a href="${problem.href}">${words.mend}<span class="unseen">: ${problemSentence(problem, locale)}</span></a></li>`,
        )}</ul>
<div class="acts"><button class="quiet" type="submit">${words.know}</button><p class="muted">${words.knowHint}</p></div></form>`
  return html`<section class="part first" aria-label="${words.checkTitle('')}">${list}
${
  known.length === 0
    ? ''
    : html`<details><summary>${words.knownTitle} · ${known.length}</summary><ul class="findings">${known.map(({ problem, override }) => html`<li>${problemSentence(problem, locale)} <span class="muted">${words.known(override.madeBy, timeText(override.madeAt, locale, timeZone))}</span></li>`)}</ul></details>`
}</section>`
}

function whatGoesOut({ preflight, recipients, form }: CheckPageProps, words: SendingWords): Html {
  const { issue, subject, hash } = preflight
  return html`<section class="part" aria-labelledby="what"><h2 id="what">${words.what}</h2>
<dl class="inbox-line"><dt>${words.subject}</dt><dd><strong>${subject}</strong></dd>
<dt>${words.to}</dt><dd>${words.readers(recipients)}${form.tag === '' ? '' : html` ${words.withTag(form.tag)}`}</dd>
<dt>${words.fingerprint}</dt><dd><code>${hash}</code> <a href="/admin/issues/${issue.id}/preview">${words.preview}</a></dd></dl></section>`
}

function testPart(
  { csrf, preflight, testTo, problems = [] }: CheckPageProps,
  words: SendingWords,
): Html {
  return html`<section class="part" aria-labelledby="test"><h2 id="test">${words.testTitle}</h2>
<p>${words.testText}</p>
<form method="post" action="/admin/issues/${preflight.issue.id}/check/test">${csrfField(csrf)}
${textField({ name: 'to', label: words.testTo, value: testTo, type: 'email', problems, attributes: 'maxlength="320" autocomplete="email"' })}
<div class="acts"><button class="quiet" type="submit">${words.testSend}</button></div></form></section>`
}

function sendPart(props: CheckPageProps, words: SendingWords): Html {
  const { site, csrf, preflight, recipients, form, problems = [] } = props
  const { issue } = preflight
  if (!mayEnter(site.viewer, `/admin/issues/${issue.id}/check/send`, 'POST'))
    return html`<p class="part muted">${accessWords(site.publication.locale).ownerSends}</p>`
  if (preflight.problems.length > 0)
    return html`<section class="part" aria-labelledby="send"><h2 id="send">${words.sendTitle}</h2><p>${words.blocked}</p></section>`
  const choice = (value: SendForm['when'], text: string, hint?: string) =>
    html`<label class="choice"><input type="radio" name="when" value="${value}"${raw(value === form.when ? ' checked' : '')}> <span>${text}${hint ? html` <span class="hint">${hint}</span>` : ''}</span></label>`
  return html`<section class="part" aria-labelledby="send"><h2 id="send">${words.sendTitle}</h2>
<form method="post" action="/admin/issues/${issue.id}/check">${csrfField(csrf)}
<fieldset><legend>${words.when}</legend>${choice('now', words.now, words.nowHint)}${choice('at', words.at, words.zone(site.publication.timeZone))}</fieldset>
<div class="two">${dateField('day', 'date', words.day, form.day, problems)}${dateField('time', 'time', words.time, form.time, problems)}</div>
${textField({ name: 'tag', label: words.tag, value: form.tag, hint: words.tagHint, problems, attributes: 'maxlength="100" autocomplete="off"' })}
<div class="acts"><button type="submit">${recipients === 0 ? words.publish : words.send(recipients)}…</button></div></form></section>`
}

function dateField(
  name: string,
  type: string,
  label: string,
  value: string,
  problems: FieldProblem[],
): Html {
  const problem = problems.find(({ field }) => field === name)?.message
  return html`<div class="field"><label for="${name}">${label}</label>${problem ? html`<p class="error" id="${name}-error">${problem}</p>` : ''}<input id="${name}" name="${name}" type="${type}" value="${value}"${problem ? raw(` aria-invalid="true" aria-describedby="${name}-error"`) : ''}></div>`
}

export interface SurePageProps {
  site: Site
  csrf: string
  issueId: number
  subject: string
  recipients: number
  form: SendForm
  /** Null: in a minute from now. */
  at: Date | null
  /** Of what is about to be sent: should it change meanwhile, this page comes again. */
  hash: string
  /** Why a large send needs one more word. */
  force: string[]
}

/** Says once more what is about to happen; only this page sends. */
export function surePage(props: SurePageProps): Html {
  const { site, csrf, issueId, subject, recipients, form, at, force } = props
  const { locale, timeZone } = site.publication
  const words = sendingWords(locale)
  const utc = at === null ? '' : ` (${at.toISOString().slice(0, 16).replace('T', ' ')} UTC)`
  return roomPage({
    site,
    title: words.sureTitle,
    csrf,
    current: 'issues',
    main: html`<h1>${words.sureTitle}</h1>
<p class="lead">${
      recipients === 0
        ? words.surePublish
        : at === null
          ? words.sureNow(recipients, subject)
          : words.sureAt(recipients, subject, `${timeText(at, locale, timeZone)}${utc}`)
    }</p>
${force.length === 0 ? '' : html`<div class="problem" role="alert"><p>${words.forceText}</p><ul>${force.map((text) => html`<li>${text}</li>`)}</ul></div>`}
<form class="acts" method="post" action="/admin/issues/${issueId}/check/send">${csrfField(csrf)}
${Object.entries({ ...form, hash: props.hash, force: force.length > 0 ? 'yes' : '' }).map(([name, value]) => html`<input type="hidden" name="${name}" value="${value}">`)}
<button type="submit">${force.length > 0 ? words.force : recipients === 0 ? words.publish : at === null ? words.send(recipients) : words.schedule(recipients)}</button>
<a class="quiet" href="/admin/issues/${issueId}/check">${words.notYet}</a></form>`,
  })
}
