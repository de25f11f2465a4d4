/** What the room of issues adds to the rooms' stylesheet. */
export const ISSUES_CSS = `
.badge { margin: 0; font-size: 0.9375rem; }
h1 .badge { margin-inline-start: 0.6rem; padding: 0.15rem 0.6rem; border: 1px solid var(--edge); border-radius: 99px; font: 0.9375rem/1.4 var(--sans); letter-spacing: 0; vertical-align: 0.2em; }
.open-month p { margin: 0.35rem 0 0; }
.doors { display: flex; flex-wrap: wrap; gap: 0.5rem; margin: 1rem 0 0; padding: 0; list-style: none; }
.room a.quiet.strong { border-color: var(--accent); color: var(--accent); font-weight: 600; }
.gauge { min-width: 11rem; }
.gauge label { font-weight: 400; font-size: 0.9375rem; color: var(--muted); text-align: end; }
.gauge meter { display: block; width: 100%; height: 0.6rem; }
.gauge .error { margin: 0.25rem 0 0; font-weight: 400; font-size: 0.9375rem; }
.room .page > form.words { margin-top: 1.5rem; }
.room .page > form.words .field { max-width: none; }
.kept-text { white-space: pre-line; }
.keys-hint { margin: 1.75rem 0 0; }
.section { margin-top: 2rem; }
.section-head { display: flex; flex-wrap: wrap; align-items: center; justify-content: space-between; gap: 0.25rem 1rem; padding-bottom: 0.25rem; border-bottom: 1px solid var(--edge); }
.section h2 { margin: 0; font: 700 1.1875rem/1.4 var(--serif); }
.section .count { color: var(--muted); font: 400 0.9375rem/1.5 var(--sans); }
.entries { min-height: 1.5rem; margin: 0; padding: 0; list-style: none; }
.entries > li { display: grid; grid-template-columns: auto minmax(0, 1fr) auto; align-items: start; gap: 0 0.75rem; padding: 0.7rem 0; border-bottom: 1px solid var(--hair); scroll-margin-block: 1rem; }
.entries > li:focus { outline: 2px solid var(--accent); outline-offset: 2px; border-radius: 2px; }
.entries > li.dragged { opacity: 0.45; }
.entries > li.drop-line { display: block; height: 3px; padding: 0; border: 0; background: var(--accent); }
.entries p { margin: 0; }
.entry-title { font-weight: 600; }
.entries .muted { font-size: 0.9375rem; }
.entries .note-line { font-family: var(--serif); }
.entries .note-line.missing { color: var(--error); font-family: var(--sans); font-size: 0.9375rem; }
.handle { width: 1.5rem; height: 2.75rem; cursor: grab; touch-action: none; background: radial-gradient(circle, var(--edge) 1.5px, transparent 2px) 0 0/0.5rem 0.5rem; background-clip: content-box; padding: 0.6rem 0.25rem; }
@media (max-width: 40rem) { .handle { display: none; } .entries > li { grid-template-columns: minmax(0, 1fr); } }
.entries .turns, .section-head .turns { display: flex; flex-wrap: wrap; gap: 0.3rem; align-items: flex-start; }
.room button.icon { min-width: 2.75rem; min-height: 2.75rem; padding: 0; border: 1px solid var(--edge); border-radius: 4px; background: transparent; color: var(--ink); font: 0.8125rem/1 var(--sans); }
.room button.icon:hover:not(:disabled) { background: var(--tint); }
.room button.icon:disabled { opacity: 0.35; cursor: default; }
.room .place input { width: 3.25rem; margin: 0; text-align: center; }
.room details.menu { position: relative; margin: 0; }
.room details.menu summary { min-height: 2.75rem; padding: 0.55rem 0.75rem; border: 1px solid var(--edge); border-radius: 4px; color: var(--ink); font-size: 0.9375rem; }
.room details.menu summary::before { content: none; }
.room details.menu[open] summary { background: var(--tint); }
.room details.menu > form { position: absolute; inset-inline-end: 0; z-index: 2; width: min(20rem, calc(100vw - 2.5rem)); margin: 0.3rem 0 0; padding: 0.25rem 1rem 1rem; border: 1px solid var(--edge); border-radius: 6px; background: var(--paper); box-shadow: 0 6px 24px rgb(0 0 0 / 0.18); }
.room details.menu > form.wide { width: min(30rem, calc(100vw - 2.5rem)); }
.room details.menu .field { margin-top: 0.75rem; }
.room details.menu .acts { margin-top: 0.9rem; }
@media (max-width: 40rem) { .room details.menu[open] { flex-basis: 100%; } .room details.menu > form, .room details.menu > form.wide { position: static; width: auto; box-shadow: none; } }
.room form.inline { display: flex; flex-wrap: wrap; align-items: end; gap: 0.5rem; margin-top: 1.25rem; }
.room form.inline .field { flex: 1 1 14rem; max-width: 24rem; margin: 0; }
.frame { margin-top: 1rem; border: 1px solid var(--edge); border-radius: 6px; overflow: hidden; background: #fff; }
.frame iframe { display: block; width: 100%; height: 75vh; min-height: 30rem; border: 0; color-scheme: light; }
.frame.narrow-375 { max-width: 375px; }
.frame.narrow-600 { max-width: 600px; }
.frame.dark { background: #161616; }
.frame.dark iframe { color-scheme: dark; }
.frame.inverted iframe { filter: invert(1) hue-rotate(180deg); }
.inbox-line { display: grid; grid-template-columns: auto minmax(0, 1fr); gap: 0.1rem 1rem; margin: 1rem 0 0; }
.inbox-line dt { color: var(--muted); }
.inbox-line dd { margin: 0; overflow-wrap: anywhere; }
pre.as-text { max-height: 75vh; margin-top: 1rem; overflow: auto; font: 0.9375rem/1.5 var(--mono); white-space: pre-wrap; }
.room .page:has(> .sections), .room .page:has(> .frame) { max-width: 50rem; }
@media (forced-colors: active) { .handle { background: ButtonText; } .entries > li.drop-line { background: Highlight; } }
`
