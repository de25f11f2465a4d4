import { html, raw } from 'hono/html'
import { problemOf, type Source, sourceName } from '../../../domain/source.ts'
import type { FieldProblem } from '../../../errors.ts'
import { pickWords } from '../../../render/locale.ts'
import type { Html, Site } from '../layout.ts'
import { csrfField, problemSummary, roomPage, textField } from './layout.ts'
import { timeText } from './time-text.ts'
import { roomWords } from './words.ts'

interface SourcesWords {
  title: string
  lead: string
  none: string
  url: string
  urlHint: string
  name: string
  section: string
  noSection: string
  tags: string
  tagsHint: string
  older: string
  olderHint: string
  add: string
  addTitle: string
  states: Record<Source['state'], string>
  polled: (time: string) => string
  never: string
  next: (time: string) => string
  poll: (name: string) => string
  pollShort: string
  pause: string
  resume: string
  remove: string
  named: (act: string, name: string) => string
  did: Record<'added' | 'known' | 'polled' | 'changed' | 'removed', string>
  opml: string
  opmlText: string
}

const en: SourcesWords = {
  title: 'Sources',
  lead: 'Feeds that are looked at for new links: RSS, Atom, JSON Feed, and the feeds of bookmark services.',
  none: 'No source yet. Add the feed of a blog you read, or of your bookmarks elsewhere.',
  url: 'Address',
  urlHint: 'Of a feed, or of a page that names one.',
  name: 'Your name for it',
  section: 'Section of its links',
  noSection: 'none',
  tags: 'Tags of its links',
  tagsHint: 'with commas',
  older: 'Older items to take',
  olderHint: '0 to 500; the rest is left as known.',
  add: 'Add the source',
  addTitle: 'Add a source',
  states: { active: 'Active', paused: 'Paused', dead: 'Given up' },
  polled: (time) => `looked at ${time}`,
  never: 'not looked at yet',
  next: (time) => `next ${time}`,
  poll: (name) => `Look now: ${name}`,
  pollShort: 'Look now',
  pause: 'Pause',
  resume: 'Go on',
  remove: 'Remove',
  named: (act, name) => `${act}: ${name}`,
  did: {
    added: 'The source is added.',
    known: 'This source was there already.',
    polled: 'It was looked at.',
    changed: 'Saved.',
    removed: 'The source is removed; its links stay.',
  },
  opml: 'Import and export',
  opmlText: 'Lists of feeds (OPML) come in and go out there.',
}

const de: SourcesWords = {
  title: 'Quellen',
  lead: 'Feeds, in denen nach neuen Links gesehen wird: RSS, Atom, JSON Feed und die Feeds von Lesezeichendiensten.',
  none: 'Noch keine Quelle. Nehmen Sie den Feed eines Blogs auf, das Sie lesen, oder den Ihrer Lesezeichen anderswo.',
  url: 'Adresse',
  urlHint: 'Eines Feeds oder einer Seite, die einen nennt.',
  name: 'Ihr Name dafür',
  section: 'Rubrik ihrer Links',
  noSection: 'keine',
  tags: 'Schlagwörter ihrer Links',
  tagsHint: 'mit Kommas',
  older: 'Ältere Einträge übernehmen',
  olderHint: '0 bis 500; die übrigen gelten als bekannt.',
  add: 'Quelle aufnehmen',
  addTitle: 'Quelle aufnehmen',
  states: { active: 'Aktiv', paused: 'Angehalten', dead: 'Aufgegeben' },
  polled: (time) => `angesehen ${time}`,
  never: 'noch nicht angesehen',
  next: (time) => `wieder ${time}`,
  poll: (name) => `Jetzt ansehen: ${name}`,
  pollShort: 'Jetzt ansehen',
  pause: 'Anhalten',
  resume: 'Weiter',
  remove: 'Entfernen',
  named: (act, name) => `${act}: ${name}`,
  did: {
    added: 'Die Quelle ist aufgenommen.',
    known: 'Diese Quelle gab es schon.',
    polled: 'Sie wurde angesehen.',
    changed: 'Gespeichert.',
    removed: 'Die Quelle ist entfernt; ihre Links bleiben.',
  },
  opml: 'Import und Export',
  opmlText: 'Listen von Feeds (OPML) kommen dort herein und hinaus.',
}

