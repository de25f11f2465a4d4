/** The list of keys, in all rooms. */
export const KEYS_CSS = `
dialog.keys-list { max-width: min(28rem, calc(100vw - 2rem)); padding: 1.25rem 1.5rem 1.4rem; border: 1px solid var(--edge); border-radius: 6px; background: var(--paper); color: var(--ink); font: 1rem/1.5rem var(--sans); }
dialog.keys-list::backdrop { background: rgb(0 0 0 / 0.35); }
.keys-list h2 { margin: 0 0 0.5rem; font: 700 1.125rem/1.5 var(--serif); }
.keys-list dl { margin: 0; }
.keys-list dl div { display: grid; grid-template-columns: 11rem minmax(0, 1fr); gap: 0 1rem; padding-block: 0.25rem; }
.keys-list dl div[hidden] { display: none; }
.keys-list dd { margin: 0; }
.keys-list kbd { display: inline-block; min-width: 1.4rem; padding: 0 0.35rem; border: 1px solid var(--hair); border-radius: 4px; background: var(--tint); font: 0.875rem/1.35rem var(--mono); text-align: center; }
.room footer.site li[data-keys-door] button { color: var(--muted); font-weight: 400; }
@media (max-width: 26rem) { .keys-list dl div { grid-template-columns: minmax(0, 1fr); } }
`
