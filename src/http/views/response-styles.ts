/** What responses and their form add to the stylesheet of the public pages. */
export const RESPONSES_CSS = `
.responses { margin-top: 3.5rem; padding-top: 1.5rem; border-top: 1px solid var(--hair); }
.responses h2 { margin: 0; font-size: 1.3125rem; line-height: 1.8rem; }
.responses ol { margin: 1rem 0 0; padding: 0; list-style: none; }
.responses li { padding-block: 0.9rem; border-bottom: 1px solid var(--hair); scroll-margin-top: 1rem; }
.responses li p { margin: 0.35rem 0 0; }
.responses .p-content, .preview li div { font-size: 1.0625rem; line-height: 1.7rem; }
.responses .p-author { color: var(--ink); font-weight: 600; }
.responses > p { margin: 1rem 0 0; font: 1rem/1.5rem var(--sans); }
.responses details { margin-top: 1rem; }
.responses summary::before { content: "+"; display: inline-block; width: 1.1rem; }
.responses details[open] summary::before { content: "\\2212"; }
.responses summary { display: inline-block; padding-block: 0.6rem; color: var(--accent); font: 1rem/1.5rem var(--sans); cursor: pointer; list-style: none; }
form.comment { font: 1rem/1.5rem var(--sans); }
form.comment label { display: block; margin-top: 1rem; font-weight: 600; }
form.comment .hint { margin: 0; color: var(--muted); font-size: 0.9375rem; }
form.comment .error { margin: 0; color: var(--error); }
form.comment .trap { display: none; }
form.comment input, form.comment textarea { display: block; width: 100%; min-height: 2.75rem; margin-top: 0.3rem; padding: 0.45rem 0.7rem; border: 1px solid var(--edge); border-radius: 4px; background: var(--paper); color: var(--ink); font: inherit; }
form.comment input { max-width: 24rem; }
form.comment [aria-invalid] { border-color: var(--error); }
form.comment button { min-height: 2.75rem; margin-top: 0.5rem; padding: 0.45rem 1.25rem; border: 1px solid var(--accent); border-radius: 4px; background: var(--accent); color: var(--on-accent); font: 600 1rem/1.5rem var(--sans); cursor: pointer; }
@media print { .responses details { display: none; } }
`
