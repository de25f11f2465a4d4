import { html } from 'hono/html'
import { type Month, monthName } from '../../../domain/month.ts'
import { bookmarklet } from '../../bookmarklet.ts'
import type { Html, Site } from '../layout.ts'
import { roomPage } from './layout.ts'
import { type RoomWords, roomWords } from './words.ts'

export interface OverviewProps {
  site: Site
  csrf: string
  month: Month
  waiting: { total: number; withoutNote: number }
}

/** The first of the rooms: this month, and the ways to save from anywhere. */
export function overviewPage({ site, csrf, month, waiting }: OverviewProps): Html {
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
