/** What counted clicks add to the rooms' stylesheet. */
export const CLICKS_CSS = `
.clicks { width: 100%; margin-top: 0.5rem; border-collapse: collapse; }
.clicks th, .clicks td { padding: 0.55rem 0; border-bottom: 1px solid var(--hair); font-weight: 400; text-align: start; vertical-align: top; }
.clicks thead th { padding-block: 0.25rem; color: var(--muted); font-size: 0.9375rem; }
.clicks td, .clicks thead th:last-child { width: 1%; padding-inline-start: 1.5rem; text-align: end; white-space: nowrap; }
.clicks tbody a { color: var(--ink); text-decoration-color: var(--hair); }
.clicks tbody a:hover { color: var(--accent); text-decoration-color: currentColor; }
.clicks .muted { font-size: 0.9375rem; }
.clicks svg { display: block; width: 100%; height: 0.25rem; margin-top: 0.4rem; color: var(--accent); }
.clicks .rail { fill: var(--hair); }
[dir="rtl"] .clicks svg { transform: scaleX(-1); }
.room .told li { margin-top: 0.5rem; }
.room ul.told { margin: 0.6rem 0 0; padding-inline-start: 1.2rem; }
@media (forced-colors: active) { .clicks svg { color: Highlight; forced-color-adjust: none; } }
`
