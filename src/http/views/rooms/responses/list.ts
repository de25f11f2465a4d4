import { html, raw } from 'hono/html'
import {
  RESPONSE_TABS,
  type ResponseSettings,
  type ResponseTab,
} from '../../../../domain/response.ts'
import { hostOf, webUrl } from '../../../../render/safe-url.ts'
import type { ResponseOfIssue } from '../../../../store/responses.ts'
import { mailtoOf } from '../../../mail-address.ts'
import { issuePath } from '../../issue-list.ts'
import type { Html, Site } from '../../layout.ts'
import { plainParagraphs } from '../../responses.ts'
import { csrfField, roomPage } from '../layout.ts'
import { timeText } from '../time-text.ts'
import { type ResponsesRoomWords, responsesRoomWords } from './words.ts'

export const RESPONSES_PATH = '/admin/responses'

export interface ResponsesPageProps {
  site: Site
  csrf: string
  tab: ResponseTab
  responses: ResponseOfIssue[]
  counts: Record<ResponseTab, number>
  settings: ResponseSettings
  notice?: string | undefined
}

/** What was answered to issues, to be read and decided about. */
export function responsesPage(props: ResponsesPageProps): Html {
  const { site, csrf, tab, responses, counts, settings, notice } = props
  const words = responsesRoomWords(site.publication.locale)
  const isOff = !settings.comments && !settings.mentions
  return roomPage({
    site,
    csrf,
    title: words.title,
    current: site.heldResponses === undefined ? 'issues' : 'responses',
    main: html`<h1>${words.title}</h1>
<nav class="tabs" aria-label="${words.tabsLabel}"><ul>${RESPONSE_TABS.map(
      (each) =>
        html`<li><a href="${RESPONSES_PATH}?tab=${each}"${raw(each === tab ? ' aria-current="page"' : '')}>${words.tabs[each]} <span class="count">${counts[each]}</span></a></li>\n`,
    )}</ul></nav>
${notice ? html`<div class="notice" role="status"><p>${notice}</p></div>` : ''}
${
  responses.length === 0
    ? html`<p class="lead">${words.none[tab]}${isOff ? html` ${words.off}` : ''}</p>`
    : html`<ul class="answers">${responses.map((response) => item(response, props, words))}</ul>`
}
${
  tab === 'spam' && responses.length > 0
    ? html`<form class="acts" method="post" action="${RESPONSES_PATH}/empty">${csrfField(csrf)}<button class="quiet" type="submit">${words.removeSpam}</button></form>`
    : ''
}
<p class="part"><a href="/admin/settings/responses">${words.toSettings}</a></p>`,
  })
}

function item(
  response: ResponseOfIssue,
  { site, csrf }: ResponsesPageProps,
  words: ResponsesRoomWords,
): Html {
  const { id, kind, state, email, relation, content, createdAt, title, readError } = response
  const { locale, timeZone } = site.publication
  const source = response.sourceUrl === null ? null : webUrl(response.sourceUrl)
  const name = response.name || (source === null ? words.nameless : hostOf(source))
  const what = kind === 'comment' ? words.comment : words.relations[relation ?? 'mention']
  const act = (to: string, text: string, isMain = false) =>
    html`<form method="post" action="${RESPONSES_PATH}/${id}/${to}">${csrfField(csrf)}<button${raw(isMain ? '' : ' class="quiet"')} type="submit" aria-label="${words.named(text, name)}">${text}</button></form>`
  return html`<li>
<p class="who"><strong>${name}</strong> <span class="muted">${what} ${words.to} <a href="${issuePath(response.issueSlug)}">${response.issueTitle}</a> · ${timeText(createdAt, locale, timeZone)}</span></p>
${email === null ? '' : html`<p><a href="${mailtoOf(email)}">${email}</a></p>`}
${source === null ? '' : html`<p><a href="${source}" rel="nofollow noopener noreferrer">${title || source}</a> <span class="muted">${words.from} ${hostOf(source)}</span></p>`}
${content === '' ? '' : html`<div class="said">${plainParagraphs(content)}</div>`}
${readError === null ? '' : html`<p class="muted">${words.unreadable(readError)}</p>`}
<div class="acts">${state === 'shown' ? act('hold', words.hide) : act('show', words.approve, true)}${state === 'spam' ? act('hold', words.notSpam) : act('spam', words.spam)}${act('remove', words.remove)}</div>
</li>
`
}

/** Links to this room, on the page of issues. */
export function responsesDoor(locale: string, held: number): Html {
  const words = responsesRoomWords(locale)
  return html`<p><a href="${RESPONSES_PATH}">${words.title}</a>${held > 0 ? html` <span class="muted">${words.waiting(held)}</span>` : ''}</p>`
}
