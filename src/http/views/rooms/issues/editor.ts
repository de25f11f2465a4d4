import { html, raw } from 'hono/html'
import type { IssueText } from '../../../../desks/issue-desk.ts'
import type { DraftDay } from '../../../../desks/rhythm-desk.ts'
import type { Entry, Issue, IssueSection } from '../../../../domain/issue.ts'
import type { Link } from '../../../../domain/link.ts'
import { monthName } from '../../../../domain/month.ts'
import type { FieldProblem } from '../../../../errors.ts'
import { markdownSummary } from '../../../../render/markdown.ts'
import { hostOf, webUrl } from '../../../../render/safe-url.ts'
import { issuePath } from '../../issue-list.ts'
import type { Html, Site } from '../../layout.ts'
import { autosaveScript } from '../autosave-script.ts'
import { csrfField, problemSummary, roomPage, textField } from '../layout.ts'
import { dayNotice } from '../rhythm/notice.ts'
import { roomWords } from '../words.ts'
import { postFiles } from './post-files.ts'
import { issueScript } from './script.ts'
import { sizeGauge } from './size-gauge.ts'
import { type IssuesWords, issuesWords } from './words.ts'

export interface EditorPageProps {
  site: Site
  csrf: string
  issue: Issue
  text: IssueText
  version: string
  waiting: Link[]
  htmlBytes: number
  problems?: FieldProblem[]
  /** What was saved elsewhere meanwhile. */
  conflict?: IssueText | undefined
  notice?: string | undefined
  /** Of a draft. */
  day?: DraftDay | undefined
}

/** An issue in the making: its words, its order, what is not in it yet. */
export function editorPage(props: EditorPageProps): Html {
  const { site, csrf, issue, htmlBytes, problems = [], notice, conflict } = props
  const { locale } = site.publication
  const words = issuesWords(locale)
  const month = monthName(issue.month, locale, { year: true })
  const isOpen = issue.state !== 'cancelled'
  return roomPage({
    site,
    title: `${month}: ${words.states[issue.state]}`,
    csrf,
    current: 'issues',
    scripts: [autosaveScript, issueScript],
    hasError: problems.length > 0 || conflict !== undefined,
    main: html`<div class="with-key"><h1>${month} <span class="badge">${words.states[issue.state]}</span></h1>${sizeGauge(htmlBytes, words)}</div>
${doors(issue, words)}
${dayNotice(issue, props.day, site)}
${problemSummary(problems, roomWords(locale))}
${notice ? html`<div class="notice" role="status"><p>${notice}</p></div>` : ''}
${issue.publishedAt ? html`<div class="notice"><p>${words.sentHint}</p></div>` : ''}
${isOpen ? html`${wordsForm(props, words)}${order(props, words)}${inbox(props, words)}${postFiles(issue, locale)}` : html`<p class="lead">${words.cancelledHint}</p>`}
<p class="unseen" id="moved" role="status"></p>`,
  })
}

function doors(issue: Issue, words: IssuesWords): Html {
  const path = `/admin/issues/${issue.id}`
  return html`<ul class="doors">
<li><a class="quiet" href="${path}/preview">${words.preview}</a></li>
${issue.state === 'draft' ? html`<li><a class="quiet strong" href="${path}/check">${words.check}</a></li>` : html`<li><a class="quiet strong" href="${path}/sending">${words.progress}</a></li>`}
<li><a class="quiet" href="${path}/history">${words.history}</a></li>
${issue.publishedAt ? html`<li><a class="quiet" href="${issuePath(issue.slug)}">${words.page}</a></li>` : ''}
</ul>`
}

function wordsForm(props: EditorPageProps, words: IssuesWords): Html {
  const { csrf, issue, text, version, problems = [], conflict } = props
  return html`<form class="words" method="post" action="/admin/issues/${issue.id}/text" data-autosave="issue:${issue.id}" data-fields="title slug intro outro" data-version="version" data-words="${JSON.stringify(words.script)}">
${csrfField(csrf)}<input type="hidden" name="version" value="${version}">
${conflict ? conflictBox(conflict, words) : ''}
${textField({ name: 'title', label: words.issueTitle, value: text.title, problems, attributes: 'required maxlength="500" autocomplete="off"' })}
${area('intro', words.intro, text.intro, 4, problems, words.introHint)}
${area('outro', words.outro, text.outro, 2, problems)}
${textField({ name: 'slug', label: words.slug, value: text.slug, hint: words.slugHint, problems, attributes: 'required maxlength="100" autocomplete="off" autocapitalize="off" spellcheck="false"' })}
<div class="acts"><button class="quiet" type="submit">${words.saveWords}</button><p class="autosaved" role="status"></p></div>
</form>`
}

