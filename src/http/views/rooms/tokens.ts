import { html, raw } from 'hono/html'
import type { FieldProblem } from '../../../errors.ts'
import { TOKEN_SCOPES } from '../../../store/schema.ts'
import type { TokenInfo } from '../../../store/tokens.ts'
import { scopeNow } from '../../auth.ts'
import type { Html, Site } from '../layout.ts'
import { accessWords } from './access/words.ts'
import { csrfField, problemSummary, roomPage, textField } from './layout.ts'
import { settingsTabs } from './settings/tabs.ts'
import { timeText } from './time-text.ts'
import { type RoomWords, roomWords } from './words.ts'

export interface TokensPageProps {
  site: Site
  csrf: string
  tokens: TokenInfo[]
  form?: { name: string; scope: string }
  problems?: FieldProblem[]
  /** The token that was just made. */
  made?: { name: string; token: string } | undefined
}

/** The programs that may come in, and a new token for one more. */
export function tokensPage(props: TokensPageProps): Html {
  const { site, csrf, made, problems = [] } = props
  const words = roomWords(site.publication.locale)
  return roomPage({
    site,
    title: words.tokensTitle,
    csrf,
    current: 'settings',
    hasError: problems.length > 0,
    main: html`<h1>${words.tokensTitle}</h1>
${settingsTabs('tokens', site.publication.locale)}
<p class="lead">${words.tokensText}</p>
${
  made
    ? html`<div class="notice" role="status"><p><strong>${words.tokenMadeTitle(made.name)}</strong> ${words.tokenMadeText}</p>
<div class="field"><label for="token">${words.tokenLabel}</label><textarea class="code" id="token" rows="2" readonly data-select autofocus>
${made.token}</textarea></div></div>`
    : ''
}
${problemSummary(problems, words)}
${tokenList(props, words)}
${tokenForm(props, words)}`,
  })
}

function tokenList({ site, csrf, tokens }: TokensPageProps, words: RoomWords): Html {
  const { locale, timeZone } = site.publication
  if (tokens.length === 0) return html`<p class="part muted">${words.noToken}</p>`
  return html`<ul class="rows-list part">${tokens.map((token) => {
    const used = token.lastUsedAt
      ? words.lastUsed(timeText(token.lastUsedAt, locale, timeZone))
      : words.neverUsed
    return html`<li><p class="what"><strong>${token.name}</strong>
<span class="muted">${words.scope} ${words.scopes[scopeNow(token)]}</span>${madeBy(token, locale)}
<span class="muted"><code>${token.prefix}…</code> ${token.revokedAt ? words.revoked : used}</span></p>
${
  token.revokedAt
    ? ''
    : html`<form method="post" action="/admin/tokens/${token.id}/revoke">${csrfField(csrf)}<button class="quiet" type="submit" aria-label="${words.revokeNamed(token.name)}">${words.revoke}</button></form>`
}</li>`
  })}</ul>`
}

function madeBy({ maker }: TokenInfo, locale: string): Html {
  if (maker === null) return html``
  const name = maker.name || maker.email || accessWords(locale).roles[maker.role]
  return html`
<span class="muted">${roomWords(locale).tokenMadeBy(name)}</span>`
}

function tokenForm({ csrf, form, problems = [] }: TokensPageProps, words: RoomWords): Html {
  const chosen = form?.scope ?? 'save'
  const problem = problems.find(({ field }) => field === 'scope')?.message
  return html`<section class="part" aria-labelledby="new">
<h2 id="new">${words.newToken}</h2>
<form method="post" action="/admin/tokens">
${csrfField(csrf)}
${textField({
  name: 'name',
  label: words.tokenName,
  value: form?.name ?? '',
  hint: words.tokenNameHint,
  problems,
  attributes: 'autocomplete="off" required maxlength="100"',
})}
<fieldset id="scope">
<legend>${words.scope}</legend>
${problem ? html`<p class="error">${problem}</p>` : ''}
<div class="choices rows">${TOKEN_SCOPES.map(
    (scope) =>
      html`<label><input type="radio" name="scope" value="${scope}"${raw(scope === chosen ? ' checked' : '')}>${words.scopes[scope]}</label>`,
  )}</div>
</fieldset>
<div class="acts"><button type="submit">${words.makeToken}</button></div>
</form>
</section>`
}
