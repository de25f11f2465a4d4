/** What the settings add to the rooms' stylesheet. */
export const SETTINGS_CSS = `
.room .page:has(> .tabs.many) .lead { margin-top: 1.25rem; }
.tabs.many ul { column-gap: 1.15rem; }
.example { margin: 0.5rem 0 0; color: var(--muted); }
.example q { color: var(--ink); font-family: var(--serif); }
.next { margin-top: 0.5rem; }
dl.facts { margin: 1.25rem 0 0.75rem; }
dl.facts div { display: grid; grid-template-columns: 8.5rem minmax(0, 1fr); gap: 0 1rem; padding-block: 0.6rem; border-bottom: 1px solid var(--hair); }
dl.facts dt { color: var(--muted); }
dl.facts dd { margin: 0; }
dl.facts .hint::before { content: "\\B7\\00a0"; }
.doctor { margin: 0.9rem 0 0; padding: 0; list-style: none; }
.doctor li { padding: 0.6rem 0 0.6rem 0.9rem; border-bottom: 1px solid var(--hair); border-inline-start: 3px solid var(--hair); }
.doctor li.fail { border-inline-start-color: var(--error); }
.doctor li.fail strong { color: var(--error); }
.doctor li.warn { border-inline-start-color: var(--edge); }
.doctor p { margin: 0; }
.doctor .fix { margin-top: 0.25rem; }
.doctor .fix::before { content: "\\2192\\00a0"; color: var(--accent); }
[dir="rtl"] .doctor .fix::before { content: "\\2190\\00a0"; }
.doctor code { color: var(--muted); font-size: 0.8125rem; white-space: nowrap; }
.with-qr { display: flex; flex-wrap: wrap; align-items: flex-start; gap: 1.25rem; }
.with-qr > div { flex: 1 1 16rem; }
.qr { flex: none; width: 11.5rem; height: 11.5rem; border: 1px solid var(--hair); border-radius: 4px; }
.room form.inline.low { align-items: flex-end; }
@media (max-width: 40rem) {
  dl.facts div { grid-template-columns: minmax(0, 1fr); }
}
`
