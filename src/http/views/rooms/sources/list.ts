import { html } from 'hono/html'
import { type Source, sourceName } from '../../../../domain/source.ts'
import { mayEnter } from '../../../room-access.ts'
import type { Html, Site } from '../../layout.ts'
import { csrfField, roomPage } from '../layout.ts'
import { timeText } from '../time-text.ts'
import { type SourcesWords, sourcesWords } from './words.ts'

const PATH = '/admin/sources'

export interface SourcesPageProps {
  site: Site
  csrf: string
  sources: Source[]
  /** What was done last, in a sentence. */
  notice?: string | undefined
}

/** The feeds that are polled. */
export function sourcesPage({ site, csrf, sources, notice }: SourcesPageProps): Html {
  const words = sourcesWords(site.publication.locale)
  return roomPage({
    site,
    title: words.title,
    csrf,
    current: 'sources',
    main: html`<div class="with-key"><h1>${words.title}</h1>${sources.length === 0 ? '' : html`<ul class="doors"><li><a class="quiet" href="${PATH}/new">${words.addDoor}</a></li></ul>`}</div>
<p class="lead">${words.lead}</p>
${notice ? html`<div class="notice" role="status"><p>${notice}</p></div>` : ''}
${
  sources.length === 0
    ? html`<p class="part">${words.none} ${words.noneHint}</p><div class="acts"><a class="quiet strong" href="${PATH}/new">${words.addDoor}</a></div>`
    : html`<ul class="rows-list part">${sources.map((source) => row(source, site, csrf, words))}</ul>`
}
${mayEnter(site.viewer, '/admin/import') ? html`<p class="part doors-line"><a href="/admin/import">${words.opmlIn}</a>${sources.length === 0 ? '' : html`<a href="/admin/import/export?format=opml" download>${words.opmlOut}</a>`}</p>` : ''}`,
  })
}

function row(source: Source, site: Site, csrf: string, words: SourcesWords): Html {
  const { id, state } = source
  const name = sourceName(source)
  const problem = problemText(source, words)
  const act = (path: string, text: string) =>
    html`<form method="post" action="${PATH}/${id}/${path}">${csrfField(csrf)}<button class="quiet" type="submit" aria-label="${words.named(text, name)}">${text}</button></form>`
  return html`<li><p class="what"><strong><a href="${PATH}/${id}">${name}</a></strong><span class="muted">${factsOf(source, site, words).join(' · ')}</span>${problem ? html`<span class="error">${problem}</span>` : ''}</p>
<div class="acts near">${state === 'active' ? act('poll', words.poll) : act('resume', state === 'dead' ? words.again : words.resume)}</div></li>`
}

export function factsOf(source: Source, { publication }: Site, words: SourcesWords): string[] {
  const { locale, timeZone } = publication
  const time = (at: Date) => timeText(at, locale, timeZone)
  return [
    ...(source.state === 'active' ? [] : [words.states[source.state]]),
    source.lastPolledAt ? words.polled(time(source.lastPolledAt)) : words.never,
    ...(source.state === 'active' ? [words.next(time(source.nextPollAt))] : []),
    ...(source.section ? [words.into(source.section)] : []),
    ...source.tags,
  ]
}

/** One failed look is weather; a few, and the owner hears of it. */
const FAILURES_TO_TELL = 3

export function problemText(source: Source, words: SourcesWords): string | null {
  const why = source.lastError ?? ''
  if (source.state === 'dead') return `${words.deadText} ${why}`.trim()
  if (source.state === 'paused') return source.lastError
  if (source.failures < FAILURES_TO_TELL) return null
  return `${words.failures(source.failures)} ${why}`.trim()
}
