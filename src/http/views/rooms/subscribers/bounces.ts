import { html, raw } from 'hono/html'
import { type Bounce, FEEDBACK_KINDS, type FeedbackKind } from '../../../../domain/feedback.ts'
import type { Html, Site } from '../../layout.ts'
import { roomPage } from '../layout.ts'
import { bounceRow } from './one.ts'
import { subscribersWords } from './words.ts'

export interface BouncesPageProps {
  site: Site
  csrf: string
  kind: FeedbackKind | undefined
  bounces: Bounce[]
  more: string | null
}

const PATH = '/admin/subscribers'

/** What came back, the latest first. */
export function bouncesPage({ site, csrf, kind, bounces, more }: BouncesPageProps): Html {
  const words = subscribersWords(site.publication.locale)
  const tab = (value: FeedbackKind | undefined, text: string) =>
    html`<li><a href="${PATH}/bounces${value ? `?kind=${value}` : ''}"${raw(value === kind ? ' aria-current="page"' : '')}>${text}</a></li>\n`
  return roomPage({
    site,
    title: words.bouncesTitle,
    csrf,
    current: 'subscribers',
    main: html`<p class="back"><a href="${PATH}">${words.back}</a></p><h1>${words.bouncesTitle}</h1>
<p class="lead">${words.bouncesText}</p>
<nav class="tabs" aria-label="${words.kindsLabel}"><ul>${tab(undefined, words.all)}${FEEDBACK_KINDS.map((each) => tab(each, words.bounceKinds[each]))}</ul></nav>
${bounces.length === 0 ? html`<p class="part">${words.noBounces}</p>` : html`<ul class="rows-list">${bounces.map((bounce) => bounceRow(bounce, site, words, true))}</ul>`}
${more ? html`<p class="onward"><a href="${more}">${words.more}</a></p>` : ''}`,
  })
}
