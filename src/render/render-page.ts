import { type Facet, facetPath } from '../domain/facet.ts'
import type { Entry } from '../domain/issue.ts'
import { SEPARATOR } from './byline.ts'
import { escapeHtml } from './clean-text.ts'
import {
  type EntryModel,
  type IssueModel,
  type SectionModel,
  toEntryModel,
  toIssueModel,
} from './issue-model.ts'
import { joinNames } from './locale.ts'
import { renderMarkdown } from './markdown.ts'
import type { IssueDocument } from './rendered-issue.ts'
import { hostOf } from './safe-url.ts'
import { mailWords } from './words.ts'

export interface PageContentOptions {
  /** Ids on sections and entries, and a "#" beside each title; off in feeds. */
  anchors: boolean
}

/**
 * What stands below an issue's title on its page and in feeds: intro, sections, outro, as HTML.
 *
 * Each entry is a microformats2 h-cite that the surrounding h-entry bookmarks.
 */
export function renderIssueContent(
  doc: IssueDocument,
  options: PageContentOptions = { anchors: true },
): string {
  const model = toIssueModel(doc)
  return [
    model.intro.trim() === ''
      ? ''
      : `<div class="intro p-summary">\n${renderMarkdown(model.intro)}\n</div>`,
    ...model.sections.map((section, index) => sectionHtml(section, index, model, options)),
    model.outro.trim() === '' ? '' : `<div class="outro">\n${renderMarkdown(model.outro)}\n</div>`,
  ]
    .filter((part) => part !== '')
    .join('\n')
}

/** Fragment of a section on the issue page; `index` counts the sections that have entries. */
export function sectionAnchor(index: number): string {
  return `section-${index + 1}`
}

/** Fragment of an entry on the issue page: stays when the order or the title is corrected. */
export function entryAnchor(entryId: number): string {
  return `link-${entryId}`
}

/** What the issue page lists beside the text. */
export interface Contents {
  name: string
  anchor: string
  entries: { title: string; anchor: string }[]
}

export function contentsOf(doc: IssueDocument): Contents[] {
  const model = toIssueModel(doc)
  return model.sections.map((section, index) => ({
    name: section.name ?? mailWords(model.lang).moreLinks,
    anchor: sectionAnchor(index),
    entries: section.entries.map((entry) => ({
      title: entry.title,
      anchor: entryAnchor(entry.id),
    })),
  }))
}

/** Whether links of the page lead over our own address. */
export function countsClicks(doc: IssueDocument): boolean {
  return toIssueModel(doc).countsClicks
}

function sectionHtml(
  section: SectionModel,
  index: number,
  model: IssueModel,
  options: PageContentOptions,
): string {
  const id = sectionAnchor(index)
  // No level is left out: what stands under no heading is headed as high as a section.
  const tag = section.name === null ? 'h2' : 'h3'
  const entries = section.entries.map((entry) => entryHtml(entry, model, options, tag)).join('\n')
  if (section.name === null) {
    // Named for those who hear the page; without a name its titles seem part of the section above.
    const name = escapeHtml(mailWords(model.lang).moreLinks)
    const start = options.anchors
      ? `<section class="group plain" id="${id}" aria-label="${name}">`
      : `${index > 0 ? '<hr>\n' : ''}<section>`
    return `${start}\n${entries}\n</section>`
  }
  const heading = `<h2 class="p-category"${options.anchors ? ` id="${id}"` : ''}>${escapeHtml(section.name)}</h2>`
  const start = options.anchors
    ? `<section class="group" aria-labelledby="${id}">`
    : '<section class="group">'
  return `${start}\n${heading}\n${entries}\n</section>`
}

/** One entry as a page shows it, without anchor and links of ours: for whoever writes its note. */
export function renderEntry(entry: Entry, locale: string): string {
  const { untitled } = mailWords(locale)
  const model = toEntryModel(entry, 1, { untitled, publishedAt: null })
  return entryHtml(model, { lang: locale }, { anchors: false })
}

function entryHtml(
  entry: EntryModel,
  model: Pick<IssueModel, 'lang'>,
  { anchors }: PageContentOptions,
  tag: 'h2' | 'h3' = 'h3',
): string {
  const id = entryAnchor(entry.id)
  const title = escapeHtml(entry.title)
  const link =
    entry.url === null
      ? `<span class="p-name">${title}</span>`
      : linkHtml(entry.url, anchors && entry.href ? entry.href : entry.url, title)
  const anchor = anchors
    ? ` <a class="anchor" href="#${id}" aria-label="#: ${title}"><span aria-hidden="true">#</span></a>`
    : ''
  const byline = bylineHtml(entry, model.lang, anchors)
  const note = renderMarkdown(entry.note)
  return [
    `<div class="entry u-bookmark-of h-cite"${anchors ? ` id="${id}"` : ''}>`,
    `<${tag}>${link}${anchor}</${tag}>`,
    ...(byline === '' ? [] : [`<p class="byline">${byline}</p>`]),
    ...(anchors ? archivedCopy(entry, model.lang) : []),
    ...(note === '' ? [] : [`<div class="note p-content">\n${note}\n</div>`]),
    '</div>',
  ].join('\n')
}

/** Where clicks are counted, machines are still told the address itself. */
function linkHtml(url: string, href: string, title: string): string {
  if (href === url)
    return `<a class="u-url p-name" href="${escapeHtml(url)}" rel="noopener">${title}</a>`
  return `<a class="p-name" href="${escapeHtml(href)}" rel="noopener">${title}</a><data class="u-url" value="${escapeHtml(url)}"></data>`
}

/** On the page alone: mails and feeds are as they were when the page was there. */
function archivedCopy({ archivedUrl, title }: EntryModel, locale: string): string[] {
  if (archivedUrl === null) return []
  const words = mailWords(locale)
  const label = escapeHtml(`${words.archivedCopy}: ${title}`)
  return [
    `<p class="gone">${escapeHtml(words.pageGone)} <a href="${escapeHtml(archivedUrl)}" rel="noopener" aria-label="${label}">${escapeHtml(words.archivedCopy)}</a></p>`,
  ]
}

/** On the page each part leads to what else has it; outside of the span, so that no h-card takes it for its own address. */
function bylineHtml(entry: EntryModel, locale: string, isLinked: boolean): string {
  const part = (kind: Facet['kind'], name: string, className: string, key = name) => {
    const span = `<span class="${className}">${escapeHtml(name)}</span>`
    const rel = kind === 'tag' ? ' rel="tag"' : ''
    return isLinked
      ? `<a${rel} href="${escapeHtml(facetPath({ kind, name: key }))}">${span}</a>`
      : span
  }
  const names = entry.authors.map((name) => part('author', name, 'p-author h-card'))
  const host = entry.url === null ? null : hostOf(entry.url)
  return [
    ...(names.length > 0 ? [mailWords(locale).by(joinNames(names, locale))] : []),
    ...(entry.site === null
      ? []
      : [
          host === null
            ? `<span class="p-publication">${escapeHtml(entry.site)}</span>`
            : part('site', entry.site, 'p-publication', host),
        ]),
    ...entry.tags.map((tag) => part('tag', tag, 'p-category')),
  ].join(SEPARATOR)
}
