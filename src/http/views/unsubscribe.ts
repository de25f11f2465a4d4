import { html } from 'hono/html'
import { type Html, layout, type Site } from './layout.ts'
import { actionPage, postButton } from './subscribe.ts'
import { pageWords } from './words.ts'

/** GET /unsubscribe/:token. `action` is the address of the page itself, POST acts. */
export function unsubscribePage({ site, action }: { site: Site; action: string }): Html {
  const words = pageWords(site.publication.locale)
  return actionPage({
    site,
    title: words.unsubscribeTitle,
    text: words.unsubscribeText(site.publication.name),
    action,
    button: words.unsubscribeButton,
  })
}

export interface UnsubscribedProps {
  site: Site
  /** Where "Undo" posts to; without it no Undo is offered. */
  undo?: { action: string; hidden?: Record<string, string> }
}

/** After leaving: done, no question asked, one way back. */
export function unsubscribedPage({ site, undo }: UnsubscribedProps): Html {
  const words = pageWords(site.publication.locale)
  return layout({
    site,
    title: words.unsubscribedTitle,
    path: '/unsubscribe',
    isPrivate: true,
    main: html`<div class="page" role="status">
<h1>${words.unsubscribedTitle}</h1>
<p>${words.unsubscribedText(site.publication.name)}</p>
${undo ? postButton({ button: words.undo, ...undo }) : ''}
</div>`,
  })
}
