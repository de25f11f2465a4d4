/** What the room of old posts adds to the rooms' stylesheet. */
export const POSTS_CSS = `
.old-entries { margin: 0.75rem 0 0; padding: 0; list-style: none; border-top: 1px solid var(--hair); }
.old-entries > li { border-bottom: 1px solid var(--hair); }
.room .old-entries details { margin: 0; }
.room .old-entries summary { align-items: baseline; padding-block: 0.7rem; color: var(--ink); }
.room .old-entries summary::before { color: var(--accent); }
.old-entries summary > span { min-width: 0; overflow-wrap: anywhere; }
.old-entries .entry-title { display: block; font: 600 1.0625rem/1.45 var(--serif); }
.old-entries .muted { display: block; font-size: 0.9375rem; }
.old-entries .note-line { display: -webkit-box; overflow: hidden; color: var(--ink); font: 0.9375rem/1.5 var(--serif); -webkit-box-orient: vertical; -webkit-line-clamp: 2; }
.old-entries details[open] { padding-bottom: 1.25rem; }
.old-entries details[open] .note-line { display: none; }
.old-entries .pair, .old-about { align-items: end; display: grid; grid-template-columns: repeat(auto-fit, minmax(min(15rem, 100%), 1fr)); gap: 0 1rem; }
.room .part h3.old-group { margin: 2rem 0 0; font: 700 1.1875rem/1.4 var(--serif); }
.old-left li { display: block; }
.old-left q { color: var(--muted); quotes: none; overflow-wrap: anywhere; }
`
