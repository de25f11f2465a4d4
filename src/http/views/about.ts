import { html, raw } from 'hono/html'
import { markdownSummary, renderMarkdown } from '../../render/markdown.ts'
import { type Html, layout, type Site } from './layout.ts'
import { pageWords } from './words.ts'

/** What the owner says about the publication. */
export function aboutPage(site: Site, text: string): Html {
  const title = pageWords(site.publication.locale).about
  return layout({
    site,
    title,
    path: '/about',
    current: 'about',
    description: markdownSummary(text, 160) || site.publication.description,
    main: html`<div class="page">
<h1>${title}</h1>
<div class="e-content">
${raw(renderMarkdown(text))}
</div>
</div>`,
  })
}
