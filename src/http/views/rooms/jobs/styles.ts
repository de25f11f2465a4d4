/** What the room of jobs adds to the rooms' stylesheet. */
export const JOBS_CSS = `
.queues { width: 100%; margin-top: 1.5rem; border-collapse: collapse; }
.queues th, .queues td { padding: 0.6rem 0 0.6rem 1rem; border-bottom: 1px solid var(--hair); text-align: end; vertical-align: baseline; font-weight: 400; }
.queues th:first-child { padding-inline-start: 0; text-align: start; }
.queues thead th, .queues td { white-space: nowrap; overflow-wrap: normal; }
.queues thead th { border-color: var(--edge); color: var(--muted); font-size: 0.875rem; }
.queues tbody th { font-weight: 600; }
.queues tbody th .muted { display: block; font-weight: 400; font-size: 0.9375rem; }
.queues td.nil { color: var(--muted); }
.queues td.failed { color: var(--error); font-weight: 600; }
.all-well::before { content: "\\2713\\00a0"; color: var(--accent); font-weight: 700; }
@media (max-width: 40rem) {
  .queues tbody th .muted { display: none; }
  .queues th, .queues td { padding-inline-start: 0.5rem; }
  .queues thead th { font-size: 0.8125rem; }
}
`
