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
  autofocus?: boolean
}

/** One field, one button; posts `email` to /subscribe. */
export function subscribeForm({ site, email = '', error, autofocus }: SubscribeFormProps): Html {
  const words = pageWords(site.publication.locale)
  return html`<form class="subscribe" method="post" action="/subscribe">
<label for="email">${words.emailLabel}</label>
${error ? html`<p class="error" id="email-error">${error}</p>` : ''}
<div class="row">
<input id="email" name="email" type="email" autocomplete="email" inputmode="email" required maxlength="254" value="${email}"${error ? raw(' aria-invalid="true" aria-describedby="email-error"') : ''}${autofocus ? raw(' autofocus') : ''}>
<button type="submit">${words.subscribe}</button>
</div>
</form>`
}

/** The form with its heading, as home and issue pages carry it. */
/** Nothing where the site has no public sign-up. */
export function subscribeBox(site: Site): Html {
  if (site.features?.subscribe === false) return html``
  const words = pageWords(site.publication.locale)
  const { name } = site.publication
  return html`<section class="join" aria-labelledby="join">
<h2 id="join">${words.subscribeTitle(name)}</h2>
<p>${words.subscribeIntro(name)}</p>
${subscribeForm({ site })}
</section>`
}

/** GET /subscribe, and the answer to a form that was refused. */
export function subscribePage(props: { site: Site; email?: string; error?: string }): Html {
  const { site, email = '', error } = props
  const { publication } = site
  const words = pageWords(publication.locale)
  return layout({
    site,
    title: words.subscribeTitle(publication.name),
    path: '/subscribe',
    hasError: error !== undefined,
    main: html`<div class="page">
<h1>${words.subscribeTitle(publication.name)}</h1>
${error ? errorSummary(words, error) : html`<p>${words.subscribeIntro(publication.name)}</p>`}
${subscribeForm({ site, email, autofocus: error === undefined, ...(error ? { error } : {}) })}
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

/** After POST /confirm/:token */
export function confirmedPage({ site }: { site: Site }): Html {
  const words = pageWords(site.publication.locale)
  return messagePage({
    site,
    title: words.confirmedTitle,
    text: words.confirmedText(site.publication.name),
  })
}
