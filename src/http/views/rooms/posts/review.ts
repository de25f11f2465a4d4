import { html, raw } from 'hono/html'
import type { OldEntry, OldPost } from '../../../../domain/old-post.ts'
import type { FieldProblem } from '../../../../errors.ts'
import { joinNames } from '../../../../render/locale.ts'
import { markdownSummary } from '../../../../render/markdown.ts'
import { hostOf, webUrl } from '../../../../render/safe-url.ts'
import type { Html, Site } from '../../layout.ts'
import { csrfField, problemSummary, roomPage, textField } from '../layout.ts'
import { roomWords } from '../words.ts'
import { leftOutReasonIn } from './left-out.ts'
import { POSTS_PATH } from './list.ts'
import { type PostsWords, postsWords } from './words.ts'

export interface ReviewPageProps {
  site: Site
  csrf: string
  id: number
  fileName: string
  post: OldPost
  /** Of the fields of the form: `title`, `month`, `title-0`, `url-0`, … */
  problems: FieldProblem[]
  /** Nothing was sent yet: what is open is said, but no form was refused. */
  isFresh: boolean
  notice?: string | undefined
  /** Names to choose from. */
  sections: string[]
}

/** What was recognised in a post, each part to be corrected. */
export function reviewPage(props: ReviewPageProps): Html {
  const { site, csrf, id, post, problems, isFresh, notice, fileName } = props
  const { locale } = site.publication
  const words = postsWords(locale)
  const count = post.sections.reduce((sum, { entries }) => sum + entries.length, 0)
  return roomPage({
    site,
    csrf,
    title: post.title || words.noTitle,
    current: 'issues',
    hasError: problems.length > 0 && !isFresh,
    main: html`<p class="back"><a href="${POSTS_PATH}">${words.back}</a></p>
<h1>${post.title || words.noTitle}</h1>
<p class="lead">${words.fromFile(fileName)} · ${words.links(count)}</p>
${problemSummary(problems, roomWords(locale))}
${notice ? html`<div class="notice" role="status"><p>${notice}</p></div>` : ''}
<form class="words old-post" method="post" action="${POSTS_PATH}/${id}">${csrfField(csrf)}
${textField({ name: 'title', label: words.issueTitle, value: post.title, problems, attributes: 'maxlength="500"' })}
<div class="old-about">
${textField({ name: 'month', label: words.month, hint: words.monthHint, value: post.month ?? '', problems, attributes: 'maxlength="7" inputmode="numeric" placeholder="2023-07" autocomplete="off"' })}
${textField({ name: 'date', label: words.date, hint: words.dateHint, value: (post.date ?? '').slice(0, 10), problems, attributes: 'maxlength="10" inputmode="numeric" placeholder="2023-08-01" autocomplete="off"' })}
</div>
${textField({ name: 'old_url', label: words.oldUrl, hint: words.oldUrlHint, value: post.oldUrl ?? '', problems, attributes: 'maxlength="2000" inputmode="url" autocapitalize="off" spellcheck="false"' })}
${area('intro', words.intro, post.intro, 4)}
<section class="part" aria-labelledby="entries"><h2 id="entries">${words.entries(count)}</h2>
<p class="muted">${words.entriesText}</p>
${entryGroups(props, words)}
<ul class="old-entries"><li><details${raw(count === 0 ? ' open' : '')}><summary><span class="entry-title">${words.addEntry}</span></summary>
${entryFields('new', EMPTY, '', words, problems)}</details></li></ul>
<datalist id="old-sections">${props.sections.map((name) => html`<option value="${name}"></option>`)}</datalist></section>
<div class="part">${area('outro', words.outro, post.outro, 2)}</div>
${leftOutPart(post, locale)}
<div class="acts part"><button type="submit" name="act" value="publish">${words.publish}</button><button class="quiet" type="submit" name="act" value="save">${words.save}</button><span class="hint">${words.publishText}</span></div>
</form>
<form class="acts" method="post" action="${POSTS_PATH}/${id}/remove">${csrfField(csrf)}<button class="bare" type="submit">${words.remove}</button></form>`,
  })
}

