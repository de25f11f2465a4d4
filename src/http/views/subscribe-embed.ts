import { html } from 'hono/html'
import { TRAP_FIELD } from './subscribe.ts'
import { pageWords } from './words.ts'

/**
 * A sign-up form for a page of the owner's own site: plain HTML that posts here, without script,
 * in the looks of the page around it. Styles stand inline, for there is no other place for them.
 */
export function embedSnippet(about: { baseUrl: string; locale: string }): string {
  const words = pageWords(about.locale)
  const snippet = html`<form method="post" action="${about.baseUrl}/subscribe">
  <label for="linkletter-email">${words.emailLabel}</label>
  <input id="linkletter-email" name="email" type="email" autocomplete="email" required maxlength="254">
  <span style="position:absolute;left:-9999px" aria-hidden="true"><label>${words.trapLabel} <input name="${TRAP_FIELD}" tabindex="-1" autocomplete="off"></label></span>
  <button type="submit">${words.subscribe}</button>
</form>
`
  return snippet.toString()
}
