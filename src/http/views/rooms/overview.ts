import { html } from 'hono/html'
import { type Month, monthName } from '../../../domain/month.ts'
import type { IssueAtAGlance } from '../../../store/overview.ts'
import { bookmarklet } from '../../bookmarklet.ts'
import type { Html, Site } from '../layout.ts'
import { roomPage } from './layout.ts'
import { overviewWords } from './overview-words.ts'
import { barPlot } from './sending/plot.ts'
import { timeText } from './time-text.ts'
import { type RoomWords, roomWords } from './words.ts'

export interface OverviewProps {
  site: Site
  csrf: string
  month: Month
  waiting: { total: number; withoutNote: number }
  /** The issue in the making, and when it is due. */
  next: { issue: IssueAtAGlance | null; due: Date | null }
  last: { issue: IssueAtAGlance; sent: number; notReached: number } | null
  attention: { text: string; href: string }[]
  linksByMonth: { month: Month; count: number }[]
}

/** The first of the rooms: this month, and the ways to save from anywhere. */
export function overviewPage(props: OverviewProps): Html {
  const { site, csrf, month, waiting } = props
  const { name, locale } = site.publication
  const words = roomWords(locale)
  const title = monthName(month, locale, { year: true })
  return roomPage({
    site,
    title,
    csrf,
    current: 'overview',
    main: html`<h1>${title}</h1>
<p class="lead">${
      waiting.total === 0
        ? words.nothingKept(monthName(month, locale, { year: false }))
        : `${words.waiting(waiting.total)}${words.comma}${words.withoutNote(waiting.withoutNote)}.`
    }</p>
${waiting.withoutNote > 0 ? html`<div class="acts"><a class="quiet strong" href="/admin/links?noted=no">${overviewWords(locale).write}</a></div>` : ''}
${atAGlance(props)}
${fromBrowser(site, words)}
<section class="part" aria-labelledby="phone">
<h2 id="phone">${words.fromPhone}</h2>
<p>${words.androidText(name)}</p>
<details><summary>${words.iphoneTitle}</summary>
<p>${words.iphoneText}</p>
<ol class="steps">${words
      .iphoneSteps(`${site.baseUrl}/api/v1/links`)
      .map((step) => html`<li>${step}</li>`)}</ol>
</details>
</section>
<section class="part" aria-labelledby="elsewhere">
<h2 id="elsewhere">${words.fromElsewhere}</h2>
<p>${words.fromElsewhereText}</p>
<p class="onward"><a href="/admin/import">${words.transferTitle}</a></p>
</section>
<section class="part" aria-labelledby="programs">
<h2 id="programs">${words.fromPrograms}</h2>
<p>${words.fromProgramsText}</p>
<p class="onward"><a href="/admin/tokens">${words.tokens}</a></p>
</section>`,
  })
}

/** What comes next, what was last, what does not go on by itself. */
function atAGlance({ site, next, last, attention, linksByMonth }: OverviewProps): Html {
  const { locale, timeZone } = site.publication
  const words = overviewWords(locale)
  const time = (at: Date) => timeText(at, locale, timeZone)
  return html`<section class="part" aria-labelledby="next"><h2 id="next">${words.nextTitle}</h2>
<p>${next.issue ? html`<strong>${next.issue.title}</strong> ` : ''}${next.due ? words.dueOn(time(next.due)) : words.noSchedule}</p>
<p class="onward"><a href="${next.issue ? `/admin/issues/${next.issue.id}` : '/admin/issues'}">${next.issue ? words.toIssue : words.assembleNow}</a></p></section>
${
  last === null
    ? ''
    : html`<section class="part" aria-labelledby="last"><h2 id="last">${words.lastTitle}</h2>
<p><strong>${last.issue.title}</strong> ${last.issue.sentAt ? words.sent(time(last.issue.sentAt), last.sent) : ''} ${last.notReached > 0 ? words.notReached(last.notReached) : ''}</p>
<p class="onward"><a href="/admin/issues/${last.issue.id}/sending">${words.result}</a></p></section>`
}
<section class="part" aria-labelledby="look"><h2 id="look">${words.attentionTitle}</h2>
${attention.length === 0 ? html`<p class="muted">${words.allWell}</p>` : html`<ul class="findings plain">${attention.map(({ text, href }) => html`<li class="must"><p>${text}</p> <a href="${href}">${words.look}<span class="unseen">: ${text}</span></a></li>`)}</ul>`}</section>
${
  linksByMonth.length < 2
    ? ''
    : html`<section class="part" aria-labelledby="links-plot"><h2 id="links-plot">${words.plotTitle}</h2>${barPlot(
        {
          label: words.plotText,
          bars: linksByMonth.map(({ month, count }) => ({
            name: monthName(month, locale, { year: true }),
            value: count,
          })),
        },
      )}</section>`
}`
}

function fromBrowser(site: Site, words: RoomWords): Html {
  const code = bookmarklet(site.baseUrl)
  return html`<section class="part" aria-labelledby="browser">
<h2 id="browser">${words.fromBrowser}</h2>
<p>${words.bookmarkletText}</p>
<p><a class="bookmarklet" href="${code}" data-hint="${words.doNotClick}">${words.bookmarkletName}</a></p>
<p class="error" id="bookmarklet-status" role="status"></p>
<ol class="steps">${words.bookmarkletSteps.map((step) => html`<li>${step}</li>`)}</ol>
<details><summary>${words.bookmarkletPhone}</summary>
<textarea class="code" rows="5" readonly data-select aria-label="${words.bookmarkletName}">
${code}</textarea>
</details>
</section>`
}
