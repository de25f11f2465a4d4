/** What logins and people add to the rooms' stylesheet. */
export const ACCESS_CSS = `
.tabs.many ul { column-gap: 1rem; font-size: 0.9375rem; }
.rows-list.people li { display: grid; grid-template-columns: minmax(0, 1fr) auto; gap: 0.5rem 1.25rem; padding-block: 0.9rem; }
.people .what { grid-row: span 2; align-self: start; overflow-wrap: anywhere; }
.people .what > span.tag { display: inline-block; margin-inline-start: 0.4rem; padding: 0 0.5rem; border-radius: 1rem; background: var(--tint); color: var(--muted); font-size: 0.875rem; }
.people .acts, .people form.role { justify-content: flex-end; }
.invite .field { max-width: 28rem; }
.invite .choice { align-items: flex-start; padding-block: 0.4rem; }
.invite .choice .hint { display: block; }
@media (max-width: 40rem) {
  .rows-list.people li { grid-template-columns: minmax(0, 1fr); }
  .people .what { grid-row: auto; }
  .people .acts, .people form.role { justify-content: flex-start; }
}
.room form.role { display: flex; gap: 0.4rem; margin: 0; }
.room form.role select { width: auto; min-width: 8rem; margin: 0; }
.people .acts form { margin: 0; }
.recovery-codes { display: grid; grid-template-columns: repeat(auto-fill, minmax(14rem, 1fr)); gap: 0.4rem 2rem; max-width: 34rem; margin: 1.25rem 0 0; padding-inline-start: 1.75rem; }
.recovery-codes li::marker { color: var(--muted); font-size: 0.875rem; }
.recovery-codes code { font: 1.0625rem/1.75rem var(--mono); white-space: nowrap; }
.code-setup { margin-top: 1.25rem; }
.code-setup .secret { font: 1rem/1.6 var(--mono); color: var(--ink); }
.code-setup form { max-width: 22rem; }
.room form[data-passkey] > .muted { margin-top: 0.6rem; }
.login-passkey { margin-top: 1.5rem; padding-top: 0.25rem; border-top: 1px solid var(--hair); }
@media print { .room:has(.recovery-codes) :is(header, footer, .acts) { display: none; } }
`
