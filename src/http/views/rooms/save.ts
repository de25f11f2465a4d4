import { html, raw } from 'hono/html'
import type { Link } from '../../../domain/link.ts'
import { type Month, monthName, monthOf } from '../../../domain/month.ts'
import type { FieldProblem } from '../../../errors.ts'
import type { SaveWindow } from '../../../save-window.ts'
import type { Html, Site } from '../layout.ts'
import { csrfField, problemSummary, roomPage, textField } from './layout.ts'
import { dayText } from './time-text.ts'
import { type RoomWords, roomWords } from './words.ts'

export interface SavePageProps {
  site: Site
  csrf: string
  window: SaveWindow
  problems?: FieldProblem[]
}

/** The small window: what is to be saved, and what is known of it. */
export function savePage({ site, csrf, window, problems = [] }: SavePageProps): Html {
  const { publication } = site
  const words = roomWords(publication.locale)
  const { form, known } = window
  const month = form.month || window.ownMonth
  const title = known
    ? words.updateTitle
    : words.saveTo(monthName(month, publication.locale, { year: false }))
  const hasAddress = window.host !== '' && !problems.some(({ field }) => field === 'url')
  return roomPage({
    site,
    title,
    csrf,
    isWindow: true,
    hasError: problems.length > 0,
    main: html`<form id="save-form" class="save" method="post" action="/save" data-restored="${words.restored}">
<div class="bar"><h1>${title}</h1>${hasAddress ? html`<p title="${form.url}">${window.host}</p>` : ''}</div>
${csrfField(csrf)}
${problemSummary(problems, words)}
${window.isConflict ? html`<div class="notice" role="alert"><p>${words.conflict}</p></div>` : ''}
${
  hasAddress
    ? html`<input type="hidden" name="url" value="${form.url}">`
    : textField({
        name: 'url',
        label: words.address,
        value: form.url,
        problems,
        attributes: `inputmode="url" autocomplete="off" autocapitalize="off" spellcheck="false" placeholder="https://"${problems.length === 0 ? ' autofocus' : ''}`,
      })
}
<input type="hidden" name="shown_title" value="${form.shownTitle}">
${known ? html`<input type="hidden" name="link_id" value="${form.linkId ?? ''}"><input type="hidden" name="note_seen" value="${form.noteSeen}">` : ''}
${textField({ name: 'title', label: words.title, value: form.title, problems, attributes: 'autocomplete="off" maxlength="2000"' })}
${noteField(window, problems, words, hasAddress)}
${sectionChoice(window, words)}
<div class="pair">${tagsField(window, problems, words)}${monthChoice(window, site, words)}</div>
<div class="acts">
<button type="submit">${known ? words.update : words.saveLink}</button>
<p id="status" role="status">${known ? whatIsKnown(window, site, words) : words.notYet}</p>
</div>
</form>`,
  })
}

function noteField(
  { form }: SaveWindow,
  problems: FieldProblem[],
  words: RoomWords,
  hasAddress: boolean,
): Html {
  const problem = problems.find(({ field }) => field === 'note')?.message
  return html`<div class="field grow">
<label for="note">${words.note}</label>
${problem ? html`<p class="error" id="note-error">${problem}</p>` : ''}
<textarea id="note" name="note" rows="5" aria-describedby="${problem ? 'note-error' : 'keys'}"${raw(problem ? ' aria-invalid="true"' : '')}${raw(hasAddress && problems.length === 0 ? ' autofocus' : '')}>
${form.note}</textarea>
<p class="hint" id="keys" hidden>${words.keys}</p>
</div>`
}

function sectionChoice({ form, sections }: SaveWindow, words: RoomWords): Html {
  const radio = (value: string, text: string) =>
    html`<label><input type="radio" name="section" value="${value}"${raw(value === form.section ? ' checked' : '')}>${text}</label>`
  return html`<fieldset>
<legend>${words.section}</legend>
<div class="choices">
${sections.map((name) => radio(name, name))}
${radio('', words.noSection)}
</div>
</fieldset>`
}

