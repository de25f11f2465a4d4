import { html, raw } from 'hono/html'
import type { Issue } from '../../domain/issue.ts'
import type { IssueResponse, ResponseSettings } from '../../domain/response.ts'
import { longDate } from '../../render/locale.ts'
import { hostOf, webUrl } from '../../render/safe-url.ts'
import type { CommentFault, CommentForm } from '../../respond/comments.ts'
import { mailtoOf } from '../mail-address.ts'
import { issuePath } from './issue-list.ts'
import { type Html, layout, type Site } from './layout.ts'
import { messagePage } from './message-page.ts'
import { type ResponseWords, responseWords } from './response-words.ts'

/** What only programs fill in. */
export const COMMENT_TRAP = 'website'
export const COMMENT_STAMP = 'shown'

export interface ResponsesPartProps {
  site: Site
  issue: Issue
  responses: IssueResponse[]
  settings: ResponseSettings
}

/** What stands under an issue; undefined while there is nothing and nobody may answer. */
export function responsesPart({ site, issue, responses, settings }: ResponsesPartProps) {
  const words = responseWords(site.publication.locale)
  const { comments, mentions, replyTo } = settings
  if (responses.length === 0 && !comments && !mentions && replyTo === '') return undefined
  const mail = mailtoOf(replyTo, words.replySubject(issue.title))
  return html`<section class="responses" aria-labelledby="responses">
<h2 id="responses">${words.title}</h2>
${responses.length === 0 ? '' : html`<ol>${responses.map((response) => responseItem(response, site, `${site.baseUrl}${issuePath(issue.slug)}`, words))}</ol>`}
${replyTo === '' ? '' : html`<p><a href="${mail}">${words.replyByMail}</a></p>`}
${mentions ? html`<p class="meta">${words.mentionText}</p>` : ''}
${
  comments
    ? html`<details><summary>${words.write}</summary>
${commentForm({ site, issue, form: EMPTY, faults: [], words })}</details>`
    : ''
}
</section>`
}

/** Escaped throughout: text and names are strangers'. */
function responseItem(
  response: IssueResponse,
  site: Site,
  page: string,
  words: ResponseWords,
): Html {
  const { id, kind, createdAt, relation } = response
  const { locale, timeZone } = site.publication
  const source = response.sourceUrl === null ? null : webUrl(response.sourceUrl)
  const author = response.authorUrl === null ? null : webUrl(response.authorUrl)
  const name = response.name || (source === null ? '?' : hostOf(source))
  const anchor = `response-${id}`
  const who =
    author === null
      ? html`<span class="p-author h-card">${name}</span>`
      : html`<a class="p-author h-card" href="${author}" rel="nofollow ugc noopener">${name}</a>`
  const verb = relation === null ? '' : html` ${words.relations[relation]}`
  const time = html`<time class="dt-published" datetime="${createdAt.toISOString()}">${longDate(createdAt, locale, timeZone)}</time>`
  // A comment is at home here; a mention on its own page.
  const link =
    kind === 'mention' && source !== null
      ? html`<a class="u-url" href="${source}" rel="nofollow ugc noopener">${time} · ${hostOf(source)}</a>`
      : html`<a class="u-url" href="${page}#${anchor}">${time}</a>`
  return html`<li class="${CLASSES[relation ?? 'reply']} h-cite" id="${anchor}">
<p class="meta">${who}${verb} · ${link}</p>
${response.content === '' && response.title ? html`<p class="p-name">${response.title}</p>` : ''}
${response.content === '' ? '' : html`<div class="p-content">${plainParagraphs(response.content)}</div>`}
</li>
`
}

const CLASSES = {
  reply: 'p-comment',
  like: 'p-like',
  repost: 'p-repost',
  bookmark: 'p-bookmark',
  mention: 'p-comment',
} as const

