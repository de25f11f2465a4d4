import { html, raw } from 'hono/html'
import { POST_FORMATS } from '../../../../collect/posts/post.ts'
import { isMonth, monthName } from '../../../../domain/month.ts'
import type { FieldProblem } from '../../../../errors.ts'
import type { WaitingPost } from '../../../../store/waiting-posts.ts'
import type { Html, Site } from '../../layout.ts'
import { csrfField, problemSummary, roomPage, textField } from '../layout.ts'
import { roomWords } from '../words.ts'
import { type PostsWords, postsWords } from './words.ts'

export const POSTS_PATH = '/admin/import-posts'

export interface PostsPageProps {
  site: Site
  csrf: string
  waiting: (WaitingPost & { problems: FieldProblem[] })[]
  notice?: string | undefined
  /** What was typed with a file that could not be read. */
  form?: { format: string; old_url: string }
  problems?: FieldProblem[]
}

/** A file to read, and the posts that wait to be looked through. */
export function postsPage(props: PostsPageProps): Html {
  const { site, csrf, waiting, notice, problems = [] } = props
  const words = postsWords(site.publication.locale)
  return roomPage({
    site,
    csrf,
    title: words.title,
    current: 'issues',
    hasError: problems.length > 0,
    main: html`<h1>${words.title}</h1>
<p class="lead">${words.lead}</p>
${problemSummary(problems, roomWords(site.publication.locale))}
${notice ? html`<div class="notice" role="status"><p>${notice}</p></div>` : ''}
${waitingPart(props, words)}
${waiting.length === 0 ? fileForm(props, words) : html`<section class="part"><h2>${words.more}</h2>${fileForm(props, words)}</section>`}`,
  })
}

function fileForm({ csrf, form, problems = [] }: PostsPageProps, words: PostsWords): Html {
  const problem = problems.find(({ field }) => field === 'file')?.message
  return html`<form method="post" action="${POSTS_PATH}" enctype="multipart/form-data">${csrfField(csrf)}
<div class="field"><label for="file">${words.file}</label>
<p class="hint" id="file-hint">${words.fileHint}</p>
${problem ? html`<p class="error" id="file-error">${problem}</p>` : ''}
<input id="file" name="file" type="file" required accept=".md,.markdown,.txt,.html,.htm,.xml,.wxr" aria-describedby="file-hint${problem ? ' file-error' : ''}"${problem ? raw(' aria-invalid="true"') : ''}></div>
<div class="field"><label for="format">${words.format}</label>
<select id="format" name="format">${(['auto', ...POST_FORMATS] as const).map(
    (format) =>
      html`<option value="${format}"${raw(format === form?.format ? ' selected' : '')}>${words.formats[format]}</option>`,
  )}</select></div>
${textField({ name: 'old_url', label: words.oldUrl, hint: words.oldUrlFileHint, value: form?.old_url ?? '', problems, attributes: 'inputmode="url" maxlength="2000" autocapitalize="off" spellcheck="false" placeholder="https://"' })}
<div class="acts"><button type="submit">${words.read}</button></div></form>`
}

function waitingPart({ site, csrf, waiting }: PostsPageProps, words: PostsWords): Html {
  if (waiting.length === 0) return html``
  const { locale } = site.publication
  const ready = waiting.filter(({ problems }) => problems.length === 0).length
  return html`<section class="part" aria-labelledby="waiting"><h2 id="waiting">${words.waiting}</h2>
<ul class="rows-list">${waiting.map(({ id, post, problems }) => {
    const count = post.sections.reduce((sum, { entries }) => sum + entries.length, 0)
    const month =
      post.month !== null && isMonth(post.month)
        ? monthName(post.month, locale, { year: true })
        : words.noMonth
    return html`<li><p class="what"><strong><a href="${POSTS_PATH}/${id}">${post.title || words.noTitle}</a></strong><span class="muted">${month} · ${words.links(count)}</span></p>
<p class="badge${problems.length > 0 ? '' : ' muted'}">${problems.length === 0 ? words.ready : words.open(problems.length)}</p></li>`
  })}</ul>
${
  ready > 0
    ? html`<form class="acts" method="post" action="${POSTS_PATH}/publish">${csrfField(csrf)}<button type="submit">${words.publishReady(ready)}</button><span class="hint">${words.publishText}</span></form>`
    : ''
}</section>`
}

/** Links to this room, on the pages where somebody would look for it. */
export function postsDoor(locale: string): Html {
  const words = postsWords(locale)
  return html`<p><a href="${POSTS_PATH}">${words.door}</a> <span class="muted">${words.doorText}</span></p>`
}
