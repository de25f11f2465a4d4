import { html, raw } from 'hono/html'
import { isColour } from '../../../../domain/colour.ts'
import {
  accentContrast,
  LOOK_FONTS,
  LOOK_WIDTHS,
  type Logo,
  type LogoField,
  type LookFont,
  type LookWidth,
  logoPath,
} from '../../../../domain/look.ts'
import type { FieldProblem } from '../../../../errors.ts'
import type { Html } from '../../layout.ts'
import { csrfField } from '../layout.ts'
import { type SettingsFrame, settingsFrame } from './frame.ts'
import { lookScript } from './look-script.ts'
import { type LookWords, lookWords, ratioText } from './look-words.ts'
import { settingsWords } from './words.ts'

export interface LookForm {
  accent: string
  font: LookFont
  width: LookWidth
  css: string
}

export interface LookPageProps extends SettingsFrame {
  form: LookForm
  logo: Logo | null
  darkLogo: Logo | null
  canHaveLogo: boolean
}

const SAMPLE = '/admin/settings/look/sample'

/** Colour, letters, width, logo and own rules, with a sample that follows them. */
export function lookPage(props: LookPageProps): Html {
  const { site, csrf, form, problems = [] } = props
  const { locale } = site.publication
  const words = lookWords(locale)
  const { save } = settingsWords(locale)
  const { accent, font, width } = form
  const query = new URLSearchParams({ accent, font, width }).toString()
  return settingsFrame(
    { ...props, scripts: [lookScript] },
    'look',
    html`<p class="lead">${words.lead}</p>
<div class="look"><form id="look" method="post" action="/admin/settings/look" enctype="multipart/form-data" data-sheet="${SAMPLE}.css">${csrfField(csrf)}
${accentField(form, problems, words, locale)}
${choices('font', words.font, LOOK_FONTS, words.fonts, font)}
${choices('width', words.width, LOOK_WIDTHS, words.widths, width)}
${logoFields(props, words)}
${cssField(form.css, problems, words)}
<div class="acts"><button type="submit">${save}</button><button class="quiet" type="submit" name="act" value="show" data-without-script>${words.show}</button></div></form>
<section class="samples" aria-labelledby="sample"><h2 id="sample">${words.sample}</h2><p class="hint">${words.sampleHint}</p>
<div class="pair">${(['light', 'dark'] as const).map(
      (scheme) =>
        html`<figure class="${scheme}"><figcaption>${words[scheme]}</figcaption><iframe src="${SAMPLE}?${query}&amp;scheme=${scheme}" data-scheme="${scheme}" title="${words.sample}: ${words[scheme]}" sandbox="allow-same-origin"></iframe></figure>`,
    )}</div></section></div>`,
  )
}

function accentField(
  { accent }: LookForm,
  problems: FieldProblem[],
  words: LookWords,
  locale: string,
): Html {
  const problem = messageAt('accent', problems)
  const ratio = isColour(accent) ? words.contrast(ratioText(locale, accentContrast(accent))) : ''
  return html`<div class="field"><label for="accent">${words.accent}</label><p class="hint" id="accent-hint">${words.accentHint}</p>${errorAt('accent', problem)}
<div class="accent"><input id="accent" name="accent" type="color" value="${isColour(accent) ? accent : '#000000'}" aria-describedby="accent-hint accent-ratio${problem ? ' accent-error' : ''}"${problem ? raw(' aria-invalid="true"') : ''}><output id="accent-ratio" for="accent" data-words="${words.contrast('{ratio}')}">${ratio}</output></div></div>`
}

function choices<T extends string>(
  name: string,
  legend: string,
  values: readonly T[],
  names: Record<T, string>,
  chosen: T,
): Html {
  return html`<fieldset><legend>${legend}</legend><div class="choices">${values.map(
    (value) =>
      html`<label class="${name}-${value}"><input type="radio" name="${name}" value="${value}"${raw(value === chosen ? ' checked' : '')}> ${names[value]}</label>`,
  )}</div></fieldset>`
}

function logoFields(
  { logo, darkLogo, canHaveLogo, problems = [] }: LookPageProps,
  words: LookWords,
): Html {
  if (!canHaveLogo) return html`<p class="hint">${words.noLogo}</p>`
  return html`${logoField('logo', logo, problems, words)}
${logoField('dark_logo', darkLogo, problems, words)}`
}

function logoField(
  name: LogoField,
  logo: Logo | null,
  problems: FieldProblem[],
  words: LookWords,
): Html {
  const problem = messageAt(name, problems)
  const { label, hint, remove } = words.logos[name]
  return html`<div class="field"><label for="${name}">${label}</label><p class="hint" id="${name}-hint">${hint}</p>${errorAt(name, problem)}
${logo ? html`<p class="logo-now ${name}"><img src="${logoPath(logo)}" alt="${label}" width="${Math.round(logo.width / 2)}" height="${Math.round(logo.height / 2)}"></p>` : ''}
<input id="${name}" name="${name}" type="file" accept="image/png,image/jpeg,image/webp,image/svg+xml" aria-describedby="${name}-hint${problem ? ` ${name}-error` : ''}"${problem ? raw(' aria-invalid="true"') : ''}>
${logo ? html`<label class="check"><input type="checkbox" name="remove_${name}" value="yes"> <span>${remove}</span></label>` : ''}</div>`
}

function cssField(css: string, problems: FieldProblem[], words: LookWords): Html {
  const problem = messageAt('css', problems)
  return html`<div class="field"><label for="css">${words.css}</label><p class="hint" id="css-hint">${words.cssHint}</p>${errorAt('css', problem)}
<textarea class="code" id="css" name="css" rows="7" spellcheck="false" autocapitalize="off" aria-describedby="css-hint${problem ? ' css-error' : ''}"${problem ? raw(' aria-invalid="true"') : ''}>
${css}</textarea></div>`
}

const messageAt = (name: string, problems: FieldProblem[]) =>
  problems.find(({ field }) => field === name)?.message

const errorAt = (name: string, problem: string | undefined) =>
  problem ? html`<p class="error" id="${name}-error">${problem}</p>` : ''

export interface AboutPageProps extends SettingsFrame {
  text: string
}

/** What stands at /about. */
export function aboutSettingsPage(props: AboutPageProps): Html {
  const { site, csrf, text } = props
  const { locale } = site.publication
  const words = lookWords(locale).about
  return settingsFrame(
    props,
    'about',
    html`<p class="lead">${words.lead}</p>
<form class="about" method="post" action="/admin/settings/about">${csrfField(csrf)}
<div class="field"><label for="text">${words.text}</label><p class="hint" id="text-hint">${words.hint}</p><textarea id="text" name="text" rows="14" maxlength="100000" aria-describedby="text-hint">
${text}</textarea></div>
<div class="acts"><button type="submit">${settingsWords(locale).save}</button>${text.trim() === '' ? '' : html`<a href="/about">${words.read}</a>`}</div></form>`,
  )
}
