import { html } from 'hono/html'
import type { Hold } from '../../../../store/hold.ts'
import type { Html, Site } from '../../layout.ts'
import { csrfField } from '../layout.ts'
import { timeText } from '../time-text.ts'
import { holdWords } from './words.ts'

/** At the top of the overview while this is a copy that sends nothing. */
export function holdNotice({
  site,
  csrf,
  hold,
}: {
  site: Site
  csrf: string
  hold: Hold | undefined
}): Html {
  if (!hold) return html``
  const { locale, timeZone } = site.publication
  const words = holdWords(locale)
  const origin =
    hold.copyOf !== null && hold.madeAt !== null
      ? words.copyOf(hostOf(hold.copyOf), timeText(new Date(hold.madeAt), locale, timeZone))
      : words.byHand
  return html`<section class="notice held" aria-labelledby="held">
<h2 id="held">${words.title}</h2>
<p>${origin} ${words.what}</p>
<p>${words.paused}</p>
<form method="post" action="/admin/hold/release">${csrfField(csrf)}<button type="submit">${words.release}</button></form>
</section>`
}

const hostOf = (url: string) => (URL.canParse(url) ? new URL(url).host : url)
