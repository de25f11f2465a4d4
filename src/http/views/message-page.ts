import { html } from 'hono/html'
import { type Html, layout, type Site } from './layout.ts'
import { searchForm } from './search.ts'
import { pageWords } from './words.ts'

export interface MessagePageProps {
  site: Site
  title: string
  text: string
  /** One way onward; by default to the first page. `null` for none. */
  link?: { href: string; text: string } | null
  /** Stands below the text. */
  more?: Html
}

/** A page that says one thing: what happened, and where to go. Never indexed. */
export function messagePage({ site, title, text, link, more }: MessagePageProps): Html {
  const words = pageWords(site.publication.locale)
  const onward = link === undefined ? { href: '/', text: words.home } : link
  return layout({
    site,
    title,
    path: '/',
    isPrivate: true,
    main: html`<div class="page">
<h1>${title}</h1>
<p>${text}</p>
${more ?? ''}
${onward ? html`<p class="onward"><a href="${onward.href}">${onward.text}</a></p>` : ''}
</div>`,
  })
}

export function notFoundPage(site: Site): Html {
  const words = pageWords(site.publication.locale)
  return messagePage({
    site,
    title: words.notFoundTitle,
    text: words.notFoundText,
    link: { href: '/archive', text: words.allIssues },
    more: searchForm(site),
  })
}

/** A link with a token that is unknown, used or too old. */
export function expiredPage(site: Site): Html {
  const { locale, publicSignup } = site.publication
  const words = pageWords(locale)
  return messagePage({
    site,
    title: words.expiredTitle,
    text: words.expiredText,
    ...(publicSignup !== false && { link: { href: '/subscribe', text: words.subscribe } }),
  })
}

/** `text` only when it is meant for visitors; details belong into the log. */
export function errorPage(site: Site, text?: string): Html {
  const words = pageWords(site.publication.locale)
  return messagePage({ site, title: words.errorTitle, text: text ?? words.errorText })
}
