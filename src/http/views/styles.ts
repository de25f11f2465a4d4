import { createHash } from 'node:crypto'
import { RESPONSES_CSS } from './response-styles.ts'

/** Colours of light and of dark pages. */
export const PALETTES = {
  light: `--paper: #ffffff; --ink: #1a1a1a; --muted: #595959; --accent: #0b57a4;
  --error: #b3261e; --edge: #8c8c8c; --hair: #dedcd8; --on-accent: #ffffff; --tint: #f6f5f2;`,
  dark: `--paper: #161616; --ink: #e8e6e3; --muted: #a8a8a8; --accent: #8ab8f0;
    --error: #f2a19a; --edge: #8c8c8c; --hair: #363534; --on-accent: #161616; --tint: #1f1e1d;`,
} as const

/**
 * The one stylesheet of the public pages. Georgia to read, the system's font to act; 19/30 px and
 * about 66 characters a line. Colours and their contrast on the background (WCAG 2.2 AA wants 4.5):
 * light ink 17, muted 7.0, accent 7.2, error 6.5, edge 3.4; dark 14.5, 7.6, 8.8, 8.9, 5.4.
 */
const CSS = `
:root {
  color-scheme: light dark;
  ${PALETTES.light}
  --serif: Georgia, "Iowan Old Style", "Noto Serif", "Times New Roman", serif;
  --sans: system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif;
  --mono: ui-monospace, Menlo, Consolas, "Liberation Mono", monospace;
  --column: 38.5rem;
}
@media (prefers-color-scheme: dark) {
  :root {
    ${PALETTES.dark}
  }
}
*, ::before, ::after { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; text-size-adjust: 100%; scroll-padding-top: 1.5rem; }
body {
  margin: 0; padding: 0 1.25rem; background: var(--paper); color: var(--ink);
  font: 1.1875rem/1.875rem var(--serif); font-kerning: normal; font-variant-numeric: oldstyle-nums;
  overflow-wrap: anywhere; hanging-punctuation: first;
}
h1, h2, h3 { line-height: 1.2; text-wrap: balance; font-weight: 700; font-variant-numeric: lining-nums; }
h1 { font-size: clamp(1.875rem, 1.5rem + 1.9vw, 2.625rem); letter-spacing: -0.012em; margin: 0; }
p { margin: 0; text-wrap: pretty; }
p + p, p + ul, p + ol, ul + p, ol + p, p + pre, pre + p, blockquote + p, p + blockquote { margin-top: 0.9rem; }
a { color: var(--accent); text-decoration-thickness: 1px; text-underline-offset: 0.17em; }
a:hover { text-decoration-thickness: 2px; }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 3px; border-radius: 2px; }
main:focus { outline: none; }
time { white-space: nowrap; }

.skip {
  position: absolute; inset-inline-start: 1rem; top: -6rem; z-index: 1; padding: 0.6rem 1rem;
  background: var(--paper); font: 1rem/1.5 var(--sans);
}
.skip:focus { top: 0.5rem; }

header.site, footer.site, .page, .with-contents > article { max-width: var(--column); margin-inline: auto; }
header.site {
  display: flex; flex-wrap: wrap; align-items: baseline; justify-content: space-between;
  column-gap: 1.5rem; padding-top: 1.1rem; font: 1rem/1.5rem var(--sans);
}
header.site nav { margin-inline-start: auto; }
header.site:has(.logo) { align-items: center; }
header.site .logo img { display: block; width: auto; max-width: min(16rem, 60vw); max-height: 3.5rem; }
header.site .name { font: 700 1.0625rem/1.5rem var(--serif); }
header.site ul, footer.site ul { display: flex; flex-wrap: wrap; column-gap: 1.25rem; margin: 0; padding: 0; list-style: none; }
header.site a, footer.site a { display: inline-flex; align-items: center; min-height: 2.75rem; text-decoration: none; }
header.site a { color: var(--ink); }
header.site nav a { color: var(--muted); }
header.site a:hover, footer.site a:hover, header.site nav a[aria-current] { text-decoration: underline; }
main { padding-block: clamp(2.25rem, 1.5rem + 4vw, 4.5rem) 3rem; }
footer.site {
  display: flex; flex-wrap: wrap; align-items: center; justify-content: space-between; column-gap: 1.5rem;
  margin-top: 1rem; padding-block: 1rem 2rem; border-top: 1px solid var(--hair);
  color: var(--muted); font: 0.9375rem/1.5rem var(--sans);
}
footer.site a { color: var(--muted); }

.lead { margin-top: 0.9rem; color: var(--muted); font-size: 1.25rem; line-height: 1.55; }
.meta, .byline, .gone { color: var(--muted); font: 0.9375rem/1.5rem var(--sans); }
.meta a, .meta time { color: inherit; }
h1 + .meta { margin-top: 0.9rem; }
.page > p:not(.lead), .page > form { margin-top: 1.25rem; }
.page > p.told { margin-top: 2.5rem; }
.told + .join { margin-top: 1.25rem; }
.onward { margin-top: 1.25rem; }
.onward a { display: inline-block; padding-block: 0.625rem; font: 1rem/1.5rem var(--sans); }
.onward a::after { content: "\\2192"; display: inline-block; margin-inline-start: 0.4em; text-decoration: none; }
[dir="rtl"] .onward a::after { content: "\\2190"; }

.e-content { margin-top: 2rem; }
.group { margin-top: 3.5rem; }
.group h2 { margin: 0; font-size: 1.5rem; }
.group.plain { padding-top: 0.25rem; border-top: 1px solid var(--hair); }
.intro + .group { margin-top: 2.75rem; }
.entry { margin-top: 2.1rem; }
.entry :is(h2, h3) { margin: 0; font-size: 1.25rem; line-height: 1.7rem; text-wrap: pretty; }
.entry :is(h2, h3) a.p-name { text-decoration-color: color-mix(in srgb, var(--accent) 45%, transparent); }
.entry :is(h2, h3) a.p-name:hover { text-decoration-color: currentColor; }
.entry .byline, .entry .gone { margin-top: 0.15rem; }
.entry .note { margin-top: 0.4rem; }
.entry .anchor {
  display: inline-block; min-width: 1.5rem; color: var(--muted); font-weight: 400;
  text-align: center; text-decoration: none; opacity: 0;
}
.entry:hover .anchor, .entry .anchor:focus-visible { opacity: 1; }
@media (hover: none) { .entry .anchor { opacity: 1; } }
.entry:target { margin-inline: -1rem; padding: 0.75rem 1rem 1rem; background: var(--tint); border-radius: 4px; }
.outro { margin-top: 3.5rem; padding-top: 1.75rem; border-top: 1px solid var(--hair); }

.e-content ul, .e-content ol { margin-bottom: 0; padding-inline-start: 1.3rem; }
.e-content li + li { margin-top: 0.15rem; }
.e-content ul ul, .e-content ol ol, .e-content ul ol, .e-content ol ul { margin-top: 0.15rem; }
blockquote { margin: 0; padding-inline-start: 1rem; border-inline-start: 3px solid var(--edge); }
code { font: 0.86em/1 var(--mono); font-variant-numeric: normal; }
pre { margin: 0; padding: 0.75rem 1rem; background: var(--tint); border-radius: 4px; white-space: pre-wrap; line-height: 1.5; }
pre code { font-size: 0.875rem; line-height: 1.5rem; }
hr { margin: 1.5rem 0; border: 0; border-top: 1px solid var(--hair); }

.contents-side { display: none; }
.contents-fold { margin-top: 1.25rem; font: 1rem/1.5rem var(--sans); }
.contents-fold summary { display: inline-flex; align-items: center; gap: 0.5em; min-height: 2.75rem; color: var(--accent); cursor: pointer; list-style: none; }
.contents-fold summary::-webkit-details-marker { display: none; }
.contents-fold summary::before { content: "+"; font-size: 1.25em; width: 0.7em; text-align: center; }
.contents-fold[open] summary::before { content: "\\2212"; }
.contents-fold ul { margin: 0; padding: 0; list-style: none; }
.contents-fold > ul > li { margin-bottom: 0.75rem; }
.contents-fold > ul > li > a { font-weight: 600; }
.contents-fold a { display: block; padding-block: 0.35rem; color: var(--ink); text-decoration: none; }
.contents-fold li li a { color: var(--muted); padding-inline-start: 1rem; }
.contents-fold a:hover { text-decoration: underline; }
@media (min-width: 74rem) {
  .contents-fold { display: none; }
  .with-contents { display: grid; grid-template-columns: 1fr var(--column) 1fr; column-gap: 3rem; }
  .with-contents > article { grid-column: 2; margin: 0; }
  .contents-side {
    display: block; grid-column: 1; grid-row: 1; position: sticky; top: 2rem; align-self: start; justify-self: end;
    width: 13rem; padding-top: 0.5rem; font: 0.9375rem/1.4rem var(--sans);
  }
  .contents-side ul { margin: 0; padding: 0; list-style: none; }
  .contents-side a { display: block; padding-block: 0.4rem; color: var(--muted); text-decoration: none; }
  .contents-side a:hover { color: var(--ink); text-decoration: underline; }
}

.join { margin-top: 4rem; padding-block: 2rem; border-block: 1px solid var(--hair); }
.join h2 { margin: 0; font-size: 1.375rem; }
.join > p { margin-top: 0.4rem; color: var(--muted); }
form.subscribe { margin-top: 1.1rem; font: 1rem/1.5rem var(--sans); }
form.subscribe label { display: block; margin-bottom: 0.35rem; font-weight: 600; }
.row { display: flex; flex-wrap: wrap; gap: 0.6rem; }
input[type="email"], input[type="search"] {
  flex: 1 1 15rem; min-width: 0; min-height: 2.75rem; padding: 0.45rem 0.75rem; border: 1px solid var(--edge);
  border-radius: 4px; background: var(--paper); color: var(--ink); font: 1rem/1.5rem var(--sans);
}
.trap { position: absolute; inset-inline-start: -100vw; width: 1px; height: 1px; overflow: hidden; }
.trap input { min-height: 2.75rem; }
form.search { font: 1rem/1.5rem var(--sans); }
form.search label { display: block; font-weight: 600; }
form.search .hint { margin: 0 0 0.35rem; color: var(--muted); font-size: 0.9375rem; }
mark { padding-inline: 0.1em; border-radius: 2px; background: color-mix(in srgb, var(--accent) 20%, var(--paper)); color: inherit; }
.found h2 { margin: 0; font-size: 1.25rem; line-height: 1.7rem; text-wrap: pretty; }
.found .byline a, .entry .byline a { color: inherit; text-decoration-color: var(--hair); }
.found .byline a:hover, .entry .byline a:hover { color: var(--accent); text-decoration-color: currentColor; }
h2.hits, section.hits { margin-top: 2.5rem; }
.hits h2, h2.hits { margin-bottom: 0.5rem; font-size: 1.375rem; }
.names { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(100%, 11rem), 1fr)); gap: 0 1.5rem; margin: 1.5rem 0 0; padding: 0; list-style: none; }
.names li { display: flex; align-items: baseline; justify-content: space-between; gap: 0.5rem; border-bottom: 1px solid var(--hair); }
.names a { padding-block: 0.4rem; }
.neighbours li.meta { align-self: center; }
form.preferences { font: 1rem/1.5rem var(--sans); }
form.preferences .field { margin-bottom: 1.25rem; }
form.preferences label { display: block; margin-bottom: 0.35rem; font-weight: 600; }
form.preferences .row input { flex: 0 1 22rem; }
label.check { display: flex; align-items: center; gap: 0.6rem; min-height: 2.75rem; font-weight: 400; }
form.preferences .hint { margin: 0.35rem 0 0; color: var(--muted); font-size: 0.9375rem; }
input[type="date"] {
  min-height: 2.75rem; padding: 0.45rem 0.75rem; border: 1px solid var(--edge); border-radius: 4px;
  background: var(--paper); color: var(--ink); font: 1rem/1.5rem var(--sans);
}
input[type="checkbox"] { width: 1.5rem; height: 1.5rem; margin: 0; accent-color: var(--accent); }
input[aria-invalid] { border: 2px solid var(--error); }
button {
  min-height: 2.75rem; padding: 0.45rem 1.3rem; border: 1px solid transparent; border-radius: 4px;
  background: var(--accent); color: var(--on-accent); font: 600 1rem/1.5rem var(--sans); cursor: pointer;
}
button:hover { background: color-mix(in srgb, var(--accent), var(--ink) 18%); }
.error { margin-bottom: 0.35rem; color: var(--error); font-weight: 600; }
.problem { margin-top: 1.25rem; padding: 1rem 1.25rem; border: 2px solid var(--error); border-radius: 4px; font: 1rem/1.5rem var(--sans); }
.problem h2 { margin: 0 0 0.25rem; font: 600 1.125rem/1.5rem var(--sans); }
.problem a { color: var(--error); }

.latest { margin-top: 3rem; padding-top: 2rem; border-top: 1px solid var(--hair); }
.eyebrow { color: var(--muted); font: 0.9375rem/1.5rem var(--sans); }
.latest h2 { margin: 0.35rem 0 0; font-size: clamp(1.5rem, 1.3rem + 1vw, 1.875rem); }
.latest .meta { margin-top: 0.4rem; }
.latest .p-summary { margin-top: 1.1rem; }
.latest h3 { margin: 1.75rem 0 0.25rem; color: var(--muted); font: 600 0.9375rem/1.5rem var(--sans); }
.titles, .issues { margin: 0; padding: 0; list-style: none; }
.titles a { display: block; padding-block: 0.2rem; line-height: 1.65rem; color: var(--ink); text-decoration-color: var(--hair); }
.titles a:hover { color: var(--accent); text-decoration-color: currentColor; }
.recent { margin-top: 3rem; }
.recent h2, .h-feed > section > h2 { margin: 0 0 0.5rem; font-size: 1.375rem; }
.h-feed > section { margin-top: 2.5rem; }
.issues li { display: grid; grid-template-columns: auto 1fr; grid-template-areas: "title title" "month count"; column-gap: 0.3rem; align-items: baseline; padding-block: 0.45rem; }
.issues a { grid-area: title; justify-self: start; padding-block: 0.1rem; }
.issues .month { grid-area: month; }
.issues .count { grid-area: count; }
.issues .count::before { content: "\\B7"; margin-inline-end: 0.3rem; }
@media (min-width: 40rem) {
  .issues li { grid-template-columns: 7.5rem 1fr auto; grid-template-areas: "month title count"; column-gap: 1rem; padding-block: 0.3rem; }
  .issues .count::before { content: none; }
}

.neighbours ul { display: flex; flex-wrap: wrap; gap: 0.25rem 1.5rem; margin: 1.25rem 0 0; padding: 0; list-style: none; font: 1rem/1.5rem var(--sans); }
.neighbours a { display: inline-flex; flex-wrap: wrap; align-items: center; column-gap: 0.4em; min-height: 2.75rem; }
.neighbours .prev a::before { content: "\\2190"; }
.neighbours .next a::after { content: "\\2192"; }
[dir="rtl"] .neighbours .prev a::before { content: "\\2192"; }
[dir="rtl"] .neighbours .next a::after { content: "\\2190"; }
.neighbours span { color: var(--muted); }
.neighbours .all { margin-inline-start: auto; }

@media (prefers-reduced-motion: no-preference) { html { scroll-behavior: smooth; } }
@media (forced-colors: active) {
  button { border-color: ButtonText; }
  .entry:target { outline: 1px solid; }
  mark { outline: 1px solid Mark; }
  :focus-visible { outline-color: Highlight; }
}
@media print {
  :root { --paper: #fff; --ink: #000; --muted: #444; --accent: #000; --hair: #bbb; --tint: #fff; }
  body { padding: 0; font-size: 11pt; line-height: 1.45; }
  header.site nav, footer.site, .skip, .contents-side, .contents-fold, .join, .neighbours, .anchor, .md { display: none !important; }
  main { padding-top: 1rem; }
  .with-contents { display: block; }
  .entry { break-inside: avoid; }
  h2, h3 { break-after: avoid; }
  .entry :is(h2, h3) a.p-name { text-decoration: none; }
  .entry :is(h2, h3) data.u-url::after { content: " " attr(value); font: 400 9pt/1.4 var(--sans); color: #444; }
  .entry :is(h2, h3) a.u-url::after { content: " " attr(href); font: 400 9pt/1.4 var(--sans); color: #444; }
}
`

/** Without comments and indentation; the names of the assets change with their content. */
const body = `${CSS}${RESPONSES_CSS}`.replace(/\s*\n\s*/g, '\n').trim()

const ICON = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 32 32"><style>path{fill:#0b57a4}@media(prefers-color-scheme:dark){path{fill:#8ab8f0}}</style><path d="M8 3h16a1 1 0 0 1 1 1v25l-9-6.5L7 29V4a1 1 0 0 1 1-1z"/></svg>`

function fingerprint(content: string): string {
  return createHash('sha256').update(content).digest('hex').slice(0, 12)
}

export interface Asset {
  path: string
  body: string
  contentType: string
}

export const styleSheet: Asset = {
  path: `/assets/site.${fingerprint(body)}.css`,
  body,
  contentType: 'text/css; charset=utf-8',
}

export const siteIcon: Asset = {
  path: `/assets/icon.${fingerprint(ICON)}.svg`,
  body: ICON,
  contentType: 'image/svg+xml',
}

/** All files below /assets/; they may be cached for ever. */
export const siteAssets: Asset[] = [styleSheet, siteIcon]
