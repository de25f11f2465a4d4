import { html, raw } from 'hono/html'
import { START_STEPS, type StartState, type StartStep } from '../../../../desks/start-desk.ts'
import type { FieldProblem } from '../../../../errors.ts'
import type { Html, Site } from '../../layout.ts'
import { csrfField, problemSummary, roomPage, textField } from '../layout.ts'
import { zoneField } from '../settings/pages.ts'
import { settingsScript } from '../settings/script.ts'
import { roomWords } from '../words.ts'
import { type StartWords, startWords } from './words.ts'

/** Values as they are typed. */
export interface StartForm {
  name: string
  time_zone: string
  url: string
  note: string
  email: string
  to: string
}

export interface StartPageProps {
  site: Site
  csrf: string
  state: StartState
  form: StartForm
  hasMailServer: boolean
  /** The step whose form was refused. */
  refused?: StartStep | undefined
  problems?: FieldProblem[]
  notice?: string | undefined
}

const PATH = '/admin/start'

/** What to do first. Each step is a form of its own; the first that is open stands open. */
export function startPage(props: StartPageProps): Html {
  const { site, csrf, state, refused, problems = [], notice } = props
  const words = startWords(site.publication.locale)
  const open = refused ?? START_STEPS.find((step) => !state.done[step])
  return roomPage({
    site,
    title: words.title,
    csrf,
    scripts: [settingsScript],
    hasError: problems.length > 0,
    main: html`<h1>${words.title}</h1>
<p class="lead">${state.isOver ? words.over : words.lead}</p>
${problemSummary(problems, roomWords(site.publication.locale))}
${notice ? html`<div class="notice" role="status"><p>${notice}</p></div>` : ''}
<ol class="first-steps">${START_STEPS.map((step) => stepItem(props, step, step === open, words))}</ol>
${leaving(props, words)}
${sample(props, words)}`,
  })
}

function stepItem(
  props: StartPageProps,
  step: StartStep,
  isOpen: boolean,
  words: StartWords,
): Html {
  const isDone = props.state.done[step]
  const [title, why] = words.steps[step]
  return html`<li class="${isDone ? 'done' : 'open'}"><details${raw(isOpen ? ' open' : '')}><summary><span class="mark" aria-hidden="true"></span><span class="step">${title}</span>${isDone ? html`<span class="muted">${words.done}</span>` : ''}</summary>
<p class="muted">${why}</p>
<form method="post" action="${PATH}/${step}"${raw(step === 'name' && !props.state.isZoneChosen ? ' data-guess' : '')}>${csrfField(props.csrf)}
${FIELDS[step](props, words)}
<div class="acts"><button type="submit">${words.acts[step]}</button></div></form></details></li>`
}

const FIELDS: Record<StartStep, (props: StartPageProps, words: StartWords) => Html> = {
  name: (
    { site, form, problems = [] },
    words,
  ) => html`${textField({ name: 'name', label: words.name, value: form.name, problems, attributes: 'required maxlength="200" autocomplete="off"' })}
${zoneField(form.time_zone, words.zone, words.zoneHint)}
<p class="hint">${words.address(`${site.baseUrl}/`)}</p>`,
  link: (
    { form, problems = [] },
    words,
  ) => html`${textField({ name: 'url', label: words.url, value: form.url, problems, attributes: 'required inputmode="url" placeholder="https://" maxlength="10000" autocapitalize="off" spellcheck="false" autocomplete="off"' })}
<div class="field"><label for="note">${words.note}</label><p class="hint" id="note-hint">${words.noteHint}</p><textarea id="note" name="note" rows="3" maxlength="20000" aria-describedby="note-hint">
${form.note}</textarea></div>
<p class="onward"><a href="/admin/settings/saving">${words.otherWays}</a></p>`,
  reader: ({ form, problems = [] }, words) =>
    textField({
      name: 'email',
      label: words.email,
      value: form.email,
      type: 'email',
      problems,
      attributes: 'required maxlength="254" autocomplete="email"',
    }),
  mail: ({ form, hasMailServer, problems = [] }, words) =>
    html`${hasMailServer ? '' : html`<p class="hint">${words.toFile}</p>`}${textField({
      name: 'to',
      label: words.to,
      value: form.to,
      type: 'email',
      problems,
      attributes: 'required maxlength="254" autocomplete="email"',
    })}`,
}

function leaving({ csrf, state }: StartPageProps, words: StartWords): Html {
  if (state.isOver || state.isLeft)
    return html`<div class="acts"><a class="quiet${state.isOver ? ' strong' : ''}" href="/admin/links">${words.links}</a><a class="quiet" href="/admin">${words.overview}</a></div>`
  return html`<form class="acts" method="post" action="${PATH}/leave">${csrfField(csrf)}<button class="quiet" type="submit">${words.later}</button><span class="hint">${words.laterHint}</span></form>`
}

function sample({ csrf, state }: StartPageProps, words: StartWords): Html {
  const [path, title, text, button] = state.hasSample
    ? ['sample/remove', words.sampleThereTitle, words.sampleThere, words.sampleRemove]
    : ['sample', words.sampleTitle, words.sampleText, words.sampleLoad]
  return html`<section class="part" aria-labelledby="sample"><h2 id="sample">${title}</h2><p>${text}</p>
<form class="acts" method="post" action="${PATH}/${path}">${csrfField(csrf)}<button class="quiet" type="submit">${button}</button></form></section>`
}
