/** What checking and sending add to the rooms' stylesheet. */
export const SENDING_CSS = `
.room .part.first { margin-top: 1.25rem; }
.lead.green { color: var(--ink); }
.lead.green::before { content: "\\2713\\00a0"; color: var(--accent); font-weight: 700; }
.findings { margin: 0.75rem 0 0; padding: 0; list-style: none; }
.findings li { display: flex; align-items: flex-start; justify-content: space-between; gap: 0.25rem 1rem; padding: 0.35rem 0 0.35rem 0.75rem; border-bottom: 1px solid var(--hair); border-inline-start: 3px solid var(--hair); }
.findings li.must { border-inline-start-color: var(--error); }
.findings li.should { border-inline-start-color: var(--edge); }
.room .findings label { display: flex; gap: 0.6rem; align-items: flex-start; min-height: 2.75rem; padding-top: 0.55rem; font-weight: 400; cursor: pointer; }
.room .findings label input { flex: none; }
.findings a { display: inline-flex; align-items: center; min-height: 2.75rem; white-space: nowrap; }
.room .choice { display: flex; gap: 0.6rem; align-items: center; min-height: 2.75rem; padding-block: 0.35rem; font-weight: 400; cursor: pointer; }
#bar { display: block; width: 100%; height: 0.9rem; margin-top: 1rem; accent-color: var(--accent); }
.counts, .troubled { width: 100%; margin-top: 1rem; border-collapse: collapse; }
.counts { max-width: 24rem; }
.counts th, .counts td, .troubled th, .troubled td { padding: 0.3rem 0; border-bottom: 1px solid var(--hair); text-align: start; font-weight: 400; vertical-align: top; }
.counts td { text-align: end; }
.counts .sum th, .counts .sum td { font-weight: 600; }
.troubled th { font-weight: 600; }
.troubled td + td { padding-inline-start: 1rem; }
.troubled td { overflow-wrap: anywhere; }
.reply q { font-family: var(--mono); font-size: 0.875rem; }
.plot { margin: 0.75rem 0 0; color: var(--accent); }
.plot svg { display: block; width: 100%; height: 8.75rem; border-bottom: 1px solid var(--edge); }
.plot figcaption, .plot details { color: var(--muted); font-size: 0.9375rem; }
.plot table { border-collapse: collapse; color: var(--ink); }
.plot th { padding-inline-end: 1.5rem; font-weight: 400; text-align: start; }
`
