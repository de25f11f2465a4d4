import { html } from 'hono/html'
import type { FieldProblem } from '../../../../errors.ts'
import { qrCode } from '../../../qr-code.ts'
import type { Html, Site } from '../../layout.ts'
import { csrfField, problemSummary, roomPage, textField } from '../layout.ts'
import { goalFields, type LoginGoal } from '../login-goal.ts'
import { roomWords } from '../words.ts'
import { accessWords } from './words.ts'

/** Letters too, because of the recovery codes. */
const CODE_ATTRIBUTES =
  'autocomplete="one-time-code" autocapitalize="none" spellcheck="false" required maxlength="40"'
const RESET = 'npm run cli -- login-link --reset-second-factor'

/** At login, after password or link. */
export function codePage(props: {
  site: Site
  goal: LoginGoal
  pending: string
  problems?: FieldProblem[]
}): Html {
  const { site, goal, pending, problems = [] } = props
  const { locale } = site.publication
  const words = accessWords(locale)
  const isFresh = problems.length === 0
  return roomPage({
    site,
    title: words.codeTitle,
    hasError: !isFresh,
    main: html`<h1>${words.codeTitle}</h1>
<p class="lead">${words.codeText}</p>
${problemSummary(problems, roomWords(locale))}
<form method="post" action="/login/code">
${goalFields(goal)}<input type="hidden" name="pending" value="${pending}">
${codeField(words.code, problems, isFresh)}
<div class="acts"><button type="submit">${roomWords(locale).logIn}</button></div>
</form>
<p class="part muted">${words.codeLost}<br><code>${RESET}</code></p>`,
  })
}

/** The secret for the app, as a picture and to type, and the field that proves it is in there. */
export function setupPage(props: {
  site: Site
  csrf: string
  offer: { sealed: string; uri: string; typed: string }
  problems?: FieldProblem[]
}): Html {
  const { site, csrf, offer, problems = [] } = props
  const { locale } = site.publication
  const words = accessWords(locale)
  return roomPage({
    site,
    title: words.setupTitle,
    csrf,
    current: 'settings',
    hasError: problems.length > 0,
    main: html`<h1>${words.setupTitle}</h1>
${problemSummary(problems, roomWords(locale))}
<div class="with-qr code-setup">${qrCode(offer.uri, words.qrLabel)}
<div><p>${words.setupScan}</p>
<p class="muted">${words.setupType}<br><code class="secret">${offer.typed}</code></p>
<form method="post" action="/admin/settings/access/code">${csrfField(csrf)}<input type="hidden" name="sealed" value="${offer.sealed}">
${codeField(words.setupCode, problems, false)}
<div class="acts"><button type="submit">${words.turnOn}</button><a class="quiet" href="/admin/settings/access">${roomWords(locale).goBack}</a></div></form></div></div>`,
  })
}

/** Shown once. */
export function recoveryCodesPage(props: { site: Site; csrf: string; codes: string[] }): Html {
  const { site, csrf, codes } = props
  const words = accessWords(site.publication.locale)
  return roomPage({
    site,
    title: words.recoveryTitle,
    csrf,
    current: 'settings',
    main: html`<h1>${words.recoveryTitle}</h1>
<p class="lead">${words.recoveryText}</p>
<ol class="recovery-codes">${codes.map((code) => html`<li><code>${code}</code></li>`)}</ol>
<p class="acts"><a class="quiet strong" href="/admin/settings/access">${words.recoveryKept}</a></p>`,
  })
}

/** Turning off and renewing take a code. */
export function codeActPage(props: {
  site: Site
  csrf: string
  act: 'off' | 'renew'
  problems?: FieldProblem[]
}): Html {
  const { site, csrf, act, problems = [] } = props
  const { locale } = site.publication
  const words = accessWords(locale)
  const title = act === 'off' ? words.offTitle : words.renew
  return roomPage({
    site,
    title,
    csrf,
    current: 'settings',
    hasError: problems.length > 0,
    main: html`<h1>${title}</h1>
<p class="lead">${act === 'off' ? words.offText : words.renewText}</p>
${problemSummary(problems, roomWords(locale))}
<form method="post" action="/admin/settings/access/code/${act}">${csrfField(csrf)}
${codeField(words.code, problems, problems.length === 0)}
<div class="acts"><button type="submit">${act === 'off' ? words.turnOff : words.renew}</button><a class="quiet" href="/admin/settings/access">${roomWords(locale).goBack}</a></div></form>`,
  })
}

function codeField(label: string, problems: FieldProblem[], isFocused: boolean): Html {
  return textField({
    name: 'code',
    label,
    problems,
    attributes: `${CODE_ATTRIBUTES}${isFocused ? ' autofocus' : ''}`,
  })
}
