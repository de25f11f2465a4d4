import { html, raw } from 'hono/html'
import type { FieldProblem } from '../../errors.ts'
import { type Html, layout, type Site } from './layout.ts'
import { messagePage } from './message-page.ts'
import { actionPage } from './subscribe.ts'
import { pageWords } from './words.ts'

export interface PreferencesPageProps {
  site: Site
  /** The address of the page itself; POST saves. */
  action: string
  values: { email: string; pausedUntil: string; textOnly: boolean }
  /** The days that may be chosen, YYYY-MM-DD. */
  pause: { from: string; until: string }
  problems?: FieldProblem[]
  /** After saving; `isMailed`: a new address has to be confirmed there. */
  saved?: { isMailed: boolean } | undefined
  leaveAction: string
}

/** GET /preferences/:token. One form, one button; the rest is a page of its own each. */
export function preferencesPage(props: PreferencesPageProps): Html {
  const { site, action, values, problems = [], saved } = props
  const { name, locale } = site.publication
  const words = pageWords(locale)
  const hasError = problems.length > 0
  return layout({
    site,
    title: words.preferencesTitle(name),
    path: action,
    isPrivate: true,
    hasError,
    main: html`<div class="page">
<h1>${words.preferencesTitle(name)}</h1>
${hasError ? errorSummary(props, words.problemHeading) : saidFirst(props)}
<form class="preferences" method="post" action="${action}">
<div class="field">
<label for="email">${words.addressField}</label>
${problemAt('email', problems)}
<div class="row"><input id="email" name="email" type="email" autocomplete="email" required maxlength="254" value="${values.email}"${invalid('email', problems)}></div>
</div>
<div class="field">
<label for="paused_until">${words.pauseField}</label>
${problemAt('paused_until', problems)}
<input id="paused_until" name="paused_until" type="date" min="${props.pause.from}" max="${props.pause.until}" value="${values.pausedUntil}"${invalid('paused_until', problems)}>
<p class="hint">${words.pauseHint}</p>
</div>
<div class="field">
<label class="check" for="text_only"><input id="text_only" name="text_only" type="checkbox" value="yes"${values.textOnly ? raw(' checked') : ''}> ${words.textOnlyField}</label>
</div>
<button type="submit"${hasError || saved ? '' : raw(' autofocus')}>${words.save}</button>
</form>
<p class="onward"><a href="${action}/data">${words.dataTitle}</a></p>
<p class="onward"><a href="${props.leaveAction}">${words.unsubscribeTitle}</a></p>
</div>`,
  })

  function saidFirst({ saved: done }: PreferencesPageProps): Html {
    if (!done) return html`<p>${words.preferencesText}</p>`
    const text = done.isMailed ? words.preferencesMailed : words.preferencesSaved
    return html`<p role="status" tabindex="-1" autofocus>${text}</p>`
  }
}

function errorSummary({ problems = [] }: PreferencesPageProps, heading: string): Html {
  return html`<div class="problem" role="alert" tabindex="-1" autofocus>
<h2>${heading}</h2>
${problems.map(({ field, message }) => html`<p><a href="#${field}">${message}</a></p>`)}
</div>`
}

function problemAt(field: string, problems: FieldProblem[]): Html | string {
  const problem = problems.find((each) => each.field === field)
  return problem ? html`<p class="error" id="${field}-error">${problem.message}</p>` : ''
}

function invalid(field: string, problems: FieldProblem[]) {
  const isWrong = problems.some((each) => each.field === field)
  return isWrong ? raw(` aria-invalid="true" aria-describedby="${field}-error"`) : ''
}

/** The link of a mail whose reader is no longer on the list. */
export function notOnListPage(site: Site): Html {
  const { name, locale, publicSignup } = site.publication
  const words = pageWords(locale)
  return messagePage({
    site,
    title: words.notOnListTitle,
    text: words.notOnListText(name),
    ...(publicSignup !== false && { link: { href: '/subscribe', text: words.subscribe } }),
  })
}

/** GET /preferences/address/:token */
export function addressPage(props: { site: Site; action: string; email: string }): Html {
  const { site, action, email } = props
  const words = pageWords(site.publication.locale)
  return actionPage({
    site,
    title: words.addressTitle,
    text: words.addressText(site.publication.name, email),
    action,
    button: words.addressButton,
  })
}

export function addressChangedPage(site: Site, email: string): Html {
  const words = pageWords(site.publication.locale)
  const text = words.addressChangedText(site.publication.name, email)
  return messagePage({ site, title: words.addressChangedTitle, text })
}

export function addressTakenPage(site: Site, email: string): Html {
  const words = pageWords(site.publication.locale)
  return messagePage({ site, title: words.addressTakenTitle, text: words.addressTakenText(email) })
}

/** GET /preferences/:token/data: asks for the link that shows and deletes. */
export function askDataPage({ site, action }: { site: Site; action: string }): Html {
  const words = pageWords(site.publication.locale)
  return actionPage({
    site,
    title: words.dataTitle,
    text: words.dataAskText,
    action,
    button: words.dataAskButton,
  })
}

export function dataMailedPage(site: Site): Html {
  const words = pageWords(site.publication.locale)
  return messagePage({ site, title: words.checkMailTitle, text: words.dataMailedText })
}

/** GET /preferences/data/:token */
export function dataPage({ site, action }: { site: Site; action: string }): Html {
  const words = pageWords(site.publication.locale)
  return layout({
    site,
    title: words.dataTitle,
    path: action,
    isPrivate: true,
    main: html`<div class="page">
<h1>${words.dataTitle}</h1>
<p>${words.dataShownText}</p>
<form method="get" action="${action}/export.json"><button type="submit" autofocus>${words.dataButton}</button></form>
<p class="onward"><a href="${action}/delete">${words.eraseTitle}</a></p>
</div>`,
  })
}

/** GET /preferences/data/:token/delete */
export function erasePage({ site, action }: { site: Site; action: string }): Html {
  const words = pageWords(site.publication.locale)
  return actionPage({
    site,
    title: words.eraseTitle,
    text: words.eraseText(site.publication.name),
    action,
    button: words.eraseButton,
  })
}

export function erasedPage(site: Site): Html {
  const words = pageWords(site.publication.locale)
  return messagePage({ site, title: words.erasedTitle, text: words.erasedText })
}
