import { html, raw } from 'hono/html'
import type { FieldProblem } from '../../../errors.ts'
import type { FormEntries } from '../../form.ts'
import type { Html, Site } from '../layout.ts'
import { passkeyScript } from './access/passkey-script.ts'
import { passkeyLogin } from './access/passkeys.ts'
import { accessWords } from './access/words.ts'
import { csrfField, problemSummary, roomMessage, roomPage, textField } from './layout.ts'
import { goalFields, type LoginGoal } from './login-goal.ts'
import { roomWords } from './words.ts'

export interface LoginPageProps {
  site: Site
  goal: LoginGoal
  /** Whether somebody here has one: a button that nobody can use is not shown. */
  hasPasskeys: boolean
  email?: string
  problems?: FieldProblem[]
  /** Nobody has ever logged in: says where the first link is. */
  isFirst?: boolean
  /** Somebody who is logged in proves once more who they are. */
  isProof?: boolean
}

/** One address, two ways in: with the password, or with a mailed link. And passkeys, once there are any. */
export function loginPage(props: LoginPageProps): Html {
  const {
    site,
    goal,
    hasPasskeys,
    email = '',
    problems = [],
    isFirst = false,
    isProof = false,
  } = props
  const words = roomWords(site.publication.locale)
  const more = accessWords(site.publication.locale)
  const title = isProof
    ? more.proveTitle
    : goal.kept
      ? words.logInAgain
      : words.logInTitle(site.publication.name)
  const lead = isProof ? more.proveText : goal.kept && words.keptText
  const isFresh = problems.length === 0
  return roomPage({
    site,
    title,
    hasError: !isFresh,
    scripts: hasPasskeys ? [passkeyScript] : [],
    main: html`<h1>${title}</h1>
${lead ? html`<p class="lead">${lead}</p>` : ''}
${isFirst ? html`<div class="notice"><p>${words.firstTime}</p></div>` : ''}
${keptText(goal.kept)}
${problemSummary(problems, words)}
<form method="post" action="/login">
${goalFields(goal)}
${textField({
  name: 'email',
  label: words.email,
  value: email,
  type: 'email',
  problems,
  attributes: `autocomplete="username" inputmode="email" required maxlength="254"${isFresh && email === '' ? ' autofocus' : ''}`,
})}
${textField({
  name: 'password',
  label: words.password,
  type: 'password',
  problems,
  attributes: `autocomplete="current-password" maxlength="1000"${isFresh && email !== '' ? ' autofocus' : ''}`,
})}
<div class="acts">
<button type="submit">${words.logIn}</button>
<button class="quiet" type="submit" formaction="/login/mail" formnovalidate>${words.mailMeALink}</button>
</div>
</form>
${hasPasskeys ? passkeyLogin(goal, site.publication.locale) : ''}
<p class="part muted">${words.noWayIn}<br><code>npm run cli -- login-link</code></p>`,
  })
}

/** The longest thing that was typed, to see that it is there. */
function keptText(kept: FormEntries | undefined): Html {
  const texts = (kept ?? []).filter(([name]) => name === 'title' || name === 'note')
  const text = texts
    .map(([, value]) => value.trim())
    .filter(Boolean)
    .join('\n\n')
  return text === '' ? html`` : html`<p class="kept">${text.slice(0, 2_000)}</p>`
}

/** GET of a login link. Mail programs open links too, so only the button acts. */
export function enterPage({ site, action }: { site: Site; action: string }): Html {
  const words = roomWords(site.publication.locale)
  const title = words.enterTitle(site.publication.name)
  return roomPage({
    site,
    title,
    main: html`<h1>${title}</h1>
<p class="lead">${words.enterText}</p>
<form class="acts" method="post" action="${action}"><button type="submit" autofocus>${words.logIn}</button></form>`,
  })
}

export function linkOverPage({ site }: { site: Site }): Html {
  const words = roomWords(site.publication.locale)
  return roomPage({
    site,
    title: words.linkOver,
    main: html`<h1>${words.linkOver}</h1>
<p class="lead">${words.linkOverText}</p>
<p class="onward"><a href="/login">${words.logIn}</a></p>
<p class="part muted">${words.noWayIn}<br><code>npm run cli -- login-link</code></p>`,
  })
}

/** The same whether or not the address is known. */
export function linkSentPage(props: {
  site: Site
  goal: LoginGoal
  email: string
  minutes: number
}): Html {
  const words = roomWords(props.site.publication.locale)
  return roomPage({
    site: props.site,
    title: words.linkSentTitle,
    main: html`<h1>${words.linkSentTitle}</h1>
<p class="lead">${words.linkSentText(props.email, props.minutes)}</p>
<p class="muted">${words.linkSentElse}</p>
${
  props.goal.kept
    ? html`${keptText(props.goal.kept)}
<form class="acts" method="post" action="/login/resume">${goalFields(props.goal)}<button type="submit">${words.goOn}</button></form>`
    : ''
}`,
  })
}

export interface ResumePageProps {
  site: Site
  csrf: string
  goal: Required<LoginGoal>
  reason: 'loggedInAgain' | 'askAgain'
}

/** Sends the kept form once more, with the token of the present login, when its sender says so. */
export function resumePage({ site, csrf, goal, reason }: ResumePageProps): Html {
  const words = roomWords(site.publication.locale)
  const isBack = reason === 'loggedInAgain'
  const title = isBack ? words.loggedInAgain : words.askAgainTitle
  return roomPage({
    site,
    title,
    csrf,
    main: html`<h1>${title}</h1>
<p class="lead">${isBack ? words.loggedInAgainText : words.askAgainText}</p>
${keptText(goal.kept)}
<form class="acts" method="post" action="${goal.next}">
${(goal.kept ?? []).map(([name, value]) => html`<input type="hidden" name="${name}" value="${value}">`)}
${csrfField(csrf)}<button type="submit"${raw(' autofocus')}>${words.goOn}</button>
</form>`,
  })
}

export function loggedOutPage({ site }: { site: Site }): Html {
  const words = roomWords(site.publication.locale)
  return roomMessage({
    site,
    title: words.loggedOut,
    text: words.loggedOutText,
    link: { href: '/login', text: words.logIn },
  })
}
