import { html } from 'hono/html'
import type { Issue } from '../../../../domain/issue.ts'
import { pickWords } from '../../../../render/locale.ts'
import { POST_FORMATS, type PostFormat } from '../../../../render/posts/post-files.ts'
import type { Html } from '../../layout.ts'

/** Words of the files for other blogs. */
interface PostWords {
  title: string
  text: string
  formats: Record<PostFormat, string>
}

const en: PostWords = {
  title: 'On a blog of your own',
  text: 'The issue as a post file, for a blog that you have already.',
  formats: { jekyll: 'Jekyll', hugo: 'Hugo', eleventy: 'Eleventy', wxr: 'WordPress' },
}

const de: PostWords = {
  title: 'Im eigenen Blog',
  text: 'Die Ausgabe als Datei für ein Blog, das Sie schon haben.',
  formats: { jekyll: 'Jekyll', hugo: 'Hugo', eleventy: 'Eleventy', wxr: 'WordPress' },
}

export function postFiles(issue: Issue, locale: string): Html {
  const words = pickWords({ en, de }, locale)
  return html`<section class="part" aria-labelledby="post-files"><h2 id="post-files">${words.title}</h2><p>${words.text}</p>
<ul class="doors">${POST_FORMATS.map(
    (format) =>
      html`<li><a class="quiet" href="/admin/issues/${issue.id}/post?format=${format}" download>${words.formats[format]}</a></li>\n`,
  )}</ul></section>`
}
