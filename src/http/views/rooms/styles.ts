/**
 * What the owner's rooms add to the site's stylesheet, whose colours and fonts they share:
 * the system's font to act, Georgia for headings, controls of 44 px, space instead of boxes.
 */
export const ROOM_CSS = `
body.room { font: 1rem/1.5rem var(--sans); font-variant-numeric: lining-nums tabular-nums; }
.room .page { font: inherit; }
.room h1 { font: 700 clamp(1.5rem, 1.3rem + 1vw, 1.875rem)/1.2 var(--serif); letter-spacing: -0.008em; }
.room .lead { margin-top: 0.5rem; font: 1.125rem/1.6 var(--sans); }
.room .part { margin-top: 2.75rem; }
.room .part h2 { margin: 0; font: 700 1.25rem/1.3 var(--serif); }
.room .part h2 + *, .room .part h3 + * { margin-top: 0.6rem; }
.room .part h3 { margin: 1.5rem 0 0; font: 600 1rem/1.5rem var(--sans); }
.room .muted { color: var(--muted); }
.room header.site { font: 1rem/1.5rem var(--sans); }
.room header.site { column-gap: 1rem; align-items: center; padding-top: 0.75rem; }
.wide-rooms { flex-basis: 100%; border-bottom: 1px solid var(--hair); }
.room header.site .wide-rooms nav { margin: 0; }
.wide-rooms ul { column-gap: 1.15rem; font-size: 0.9375rem; }
/* With all rooms, one line in German too. */
.wide-rooms ul:has(> :nth-child(8)) { column-gap: 0.75rem; font-size: 0.875rem; }
.wide-rooms li:last-child { margin-inline-start: auto; }
.room .wide-rooms li a { margin-bottom: -1px; border-bottom: 2px solid transparent; }
.room .wide-rooms li a:hover { color: var(--ink); text-decoration: none; }
.room .wide-rooms li a[aria-current] { border-color: var(--accent); color: var(--ink); text-decoration: none; }
.room header.site .wide-rooms li:last-child a:not([aria-current]) { color: var(--accent); }
.room details.rooms-menu { display: none; margin: 0; }
.room main { padding-top: clamp(1.75rem, 1.25rem + 2vw, 2.75rem); }
@media (max-width: 40rem) {
  .wide-rooms { display: none; }
  .room details.rooms-menu { display: block; }
  .room details.rooms-menu summary { gap: 0.4rem; color: var(--ink); }
  .room header.site { position: relative; border-bottom: 1px solid var(--hair); padding-block: 0.4rem; }
  .room header.site details.rooms-menu > nav { position: absolute; inset-inline: -1.25rem; top: 100%; z-index: 3; margin: 0; padding: 0.35rem 1.25rem 0.6rem; border-block: 1px solid var(--hair); background: var(--paper); box-shadow: 0 10px 20px rgb(0 0 0 / 0.1); }
  .room header.site .rooms-menu ul { display: grid; grid-template-columns: 1fr 1fr; }
  .room header.site .rooms-menu a { display: flex; }
  .room header.site .rooms-menu a[aria-current] { color: var(--ink); font-weight: 600; text-decoration: none; }
}
.room header.site form { margin: 0; }
.room footer.site button { padding-inline: 0; }
.room ol.steps { margin: 0.75rem 0 0; padding-inline-start: 1.4rem; }
.room ol.steps li { margin-top: 0.35rem; }
.room details { margin-top: 0.5rem; }
.room details summary { display: flex; gap: 0.6rem; padding-block: 0.625rem; color: var(--accent); cursor: pointer; list-style: none; }
.room details summary::-webkit-details-marker { display: none; }
.room details summary::before { content: "+"; flex: none; width: 0.7rem; text-align: center; }
.room details[open] summary::before { content: "\\2212"; }
.room details > :not(summary) { margin-inline-start: 1.3rem; }
.room details > ol.steps { padding-inline-start: 1.2rem; }
.room code { overflow-wrap: anywhere; }

.room label, .room legend, .room .label { display: block; padding: 0; font-weight: 600; }
.room .hint { color: var(--muted); font-weight: 400; font-size: 0.9375rem; }
.room p.hint { margin-top: 0.1rem; }
.room .field { margin-top: 1.1rem; }
.room .page > form:not(.save) .field { max-width: 28rem; }
.room .page > p.part { margin-top: 2.75rem; }
.room .field .error { margin: 0.1rem 0 0; }
.room input:not([type="radio"], [type="hidden"]), .room textarea, .room select {
  display: block; width: 100%; min-height: 2.75rem; margin: 0.3rem 0 0; padding: 0.45rem 0.7rem;
  border: 1px solid var(--edge); border-radius: 4px; background: var(--paper); color: var(--ink);
  font: 1rem/1.5rem var(--sans);
}
.room textarea { padding-block: 0.6rem; resize: vertical; }
.room select { padding-inline-end: 0.4rem; }
.room input[aria-invalid], .room textarea[aria-invalid] { border: 2px solid var(--error); }
.room fieldset { min-width: 0; margin: 1.1rem 0 0; padding: 0; border: 0; }
.room .choices { display: flex; flex-wrap: wrap; gap: 0 1.25rem; }
.room .choices label { display: inline-flex; align-items: center; gap: 0.5rem; min-height: 2.75rem; font-weight: 400; cursor: pointer; }
.room .choices.rows { flex-direction: column; }
.room input[type="radio"] { flex: none; width: 1.25rem; height: 1.25rem; margin: 0; accent-color: var(--accent); }
.room :focus-visible { outline-offset: 1px; }
.room input:focus-visible, .room textarea:focus-visible, .room select:focus-visible { outline-offset: -1px; border-color: var(--accent); }
.room input[type="radio"]:focus-visible { outline-offset: 2px; border-radius: 50%; }

.room .acts { display: flex; flex-wrap: wrap; align-items: center; gap: 0.5rem 1.25rem; margin-top: 1.5rem; }
.room button.quiet, .room a.quiet {
  display: inline-flex; align-items: center; min-height: 2.75rem; padding: 0.45rem 1rem; border: 1px solid var(--edge);
  border-radius: 4px; background: transparent; color: var(--ink); font: 1rem/1.5rem var(--sans); text-decoration: none;
}
.room button.quiet:hover, .room a.quiet:hover { background: var(--tint); }
.room button.bare { padding: 0.45rem 0; border: 0; background: none; color: var(--muted); font: inherit; }
.room button.bare:hover { background: none; color: var(--ink); text-decoration: underline; }
.room label.check { display: flex; align-items: center; gap: 0.6rem; min-height: 2.75rem; margin-top: 1rem; padding-block: 0.3rem; font-weight: 400; }
.room input[type="checkbox"] { flex: none; width: 1.5rem; height: 1.5rem; min-height: 0; margin: 0; padding: 0; }
.room .notice { margin-top: 1.25rem; padding: 0.75rem 1rem; border-inline-start: 3px solid var(--accent); background: var(--tint); }
.room .notice p { margin: 0; }
.room .problem { margin-top: 1.25rem; padding: 0.75rem 1rem; border: 0; border-inline-start: 3px solid var(--error); background: var(--tint); }
.room .problem h2 { font-size: 1rem; }
.room .problem ul { margin: 0; padding: 0; list-style: none; }
.room .problem a { display: inline-block; padding-block: 0.2rem; }
.room .kept { margin-top: 1.25rem; padding-inline-start: 1rem; border-inline-start: 3px solid var(--hair); color: var(--muted); white-space: pre-line; }

.room .bookmarklet {
  display: inline-flex; align-items: center; gap: 0.6rem; min-height: 2.75rem; padding: 0.45rem 1.25rem; border: 1px dashed var(--accent);
  border-radius: 4px; color: var(--accent); font-weight: 600; text-decoration: none; cursor: grab;
}
.room .bookmarklet::before { content: ""; width: 0.7rem; height: 0.95rem; background: currentColor; clip-path: polygon(0 0, 100% 0, 100% 100%, 50% 70%, 0 100%); }
.room textarea.code { font: 0.8125rem/1.25rem var(--mono); resize: none; }

.rows-list { margin: 0.5rem 0 0; padding: 0; list-style: none; }
.rows-list li { display: flex; flex-wrap: wrap; align-items: center; justify-content: space-between; gap: 0.25rem 1.25rem; padding-block: 0.75rem; border-bottom: 1px solid var(--hair); }
.rows-list .what { flex: 1 1 16rem; min-width: 0; }
.rows-list .what > span { display: block; }
.rows-list strong { font-weight: 600; }

.room .acts.near { margin-top: 0; gap: 0.4rem; }
.room .findings.plain p { margin: 0; padding-block: 0.5rem; }
.section-list { margin: 1rem 0 0; padding: 0; list-style: none; }
.section-list li { display: flex; flex-wrap: wrap; gap: 0.3rem; margin-top: 0.4rem; max-width: 34rem; }
.room .section-list input { flex: 1 1 8rem; min-width: 0; width: auto; margin: 0; }
body.window { padding: 0; }
.window main { padding: 0; }
.window .page { max-width: 34rem; }
.window form.save { display: flex; flex-direction: column; min-height: 100vh; min-height: 100dvh; margin: 0; padding: 0.75rem 1rem 0.9rem; }
.window .bar { display: flex; flex-wrap: wrap; align-items: baseline; justify-content: space-between; column-gap: 1rem; }
.window .bar h1 { font-size: 1.25rem; line-height: 1.75rem; }
.window .bar p { min-width: 0; overflow: hidden; color: var(--muted); text-overflow: ellipsis; white-space: nowrap; }
.window .field, .window fieldset { margin-top: 0.6rem; }
.window .problem, .window .notice { margin-top: 0.6rem; padding: 0.5rem 0.75rem; }
.window label, .window legend { font-size: 0.9375rem; }
.window .hint { white-space: nowrap; }
.window input:not([type="radio"], [type="hidden"]), .window textarea, .window select { margin-top: 0.15rem; }
.window .field.grow { display: flex; flex: 1 1 auto; flex-direction: column; }
.window .grow textarea { flex: 1 1 auto; min-height: 7.5rem; resize: none; }
.window .pair { display: grid; grid-template-columns: minmax(0, 1fr) 9.5rem; gap: 0 0.75rem; }
.window .acts { justify-content: space-between; margin-top: 0.9rem; }
.window .acts p { flex: 1 1 10rem; margin: 0; color: var(--muted); font-size: 0.9375rem; line-height: 1.35rem; text-align: end; }
.window .acts p.keys { flex-basis: 100%; text-align: start; }
.window .saved { display: flex; flex-direction: column; justify-content: center; min-height: 100vh; min-height: 100dvh; padding: 1rem; }
.window .saved .acts { justify-content: flex-start; }
.window .saved > p { margin-top: 0.75rem; }
.window .saved .what { font: 1.125rem/1.5 var(--serif); }
@media (pointer: fine) and (max-height: 35rem) {
  .window input:not([type="radio"], [type="hidden"]), .window select { min-height: 2.25rem; padding-block: 0.2rem; }
  .window .choices label { min-height: 2rem; }
}
@media (max-width: 24rem) { .window .pair { grid-template-columns: minmax(0, 1fr); } }
@media (forced-colors: active) {
  .room button.quiet, .room a.quiet { border-color: ButtonText; }
  .room .bookmarklet::before { background: LinkText; forced-color-adjust: none; }
}
`
