/** What the room of links adds to the rooms' stylesheet. */
export const LINKS_CSS = `
.unseen { position: absolute !important; width: 1px; height: 1px; margin: -1px; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
.with-key { display: flex; flex-wrap: wrap; align-items: baseline; justify-content: space-between; gap: 0.5rem 1rem; }
.tabs ul { display: flex; flex-wrap: wrap; gap: 0 1.4rem; margin: 0.9rem 0 0; padding: 0; border-bottom: 1px solid var(--hair); list-style: none; }
.tabs a { display: inline-flex; align-items: center; gap: 0.4rem; min-height: 2.75rem; margin-bottom: -1px; border-bottom: 2px solid transparent; color: var(--muted); text-decoration: none; }
.tabs a:hover { color: var(--ink); }
.tabs a[aria-current] { border-color: var(--accent); color: var(--ink); font-weight: 600; }
.tabs .count { color: var(--muted); font-weight: 400; font-size: 0.875rem; }
form.filters { display: flex; flex-wrap: wrap; gap: 0.5rem; margin-top: 1rem; }
form.filters input[type="search"] { flex: 1 1 12rem; width: auto; margin: 0; }
form.filters select { flex: 0 1 12rem; width: auto; margin: 0; }
.narrow { display: flex; flex-wrap: wrap; gap: 0 1.25rem; margin: 0.25rem 0 0; color: var(--muted); font-size: 0.9375rem; }
.narrow a { display: inline-flex; align-items: center; min-height: 2.75rem; }
.narrow span { align-self: center; }
.room .notice.done { display: flex; flex-wrap: wrap; align-items: center; justify-content: space-between; gap: 0.25rem 1rem; padding-block: 0.4rem; }
.room .notice.done form { margin: 0; }
.intro { margin: 1rem 0 0; }
.desk { margin: 0.5rem 0 0; padding: 0; list-style: none; }
.desk > li { display: grid; grid-template-columns: auto minmax(0, 1fr) auto; gap: 0 0.75rem; padding-block: 1rem 0.6rem; border-bottom: 1px solid var(--hair); scroll-margin-block: 1rem; }
.desk > li:focus { outline: none; box-shadow: inset 3px 0 0 var(--accent); padding-inline-start: 0.75rem; margin-inline-start: -0.75rem; }
[dir="rtl"] .desk > li:focus { box-shadow: inset -3px 0 0 var(--accent); }
.room .pick { display: flex; align-items: flex-start; justify-content: center; min-width: 1.75rem; min-height: 2.75rem; padding-top: 0.15rem; }
.desk h2 { margin: 0; font: 600 1.0625rem/1.5rem var(--sans); text-wrap: pretty; }
.desk h2 a { color: var(--ink); text-decoration-color: var(--hair); }
.desk h2 a:hover { color: var(--accent); text-decoration-color: currentColor; }
.desk p { margin: 0; }
.desk .muted, .about { font-size: 0.9375rem; }
.desk .muted a, .about a { color: inherit; }
.desk .turns { display: flex; gap: 0.4rem; align-items: flex-start; }
.desk .turns button, .room button.small { padding-inline: 0.75rem; font-size: 0.9375rem; }
.room .desk details.write { margin: 0; }
.room .desk details.write > :not(summary) { margin-inline-start: 0; }
.room .desk details.write summary { display: flex; flex-wrap: wrap; gap: 0 0.75rem; min-height: 2.75rem; padding-block: 0.55rem; color: inherit; }
.room .desk details.write summary::before { content: none; }
.note-line { overflow: hidden; text-overflow: ellipsis; }
summary .note-line { font-family: var(--serif); }
summary .do { color: var(--accent); text-decoration: underline; text-decoration-thickness: 1px; text-underline-offset: 0.17em; }
.room .desk details[open] summary .note-line { display: none; }
.room .desk .acts { margin: 0.5rem 0 0.25rem; }
.autosaved { margin: 0; color: var(--muted); font-size: 0.9375rem; }
.autosaved.error { color: var(--error); font-weight: 400; }
.room form .other { margin-top: 0.75rem; padding-inline-start: 0.75rem; border-inline-start: 3px solid var(--error); }
.memory { margin: 0.35rem 0 0; padding-inline-start: 0.75rem; border-inline-start: 3px solid var(--hair); color: var(--muted); font-size: 0.9375rem; }
.memory q { font-family: var(--serif); }
.desk .state { display: flex; flex-wrap: wrap; align-items: center; gap: 0 1rem; }
.desk .state .error { font-weight: 400; font-size: 0.9375rem; }
.room fieldset.together { margin-top: 1.75rem; padding: 0.25rem 0 0; }
.room .together .one { display: flex; flex-wrap: wrap; align-items: center; gap: 0.5rem; margin-top: 0.5rem; }
.room .together .one label { flex: 0 0 9.5rem; font-weight: 400; }
.room .together select, .room .together input { flex: 1 1 10rem; width: auto; max-width: 20rem; margin: 0; }
kbd { padding: 0.05rem 0.4rem; border: 1px solid var(--edge); border-radius: 3px; font: 0.875rem/1.3 var(--mono); }
.beside { display: grid; gap: 2.5rem; margin-top: 1.25rem; }
.beside form.annotate { min-width: 0; }
.room .two { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 13rem), 1fr)); gap: 0 1rem; }
.room .page form.annotate .field { max-width: none; }
form.annotate > .field:first-of-type { margin-top: 0; }
form.annotate > .hint { margin-top: 0.2rem; }
.beside aside > h2 { margin: 0; color: var(--muted); font: 600 0.9375rem/1.5rem var(--sans); }
.as-read { margin-top: 0.5rem; padding: 0.9rem 1.1rem 1rem; border: 1px solid var(--hair); border-radius: 6px; font: 1.0625rem/1.65rem var(--serif); }
.as-read .entry { margin: 0; }
.more { margin: 0.75rem 0 0; padding: 0; list-style: none; }
.more a { display: inline-flex; align-items: center; min-height: 2.75rem; }
@media (min-width: 64rem) {
  .room .page:has(> .beside) { max-width: 62rem; }
  .beside { grid-template-columns: minmax(0, 38rem) minmax(16rem, 1fr); }
}
@media (max-width: 40rem) {
  .desk > li { grid-template-columns: auto minmax(0, 1fr); }
  .desk .turns { grid-column: 2; }
  .room .together .one label { flex-basis: 100%; }
}
`
