/** What the history of an issue adds to the rooms' stylesheet. */
export const HISTORY_CSS = `
.history-text { margin-top: 0.75rem; }
.history { margin: 1.5rem 0 0; padding: 0; list-style: none; border-top: 1px solid var(--hair); }
.history:not(:has(li)) { display: none; }
.history > li { display: flex; flex-wrap: wrap; align-items: flex-start; justify-content: space-between; gap: 0.5rem 1.25rem; padding-block: 1rem; border-bottom: 1px solid var(--hair); }
.history .what { flex: 1 1 16rem; min-width: 0; }
.history h2 { margin: 0; font: 600 1rem/1.5rem var(--sans); }
.history p { margin: 0; }
.changes { margin: 0.4rem 0 0; padding-inline-start: 1.2rem; list-style: disc; }
.changes li { margin-top: 0.15rem; }
.changes.full { padding: 0; list-style: none; }
.changes.full > li { padding-block: 0.9rem; border-bottom: 1px solid var(--hair); }
.changes.full > li:last-child { border-bottom: 0; }
.changes.full ol { margin: 0.25rem 0 0; padding-inline-start: 1.6rem; }
.change-name { margin: 0; font-weight: 600; }
.difference { margin: 0.4rem 0 0; font: 1.0625rem/1.75 var(--serif); white-space: pre-line; }
.difference ins, .difference del { padding-block: 0.1rem; border-radius: 2px; text-decoration-thickness: 2px; text-underline-offset: 0.2em; }
.difference ins { background: #e3f3e6; color: #14532d; text-decoration-line: underline; }
.difference del { background: #fbe9e7; color: #8c1d18; text-decoration-line: line-through; }
@media (prefers-color-scheme: dark) {
  .difference ins { background: #17301f; color: #a9dfb8; }
  .difference del { background: #3a1f1d; color: #f5b3ad; }
}
.room .notice h2 { margin: 0; font: 600 1rem/1.5rem var(--sans); }
.room .notice ul { margin: 0.25rem 0 0; padding-inline-start: 1.2rem; }
`