function area(
  name: string,
  label: string,
  value: string,
  rows: number,
  problems: FieldProblem[],
  hint?: string,
): Html {
  const problem = problems.find(({ field }) => field === name)?.message
  const described = [hint && `${name}-hint`, problem && `${name}-error`].filter(Boolean).join(' ')
  return html`<div class="field"><label for="${name}">${label}</label>
${hint ? html`<p class="hint" id="${name}-hint">${hint}</p>` : ''}${problem ? html`<p class="error" id="${name}-error">${problem}</p>` : ''}
<textarea id="${name}" name="${name}" rows="${rows}" maxlength="200000"${described ? html` aria-describedby="${described}"` : ''}${problem ? raw(' aria-invalid="true"') : ''}>
${value}</textarea></div>`
}

function conflictBox(other: IssueText, words: IssuesWords): Html {
  return html`<div class="problem" role="alert" tabindex="-1" autofocus><p>${words.conflict}</p>
<h2>${words.saved}</h2><p><strong>${other.title}</strong></p><p class="kept-text">${other.intro}</p><p class="kept-text">${other.outro}</p></div>`
}

function order(props: EditorPageProps, words: IssuesWords): Html {
  const { csrf, issue } = props
  const path = `/admin/issues/${issue.id}`
  const named = issue.sections.filter(({ name }) => name !== null)
  const sections = [...named, ...issue.sections.filter(({ name }) => name === null)]
  return html`<form id="order" method="post" action="${path}/order" data-placed="${words.placed('{title}', 0, 0, '{section}').replace('0', '{index}').replace('0', '{of}')}">${csrfField(csrf)}</form>
<p class="hint keys-hint" hidden data-with-script>${words.keysHint}</p>
<div class="sections">
${sections.map((section, index) => sectionPart(props, section, { index, sections, isFirst: index === 0, isLast: index === named.length - 1 }, words))}
</div>
<div class="acts wrap"><button class="quiet" type="submit" form="order" name="act" value="numbers" data-without-script>${words.saveOrder}</button></div>
<form class="inline" method="post" action="${path}/order">${csrfField(csrf)}<div class="field"><label for="new-section">${words.newSection}</label><input id="new-section" name="name" maxlength="200" autocomplete="off"></div><button class="quiet" type="submit" name="act" value="add-section">${words.addSection}</button></form>`
}

interface SectionPlace {
  index: number
  sections: IssueSection[]
  isFirst: boolean
  isLast: boolean
}

function sectionPart(
  { csrf, issue }: EditorPageProps,
  section: IssueSection,
  place: SectionPlace,
  words: IssuesWords,
): Html {
  const name = section.name ?? words.noSection
  const id = `section-${place.index}`
  const button = (act: string, text: string, label: string, isOff: boolean) =>
    html`<button class="icon" type="submit" form="order" name="act" value="${act}:${place.index}" aria-label="${label}"${raw(isOff ? ' disabled' : '')}>${text}</button>`
  return html`<section class="section" aria-labelledby="${id}" data-section="${place.index}">
<div class="section-head"><h2 id="${id}">${name} <span class="count">· ${section.entries.length}</span></h2>
${
  section.name === null
    ? ''
    : html`<div class="turns">${button('section-up', '▲', words.sectionUp(name), place.isFirst)}${button('section-down', '▼', words.sectionDown(name), place.isLast)}
<details class="menu"><summary>${words.edit}<span class="unseen">: ${name}</span></summary><form method="post" action="/admin/issues/${issue.id}/order">${csrfField(csrf)}<div class="field"><label for="name-${place.index}">${words.sectionName}</label><input id="name-${place.index}" name="name" value="${name}" maxlength="200" autocomplete="off"></div><div class="acts"><button class="quiet" type="submit" name="act" value="rename:${place.index}">${words.rename}</button><button class="quiet" type="submit" name="act" value="remove-section:${place.index}">${words.removeSection}</button></div></form></details></div>`
}</div>
<ol class="entries">
${section.entries.map((entry, at) => entryRow({ csrf, issue, entry, at, place, words }))}</ol>
</section>`
}

