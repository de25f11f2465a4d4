import { html, raw } from 'hono/html'
import { type Html, layout, type Site } from './layout.ts'
import { messagePage } from './message-page.ts'
import { type PageWords, pageWords } from './words.ts'

export interface SubscribeFormProps {
  site: Site
  /** What was typed, when the form comes back. */
  email?: string
  /** Why it came back; stands beside the field. */
  error?: string
  /** Puts the cursor into the field, or onto the button when only that is missing. */
  autofocus?: 'field' | 'button'
  /** When the form was shown. Pages that are the same for everybody have none. */
  stamp?: string
}

/** What only programs fill in. */
export const TRAP_FIELD = 'message'
export const STAMP_FIELD = 'shown'

/** One field, one button; posts `email` to /subscribe. */
export function subscribeForm(props: SubscribeFormProps): Html {
  const { site, email = '', error, autofocus, stamp } = props
  const words = pageWords(site.publication.locale)
  return html`<form class="subscribe" method="post" action="/subscribe">
${stamp === undefined ? '' : html`<input type="hidden" name="${STAMP_FIELD}" value="${stamp}">`}
<div class="trap" aria-hidden="true"><label>${words.trapLabel} <input name="${TRAP_FIELD}" tabindex="-1" autocomplete="off"></label></div>
<label for="email">${words.emailLabel}</label>
${error ? html`<p class="error" id="email-error">${error}</p>` : ''}
<div class="row">
<input id="email" name="email" type="email" autocomplete="email" inputmode="email" required maxlength="254" value="${email}"${error ? raw(' aria-invalid="true" aria-describedby="email-error"') : ''}${autofocus === 'field' ? raw(' autofocus') : ''}>
<button type="submit"${autofocus === 'button' ? raw(' autofocus') : ''}>${words.subscribe}</button>
</div>
</form>`
}

/** The form with its heading, as home and issue pages carry it; nothing without public sign-up. */
export function subscribeBox(site: Site): Html {
  if (site.publication.publicSignup === false) return html``
  const words = pageWords(site.publication.locale)
  const { name } = site.publication
  return html`<section class="join" aria-labelledby="join">
<h2 id="join">${words.subscribeTitle(name)}</h2>
<p>${words.subscribeIntro(name)}</p>
${subscribeForm({ site })}
</section>`
}

export interface SubscribePageProps {
  site: Site
  email?: string
  /** What is wrong with the address. */
  error?: string
  /** What else the sender should know; nothing of what was typed is wrong. */
  notice?: string
  stamp?: string
}

/** GET /subscribe, and the answer to a form that was refused. */
export function subscribePage(props: SubscribePageProps): Html {
  const { site, email = '', error, notice, stamp } = props
  const { publication } = site
  const words = pageWords(publication.locale)
  const form = {
    site,
    email,
    ...(error ? { error } : { autofocus: notice ? ('button' as const) : ('field' as const) }),
    ...(stamp !== undefined && { stamp }),
  }
  return layout({
    site,
    title: words.subscribeTitle(publication.name),
    path: '/subscribe',
    isPrivate: true,
    hasError: error !== undefined,
    main: html`<div class="page">
<h1>${words.subscribeTitle(publication.name)}</h1>
${error ? errorSummary(words, error) : html`<p>${notice ?? words.subscribeIntro(publication.name)}</p>`}
${subscribeForm(form)}
</div>`,
  })
}

function errorSummary(words: PageWords, error: string): Html {
  return html`<div class="problem" role="alert" tabindex="-1" autofocus>
<h2>${words.problemHeading}</h2>
<p><a href="#email">${error}</a></p>
</div>`
}

/** After the form: says the same whether or not the address was known. */
export function checkMailPage({ site, email }: { site: Site; email: string }): Html {
  const words = pageWords(site.publication.locale)
  return messagePage({ site, title: words.checkMailTitle, text: words.checkMailText(email) })
}

export interface ActionPageProps {
  site: Site
  title: string
  text: string
  /** Where the button posts to. */
  action: string
  button: string
  /** Values sent along, e.g. a CSRF token. */
  hidden?: Record<string, string>
}

/** One sentence, one focused button that posts: opening the page changes nothing. */
export function actionPage({ site, title, text, action, button, hidden }: ActionPageProps): Html {
  return layout({
    site,
    title,
    path: action,
    isPrivate: true,
    main: html`<div class="page">
<h1>${title}</h1>
<p>${text}</p>
${postButton({ action, button, autofocus: true, ...(hidden ? { hidden } : {}) })}
</div>`,
  })
}

export function postButton(props: {
  action: string
  button: string
  autofocus?: boolean
  hidden?: Record<string, string>
}): Html {
  return html`<form method="post" action="${props.action}">
${Object.entries(props.hidden ?? {}).map(
  ([name, value]) => html`<input type="hidden" name="${name}" value="${value}">`,
)}<button type="submit"${props.autofocus ? raw(' autofocus') : ''}>${props.button}</button>
</form>`
}

/** GET /confirm/:token */
export function confirmPage({ site, action }: { site: Site; action: string }): Html {
  const words = pageWords(site.publication.locale)
  return actionPage({
    site,
    title: words.confirmTitle,
    text: words.confirmText(site.publication.name),
    action,
    button: words.confirmButton,
  })
}

/** After POST /confirm/:token; `isAlready`: it was pressed before. */
export function confirmedPage(props: { site: Site; isAlready?: boolean }): Html {
  const { site, isAlready = false } = props
  const words = pageWords(site.publication.locale)
  return messagePage({
    site,
    title: isAlready ? words.alreadyTitle : words.confirmedTitle,
    text: words.confirmedText(site.publication.name),
  })
}

/** A confirmation link that is too old: one button asks for another. */
export function confirmOverPage({ site, action }: { site: Site; action: string }): Html {
  const words = pageWords(site.publication.locale)
  return actionPage({
    site,
    title: words.expiredTitle,
    text: words.confirmOverText,
    action,
    button: words.confirmOverButton,
  })
}

/** GET /return/:token, the way back from a goodbye mail. */
export function returnPage({ site, action }: { site: Site; action: string }): Html {
  const words = pageWords(site.publication.locale)
  return actionPage({
    site,
    title: words.returnTitle,
    text: words.returnText(site.publication.name),
    action,
    button: words.returnButton,
  })
}
