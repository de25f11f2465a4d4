/** What the page about the look adds to the rooms' stylesheet. */
export const LOOK_CSS = `
.look .accent { display: flex; align-items: center; gap: 0.9rem; margin-top: 0.3rem; }
.room .look input[type="color"] { flex: none; width: 4.5rem; height: 2.75rem; margin: 0; padding: 0.25rem; cursor: pointer; }
.look output { color: var(--muted); font-size: 0.9375rem; }
.look output.low { color: var(--error); font-weight: 600; }
.room .look .font-serif { font-family: var(--serif); }
.room .look .font-mono { font-family: var(--mono); }
.look .logo-now { margin-top: 0.5rem; }
.look .logo-now img { display: block; width: auto; max-width: 100%; max-height: 6rem; }
.look .logo-now.dark_logo img { padding: 0.5rem; background: #161616; }
.room .look textarea.code { resize: vertical; }
.room .page > form.about:not(.save) .field { max-width: none; }
.samples { margin-top: 2.75rem; }
.room .samples h2 { margin: 0; font: 700 1.25rem/1.3 var(--serif); }
.samples .pair { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 20rem), 1fr)); gap: 1rem; margin-top: 0.9rem; }
.samples figure { margin: 0; }
.samples figcaption { margin-bottom: 0.3rem; color: var(--muted); font-size: 0.9375rem; }
.samples iframe { display: block; width: 100%; height: 30rem; border: 1px solid var(--hair); border-radius: 4px; background: var(--paper); }
@media (min-width: 64rem) {
  .room:has(.look) :is(header.site, .page, footer.site) { max-width: 70rem; }
  .look { display: grid; grid-template-columns: minmax(0, 26rem) minmax(0, 1fr); gap: 0 3rem; align-items: start; }
  .look .samples { position: sticky; top: 1rem; margin-top: 1.1rem; }
}
`
