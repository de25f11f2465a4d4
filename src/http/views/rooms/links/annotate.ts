import { html, raw } from 'hono/html'
import type { Link } from '../../../../domain/link.ts'
import { type Month, monthName, monthOf } from '../../../../domain/month.ts'
import type { FieldProblem } from '../../../../errors.ts'
import { renderEntry } from '../../../../render/render-page.ts'
import { hostOf } from '../../../../render/safe-url.ts'
import { fingerprintOf } from '../../../../save-window.ts'
import type { findAppearances } from '../../../../store/links.ts'
import { mayEnter } from '../../../room-access.ts'
import { issuePath } from '../../issue-list.ts'
import type { Html, Site } from '../../layout.ts'
import { autosaveScript } from '../autosave-script.ts'
import { linkClicks } from '../clicks/click-list.ts'
import { csrfField, problemSummary, roomPage, textField } from '../layout.ts'
import { dayText } from '../time-text.ts'
import { roomWords } from '../words.ts'
import { keysHelp } from './keys.ts'
import { noticeBox } from './list.ts'
import { linksScript } from './script.ts'
import { type LinksWords, linksWords } from './words.ts'

/** The fields as they are posted. */
export interface LinkForm {
  title: string
  /** With commas between. */
  authors: string
  note: string
  section: string
  tags: string
  via: string
  month: string
  noteSeen: string
}

export interface AnnotatePageProps {
  site: Site
  csrf: string
  link: Link
  form: LinkForm
  thisMonth: Month
  months: Month[]
  sections: string[]
  tagNames: string[]
  issues: Awaited<ReturnType<typeof findAppearances>>
  /** By issue; empty while clicks are not counted. */
  clicks: ReadonlyMap<number, number>
  problems?: FieldProblem[]
  /** The text that was saved elsewhere meanwhile. */
  conflict?: string | undefined
  notice?: string | undefined
}

export function formOf(link: Link): LinkForm {
  return {
    title: link.title ?? '',
    authors: link.authors.join(', '),
    note: link.note,
    section: link.section ?? '',
    tags: link.tags.join(', '),
    via: link.via ?? '',
    month: link.month ?? '',
    noteSeen: fingerprintOf(link.note),
  }
}

/** One link: its note first, then what else readers see of it. */
export function annotatePage(props: AnnotatePageProps): Html {
  const { site, csrf, link, form, problems = [], conflict, notice } = props
  const { locale } = site.publication
  const words = linksWords(locale)
  const title = link.title ?? link.url
  return roomPage({
    site,
    title,
    csrf,
    current: 'links',
    scripts: [autosaveScript, linksScript],
    hasError: problems.length > 0 || conflict !== undefined,
    main: html`<div class="with-key"><h1>${title}</h1>${keysHelp(words)}</div>
<p class="muted about"><a href="${link.url}" rel="noopener noreferrer">${hostOf(link.url)}</a>${history(props, words)}</p>
${problemSummary(problems, roomWords(locale))}
${notice ? noticeBox(csrf, { text: notice }, words) : ''}
<div class="beside">
<form class="annotate" method="post" action="/admin/links/${link.id}" data-autosave="note:${link.id}" data-fields="note" data-version="note_seen" data-save-at="/admin/links/${link.id}/note">
${csrfField(csrf)}<input type="hidden" name="note_seen" value="${form.noteSeen}">
${conflict === undefined ? '' : conflictBox(conflict, words)}
${noteField(props, words)}
${textField({ name: 'title', label: roomWords(locale).title, value: form.title, problems, attributes: 'maxlength="2000" autocomplete="off"' })}
${fetchedHint(link, 'title', link.title, words)}
${textField({ name: 'authors', label: words.authors, value: form.authors, hint: words.authorsHint, problems, attributes: 'maxlength="2000" autocomplete="off"' })}
${fetchedHint(link, 'authors', link.authors.join(', '), words)}
${choices(props, words)}
<div class="acts"><button type="submit" name="go" value="next">${words.saveAndNext}</button><button class="quiet" type="submit" name="go" value="stay">${words.save}</button><p class="autosaved" role="status"></p></div>
</form>
<aside aria-labelledby="preview-title"><h2 id="preview-title">${words.preview}</h2>
<div class="as-read" id="as-read" data-at="/admin/links/${link.id}/preview">${raw(renderEntry(entryOf(link, form), locale))}</div>
${aside(props, words)}</aside>
</div>`,
  })
}

/** The link as an issue would show it, with what stands in the form. */
export function entryOf(link: Link, form: Pick<LinkForm, 'title' | 'authors' | 'note'>) {
  return {
    id: link.id,
    linkId: link.id,
    title: form.title || link.title || link.url,
    url: link.url,
    authors: form.authors.split(',').flatMap((name) => name.trim() || []),
    note: form.note,
    siteName: link.siteName,
    kind: link.kind,
    tags: link.tags,
  }
}

function history({ site, link, issues }: AnnotatePageProps, words: LinksWords): Html {
  const { locale, timeZone } = site.publication
  const parts: (Html | string)[] = [
    words.saved(dayText(link.savedAt, locale, timeZone, { year: true })),
  ]
  for (const issue of issues) {
    const month = monthName(issue.month, locale, { year: true })
    parts.push(
      issue.publishedAt
        ? html`<a href="${issuePath(issue.slug)}">${words.publishedBefore(month)}</a>`
        : html`<a href="/admin/issues/${issue.id}">${month}</a>`,
    )
  }
  return html`${parts.map((part) => html` · ${part}`)}`
}

