import { html } from 'hono/html'
import type { Passkey } from '../../../../domain/account.ts'
import type { FieldProblem } from '../../../../errors.ts'
import type { Html, Site } from '../../layout.ts'
import { csrfField, problemSummary, roomPage, textField } from '../layout.ts'
import { goalFields, type LoginGoal } from '../login-goal.ts'
import { dayText, timeText } from '../time-text.ts'
import { roomWords } from '../words.ts'
import { passkeyScript } from './passkey-script.ts'
import { type AccessWords, accessWords } from './words.ts'

const PATH = '/admin/settings/access/passkeys'

/** On the login page, for browsers that can; the script unhides it. */
export function passkeyLogin(goal: LoginGoal, locale: string): Html {
  const words = accessWords(locale)
  return html`<form class="login-passkey" method="post" action="/login/passkey" hidden data-passkey="login" data-options="/login/passkey/options" data-failed="${words.passkeyFailed}">
${goalFields(goal)}<input type="hidden" name="credential" value="">
<p class="error" role="alert"></p>
<div class="acts"><button class="quiet" type="submit">${words.passkeyLogIn}</button></div></form>`
}

/** One's own passkeys, on the page of one's login. */
export function passkeyList(
  props: { site: Site; csrf: string; passkeys: Passkey[] },
  words: AccessWords,
): Html {
  const { site, csrf, passkeys } = props
  const { locale, timeZone } = site.publication
  return html`<section class="part" aria-labelledby="passkeys"><h2 id="passkeys">${words.passkeysTitle}</h2>
<p class="muted">${words.passkeysText}</p>
${
  passkeys.length === 0
    ? ''
    : html`<ul class="rows-list">${passkeys.map(({ id, name, createdAt, lastUsedAt }) => {
        const used = lastUsedAt
          ? words.lastUsed(timeText(lastUsedAt, locale, timeZone))
          : words.neverUsed
        return html`<li><p class="what"><strong>${name}</strong> <span class="muted">${words.addedOn(dayText(createdAt, locale, timeZone, { year: true }))}, ${used}</span></p>
<form method="post" action="${PATH}/${id}/remove">${csrfField(csrf)}<button class="quiet" type="submit" aria-label="${words.removeNamed(name)}">${words.remove}</button></form></li>`
      })}</ul>`
}
<div class="acts"><a class="quiet" href="${PATH}/new">${words.addPasskey}</a></div></section>`
}

/** Names a new passkey; the browser makes it when the form is sent. */
export function newPasskeyPage(props: {
  site: Site
  csrf: string
  name: string
  problems?: FieldProblem[]
}): Html {
  const { site, csrf, name, problems = [] } = props
  const { locale } = site.publication
  const words = accessWords(locale)
  return roomPage({
    site,
    title: words.addPasskey,
    csrf,
    current: 'settings',
    hasError: problems.length > 0,
    scripts: [passkeyScript],
    main: html`<h1>${words.addPasskey}</h1>
<p class="lead">${words.passkeysText}</p>
${problemSummary(problems, roomWords(locale))}
<p class="part" id="no-passkeys" data-cannot="${words.browserCannot}">${words.needsScript}</p>
<form method="post" action="${PATH}" hidden data-passkey="new" data-options="${PATH}/options" data-failed="${words.notAdded}">${csrfField(csrf)}<input type="hidden" name="credential" value="">
${textField({
  name: 'name',
  label: words.passkeyName,
  value: name,
  hint: words.passkeyNameHint,
  problems,
  attributes: 'autocomplete="off" required maxlength="100"',
})}
<p class="muted">${words.newPasskeyText}</p>
<p class="error" role="alert"></p>
<div class="acts"><button type="submit">${words.addPasskey}</button><a class="quiet" href="/admin/settings/access">${roomWords(locale).goBack}</a></div></form>`,
  })
}
