import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import type { PostFile } from '../../src/render/posts/post-files.ts'

/** What blogs have: the front matter shown by a layout, which escapes it. */
const LAYOUT = `<!doctype html>
<html><head><title>{{ title }}</title>
<meta name="description" content="{{ description }}"><link rel="canonical" href="{{ canonical }}">
</head><body>
<h1>{{ title }}</h1><time datetime="{{ page.date.toISOString() }}"></time>
<a class="permalink" href="{{ page.url }}"></a>
{% for tag in tags %}<b class="tag">{{ tag }}</b>{% endfor %}
<article>{{ content | safe }}</article>
</body></html>
`

/** Builds a blog of these posts with Eleventy's own command; the pages, by their file name. */
export async function buildWithEleventy(posts: PostFile[]): Promise<Map<string, string>> {
  const folder = await mkdtemp(join(tmpdir(), 'linkletter-eleventy-'))
  try {
    await mkdir(join(folder, 'posts'))
    await mkdir(join(folder, '_includes'))
    await writeFile(join(folder, '_includes', 'post.njk'), LAYOUT)
    await writeFile(join(folder, 'posts', 'posts.json'), '{ "layout": "post.njk" }')
    for (const { name, text } of posts) await writeFile(join(folder, 'posts', name), text)
    const command = join(
      dirname(dirname(createRequire(import.meta.url).resolve('@11ty/eleventy'))),
      'cmd.cjs',
    )
    await promisify(execFile)(process.execPath, [command, '--quiet'], { cwd: folder })
    const pages = posts.map(async ({ name }): Promise<[string, string]> => {
      const page = join(folder, '_site', 'posts', name.replace(/\.md$/, ''), 'index.html')
      return [name, await readFile(page, 'utf8')]
    })
    return new Map(await Promise.all(pages))
  } finally {
    await rm(folder, { recursive: true })
  }
}
