/** What the overview adds to the rooms' stylesheet. */
export const OVERVIEW_CSS = `
.glance { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 11rem), 1fr)); margin: 2.25rem 0 0; border-block: 1px solid var(--hair); }
.glance div { padding: 1.1rem 1.25rem 1.2rem; border-inline-start: 1px solid var(--hair); }
.glance div:first-child { padding-inline-start: 0; border-inline-start: 0; }
.glance dt { color: var(--muted); font-size: 0.9375rem; }
.glance dd { margin: 0; color: var(--muted); font-size: 0.9375rem; }
.glance dd.big { margin-block: 0.1rem; font: 700 1.5rem/2.25rem var(--serif); text-wrap: balance; }
.glance dd.big a { color: var(--ink); text-decoration-color: transparent; }
.glance dd.big a:hover { text-decoration-color: currentColor; }
.glance dd.big span { font: 400 1rem/1 var(--sans); color: var(--muted); }
.glance dd:last-child { min-height: 1.5rem; }
.room .steps-door { display: flex; flex-wrap: wrap; align-items: center; justify-content: space-between; gap: 0.5rem 1rem; }
.room .steps-door a.quiet { background: var(--paper); }
.sample { font-size: 0.9375rem; }
.plots { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 17rem), 1fr)); gap: 2rem 2.5rem; margin-top: 2.75rem; }
.plots h2 { margin: 0; font: 700 1.25rem/1.3 var(--serif); }
@media (max-width: 40rem) {
  .glance div { display: grid; grid-template-columns: 6.75rem minmax(0, 1fr); gap: 0 1rem; align-items: baseline; padding: 0.65rem 0; border-inline-start: 0; border-top: 1px solid var(--hair); }
  .glance div:first-child { border-top: 0; }
  .glance dd { grid-column: 2; }
  .glance dd.big { font-size: 1.25rem; line-height: 1.75rem; margin: 0; }
  .room .steps-door a.quiet { flex: 1 1 100%; justify-content: center; }
}
`
