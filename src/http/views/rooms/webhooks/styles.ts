/** What the pages about webhooks add to the rooms' stylesheet. */
export const WEBHOOKS_CSS = `
.event-groups { display: grid; grid-template-columns: repeat(auto-fit, minmax(9.5rem, 1fr)); gap: 0 1.5rem; max-width: 40rem; }
.room .event-groups label.check { min-height: 2.75rem; margin-top: 0; }
.event-groups p { margin: 0.9rem 0 0; font-size: 0.9375rem; }
.messages .state { font-weight: 600; }
.messages .state.failed { color: var(--error); }
.messages .what code { font-size: 0.9375rem; }
.messages details { flex-basis: 100%; }
.room .messages details { margin-top: 0; }
.messages pre { margin: 0; padding: 0.75rem; overflow: auto; border-radius: 4px; background: var(--tint); font: 0.8125rem/1.25rem var(--mono); white-space: pre-wrap; overflow-wrap: anywhere; }
`
