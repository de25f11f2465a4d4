/** What the notice of a copy adds to the rooms' stylesheet. */
export const HOLD_CSS = `
.room .held h2 { margin: 0; font: 700 1.25rem/1.35 var(--serif); text-wrap: balance; }
.room .held p { margin: 0.5rem 0 0; }
.room .held form { margin-top: 0.9rem; }
@media (max-width: 40rem) { .room .held button { width: 100%; } }
`
