import { html } from 'hono/html'
import { type Html, layout, type Site } from '../layout.ts'
import { apiDocsScript, apiDocsStyles } from './assets.ts'
import { DESCRIBED_METHODS, type Described } from './described.ts'
import { type CallProps, callView } from './operation-view.ts'
import { fieldsOf } from './schema-view.ts'

export interface ApiDocsProps {
  site: Site
  document: Described
  server: string
}

/** The API as a page: to read without script, to try with it. In English, as its messages are. */
export function apiDocsPage({ site, document, server }: ApiDocsProps): Html {
  const calls: CallProps[] = Object.entries(document.paths).flatMap(([path, item]) =>
    DESCRIBED_METHODS.flatMap((method) => {
      const call = item[method]
      return call ? [{ path, method, call, server }] : []
    }),
  )
  const groups = document.tags.map((tag) => ({
    ...tag,
    id: `group-${tag.name.toLowerCase()}`,
    calls: calls.filter(({ call }) => call.tags.includes(tag.name)),
  }))
  return layout({
    site,
    title: 'API',
    path: '/api/v1/docs',
    kind: 'api',
    description: 'Every call of the API, to read and to try.',
    head: html`<link rel="stylesheet" href="${apiDocsStyles.path}"><script src="${apiDocsScript.path}" defer></script>`,
    main: html`<div class="page" lang="en" dir="ltr">
<h1>API</h1>
<p>Below <code>${server}</code>. Send <code>Authorization: Bearer TOKEN</code>; a token of scope <code>save</code> adds links, <code>edit</code> also works on links and issues, <code>admin</code> may do everything. <code>linkletter token create</code> or the settings make one.</p>
<p>Bodies and answers are JSON, times ISO 8601 in UTC. A list ends where <code>next_cursor</code> is null; otherwise give it back as <code>cursor</code>. Errors are <a href="#thing-Problem">problems</a> with a code that stays the same. An <code>ETag</code> sent back as <code>If-Match</code> keeps two from writing over each other. <code>RateLimit</code> says how many calls are left.</p>
<p>For programs: <a href="${server}/openapi.json">openapi.json</a> (OpenAPI 3.1).</p>
<form class="token" hidden><p class="row"><label for="token">Token for trying</label><input id="token" type="password" autocomplete="off" spellcheck="false" placeholder="ll_…"></p><p class="muted">It stays in this tab and is forgotten with it. Trying is real: what you send is done.</p></form>
<nav class="groups" aria-label="Parts"><ul>${groups.map(({ id, name }) => html`<li><a href="#${id}">${name}</a></li>`)}<li><a href="#things">Things</a></li></ul></nav>
${groups.map(
  (group) =>
    html`<section aria-labelledby="${group.id}"><h2 id="${group.id}">${group.name}</h2><p class="muted">${group.description}</p>${group.calls.map(callView)}</section>`,
)}
<section aria-labelledby="things"><h2 id="things">Things</h2><p class="muted">What answers hold. More fields may come: pass over those you do not know.</p>
${Object.entries(document.components.schemas).map(
  ([name, schema]) =>
    html`<details class="call thing" id="thing-${name}"><summary><span class="sum">${name}</span></summary>${fieldsOf(schema)}</details>`,
)}</section>
</div>`,
  })
}
