import { html, raw } from 'hono/html'
import type { DraftDay } from '../../../../desks/rhythm-desk.ts'
import type { Issue } from '../../../../domain/issue.ts'
import { monthName } from '../../../../domain/month.ts'
import type { FieldProblem } from '../../../../errors.ts'
import type { Html, Site } from '../../layout.ts'
import { csrfField, problemSummary, roomPage } from '../layout.ts'
import { weekdayText } from '../time-text.ts'
import { roomWords } from '../words.ts'
import { rhythmWords } from './words.ts'

/** Until when it is put off, as it is typed. */
export interface PostponeForm {
  by: 'day' | 'week' | 'date'
  date: string
  time: string
}

export interface PostponePageProps {
  site: Site
  csrf: string
  issue: Issue
  day: DraftDay & { deadline: Date }
  later: Record<'day' | 'week', Date>
  form: PostponeForm
  problems?: FieldProblem[]
}

/** Asks until when; its button puts the issue off. */
export function postponePage(props: PostponePageProps): Html {
  const { site, csrf, issue, day, later, form, problems = [] } = props
  const { locale, timeZone } = site.publication
  const words = rhythmWords(locale)
  const path = `/admin/issues/${issue.id}`
  const title = words.postponeTitle(monthName(issue.month, locale, { year: true }))
  const text = (at: Date) => weekdayText(at, locale, timeZone)
  const choice = (by: PostponeForm['by'], name: string, hint: string) =>
    html`<label class="choice"><input type="radio" name="by" value="${by}"${raw(by === form.by ? ' checked' : '')}> <span>${name} <span class="hint">${hint}</span></span></label>`
  const field = (name: 'date' | 'time', label: string) => {
    const problem = problems.find((each) => each.field === name)?.message
    return html`<div class="field"><label for="${name}">${label}</label>${problem ? html`<p class="error" id="${name}-error">${problem}</p>` : ''}<input id="${name}" name="${name}" type="${name}" value="${form[name]}"${problem ? raw(` aria-invalid="true" aria-describedby="${name}-error"`) : ''}></div>`
  }
  return roomPage({
    site,
    title,
    csrf,
    current: 'issues',
    hasError: problems.length > 0,
    main: html`<h1>${title}</h1>
${problemSummary(problems, roomWords(locale))}
<p class="lead">${(day.isPast ? words.postponePast : words.postponeText)(text(day.deadline))}</p>
<form method="post" action="${path}/postpone">${csrfField(csrf)}
<fieldset><legend>${words.until}</legend>${choice('day', words.day, text(later.day))}${choice('week', words.week, text(later.week))}${choice('date', words.date, words.dateHint(timeZone))}</fieldset>
<div class="two">${field('date', words.dateLabel)}${field('time', words.timeLabel)}</div>
<p class="muted after">${words.postponeAfter}</p>
<div class="acts"><button type="submit">${words.postpone}</button><a class="quiet" href="${path}">${words.notNow}</a></div></form>`,
  })
}
