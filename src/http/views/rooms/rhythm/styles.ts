/** What approving and the days of issues add to the rooms' stylesheet. */
export const RHYTHM_CSS = `
.room .draft-day { display: flex; flex-wrap: wrap; align-items: center; justify-content: space-between; gap: 0.6rem 1.25rem; }
.room .draft-day p { margin: 0; }
.room .draft-day p:first-child { flex: 1 1 18rem; }
.room .draft-day .ways { display: flex; flex-wrap: wrap; gap: 0.5rem; }
.room .draft-day a.quiet { background: var(--paper); }
.room .page > form.approval { margin-top: 2rem; }
.approval h2 { margin: 0; font: 700 1.25rem/1.3 var(--serif); }
.room .rows-list .then { flex: 1 1 100%; margin: 0; font-size: 0.9375rem; }
.room .only-review { margin-top: 1.4rem; padding-inline-start: 1rem; border-inline-start: 3px solid var(--hair); }
.room .only-review > legend { color: var(--muted); font-weight: 400; font-size: 0.9375rem; }
.room .only-review > .field { margin-top: 0.4rem; }
form:has(input[name="mode"]:not([value="review"]):checked) .only-review { display: none; }
.room .after { margin-top: 1.1rem; }
@media (max-width: 40rem) {
  .room .draft-day .ways { flex: 1 1 100%; }
  .room .draft-day .ways a { flex: 1 1 auto; justify-content: center; }
}
`
