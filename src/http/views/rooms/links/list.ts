import { html, raw } from 'hono/html'
import type { Link } from '../../../../domain/link.ts'
import { type Month, monthName, monthOf } from '../../../../domain/month.ts'
import { markdownSummary } from '../../../../render/markdown.ts'
import { hostOf } from '../../../../render/safe-url.ts'
import { fingerprintOf } from '../../../../save-window.ts'
import { DESK_TABS, type DeskTab } from '../../../../store/links.ts'
import type { PublishedIn } from '../../../../store/published-in.ts'
import { issuePath } from '../../issue-list.ts'
import type { Html, Site } from '../../layout.ts'
import { autosaveScript } from '../autosave-script.ts'
import { csrfField, roomPage } from '../layout.ts'
import { dayText } from '../time-text.ts'
import { keysHelp } from './keys.ts'
import { linksScript } from './script.ts'
import { type LinksWords, linksWords } from './words.ts'

export interface LinksPageProps {
  site: Site
  csrf: string
  tab: DeskTab | 'all'
  /** As in the address of this page; absent where nothing is filtered. */
  filters: { q?: string; section?: string; author?: string; host?: string; noted?: string }
  links: Link[]
  counts: Record<DeskTab | 'withoutNote', number>
  /** Address of the links that follow. */
  more: string | null
  /** Address of this page, to come back to. */
  here: string
  thisMonth: Month
  /** Months to keep links for, soonest first. */
  months: Month[]
  sections: string[]
  publishedIn: Map<number, PublishedIn>
  /** What was done last, and the step that undoes it. */
  notice?: { text: string; undo?: string | undefined } | undefined
  problem?: string | undefined
}

/** What was saved: to write about, to keep for later, to skip. */
export function linksPage(props: LinksPageProps): Html {
  const { site, csrf, tab, links, notice, problem } = props
  const words = linksWords(site.publication.locale)
  return roomPage({
    site,
    title: words.title,
    csrf,
    current: 'links',
    scripts: [autosaveScript, linksScript],
    hasError: problem !== undefined,
    main: html`<div class="with-key"><h1>${words.title}</h1>${keysHelp(words)}</div>
${tabs(props, words)}
${filters(props, words)}
${problem ? html`<p class="error" role="alert">${problem}</p>` : ''}
${notice ? noticeBox(csrf, notice, words) : ''}
${tab === 'left' && links.length > 0 ? html`<p class="muted intro">${words.leftText}</p>` : ''}
${links.length === 0 ? emptyText(props, words) : list(props, words)}
${props.more ? html`<p class="onward"><a href="${props.more}">${words.more}</a></p>` : ''}`,
  })
}

function tabs({ tab, counts }: LinksPageProps, words: LinksWords): Html {
  const shown = DESK_TABS.filter((name) => name !== 'left' || counts.left > 0 || tab === 'left')
  return html`<nav class="tabs" aria-label="${words.tabsLabel}"><ul>
${shown.map(
  (name) =>
    html`<li><a href="/admin/links${name === 'waiting' ? '' : `?tab=${name}`}"${raw(name === tab ? ' aria-current="page"' : '')}>${words.tabs[name]} <span class="count">${counts[name]}</span></a></li>\n`,
)}</ul></nav>`
}

function filters({ tab, filters, sections, counts }: LinksPageProps, words: LinksWords): Html {
  const { q = '', section, author, host, noted } = filters
  const isFiltered = Object.values(filters).some((value) => value !== undefined)
  const base = tab === 'waiting' ? '/admin/links' : `/admin/links?tab=${tab}`
  return html`<form class="filters" method="get" action="/admin/links" role="search">
${tab === 'waiting' ? '' : html`<input type="hidden" name="tab" value="${tab}">`}
<label class="unseen" for="q">${words.searchLabel}</label>
<input id="q" name="q" type="search" value="${q}" placeholder="${words.searchLabel}" maxlength="200">
<label class="unseen" for="in">${words.toSection}</label>
<select id="in" name="section"><option value="">${words.allSections}</option>${sections.map(
    (name) =>
      html`<option value="${name}"${raw(name === section ? ' selected' : '')}>${name}</option>`,
  )}</select>
<button class="quiet" type="submit">${words.search}</button>
</form>
<p class="narrow">${
    tab === 'waiting' && counts.withoutNote > 0 && noted === undefined
      ? html`<a href="/admin/links?noted=no">${words.onlyWithoutNote(counts.withoutNote)}</a>`
      : ''
  }${author !== undefined || host !== undefined ? html`<span>${words.filteredBy(author ?? host ?? '')}</span> ` : ''}${isFiltered ? html`<a href="${base}">${words.showAll}</a>` : ''}</p>`
}

