import { html } from 'hono/html'
import type { DraftDay } from '../../../../desks/rhythm-desk.ts'
import { monthName } from '../../../../domain/month.ts'
import type { FieldProblem } from '../../../../errors.ts'
import type { Preflight } from '../../../../preflight/preflight.ts'
import { problemSentence } from '../../../../preflight/problem-words.ts'
import type { Html, Site } from '../../layout.ts'
import { csrfField, problemSummary, roomPage } from '../layout.ts'
import { sendingWords } from '../sending/words.ts'
import { weekdayText } from '../time-text.ts'
import { roomWords } from '../words.ts'
import { type RhythmWords, rhythmWords } from './words.ts'

export interface ApprovePageProps {
  site: Site
  csrf: string
  preflight: Preflight
  day: DraftDay
  recipients: number
  problems?: FieldProblem[]
  /** Why a large send needs one more word. */
  force?: string[]
}

/** Says what approving does and what the check found; its button approves. */
export function approvePage(props: ApprovePageProps): Html {
  const { site, csrf, preflight, day, recipients, problems = [], force = [] } = props
  const { locale, timeZone } = site.publication
  const words = rhythmWords(locale)
  const { issue, hash } = preflight
  const path = `/admin/issues/${issue.id}`
  const title = words.approveTitle(monthName(issue.month, locale, { year: true }))
  const leavesAt = day.deadline && !day.isPast ? weekdayText(day.deadline, locale, timeZone) : null
  const text = recipients === 0 ? words.approveNobody(leavesAt) : words.approveText(leavesAt)
  return roomPage({
    site,
    title,
    csrf,
    current: 'issues',
    hasError: problems.length > 0,
    main: html`<h1>${title}</h1>
${problemSummary(problems, roomWords(locale))}
<p class="lead">${day.reason ? `${words.reasons[day.reason]} ` : ''}${text}</p>
${whatLeaves(props, leavesAt ?? words.inAMinute, words)}
<form class="part approval" method="post" action="${path}/approve">${csrfField(csrf)}<input type="hidden" name="hash" value="${hash}">
${found(props, words)}
${force.length === 0 ? '' : html`<div class="problem" role="alert"><p>${words.forceText}</p><ul>${force.map((reason) => html`<li>${reason}</li>`)}</ul><input type="hidden" name="force" value="yes"></div>`}
<p class="muted after">${words.approveLater}</p>
<div class="acts"><button type="submit">${force.length > 0 ? words.force : recipients === 0 ? words.publish : words.approve(recipients)}</button>
${day.deadline ? html`<a class="quiet" href="${path}/postpone">${words.postponeLink}</a>` : ''}
<a class="quiet" href="${path}">${words.editIt}</a></div></form>`,
  })
}

function whatLeaves(
  { site, preflight, recipients }: ApprovePageProps,
  when: string,
  words: RhythmWords,
): Html {
  const sending = sendingWords(site.publication.locale)
  const { issue, subject } = preflight
  return html`<dl class="inbox-line"><dt>${sending.subject}</dt><dd><strong>${subject}</strong> <a href="/admin/issues/${issue.id}/preview">${sending.preview}</a></dd>
<dt>${sending.to}</dt><dd>${sending.readers(recipients)}${issue.audienceTag === null ? '' : html` ${sending.withTag(issue.audienceTag)}`}</dd>
<dt>${words.when}</dt><dd>${when}</dd></dl>`
}

function found({ site, preflight }: ApprovePageProps, words: RhythmWords): Html {
  const { issue, problems } = preflight
  const { locale } = site.publication
  const sending = sendingWords(locale)
  if (problems.length === 0) return html`<p class="lead green">${sending.green}</p>`
  return html`<h2 id="found">${words.foundTitle}</h2><p class="muted">${words.foundText}</p>
<ul class="findings">${problems.map((problem) => {
    const text = problemSentence(problem, locale)
    const href = problem.href.startsWith('#')
      ? `/admin/issues/${issue.id}/check${problem.href}`
      : problem.href
    return html`<li class="${problem.level}"><label><input type="checkbox" name="problem" value="${problem.key}"> <span>${text}</span></label> <a href="${href}">${sending.mend}<span class="unseen">: ${text}</span></a></li>`
  })}</ul>`
}