function tagsField(
  { form, tagNames }: SaveWindow,
  problems: FieldProblem[],
  words: RoomWords,
): Html {
  const problem = problems.find(({ field }) => field === 'tags')?.message
  return html`<div class="field">
<label for="tags">${words.tags} <span class="hint">${words.tagsHint}</span></label>
${problem ? html`<p class="error" id="tags-error">${problem}</p>` : ''}
<input id="tags" name="tags" type="text" value="${form.tags}" list="tag-names" autocomplete="off" autocapitalize="off" maxlength="2000"${raw(problem ? ' aria-invalid="true" aria-describedby="tags-error"' : '')}>
<datalist id="tag-names">${tagNames.map((name) => html`<option value="${name}"></option>`)}</datalist>
</div>`
}

function monthChoice(window: SaveWindow, { publication }: Site, words: RoomWords): Html {
  const { form, ownMonth, months, thisMonth } = window
  const choices = [
    { value: '', month: ownMonth },
    ...months.map((month) => ({ value: month, month })),
  ].sort((a, b) => a.month.localeCompare(b.month))
  return html`<div class="field">
<label for="month">${words.month}</label>
<select id="month" name="month">
${choices.map(
  ({ value, month }) =>
    html`<option value="${value}"${raw(value === form.month ? ' selected' : '')}>${nameOf(month, thisMonth, publication.locale)}</option>`,
)}
</select>
</div>`
}

/** With its year where that is not this one. */
function nameOf(month: Month, thisMonth: Month, locale: string): string {
  return monthName(month, locale, { year: month.slice(0, 4) !== thisMonth.slice(0, 4) })
}

/** "Saved on 3 July, in the August draft" */
function whatIsKnown(window: SaveWindow, { publication }: Site, words: RoomWords): Html | string {
  const { known, thisMonth } = window
  if (!known) return ''
  const { link, issues } = known
  const { locale, timeZone } = publication
  const isThisYear = monthOf(link.savedAt, timeZone).slice(0, 4) === thisMonth.slice(0, 4)
  const day = dayText(link.savedAt, locale, timeZone, { year: !isThisYear })
  const parts: (Html | string)[] = [words.savedOn(day)]
  for (const issue of issues) {
    if (issue.publishedAt !== null) {
      const month = monthName(issue.month, locale, { year: true })
      parts.push(
        html`<a href="/issues/${encodeURIComponent(issue.slug)}" target="_blank" rel="noopener">${words.publishedIn(month)}</a>`,
      )
    } else {
      const month = nameOf(issue.month, thisMonth, locale)
      parts.push(issue.state === 'draft' ? words.inDraft(month) : words.inSending(month))
    }
  }
  if (issues.length === 0 && link.status === 'skipped') parts.push(words.skipped)
  else if (issues.length === 0 && link.month !== null && link.month !== window.ownMonth)
    parts.push(words.keptFor(nameOf(link.month, thisMonth, locale)))
  return html`${parts.map((part, index) => html`${index === 0 ? '' : words.comma}${part}`)}`
}

export interface SavedPageProps {
  site: Site
  csrf: string
  link: Link
  host: string
  outcome: 'new' | 'merged' | 'updated'
}

/** After saving. The script closes the window; without it, a person does. */
export function savedPage({ site, csrf, link, host, outcome }: SavedPageProps): Html {
  const { locale, timeZone } = site.publication
  const words = roomWords(locale)
  const month = monthName(link.month ?? monthOf(link.savedAt, timeZone), locale, { year: false })
  const title = {
    new: words.savedTitle(month),
    merged: words.mergedTitle,
    updated: words.updatedTitle,
  }[outcome]
  const change = `/save?url=${encodeURIComponent(link.url)}`
  return roomPage({
    site,
    title,
    csrf,
    isWindow: true,
    main: html`<div class="saved" id="saved" role="status">
<h1>${title}</h1>
<p class="what">${link.title ?? host}</p>
${outcome === 'merged' ? html`<p>${words.mergedText}</p>` : ''}
<p>${words.canClose}</p>
<div class="acts"><a class="quiet" href="${link.url}" autofocus>${words.backTo(host)}</a><a class="quiet" href="${change}">${words.change}</a></div>
</div>`,
  })
}
