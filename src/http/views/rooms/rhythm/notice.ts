import { html } from 'hono/html'
import type { DraftDay } from '../../../../desks/rhythm-desk.ts'
import type { Issue } from '../../../../domain/issue.ts'
import { mayEnter } from '../../../room-access.ts'
import type { Html, Site } from '../../layout.ts'
import { weekdayText } from '../time-text.ts'
import { rhythmWords } from './words.ts'

/** Above a draft: when its day is, what happens then, and the two ways to decide it. */
export function dayNotice(
  issue: Issue,
  day: DraftDay | undefined,
  { publication: { locale, timeZone }, viewer }: Site,
): Html {
  if (!day?.deadline) return html``
  const words = rhythmWords(locale)
  const time = weekdayText(day.deadline, locale, timeZone)
  const said = day.isPast
    ? html`<strong>${words.waitsTitle}</strong> ${words.reasons[day.reason ?? 'asked']}`
    : html`<strong>${(day.isPostponed ? words.postponedTo : words.itsDay)(time)}</strong> ${day.goesByItself ? words.thenGoes : words.thenWaits}`
  const path = `/admin/issues/${issue.id}`
  const ways = mayEnter(viewer, `${path}/approve`)
    ? html`<p class="ways"><a class="quiet${day.isPast ? ' strong' : ''}" href="${path}/approve">${words.approveLink}</a> <a class="quiet" href="${path}/postpone">${words.postponeLink}</a></p>`
    : ''
  return html`<div class="notice draft-day"><p>${said}</p>${ways}</div>`
}
