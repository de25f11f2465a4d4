import { html, raw } from 'hono/html'
import { type Source, sourceName } from '../../../../domain/source.ts'
import type { FieldProblem } from '../../../../errors.ts'
import type { Html, Site } from '../../layout.ts'
import { csrfField, problemSummary, roomPage, textField } from '../layout.ts'
import { roomWords } from '../words.ts'
import { factsOf, problemText } from './list.ts'
import { type SourcesWords, sourcesWords } from './words.ts'

const PATH = '/admin/sources'

/** Values as they are typed; checkboxes hold "yes" or nothing. */
export interface SourceForm {
  url: string
  title: string
  section: string
  tags: string
  backfill: string
  notes: string
  follow_external: string
}

export interface NewSourcePageProps {
  site: Site
  csrf: string
  sections: string[]
  form?: SourceForm
  problems?: FieldProblem[]
}

export function newSourcePage(props: NewSourcePageProps): Html {
  const { site, csrf, sections, problems = [] } = props
  const words = sourcesWords(site.publication.locale)
  const form = props.form ?? EMPTY
  return roomPage({
    site,
    title: words.addTitle,
    csrf,
    current: 'sources',
    hasError: problems.length > 0,
    main: html`<p class="back"><a href="${PATH}">${words.back}</a></p><h1>${words.addTitle}</h1>
${problemSummary(problems, roomWords(site.publication.locale))}
<form method="post" action="${PATH}">${csrfField(csrf)}
${textField({ name: 'url', label: words.url, hint: words.urlHint, value: form.url, problems, attributes: 'required inputmode="url" placeholder="https://" maxlength="10000" autocapitalize="off" spellcheck="false"' })}
${choices(form, sections, problems, words)}
${textField({ name: 'backfill', label: words.older, hint: words.olderHint, value: form.backfill, problems, attributes: 'inputmode="numeric" maxlength="3" placeholder="0"' })}
<div class="acts"><button type="submit">${words.add}</button></div></form>`,
  })
}

const EMPTY: SourceForm = {
  url: '',
  title: '',
  section: '',
  tags: '',
  backfill: '',
  notes: '',
  follow_external: '',
}

function choices(
  form: SourceForm,
  sections: string[],
  problems: FieldProblem[],
  words: SourcesWords,
): Html {
  const check = (name: 'notes' | 'follow_external', text: string, hint: string) =>
    html`<label class="check"><input type="checkbox" name="${name}" value="yes"${raw(form[name] === 'yes' ? ' checked' : '')}> <span>${text} <span class="hint">${hint}</span></span></label>`
  const names = [...new Set([...sections, form.section])].filter((name) => name !== '')
  return html`${textField({ name: 'title', label: words.name, hint: words.nameHint, value: form.title, problems, attributes: 'maxlength="200"' })}
<div class="field"><label for="section">${words.section}</label><select id="section" name="section"><option value="">${words.noSection}</option>${names.map((name) => html`<option value="${name}"${raw(name === form.section ? ' selected' : '')}>${name}</option>`)}</select></div>
${textField({ name: 'tags', label: words.tags, hint: words.tagsHint, value: form.tags, problems, attributes: 'maxlength="500" autocapitalize="off"' })}
${check('follow_external', words.follow, words.followHint)}
${check('notes', words.notes, words.notesHint)}`
}

export interface SourcePageProps {
  site: Site
  csrf: string
  source: Source
  sections: string[]
  form?: SourceForm | undefined
  problems?: FieldProblem[]
  notice?: string | undefined
}

/** One feed: how it fares, and what its links get. */
export function sourcePage(props: SourcePageProps): Html {
  const { site, csrf, source, sections, problems = [], notice } = props
  const words = sourcesWords(site.publication.locale)
  const name = sourceName(source)
  const path = `${PATH}/${source.id}`
  const problem = problemText(source, words)
  const act = (to: string, text: string) =>
    html`<form method="post" action="${path}/${to}">${csrfField(csrf)}<button class="quiet" type="submit">${text}</button></form>`
  return roomPage({
    site,
    title: name,
    csrf,
    current: 'sources',
    hasError: problems.length > 0,
    main: html`<p class="back"><a href="${PATH}">${words.back}</a></p><h1>${name}</h1>
<p class="lead">${factsOf(source, site, words).join(' · ')}</p>
${problemSummary(problems, roomWords(site.publication.locale))}
${notice ? html`<div class="notice" role="status"><p>${notice}</p></div>` : ''}
${problem ? html`<p class="error">${problem}</p>` : ''}
<div class="acts">${act('poll', words.poll)}${source.state === 'active' ? act('pause', words.pause) : act('resume', source.state === 'dead' ? words.again : words.resume)}</div>
<dl class="facts"><div><dt>${words.feed}</dt><dd><a href="${source.url}" rel="noopener noreferrer">${source.url}</a></dd></div>${source.siteUrl ? html`<div><dt>${words.page}</dt><dd><a href="${source.siteUrl}" rel="noopener noreferrer">${source.siteUrl}</a></dd></div>` : ''}</dl>
<form method="post" action="${path}">${csrfField(csrf)}
${choices(props.form ?? formOf(source), sections, problems, words)}
<div class="acts"><button type="submit">${words.save}</button></div></form>
<form class="acts part" method="post" action="${path}/remove">${csrfField(csrf)}<button class="quiet" type="submit">${words.remove}</button><span class="hint">${words.removeText}</span></form>`,
  })
}

function formOf(source: Source): SourceForm {
  return {
    ...EMPTY,
    title: source.title ?? '',
    section: source.section ?? '',
    tags: source.tags.join(', '),
    notes: source.notes ? 'yes' : '',
    follow_external: source.followExternal ? 'yes' : '',
  }
}
