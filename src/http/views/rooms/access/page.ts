import { html } from 'hono/html'
import { MAX_PASSWORD_LENGTH, MIN_PASSWORD_LENGTH } from '../../../../access/password.ts'
import type { SecondFactorState } from '../../../../access/second-factor-service.ts'
import type { Account, Passkey, Session } from '../../../../domain/account.ts'
import type { FieldProblem } from '../../../../errors.ts'
import type { Html, Site } from '../../layout.ts'
import { deviceName } from '../device-name.ts'
import { csrfField, problemSummary, roomPage, textField } from '../layout.ts'
import { settingsTabs } from '../settings/tabs.ts'
import { dayText, timeText } from '../time-text.ts'
import { type RoomWords, roomWords } from '../words.ts'
import { passkeyList } from './passkeys.ts'
import { type AccessWords, accessWords } from './words.ts'

export interface AccessPageProps {
  site: Site
  csrf: string
  account: Account
  session: Session
  sessions: Session[]
  /** Whether the present password is asked for before anything changes. */
  needsProof: boolean
  email: string
  problems?: FieldProblem[]
  notice?: string | undefined
  passkeys: Passkey[]
  secondFactor: SecondFactorState
  /** Where to go on to after the first login. */
  welcome?: { next: string } | undefined
}

/** What somebody is called, how they log in, and in which browsers they are. */
export function accessPage(props: AccessPageProps): Html {
  const { site, csrf, welcome, problems = [] } = props
  const words = roomWords(site.publication.locale)
  const title = welcome ? words.welcomeTitle : words.accessTitle
  return roomPage({
    site,
    title,
    csrf,
    current: 'settings',
    hasError: problems.length > 0,
    main: html`<h1>${title}</h1>
${welcome ? '' : settingsTabs('access', site.publication.locale, site.viewer)}
${welcome ? html`<p class="lead">${words.welcomeText}</p>` : ''}
${props.notice ? html`<div class="notice" role="status"><p>${props.notice}</p></div>` : ''}
${problemSummary(problems, words)}
${welcome ? '' : nameForm(props)}
${loginForm(props, words)}
${welcome ? '' : moreWays(props)}
${welcome ? '' : sessionList(props, words)}`,
  })
}

function nameForm({ site, csrf, account }: AccessPageProps): Html {
  const more = accessWords(site.publication.locale)
  const role = more.roles[account.role]
  return html`<p class="muted">${more.youAre(account.email, role)}</p>
<form method="post" action="/admin/settings/access/name">
${csrfField(csrf)}
${textField({
  name: 'name',
  label: more.name,
  value: account.name,
  hint: more.nameHint,
  problems: [],
  attributes: 'autocomplete="name" maxlength="100"',
})}
<div class="acts"><button class="quiet" type="submit">${more.saveName}</button></div>
</form>`
}

function loginForm(props: AccessPageProps, words: RoomWords): Html {
  const { csrf, account, email, welcome, problems = [] } = props
  const hint = words.passwordHint(MIN_PASSWORD_LENGTH)
  return html`<form method="post" action="/admin/settings/access">
${csrfField(csrf)}
${welcome ? html`<input type="hidden" name="next" value="${welcome.next}">` : ''}
${textField({
  name: 'email',
  label: words.email,
  value: email,
  type: 'email',
  hint: words.emailHint,
  problems,
  attributes: 'autocomplete="username" required maxlength="254"',
})}
${textField({
  name: 'password',
  label: words.newPassword,
  type: 'password',
  hint: account.hasPassword ? `${hint} ${words.leaveEmpty}` : hint,
  problems,
  attributes: `autocomplete="new-password" maxlength="${MAX_PASSWORD_LENGTH}"`,
})}
${
  props.needsProof
    ? textField({
        name: 'current',
        label: words.currentPassword,
        type: 'password',
        problems,
        attributes: 'autocomplete="current-password" required maxlength="1000"',
      })
    : ''
}
<div class="acts"><button type="submit">${words.save}</button>${
    welcome ? html`<a class="quiet" href="${welcome.next}">${words.later}</a>` : ''
  }</div>
</form>`
}

function moreWays(props: AccessPageProps): Html {
  const words = accessWords(props.site.publication.locale)
  return html`${passkeyList(props, words)}${appPart(props, words)}`
}

function appPart({ site, secondFactor }: AccessPageProps, words: AccessWords): Html {
  const { locale, timeZone } = site.publication
  const { since, recoveryCodes } = secondFactor
  const path = '/admin/settings/access/code'
  return html`<section class="part" aria-labelledby="app"><h2 id="app">${words.appTitle}</h2>
<p class="muted">${words.appText}</p>
${
  since === null
    ? html`<div class="acts"><a class="quiet" href="${path}">${words.turnOn}</a></div>`
    : html`<p>${words.appSince(dayText(since, locale, timeZone, { year: true }))} ${words.codesLeft(recoveryCodes)}</p>
<div class="acts"><a class="quiet" href="${path}/renew">${words.renew}</a><a class="quiet" href="${path}/off">${words.turnOff}…</a></div>`
}</section>`
}

function sessionList({ site, csrf, session, sessions }: AccessPageProps, words: RoomWords): Html {
  const { locale, timeZone } = site.publication
  const more = accessWords(locale)
  return html`<section class="part" aria-labelledby="sessions">
<h2 id="sessions">${words.sessionsTitle}</h2>
<p class="muted">${words.sessionsText}</p>
<ul class="rows-list">${sessions.map((each) => {
    const name = deviceName(each.userAgent, words)
    const isThis = each.id === session.id
    return html`<li><p class="what"><strong>${name}</strong>
<span class="muted">${isThis ? words.thisBrowser : words.lastSeen(timeText(each.lastSeenAt, locale, timeZone))}</span>
<span class="muted">${more.since(timeText(each.createdAt, locale, timeZone))}, ${more.methods[each.method]}</span></p>
${
  isThis
    ? ''
    : html`<form method="post" action="/admin/settings/access/sessions/${each.id}/end">${csrfField(csrf)}<button class="quiet" type="submit" aria-label="${words.endNamed(name)}">${words.end}</button></form>`
}</li>`
  })}</ul>
${
  sessions.length > 1
    ? html`<form class="acts" method="post" action="/admin/settings/access/sessions/end-others">${csrfField(csrf)}<button class="quiet" type="submit">${words.endOthers}</button></form>`
    : ''
}
</section>`
}
