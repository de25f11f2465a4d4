import type { Publication } from '../../domain/issue.ts'
import { AppError } from '../../errors.ts'
import { cleanLine } from '../clean-text.ts'
import { toIssueModel } from '../issue-model.ts'
import { markdownSummary } from '../markdown.ts'
import { renderIssueBody } from '../render-markdown.ts'
import type { IssueDocument } from '../rendered-issue.ts'
import { writeWxr } from './wxr.ts'

/**
 * An issue as a file that an existing blog takes: front matter and Markdown for Jekyll, Hugo and
 * Eleventy; WXR, the import format of WordPress. Nothing in it runs as a template there.
 */
export const POST_FORMATS = ['jekyll', 'hugo', 'eleventy', 'wxr'] as const
export type PostFormat = (typeof POST_FORMATS)[number]

export interface PostFile {
  name: string
  contentType: string
  text: string
}

/** `now` dates an issue that is not published yet. */
export function writePost(format: PostFormat, doc: IssueDocument, now: Date): PostFile {
  const at = doc.issue.publishedAt ?? now
  if (format === 'wxr')
    return {
      name: `${doc.issue.slug}.wordpress.xml`,
      contentType: 'text/xml; charset=utf-8',
      text: [...writeWxr(doc, [{ doc, at }])].join(''),
    }
  const { fileName, matter, body } = WRITERS[format](doc, at)
  return {
    name: fileName,
    contentType: 'text/markdown; charset=utf-8',
    text: `---\n${matter}---\n\n${body}`,
  }
}

/** Throws AppError INVALID_INPUT when there is no such format. */
export function readPostFormat(text: string): PostFormat {
  const format = POST_FORMATS.find((known) => known === text)
  if (format) return format
  const message = `One of ${POST_FORMATS.join(', ')}.`
  throw new AppError('INVALID_INPUT', `format: ${message}`, {
    fields: [{ field: 'format', message }],
  })
}

interface Post {
  fileName: string
  matter: string
  body: string
}

const WRITERS: Record<Exclude<PostFormat, 'wxr'>, (doc: IssueDocument, at: Date) => Post> = {
  jekyll: (doc, at) => ({
    fileName: `${dayOf(at, doc.publication)}-${doc.issue.slug}.md`,
    matter: yaml({
      layout: 'post',
      title: titleOf(doc),
      date: at.toISOString(),
      description: summaryOf(doc),
      tags: tagsOf(doc),
      ...canonical(doc, 'canonical_url'),
    }),
    // Liquid shows what is between these as it is, in Jekyll 3 as in 4.
    body: `{% raw %}\n${renderIssueBody(doc).replace(/\{%(?=-?\s*endraw)/g, '{\u2060%')}{% endraw %}\n`,
  }),
  hugo: (doc, at) => ({
    fileName: `${doc.issue.slug}.md`,
    matter: yaml({
      title: titleOf(doc),
      date: at.toISOString(),
      ...(doc.issue.correctedAt && { lastmod: doc.issue.correctedAt.toISOString() }),
      slug: doc.issue.slug,
      description: summaryOf(doc),
      tags: tagsOf(doc),
      ...canonical(doc, 'canonicalURL'),
      draft: false,
    }),
    // Hugo runs shortcodes inside code as well; a word joiner between the braces is not seen.
    body: renderIssueBody(doc).replace(/\{\{(?=[<%])/g, '{\u2060{'),
  }),
  eleventy: (doc, at) => ({
    fileName: `${doc.issue.slug}.md`,
    matter: yaml({
      title: titleOf(doc),
      date: at.toISOString(),
      description: summaryOf(doc),
      // It looks its collections up in a plain object: a tag "constructor" would stop the build.
      tags: tagsOf(doc).filter((tag) => !(tag in {})),
      ...canonical(doc, 'canonical'),
      // Markdown alone: neither Liquid nor Nunjucks look at the text.
      templateEngineOverride: 'md',
    }),
    body: renderIssueBody(doc),
  }),
}

const MOST_TAGS = 30

const titleOf = (doc: IssueDocument) => toIssueModel(doc).title
const summaryOf = (doc: IssueDocument) => cleanLine(markdownSummary(doc.issue.intro, 200))

function tagsOf(doc: IssueDocument): string[] {
  const entries = toIssueModel(doc).sections.flatMap((section) => section.entries)
  return [...new Set(entries.flatMap((entry) => entry.tags))].slice(0, MOST_TAGS)
}

/** Where the issue is public already, search engines should know which of the two came first. */
function canonical({ issue, urls }: IssueDocument, key: string): Record<string, string> {
  return issue.publishedAt ? { [key]: urls.issue } : {}
}

/** `2023-08-01`, as a calendar in the publication's time zone shows it. */
function dayOf(at: Date, { timeZone }: Publication): string {
  return new Intl.DateTimeFormat('sv-SE', { timeZone, dateStyle: 'short' }).format(at)
}

/** A JSON value is a YAML value, so quoting is that of JSON. Empty texts and lists are left out. */
function yaml(values: Record<string, string | boolean | string[]>): string {
  return Object.entries(values)
    .filter(([, value]) => value !== '' && !(Array.isArray(value) && value.length === 0))
    .map(([key, value]) => `${key}: ${JSON.stringify(value)}\n`)
    .join('')
}
