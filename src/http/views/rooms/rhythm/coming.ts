import { html } from 'hono/html'
import type { ComingMonth } from '../../../../desks/rhythm-desk.ts'
import { monthName } from '../../../../domain/month.ts'
import { goesByItself } from '../../../../domain/rhythm.ts'
import type { Html } from '../../layout.ts'
import type { IssuesPageProps } from '../issues/list.ts'
import { issuesWords } from '../issues/words.ts'
import { weekdayText } from '../time-text.ts'
import { rhythmWords } from './words.ts'

/** What the schedule makes next: the draft, the day, what happens then, what has too few links. */
export function comingSection(props: IssuesPageProps): Html {
  const { site, coming, lastSkipped, schedule } = props
  if (coming.length === 0) return html``
  const { locale, timeZone } = site.publication
  const words = issuesWords(locale)
  const rhythm = rhythmWords(locale)
  const month = (each: string) => monthName(each, locale, { year: true })
  const time = (at: Date) => weekdayText(at, locale, timeZone)
  const happens =
    schedule.mode === 'automatic' ? 'automatic' : goesByItself(schedule) ? 'send' : 'wait'
  const details = ({ draft, tooFew }: ComingMonth) => {
    const said = [
      ...(draft ? [rhythm.draftOn(time(draft))] : []),
      ...(tooFew === null ? [] : [rhythm.tooFew(tooFew)]),
    ]
    return said.length === 0 ? '' : html`\n<p class="then muted">${said.join(' · ')}</p>`
  }
  return html`<section class="part" aria-labelledby="coming"><h2 id="coming">${words.coming}</h2>
<p class="muted">${words.comingText} ${schedule.mode === 'off' ? '' : rhythm.happens[happens]}</p>
${lastSkipped ? html`<div class="notice"><p>${rhythm.skipped(month(lastSkipped.month), lastSkipped.links ?? 0)}</p></div>` : ''}
<ul class="rows-list">${coming.map(
    (each) =>
      html`<li><p class="what"><strong>${month(each.month)}</strong></p>\n<p class="badge">${time(each.due)}</p>${details(each)}</li>\n`,
  )}</ul>
<p class="acts"><a href="/admin/settings/schedule">${words.changeSchedule}</a></p></section>`
}
