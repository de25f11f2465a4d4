import { html, raw } from 'hono/html'
import type { FieldProblem } from '../../../errors.ts'
import { directionOf, knownLocale } from '../../../render/locale.ts'
import { homeOf, mayEnter } from '../../room-access.ts'
import type { Html, Site } from '../layout.ts'
import { siteIcon, styleSheet } from '../styles.ts'
import { appIcons, roomScript, roomStyles } from './assets.ts'
import { keysDialog, keysDoor } from './keys/dialog.ts'
import { keysScript } from './keys/script.ts'
import type { RoomAsset } from './room-asset.ts'
import { type RoomWords, roomWords } from './words.ts'

/** The navigation of the rooms, in its order. */
const NAVIGATION = [
  ['overview', '/admin'],
  ['links', '/admin/links'],
  ['issues', '/admin/issues'],
  ['responses', '/admin/responses'],
  ['subscribers', '/admin/subscribers'],
  ['sources', '/admin/sources'],
  ['settings', '/admin/settings'],
  ['saveALink', '/save'],
] as const
export type RoomName = (typeof NAVIGATION)[number][0]

export interface RoomProps {
  site: Site
  title: string
  main: Html
  /** The token that every form of this login carries; without it nobody is logged in. */
  csrf?: string | undefined
  current?: RoomName
  /** Scripts that only this room has; each is listed in `assets.ts`. */
  scripts?: RoomAsset[]
  /** The save window has no navigation. */
  isWindow?: boolean
  /** "Error: …" goes first in the title when a form was refused. */
  hasError?: boolean
}

/** A page of the owner's rooms. */
export function roomPage(props: RoomProps): Html {
  const { site, main, isWindow = false } = props
  const { publication } = site
  const lang = knownLocale(publication.locale)
  const words = roomWords(lang)
  // The save window has keys of its own.
  const hasKeys = props.csrf !== undefined && !isWindow
  const title = `${props.title} · ${publication.name}`
  return html`<!doctype html>
<html lang="${lang}" dir="${directionOf(lang)}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${props.hasError ? `${words.errorPrefix} ${title}` : title}</title>
<meta name="robots" content="noindex, nofollow">
<meta name="color-scheme" content="light dark">
<meta name="theme-color" content="#ffffff" media="(prefers-color-scheme: light)">
<meta name="theme-color" content="#161616" media="(prefers-color-scheme: dark)">
<link rel="stylesheet" href="${styleSheet.path}">
<link rel="stylesheet" href="${roomStyles.path}">
<link rel="icon" href="${siteIcon.path}" type="image/svg+xml">
<link rel="apple-touch-icon" href="${appIcons.apple.path}">
<link rel="manifest" href="/manifest.webmanifest">
${[roomScript, ...(props.scripts ?? []), ...(hasKeys ? [keysScript] : [])].map(({ path }) => html`<script src="${path}" defer></script>\n`)}</head>
<body class="room${isWindow ? ' window' : ''}">
${isWindow ? '' : html`<a class="skip" href="#main">${words.skip}</a>`}
${isWindow ? '' : roomHeader(props, words)}
<main id="main" tabindex="-1">
<div class="page">
${main}
</div>
</main>
${props.csrf === undefined || isWindow ? '' : roomFooter(props.csrf, words, lang)}
${hasKeys ? keysDialog(lang) : ''}
</body>
</html>`
}

function roomHeader({ site, csrf, current }: RoomProps, words: RoomWords): Html {
  const name = site.publication.name
  const list = html`<nav aria-label="${words.rooms}"><ul>
${navigationOf(site).map(
  ({ room, href, count }) =>
    html`<li><a href="${href}"${room === current ? raw(' aria-current="page"') : ''}>${words[room]}${count > 0 ? html` <span class="count">${count}</span>` : ''}</a></li>\n`,
)}</ul></nav>`
  return html`<header class="site">
<p class="name"><a href="${csrf === undefined ? '/' : homeOf(site.viewer)}">${name}</a></p>
${
  // Twice, because a list that is folded on a phone cannot be unfolded elsewhere; one is shown.
  csrf === undefined
    ? ''
    : html`<div class="wide-rooms">${list}</div>
<details class="rooms-menu"><summary>${words.menu}</summary>${list}</details>`
}
</header>`
}

/**
 * The rooms of whoever looks, that of responses while there can be some; the settings that
 * everybody has are their own login.
 */
function navigationOf({ viewer, heldResponses }: Site) {
  return NAVIGATION.map(([room, href]) => ({
    room,
    href: room === 'settings' && !mayEnter(viewer, href) ? '/admin/settings/access' : href,
    count: room === 'responses' ? (heldResponses ?? 0) : 0,
  })).filter(
    ({ room, href }) =>
      mayEnter(viewer, href) && (room !== 'responses' || heldResponses !== undefined),
  )
}

function roomFooter(csrf: string, words: RoomWords, locale: string): Html {
  return html`<footer class="site">
<ul><li><a href="/">${words.site}</a></li>${keysDoor(locale)}</ul>
<form method="post" action="/logout">${csrfField(csrf)}<button class="bare" type="submit">${words.logOut}</button></form>
</footer>`
}

export const csrfField = (csrf: string) => html`<input type="hidden" name="csrf" value="${csrf}">`

/** What is wrong, before the form; each line leads to its field and says the same as it. */
export function problemSummary(problems: FieldProblem[], words: RoomWords): Html {
  if (problems.length === 0) return html``
  return html`<div class="problem" role="alert" tabindex="-1" autofocus>
<h2>${words.problemHeading}</h2>
<ul>${problems.map(
    ({ field, message }) =>
      html`<li>${field === '' ? message : html`<a href="#${field}">${message}</a>`}</li>`,
  )}</ul>
</div>`
}

export interface FieldProps {
  name: string
  label: string
  value?: string
  type?: 'text' | 'email' | 'password' | 'url'
  hint?: string
  problems: FieldProblem[]
  /** Further attributes, written by us: never a user's text. */
  attributes?: string
}

/** A labelled input with its hint and, when it was refused, the reason beside it. */
export function textField(props: FieldProps): Html {
  const { name, label, value = '', type = 'text', hint, problems, attributes = '' } = props
  const problem = problems.find(({ field }) => field === name)?.message
  const described = [hint && `${name}-hint`, problem && `${name}-error`].filter(Boolean).join(' ')
  return html`<div class="field">
<label for="${name}">${label}</label>
${hint ? html`<p class="hint" id="${name}-hint">${hint}</p>` : ''}
${problem ? html`<p class="error" id="${name}-error">${problem}</p>` : ''}
<input id="${name}" name="${name}" type="${type}" value="${value}"${described ? html` aria-describedby="${described}"` : ''}${problem ? raw(' aria-invalid="true"') : ''}${raw(attributes && ` ${attributes}`)}>
</div>`
}

export interface RoomMessageProps {
  site: Site
  csrf?: string | undefined
  title: string
  text: string
  link?: { href: string; text: string }
  hasError?: boolean
}

/** A page that says one thing and where to go. */
export function roomMessage({ site, csrf, title, text, link, hasError }: RoomMessageProps): Html {
  return roomPage({
    site,
    csrf,
    title,
    ...(hasError && { hasError }),
    main: html`<h1>${title}</h1>
<p class="lead">${text}</p>
${link ? html`<p class="onward"><a href="${link.href}">${link.text}</a></p>` : ''}`,
  })
}