export function noticeBox(
  csrf: string,
  { text, undo }: NonNullable<LinksPageProps['notice']>,
  words: LinksWords,
): Html {
  return html`<div class="notice done" role="status"><p>${text}</p>${
    undo === undefined
      ? ''
      : html`<form method="post" action="/admin/links/undo">${csrfField(csrf)}<input type="hidden" name="undo" value="${undo}"><button class="quiet" type="submit">${words.undo}</button></form>`
  }</div>`
}

function emptyText({ tab, filters }: LinksPageProps, words: LinksWords): Html {
  if (tab === 'all' || Object.values(filters).some((value) => value !== undefined))
    return html`<p class="lead part">${words.nothingFound}</p>`
  return html`<p class="lead part">${words.empty[tab]}</p>
${tab === 'waiting' ? html`<div class="acts"><a class="quiet" href="/save">${words.emptyHelp}</a></div>` : ''}`
}

function list(props: LinksPageProps, words: LinksWords): Html {
  const { csrf, links, here } = props
  return html`<form id="desk" method="post" action="/admin/links/act">${csrfField(csrf)}<input type="hidden" name="back" value="${here}"></form>
<ul class="desk">
${links.map((link, index) => row(props, words, link, links[index + 1] ?? links[index - 1]))}</ul>
${together(props, words)}`
}

function row(props: LinksPageProps, words: LinksWords, link: Link, next: Link | undefined): Html {
  const { site, csrf, here, publishedIn } = props
  const { id } = link
  const title = link.title ?? link.url
  const before = publishedIn.get(id)
  return html`<li id="link-${id}" tabindex="-1" data-link="${id}">
<label class="pick"><input type="checkbox" name="id" value="${id}" form="desk"><span class="unseen">${words.choose(title)}</span></label>
<div class="what">
<h2><a href="/admin/links/${id}">${title}</a></h2>
<p class="muted">${facts(props, words, link)}</p>
${before ? publishedBefore(site, before, words) : ''}
${readState(csrf, here, link, words)}
${link.status === 'published' ? noteLine(link, words) : noteForm({ csrf, here, link, words })}
</div>
<div class="turns">${turns(link, title, words, next)}</div>
</li>
`
}

function facts({ site, thisMonth }: LinksPageProps, words: LinksWords, link: Link): Html {
  const { locale, timeZone } = site.publication
  const isThisYear = monthOf(link.savedAt, timeZone).slice(0, 4) === thisMonth.slice(0, 4)
  const parts = [
    html`<a class="host" href="${link.url}" rel="noopener noreferrer">${hostOf(link.url)}</a>`,
    words.saved(dayText(link.savedAt, locale, timeZone, { year: !isThisYear })),
    ...(link.month === null || link.status !== 'inbox'
      ? []
      : [
          words.keptFor(
            monthName(link.month, locale, { year: !isSameYear(link.month, thisMonth) }),
          ),
        ]),
    ...(link.section === null ? [] : [link.section]),
    ...link.tags,
  ]
  return html`${parts.map((part, index) => html`${index > 0 ? ' · ' : ''}${part}`)}`
}

const isSameYear = (a: Month, b: Month) => a.slice(0, 4) === b.slice(0, 4)

function publishedBefore({ publication }: Site, before: PublishedIn, words: LinksWords): Html {
  const month = monthName(before.month, publication.locale, { year: true })
  const note = markdownSummary(before.note, 200)
  return html`<p class="memory"><a href="${issuePath(before.slug)}">${words.publishedBefore(month)}</a> ${note === '' ? words.withoutNoteThen : html`${words.withThisNote} <q>${note}</q>`}</p>`
}