/** Empty lines part paragraphs, line ends stay. */
export function plainParagraphs(text: string): Html[] {
  return text
    .split(/\n[^\S\n]*\n\s*/)
    .filter((paragraph) => paragraph.trim() !== '')
    .map(
      (paragraph) =>
        html`<p>${paragraph
          .trim()
          .split('\n')
          .map((line, index) => html`${index > 0 ? raw('<br>') : ''}${line}`)}</p>`,
    )
}

const EMPTY: CommentForm = { name: '', email: '', text: '' }

interface FormProps {
  site: Site
  issue: Issue
  form: CommentForm
  faults: CommentFault[]
  words: ResponseWords
  /** When the form was shown; the page that all readers share has none, so it asks for a preview. */
  stamp?: string
}

function commentForm({ issue, form, faults, words, stamp }: FormProps): Html {
  const messages = {
    name: words.nameMissing,
    email: words.emailWrong,
    text: words.textMissing,
  }
  const error = (field: CommentFault) =>
    faults.includes(field)
      ? html`<p class="error" id="comment-${field}-error">${messages[field]}</p>`
      : ''
  const described = (field: CommentFault, hint?: string) => {
    const ids = [hint, faults.includes(field) && `comment-${field}-error`].filter(Boolean).join(' ')
    return html`${ids === '' ? '' : html` aria-describedby="${ids}"`}${faults.includes(field) ? raw(' aria-invalid="true"') : ''}`
  }
  return html`<form class="comment" method="post" action="${issuePath(issue.slug)}/comments">
${stamp === undefined ? '' : html`<input type="hidden" name="${COMMENT_STAMP}" value="${stamp}">`}
<div class="trap" aria-hidden="true"><label>${words.trap} <input name="${COMMENT_TRAP}" tabindex="-1" autocomplete="off"></label></div>
<label for="comment-name">${words.name}</label>
${error('name')}
<input id="comment-name" name="name" required maxlength="80" autocomplete="name" value="${form.name}"${described('name')}>
<label for="comment-email">${words.email}</label>
<p class="hint" id="comment-email-hint">${words.emailHint}</p>
${error('email')}
<input id="comment-email" name="email" type="email" maxlength="254" autocomplete="email" value="${form.email}"${described('email', 'comment-email-hint')}>
<label for="comment-text">${words.text}</label>
<p class="hint" id="comment-text-hint">${words.textHint}</p>
${error('text')}
<textarea id="comment-text" name="text" rows="6" required maxlength="5000"${described('text', 'comment-text-hint')}>
${form.text}</textarea>
<p><button type="submit">${stamp === undefined ? words.look : words.send}</button></p>
</form>`
}

export interface CommentPageProps {
  site: Site
  issue: Issue
  form?: CommentForm
  faults?: CommentFault[]
  notice?: string | undefined
  stamp: string
}

/** The form by itself: with what was written, as it would look. */
export function commentPage(props: CommentPageProps): Html {
  const { site, issue, form = EMPTY, faults = [], notice, stamp } = props
  const words = responseWords(site.publication.locale)
  const isShown = faults.length === 0 && form.text !== ''
  return layout({
    site,
    title: words.formTitle(issue.title),
    path: issuePath(issue.slug),
    isPrivate: true,
    hasError: faults.length > 0,
    main: html`<div class="page">
<h1>${words.formTitle(issue.title)}</h1>
<p>${notice ?? words.formText}</p>
${
  isShown
    ? html`<section class="responses preview" aria-labelledby="preview"><h2 id="preview">${words.previewTitle}</h2>
<ol><li><p class="meta">${form.name}</p><div>${plainParagraphs(form.text)}</div></li></ol></section>
<p>${words.previewText}</p>`
    : ''
}
${commentForm({ site, issue, form, faults, words, stamp })}
<p class="onward"><a href="${issuePath(issue.slug)}">${words.back}</a></p>
</div>`,
  })
}

export function commentThanksPage(site: Site, issue: Issue): Html {
  const words = responseWords(site.publication.locale)
  return messagePage({
    site,
    title: words.thanksTitle,
    text: words.thanksText,
    link: { href: issuePath(issue.slug), text: words.back },
  })
}
