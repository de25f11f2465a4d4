/** What the room of readers adds to the rooms' stylesheet. */
export const SUBSCRIBERS_CSS = `
.with-key .doors { margin: 0; }
.room .page > .back { margin: 0 0 0.25rem; }
.back a { display: inline-flex; align-items: center; min-height: 2.75rem; color: var(--muted); text-decoration: none; }
.back a::before { content: "\\2190\\00a0"; }
[dir="rtl"] .back a::before { content: "\\2192\\00a0"; }
.back a:hover { color: var(--ink); text-decoration: underline; }
.readers strong a { color: var(--ink); text-decoration-color: var(--hair); }
.readers strong a:hover { color: var(--accent); text-decoration-color: currentColor; }
.badge .state { color: var(--ink); }
.badge .state.bounced, .badge .state.complained, .badge .state.failed, .badge .state.unknown, .badge .state.hard, .badge .state.complaint { color: var(--error); }
a.tag { display: inline-block; min-height: 1.5rem; padding: 0 0.5rem; border: 1px solid var(--hair); border-radius: 99px; color: var(--muted); font-size: 0.875rem; line-height: 1.375rem; text-decoration: none; }
a.tag:hover { border-color: var(--edge); color: var(--ink); }
.onward.pages { display: flex; flex-wrap: wrap; gap: 0 1.5rem; }
.onward.pages a.plain::after { content: none; }
.doors-line { display: flex; flex-wrap: wrap; gap: 0 1.5rem; }
.doors-line a { display: inline-flex; align-items: center; min-height: 2.75rem; }
.outcome { max-width: 34rem; }
.queues.outcome td.created, .queues.outcome td.updated { color: var(--accent); font-weight: 600; }
.queues.outcome td.rejected { color: var(--error); font-weight: 600; }
h2 .some { color: var(--muted); font: 400 0.9375rem/1.5 var(--sans); }
.lines { width: 100%; border-collapse: collapse; }
.lines th, .lines td { padding: 0.4rem 0; border-bottom: 1px solid var(--hair); text-align: start; vertical-align: baseline; overflow-wrap: anywhere; }
.lines th { color: var(--muted); font-weight: 400; font-size: 0.875rem; }
.lines th:first-child, .lines td:first-child { width: 4.5rem; color: var(--muted); overflow-wrap: normal; }
@media (max-width: 40rem) {
  .with-key .doors { flex: 1 1 100%; }
  .with-key + .lead { margin-top: 0.9rem; }
  .with-key .doors li { flex: 1 1 auto; }
  .with-key .doors a.quiet { display: flex; justify-content: center; }
  .queues.outcome tbody th .muted { display: block; }
}
`