function noteField({ form, link, problems = [] }: AnnotatePageProps, words: LinksWords): Html {
  const problem = problems.find(({ field }) => field === 'note')?.message
  return html`<div class="field"><label for="note">${words.changeNote}</label>
${problem ? html`<p class="error" id="note-error">${problem}</p>` : ''}
<textarea id="note" name="note" rows="9" maxlength="200000" data-note${raw(problem ? ' aria-invalid="true" aria-describedby="note-error"' : ' autofocus')}>
${form.note}</textarea>
${
  link.description && form.note === ''
    ? html`<button class="quiet small" type="submit" name="go" value="quote" data-quote="${quoted(link.description)}">${words.quote}</button>`
    : ''
}</div>`
}

/** The page's own words as a Markdown quotation. */
export function quoted(description: string): string {
  return description
    .trim()
    .split('\n')
    .map((line) => `> ${line}`)
    .join('\n')
}

function conflictBox(other: string, words: LinksWords): Html {
  return html`<div class="problem" role="alert" tabindex="-1" autofocus><h2>${words.conflictTitle}</h2><p>${words.conflictText}</p>
<div class="field"><label for="other">${words.otherText}</label><textarea id="other" rows="5" readonly>
${other}</textarea></div></div>`
}

function fetchedHint(
  { enrichment: { provenance } }: Link,
  field: 'title' | 'authors',
  value: string | null,
  words: LinksWords,
): Html {
  const source = provenance[field]
  if (!source || source === 'owner' || !value) return html``
  return html`<p class="hint">${words.fetched(value, source)}</p>`
}

function choices(props: AnnotatePageProps, words: LinksWords): Html {
  const { site, form, sections, tagNames, months, link } = props
  const { locale, timeZone } = site.publication
  const room = roomWords(locale)
  const option = (value: string, text: string, chosen: string) =>
    html`<option value="${value}"${raw(value === chosen ? ' selected' : '')}>${text}</option>`
  const own = monthName(monthOf(link.savedAt, timeZone), locale, { year: true })
  const listed = form.month && !months.includes(form.month) ? [form.month, ...months] : months
  return html`<div class="two"><div class="field"><label for="section">${room.section}</label><select id="section" name="section">${option('', room.noSection, form.section)}${sections.map((name) => option(name, name, form.section))}</select></div>
<div class="field"><label for="month">${words.month}</label><select id="month" name="month">${option('', words.ownMonth(own), form.month)}${listed.map((month) => option(month, monthName(month, locale, { year: true }), form.month))}</select></div></div>
<div class="two"><div class="field"><label for="tags">${room.tags} <span class="hint">${room.tagsHint}</span></label><input id="tags" name="tags" value="${form.tags}" list="tag-names" maxlength="2000" autocomplete="off" autocapitalize="off"><datalist id="tag-names">${tagNames.map((name) => html`<option value="${name}"></option>`)}</datalist></div>
<div class="field"><label for="via">${words.via}</label><input id="via" name="via" value="${form.via}" maxlength="2000" autocomplete="off"></div></div>`
}

function aside({ site, csrf, link, issues, clicks }: AnnotatePageProps, words: LinksWords): Html {
  const path = `/admin/links/${link.id}`
  const more = [
    ...link.authors
      .slice(0, 3)
      .map((name) => ({ text: words.moreBy(name), query: { author: name } })),
    { text: words.moreFrom(hostOf(link.url)), query: { host: new URL(link.url).hostname } },
  ]
  const published = issues.find((issue) => issue.publishedAt)
  return html`${published && published.note !== link.note ? html`<blockquote class="memory">${published.note}</blockquote>` : ''}
${linkClicks(site, issues, clicks)}<ul class="more">${more.map(({ text, query }) => html`<li><a href="/admin/links?tab=all&amp;${new URLSearchParams(query).toString()}">${text}</a></li>`)}</ul>
${link.enrichment.error === null ? '' : html`<p class="error">${words.notRead(link.enrichment.error)}</p>`}
<div class="acts"><form method="post" action="${path}/refresh">${csrfField(csrf)}<input type="hidden" name="back" value="${path}"><button class="quiet" type="submit">${words.refresh}</button></form>${mayEnter(site.viewer, `${path}/delete`) ? html`<a class="quiet" href="${path}/delete">${words.remove}…</a>` : ''}</div>`
}

/** Asks once more, because it goes out of drafts too; for a day it can be brought back. */
export function deletePage(site: Site, csrf: string, link: Link): Html {
  const words = linksWords(site.publication.locale)
  const title = link.title ?? link.url
  return roomPage({
    site,
    title: words.removeTitle,
    csrf,
    current: 'links',
    main: html`<h1>${words.removeTitle}</h1>
<p class="lead">${words.removeText(title)}</p>
<form class="acts" method="post" action="/admin/links/${link.id}/delete">${csrfField(csrf)}<button type="submit">${words.remove}</button><a class="quiet" href="/admin/links/${link.id}">${words.close}</a></form>`,
  })
}
