import { html } from 'hono/html'
import type { Issue } from '../../../../domain/issue.ts'
import { monthName } from '../../../../domain/month.ts'
import type { MostRead } from '../../../../store/clicks.ts'
import type { Html, Site } from '../../layout.ts'
import { roomClickWords } from './words.ts'

interface ClickRow {
  title: string
  /** The link's own page, where there is one. */
  href: string | null
  /** Muted, after the title. */
  about?: string
  clicks: number
}

/** A table whose bars are drawn on the server: their length needs no script and no style. */
function clickTable(rows: ClickRow[], locale: string): Html {
  const words = roomClickWords(locale)
  const number = new Intl.NumberFormat(locale)
  const most = Math.max(1, ...rows.map(({ clicks }) => clicks))
  return html`<table class="clicks"><thead><tr><th scope="col">${words.link}</th><th scope="col">${words.clicks}</th></tr></thead><tbody>
${rows.map(
  ({ title, href, about, clicks }) =>
    html`<tr><th scope="row">${href === null ? title : html`<a href="${href}">${title}</a>`}${about ? html` <span class="muted">${about}</span>` : ''}<svg viewBox="0 0 100 4" preserveAspectRatio="none" aria-hidden="true" focusable="false"><rect class="rail" width="100" height="4"/><rect width="${Math.round((clicks / most) * 1000) / 10}" height="4" fill="currentColor"/></svg></th><td>${number.format(clicks)}</td></tr>\n`,
)}</tbody></table>`
}

/** Each link of an issue with its clicks, most first; nothing for an issue that is not counted. */
export function issueClicks(site: Site, issue: Issue, clicks: ReadonlyMap<number, number>): Html {
  const rows = issue.sections
    .flatMap(({ entries }) => entries)
    .filter(({ id }) => clicks.has(id))
    .map(({ id, title, linkId }) => ({
      title,
      href: linkId === null ? null : `/admin/links/${linkId}`,
      clicks: clicks.get(id) ?? 0,
    }))
    .sort((a, b) => b.clicks - a.clicks)
  if (rows.length === 0) return html``
  const { locale } = site.publication
  const words = roomClickWords(locale)
  const sum = rows.reduce((total, row) => total + row.clicks, 0)
  const shown = new Intl.NumberFormat(locale).format(sum)
  return html`<section class="part" aria-labelledby="clicks"><h2 id="clicks">${words.resultTitle}</h2>
${
  sum === 0
    ? html`<p class="muted">${words.noClick}</p>`
    : html`<p class="muted">${words.resultText(words.clickCount(sum, shown))}</p>${clickTable(rows, locale)}`
}</section>`
}

/** What was followed most lately; nothing while clicks are not counted. */
export function mostRead(site: Site, found: MostRead[] | null): Html {
  if (found === null) return html``
  const { locale } = site.publication
  const words = roomClickWords(locale)
  const rows = found.map(({ title, linkId, issue, clicks }) => ({
    title,
    href: linkId === null ? null : `/admin/links/${linkId}`,
    about: monthName(issue.month, locale, { year: true }),
    clicks,
  }))
  return html`<section class="part" aria-labelledby="most-read"><h2 id="most-read">${words.mostRead}</h2>
${rows.length === 0 ? html`<p class="muted">${words.nothingYet}</p>` : html`<p class="muted">${words.mostReadText}</p>${clickTable(rows, locale)}`}</section>`
}

/** "12 clicks in July 2023" for each issue in which a link was counted. */
export function linkClicks(
  site: Site,
  issues: { id: number; month: string }[],
  clicks: ReadonlyMap<number, number>,
): Html {
  const { locale } = site.publication
  const words = roomClickWords(locale)
  const number = new Intl.NumberFormat(locale)
  const counted = issues.filter(({ id }) => clicks.has(id))
  if (counted.length === 0) return html``
  return html`<ul class="more">${counted.map(({ id, month }) => {
    const count = clicks.get(id) ?? 0
    const shown = words.clickCount(count, number.format(count))
    return html`<li><a href="/admin/issues/${id}/sending#clicks">${shown} ${words.inIssue(monthName(month, locale, { year: true }))}</a></li>`
  })}</ul>`
}