export interface SourcesPageProps {
  site: Site
  csrf: string
  sources: Source[]
  sections: string[]
  form?: Record<string, string>
  problems?: FieldProblem[]
  did?: string | undefined
}

/** The feeds that are polled. */
export function sourcesPage(props: SourcesPageProps): Html {
  const { site, csrf, sources, sections, form = {}, problems = [], did } = props
  const { locale } = site.publication
  const words = pickWords({ en, de }, locale)
  const field = (name: string, label: string, hint?: string, attributes = 'maxlength="200"') =>
    textField({ name, label, value: form[name] ?? '', problems, attributes, ...(hint && { hint }) })
  const notice = Object.entries(words.did).find(([name]) => name === did)?.[1]
  return roomPage({
    site,
    title: words.title,
    csrf,
    current: 'sources',
    hasError: problems.length > 0,
    main: html`<h1>${words.title}</h1>
<p class="lead">${words.lead}</p>
${problemSummary(problems, roomWords(locale))}
${notice ? html`<div class="notice" role="status"><p>${notice}</p></div>` : ''}
${sources.length === 0 ? html`<p class="part">${words.none}</p>` : html`<ul class="rows-list part">${sources.map((source) => row(props, source, words))}</ul>`}
<section class="part" aria-labelledby="add"><h2 id="add">${words.addTitle}</h2>
<form method="post" action="/admin/sources">${csrfField(csrf)}
${field('url', words.url, words.urlHint, 'inputmode="url" placeholder="https://" maxlength="10000" autocapitalize="off" spellcheck="false"')}
${field('title', words.name)}
<div class="field"><label for="section">${words.section}</label><select id="section" name="section"><option value="">${words.noSection}</option>${sections.map((name) => html`<option value="${name}"${raw(name === form.section ? ' selected' : '')}>${name}</option>`)}</select></div>
${field('tags', words.tags, words.tagsHint, 'maxlength="500" autocapitalize="off"')}
${field('backfill', words.older, words.olderHint, 'inputmode="numeric" maxlength="3" placeholder="0"')}
<div class="acts"><button type="submit">${words.add}</button></div></form></section>
<section class="part" aria-labelledby="opml"><h2 id="opml">${words.opml}</h2><p>${words.opmlText}</p><p class="onward"><a href="/admin/import">${words.opml}</a></p></section>`,
  })
}

function row({ site, csrf }: SourcesPageProps, source: Source, words: SourcesWords): Html {
  const { locale, timeZone } = site.publication
  const time = (at: Date) => timeText(at, locale, timeZone)
  const name = sourceName(source)
  const facts = [
    words.states[source.state],
    source.lastPolledAt ? words.polled(time(source.lastPolledAt)) : words.never,
    ...(source.state === 'active' ? [words.next(time(source.nextPollAt))] : []),
    ...(source.section ? [source.section] : []),
    ...source.tags,
  ]
  const problem = problemOf(source)
  const button = (act: string, text: string) =>
    html`<form method="post" action="/admin/sources/${source.id}/${act}">${csrfField(csrf)}<button class="quiet" type="submit" aria-label="${words.named(text, name)}">${text}</button></form>`
  return html`<li><p class="what"><strong>${name}</strong> <span class="muted"><a href="${source.url}" rel="noopener noreferrer">${source.url}</a></span><span class="muted">${facts.join(' · ')}</span>${problem ? html`<span class="error">${problem}</span>` : ''}</p>
<div class="acts near">${button('poll', words.pollShort)}${source.state === 'active' ? button('pause', words.pause) : button('resume', words.resume)}${button('remove', words.remove)}</div></li>`
}