const EMPTY: OldEntry = { title: '', url: '', authors: [], note: '' }

/** Counted through all sections: the number is part of each field's name. */
function entryGroups({ site, post, problems }: ReviewPageProps, words: PostsWords): Html[] {
  let number = 0
  return post.sections.map(
    ({ name, entries }) => html`<h3 class="old-group">${name ?? words.noSection}</h3>
<ul class="old-entries">${entries.map((entry) => {
      const key = String(number++)
      const isOpen = problems.some(({ field }) => field.endsWith(`-${key}`))
      return html`<li><details${raw(isOpen ? ' open' : '')}><summary>${summaryOf(entry, site.publication.locale, words)}</summary>
${entryFields(key, entry, name ?? '', words, problems)}
<p><label class="check"><input type="checkbox" name="out-${key}" value="yes"> ${words.leaveOut}</label></p></details></li>`
    })}</ul>`,
  )
}

function summaryOf({ title, authors, url, note }: OldEntry, locale: string, words: PostsWords) {
  const address = webUrl(url)
  const about = [
    authors.length > 0 ? joinNames(authors, locale) : '',
    address === null ? url : hostOf(address),
  ].filter((part) => part !== '')
  return html`<span><span class="entry-title">${title || words.noTitle}</span><span class="muted">${about.join(' · ')}</span>${note === '' ? html`<span class="muted">${words.noNote}</span>` : html`<span class="note-line">${markdownSummary(note, 300)}</span>`}</span>`
}

function entryFields(
  key: string,
  entry: OldEntry,
  section: string,
  words: PostsWords,
  problems: FieldProblem[],
): Html {
  const field = (name: string, label: string, value: string, attributes: string, hint?: string) =>
    textField({
      name: `${name}-${key}`,
      label,
      value,
      problems,
      attributes,
      ...(hint !== undefined && { hint }),
    })
  return html`${field('title', words.entryTitle, entry.title, 'maxlength="2000"')}
${field('url', words.address, entry.url, 'maxlength="10000" inputmode="url" autocapitalize="off" spellcheck="false"')}
<div class="pair">${field('authors', words.authors, entry.authors.join(', '), 'maxlength="2000"', words.authorsHint)}
${field('section', words.section, section, 'maxlength="120" list="old-sections" autocomplete="off"', words.sectionHint)}</div>
${area(`note-${key}`, words.note, entry.note, 4)}`
}

function area(name: string, label: string, value: string, rows: number): Html {
  // The line end after the tag is not part of the text (HTML §13.1.2.5).
  return html`<div class="field"><label for="${name}">${label}</label><textarea id="${name}" name="${name}" rows="${rows}">
${value}</textarea></div>`
}

function leftOutPart({ leftOut }: OldPost, locale: string): Html {
  const words = postsWords(locale)
  if (leftOut.length === 0) return html``
  return html`<section class="part" aria-labelledby="left-out"><h2 id="left-out">${words.leftOut(leftOut.length)}</h2>
<p class="muted">${words.leftOutText}</p>
<ul class="rows-list old-left">${leftOut.map(({ text, reason }) => html`<li>${leftOutReasonIn(locale, reason)} <q>${text}</q></li>`)}</ul></section>`
}

export interface PublishedPageProps {
  site: Site
  csrf: string
  issue: { id: number; title: string; slug: string }
  oldPath: string | null
}

/** It is public: where, and what next. */
export function publishedPage({ site, csrf, issue, oldPath }: PublishedPageProps): Html {
  const words = postsWords(site.publication.locale)
  return roomPage({
    site,
    csrf,
    title: words.published,
    current: 'issues',
    main: html`<h1>${words.published}</h1>
<p class="lead">${words.publishedText(issue.title)}${oldPath === null ? '' : html` ${words.redirectText(oldPath)}`}</p>
<ul class="doors"><li><a class="quiet strong" href="/issues/${issue.slug}">${words.see}</a></li><li><a class="quiet" href="/admin/issues/${issue.id}">${words.toEdit}</a></li><li><a class="quiet" href="${POSTS_PATH}">${words.more}</a></li></ul>`,
  })
}