interface EntryRowProps {
  csrf: string
  issue: Issue
  entry: Entry
  at: number
  place: SectionPlace
  words: IssuesWords
}

function entryRow({ csrf, issue, entry, at, place, words }: EntryRowProps): Html {
  const { id, title } = entry
  const note = markdownSummary(entry.note, 120)
  const button = (act: string, text: string, label: string) =>
    html`<button class="icon" type="submit" form="order" name="act" value="${act}:${id}" id="${act}-${id}" aria-label="${label}">${text}</button>`
  const url = webUrl(entry.url)
  return html`<li id="entry-${id}" tabindex="-1" data-entry="${id}" data-title="${title}">
<span class="handle" data-handle hidden aria-hidden="true"></span>
<div class="what"><p class="entry-title">${title}</p>
<p class="muted">${[...entry.authors, ...(url === null ? [] : [hostOf(url)])].join(' · ')}</p>
<p class="note-line${note === '' ? ' missing' : ''}">${note || words.noNote}</p></div>
<div class="turns"><label class="place" data-without-script><span class="unseen">${words.number(title)}</span><input name="n-${id}" form="order" inputmode="numeric" size="2" value="${at + 1}"></label>
${button('up', '▲', words.up(title))}${button('down', '▼', words.down(title))}
<details class="menu"><summary>${words.move}<span class="unseen"> ${title}</span></summary><form method="post" action="/admin/issues/${issue.id}/order">${csrfField(csrf)}<input type="hidden" name="entry" value="${id}">
<div class="field"><label for="to-${id}">${words.toSection}</label><select id="to-${id}" name="section">${place.sections.map((each, index) => html`<option value="${index}"${raw(index === place.index ? ' selected' : '')}>${each.name ?? words.noSection}</option>`)}</select></div>
<div class="field"><label for="at-${id}">${words.atPlace}</label><input id="at-${id}" name="place" inputmode="numeric" value="${at + 1}"></div>
<div class="acts"><button class="quiet" type="submit" name="act" value="place:${id}">${words.moveIt}</button><button class="quiet" type="submit" name="act" value="out:${id}">${words.leaveOut}</button></div></form></details>
<details class="menu"><summary>${words.edit}<span class="unseen">: ${title}</span></summary><form class="wide" method="post" action="/admin/issues/${issue.id}/entries/${id}">${csrfField(csrf)}
<div class="field"><label for="title-${id}">${words.entryTitle}</label><input id="title-${id}" name="title" value="${title}" maxlength="2000"></div>
<div class="field"><label for="authors-${id}">${words.authors}</label><input id="authors-${id}" name="authors" value="${entry.authors.join(', ')}" maxlength="2000"></div>
<div class="field"><label for="note-${id}">${words.note}</label><textarea id="note-${id}" name="note" rows="5" maxlength="200000">
${entry.note}</textarea></div>
<div class="acts"><button class="quiet" type="submit">${words.saveEntry}</button>${entry.linkId === null ? '' : html`<a href="/admin/links/${entry.linkId}">${words.openLink}</a>`}</div></form></details></div>
</li>
`
}

function inbox({ site, csrf, issue, waiting }: EditorPageProps, words: IssuesWords): Html {
  if (issue.publishedAt) return html``
  const month = monthName(issue.month, site.publication.locale, { year: false })
  return html`<section class="part" aria-labelledby="inbox"><h2 id="inbox">${words.inbox(month, waiting.length)}</h2>
<p class="muted">${words.inboxText}</p>
<ul class="rows-list">${waiting.map((link) => {
    const title = link.title ?? link.url
    return html`<li><p class="what"><strong><a href="/admin/links/${link.id}">${title}</a></strong> <span class="muted">${hostOf(link.url)}${link.section === null ? '' : html` · ${link.section}`}</span></p>
<form method="post" action="/admin/issues/${issue.id}/order">${csrfField(csrf)}<button class="quiet" type="submit" name="act" value="add:${link.id}" aria-label="${words.addNamed(title)}">${words.add}</button></form></li>`
  })}</ul>
<form class="acts" method="post" action="/admin/issues">${csrfField(csrf)}<input type="hidden" name="month" value="${issue.month}"><button class="quiet" type="submit">${words.refresh}</button><p class="muted">${words.refreshHint}</p></form></section>`
}