function readState(csrf: string, here: string, link: Link, words: LinksWords): Html {
  const { status, error } = link.enrichment
  if (status === 'pending' && error === null)
    return html`<p class="muted state">${words.reading}</p>`
  if (status === 'done' || error === null) return html``
  return html`<form class="state" method="post" action="/admin/links/${link.id}/refresh">${csrfField(csrf)}<input type="hidden" name="back" value="${here}"><p class="error">${words.notRead(error)}</p><button class="quiet" type="submit">${words.tryAgain}</button></form>`
}

function noteLine(link: Link, words: LinksWords): Html {
  const line = markdownSummary(link.note, 160)
  return html`<p class="note-line${line === '' ? ' muted' : ''}">${line || words.noNote}</p>`
}

export interface NoteFormProps {
  csrf: string
  here: string
  link: Link
  words: LinksWords
}

/** The note in its row: folded to its first line, saved by itself with script. */
function noteForm({ csrf, here, link, words }: NoteFormProps): Html {
  const line = markdownSummary(link.note, 160)
  return html`<details class="write">
<summary><span class="note-line${line === '' ? ' muted' : ''}">${line || words.noNote}</span> <span class="do">${line === '' ? words.writeNote : words.changeNote}</span></summary>
<form method="post" action="/admin/links/${link.id}/note" data-autosave="note:${link.id}" data-fields="note" data-version="note_seen">
${csrfField(csrf)}<input type="hidden" name="back" value="${here}#link-${link.id}"><input type="hidden" name="note_seen" value="${fingerprintOf(link.note)}">
<label class="unseen" for="note-${link.id}">${words.changeNote}: ${link.title ?? link.url}</label>
<textarea id="note-${link.id}" name="note" rows="4" maxlength="200000">
${link.note}</textarea>
<div class="acts"><button class="quiet" type="submit">${words.saveNote}</button><p class="autosaved" role="status"></p></div>
</form>
</details>`
}

function turns(
  link: Link,
  title: string,
  words: LinksWords,
  next: Link | undefined,
): Html | string {
  const button = (act: string, text: string, name: string) =>
    html`<button class="quiet" type="submit" form="desk" name="one" value="${act}:${link.id}:${next?.id ?? ''}" data-act="${act}" aria-label="${name}">${text}</button>`
  if (link.status === 'published') return ''
  if (link.status === 'skipped') return button('inbox', words.back, words.backNamed(title))
  return html`${button('later', words.later, words.laterNamed(title))}${button('skip', words.skip, words.skipNamed(title))}`
}

/** One act for all that are chosen. */
function together({ site, months, sections, tab }: LinksPageProps, words: LinksWords): Html {
  const { locale } = site.publication
  return html`<fieldset class="together" id="together">
<legend>${words.chosen}</legend>
${
  tab === 'published'
    ? ''
    : html`<div class="one"><button class="quiet" type="submit" form="desk" name="act" value="skip">${words.skip}</button>
<button class="quiet" type="submit" form="desk" name="act" value="inbox">${words.back}</button></div>
<div class="one"><label for="for-month">${words.laterUntil}</label><select id="for-month" name="month" form="desk">${months.map(
        (month) =>
          html`<option value="${month}">${monthName(month, locale, { year: true })}</option>`,
      )}</select><button class="quiet" type="submit" form="desk" name="act" value="later">${words.apply}<span class="unseen">: ${words.laterUntil}</span></button></div>
<div class="one"><label for="for-section">${words.toSection}</label><select id="for-section" name="section" form="desk"><option value="">–</option>${sections.map(
        (name) => html`<option value="${name}">${name}</option>`,
      )}</select><button class="quiet" type="submit" form="desk" name="act" value="section">${words.apply}<span class="unseen">: ${words.toSection}</span></button></div>`
}
<div class="one"><label for="for-tags">${words.addTags}</label><input id="for-tags" name="tags" form="desk" maxlength="500" autocapitalize="off"><button class="quiet" type="submit" form="desk" name="act" value="tag">${words.apply}<span class="unseen">: ${words.addTags}</span></button></div>
</fieldset>`
}
