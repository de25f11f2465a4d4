/** What the first steps add to the rooms' stylesheet. */
export const START_CSS = `
.first-steps { margin: 1.75rem 0 0; padding: 0; border-top: 1px solid var(--hair); list-style: none; counter-reset: step; }
.first-steps li { border-bottom: 1px solid var(--hair); counter-increment: step; }
.room .first-steps details { margin: 0; }
.room .first-steps summary { align-items: center; gap: 0.9rem; padding-block: 0.85rem; color: var(--ink); }
.room .first-steps details > summary::before, .room .first-steps details[open] > summary::before { content: none; }
.first-steps .field + .hint { margin-top: 0.6rem; }
.first-steps .step { font: 700 1.125rem/1.5 var(--serif); }
.first-steps .mark { display: grid; flex: none; place-items: center; width: 1.9rem; height: 1.9rem; border: 1px solid var(--edge); border-radius: 50%; font: 600 0.9375rem/1 var(--sans); }
.first-steps .mark::before { content: counter(step); }
.first-steps .done .mark { border-color: var(--accent); background: var(--accent); color: var(--on-accent); }
.first-steps .done .mark::before { content: "\\2713"; }
.first-steps .done .step { font-weight: 400; }
.first-steps summary .muted { margin-inline-start: auto; font-size: 0.9375rem; }
.room .first-steps details > :not(summary) { margin-inline-start: 2.8rem; }
.first-steps details > form { padding-bottom: 1.5rem; }
.first-steps details > form .field { max-width: 28rem; }
.first-steps details > form > .field:first-of-type { margin-top: 0.75rem; }
@media (max-width: 40rem) { .room .first-steps details > :not(summary) { margin-inline-start: 0; } }
@media (forced-colors: active) { .first-steps .done .mark { outline: 2px solid; } }
`
