/** What the page of the API adds to the site's stylesheet. */
export const API_DOCS_CSS = `
body.api { --column: 46rem; font: 1rem/1.6 var(--sans); font-variant-numeric: lining-nums tabular-nums; }
.api h1 { font-family: var(--serif); }
.api h1 + p { margin-top: 1.25rem; }
.api h2 { margin: 3rem 0 0; font: 700 1.375rem/1.3 var(--serif); }
.api h2 + p { margin-top: 0.25rem; }
.api h3 { margin: 1.25rem 0 0.25rem; font: 600 0.9375rem/1.5rem var(--sans); }
.api .muted { color: var(--muted); }
.api code, .api pre { font-family: var(--mono); font-size: 0.875em; }
.api pre { margin: 0; padding: 0.75rem 0.9rem; overflow: auto; border-radius: 4px; background: var(--tint); font-size: 0.8125rem; line-height: 1.25rem; white-space: pre-wrap; overflow-wrap: anywhere; }
.groups ul { display: flex; flex-wrap: wrap; gap: 0 1.25rem; margin: 1.5rem 0 0; padding: 0; border-block: 1px solid var(--hair); list-style: none; }
.groups a { display: inline-flex; align-items: center; min-height: 2.75rem; text-decoration: none; }
.groups a:hover { text-decoration: underline; }
.call { border-bottom: 1px solid var(--hair); }
section > p + .call { margin-top: 0.75rem; border-top: 1px solid var(--hair); }
.call summary { display: flex; flex-wrap: wrap; align-items: baseline; gap: 0 0.75rem; min-height: 2.75rem; padding-block: 0.55rem; cursor: pointer; list-style: none; }
.call summary::-webkit-details-marker { display: none; }
.call summary:hover .sum { text-decoration: underline; text-underline-offset: 0.17em; }
.call .method { flex: 0 0 3.75rem; color: var(--muted); font-weight: 700; }
.call .method.post, .call .method.patch { color: var(--accent); }
.call .method.delete { color: var(--error); }
.call .path { font-weight: 600; }
.call .sum { flex: 1 1 14rem; color: var(--muted); }
.call.thing .sum { color: var(--ink); font-weight: 600; }
.call[open] { padding-bottom: 1.5rem; }
.call[open] > summary .sum { color: var(--ink); }
.call > p + p { margin-top: 0.25rem; }
.fields { margin: 0; }
.fields > div { display: grid; grid-template-columns: minmax(0, 14rem) minmax(0, 1fr); gap: 0 1.25rem; padding-block: 0.3rem; border-bottom: 1px solid var(--hair); }
.fields > div:last-child { border: 0; }
.fields dd { margin: 0; }
.fields dt .muted { font-size: 0.875rem; }
.api .row { display: grid; grid-template-columns: 10rem minmax(0, 1fr); align-items: center; gap: 0 1.25rem; margin: 0.5rem 0 0; }
.api .row label { font-weight: 600; }
.api input, .api textarea { width: 100%; min-height: 2.75rem; padding: 0.45rem 0.7rem; border: 1px solid var(--edge); border-radius: 4px; background: var(--paper); color: var(--ink); font: 0.9375rem/1.5rem var(--mono); }
.api textarea { resize: vertical; }
.api form[hidden], .api pre[hidden] { display: none; }
.api form.token, .api form.try { margin: 1.25rem 0 0; padding: 0.75rem 1rem 1rem; border-radius: 4px; background: var(--tint); }
.api form.try > h3 { margin-top: 0; }
.api form.try > p:not(.row) { margin: 0.75rem 0 0; }
.api form.try pre { margin-top: 0.75rem; background: var(--paper); max-height: 28rem; }
.api button { min-height: 2.75rem; padding: 0.45rem 1.25rem; border: 0; border-radius: 4px; background: var(--accent); color: var(--on-accent); font: 600 1rem/1.5rem var(--sans); cursor: pointer; }
@media (max-width: 40rem) {
  .fields > div, .api .row { grid-template-columns: minmax(0, 1fr); }
}
body.api .answers > div { grid-template-columns: 4rem minmax(0, 1fr); }
@media (forced-colors: active) { .api form.token, .api form.try, .api pre { border: 1px solid CanvasText; } }
`
