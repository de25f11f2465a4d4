import { html, raw } from 'hono/html'
import type { HtmlEscapedString } from 'hono/utils/html'
import type { Role } from '../../domain/account.ts'
import type { Publication } from '../../domain/issue.ts'
import { type Logo, logoPath, sheetPath } from '../../domain/look.ts'
import { directionOf, knownLocale } from '../../render/locale.ts'
import { siteIcon, styleSheet } from './styles.ts'
import { pageWords } from './words.ts'

/** What hono/html gives; `c.html()` takes it. */
export type Html = HtmlEscapedString | Promise<HtmlEscapedString>

/** What all public pages share. */
export interface Site {
  publication: Publication
  /** BASE_URL, without a slash at the end. */
  baseUrl: string
  /** Pages that exist, for the navigation. */
  features?: { tags?: boolean; search?: boolean }
  /** Who looks, in the rooms; absent: an owner. */
  viewer?: Role | undefined
  /** In the rooms: responses that wait; undefined while there can be none. */
  heldResponses?: number | undefined
  /** Path of the stylesheet to try in place of that of the look. */
  sheet?: string
}

export interface LayoutProps {
  site: Site
  /** Of the page; the publication's name follows it in the window's title. */
  title: string
  /** Path of the page, e.g. `/archive`; its canonical address is made of it. */
  path: string
  main: Html
  description?: string
  /** Further elements of `<head>`. */
  head?: Html
  /** Pages for one person: not in search engines, and their address is told to nobody. */
  isPrivate?: boolean
  /** Which entry of the navigation this page is. */
  current?: 'home' | 'issues' | 'tags' | 'search' | 'about'
  /** The sentence "Error: …" goes first in the title when a form was refused. */
  hasError?: boolean
  /** Class of the page's body, for layouts that differ. */
  kind?: string
}

export function layout(props: LayoutProps): Html {
  const { site, path, main, description, head = '', isPrivate = false, current, kind = '' } = props
  const { publication, baseUrl, features = {} } = site
  const lang = knownLocale(publication.locale)
  const words = pageWords(lang)
  const sheet = site.sheet ?? (publication.look?.sheet && sheetPath(publication.look.sheet))
  const link = (href: string, text: string, name: string) =>
    html`<li><a href="${href}"${name === current ? raw(' aria-current="page"') : ''}>${text}</a></li>`
  return html`<!doctype html>
<html lang="${lang}" dir="${directionOf(lang)}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${windowTitle(props, words.errorPrefix)}</title>
${description ? html`<meta name="description" content="${description}">` : ''}
<meta name="color-scheme" content="light dark">
<meta name="theme-color" content="#ffffff" media="(prefers-color-scheme: light)">
<meta name="theme-color" content="#161616" media="(prefers-color-scheme: dark)">
<link rel="stylesheet" href="${styleSheet.path}">
${sheet ? html`<link rel="stylesheet" href="${sheet}">\n` : ''}<link rel="icon" href="${siteIcon.path}" type="image/svg+xml">
${
  isPrivate
    ? html`<meta name="robots" content="noindex, nofollow"><meta name="referrer" content="no-referrer">`
    : html`<link rel="canonical" href="${baseUrl}${path}">
<link rel="alternate" type="application/rss+xml" title="${publication.name}, RSS" href="${baseUrl}/feed.xml">
<link rel="alternate" type="application/atom+xml" title="${publication.name}, Atom" href="${baseUrl}/atom.xml">
<link rel="alternate" type="application/feed+json" title="${publication.name}, JSON Feed" href="${baseUrl}/feed.json">`
}
${head}
</head>
<body class="${kind}">
<a class="skip" href="#main">${words.skip}</a>
<header class="site">
${siteName(publication, current === 'home')}
<nav aria-label="${words.siteNavigation}"><ul>
${link('/archive', words.issues, 'issues')}
${features.tags ? link('/tags', words.tags, 'tags') : ''}
${features.search ? link('/search', words.search, 'search') : ''}
${publication.look?.hasAbout ? link('/about', words.about, 'about') : ''}
</ul></nav>
</header>
<main id="main" tabindex="-1">
${main}
</main>
<footer class="site">
<p>${publication.author || publication.name}</p>
<ul>
<li><a href="/feed.xml">RSS</a></li>
<li><a href="/atom.xml">Atom</a></li>
<li><a href="/feed.json">JSON Feed</a></li>
</ul>
</footer>
</body>
</html>`
}

/** The logo, else the name; at home the name stands large below. */
function siteName({ name, look }: Publication, isHome: boolean): Html {
  const logo = look?.logo
  if (!logo) return isHome ? html`` : html`<p class="name"><a href="/">${name}</a></p>`
  // Made twice as large as it is shown, for screens of fine pixels.
  const [width, height] = [Math.round(logo.width / 2), Math.round(logo.height / 2)]
  const picture = (alt: string) =>
    withDark(
      html`<img src="${logoPath(logo)}" alt="${alt}" width="${width}" height="${height}">`,
      look.darkLogo,
    )
  return isHome
    ? html`<p class="name logo">${picture('')}</p>`
    : html`<p class="name logo"><a href="/">${picture(name)}</a></p>`
}

function withDark(picture: Html, logo: Logo | null): Html {
  if (!logo) return picture
  // Of its own size: a dark variant need not have the shape of the light one.
  const [width, height] = [Math.round(logo.width / 2), Math.round(logo.height / 2)]
  return html`<picture><source srcset="${logoPath(logo)}" media="(prefers-color-scheme: dark)" width="${width}" height="${height}">${picture}</picture>`
}

function windowTitle({ site, title, hasError = false }: LayoutProps, errorPrefix: string): string {
  const name = site.publication.name
  const full = title === name ? name : `${title} · ${name}`
  return hasError ? `${errorPrefix} ${full}` : full
}
