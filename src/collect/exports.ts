/**
 * Everything back out, one link at a time: JSON (complete), Netscape bookmarks (what browsers
 * and other tools read), CSV (for spreadsheets). What each holds is read back to the same
 * state by `imports/`; JSON and CSV keep the metadata, bookmarks only what the owner gave.
 */
import type { StoredEditorial } from '../domain/editorial.ts'
import type { Link } from '../domain/link.ts'
import { linkJson } from '../domain/link-json.ts'
import type { MovedIssue } from '../store/issue-transfer.ts'
import type { MovedResponse } from '../store/response-transfer.ts'
import { inertCell } from './imports/csv-formula.ts'
import { movedIssueJson } from './moved-issue-json.ts'
import {
  type MovedLook,
  type MovedResponseSettings,
  movedLookJson,
  movedResponseJson,
  movedResponseSettingsJson,
} from './moved-site-json.ts'

export const EXPORT_FORMATS = ['json', 'netscape', 'csv'] as const
export type ExportFormat = (typeof EXPORT_FORMATS)[number]

/** What there is to export; formats other than JSON take the links alone. */
export interface ExportSource {
  links: AsyncIterable<Link & { otherKeys?: string[] }>
  /** What the owner changed of the settings. */
  editorial?: StoredEditorial | undefined
  sections?: string[] | undefined
  issues?: AsyncIterable<MovedIssue> | undefined
  look?: MovedLook | undefined
  responseSettings?: MovedResponseSettings | undefined
  responses?: AsyncIterable<MovedResponse> | undefined
}

interface Exporter {
  contentType: string
  fileName: string
  write: (source: ExportSource) => AsyncGenerator<string>
}

export const exporters: Record<ExportFormat, Exporter> = {
  json: {
    contentType: 'application/json',
    fileName: 'linkletter.json',
    write: exportJson,
  },
  netscape: {
    contentType: 'text/html; charset=utf-8',
    fileName: 'linkletter.html',
    write: ({ links }) => exportNetscape(links),
  },
  csv: {
    contentType: 'text/csv; charset=utf-8',
    fileName: 'linkletter.csv',
    write: ({ links }) => exportCsv(links),
  },
}

/**
 * Everything but subscribers: settings, look, sections, links, issues with their entries and mails,
 * and what was answered to them, with the mail addresses that comments came with. Subscribers have
 * a file of their own. Nothing is held: each link and each issue is written as it is read.
 */
export async function* exportJson(source: ExportSource): AsyncGenerator<string> {
  yield '{"format":"linkletter","version":2'
  if (source.editorial) yield `,\n"settings":[${JSON.stringify(source.editorial)}]`
  if (source.look) yield `,\n"look":[${JSON.stringify(movedLookJson(source.look))}]`
  if (source.responseSettings) {
    const settings = movedResponseSettingsJson(source.responseSettings)
    yield `,\n"response_settings":[${JSON.stringify(settings)}]`
  }
  if (source.sections) {
    const named = source.sections.map((name) => JSON.stringify({ name }))
    yield `,\n"sections":[${named.join(',')}]`
  }
  yield* jsonList('links', source.links, (link) => ({
    ...linkJson(link),
    ...(link.otherKeys && link.otherKeys.length > 0 && { other_keys: link.otherKeys }),
    updated_at: link.updatedAt.toISOString(),
  }))
  if (source.issues) yield* jsonList('issues', source.issues, movedIssueJson)
  // After their issues.
  if (source.responses) yield* jsonList('responses', source.responses, movedResponseJson)
  yield '\n}\n'
}

async function* jsonList<T>(name: string, values: AsyncIterable<T>, toJson: (value: T) => unknown) {
  yield `,\n"${name}":[`
  let divider = '\n'
  for await (const value of values) {
    yield divider + JSON.stringify(toJson(value))
    divider = ',\n'
  }
  yield '\n]'
}

export async function* exportNetscape(links: AsyncIterable<Link>): AsyncGenerator<string> {
  yield `<!DOCTYPE NETSCAPE-Bookmark-file-1>
<META HTTP-EQUIV="Content-Type" CONTENT="text/html; charset=UTF-8">
<TITLE>Bookmarks</TITLE>
<H1>Bookmarks</H1>
<DL><p>
`
  for await (const link of links) yield netscapeLink(link)
  yield '</DL><p>\n'
}

function netscapeLink(link: Link): string {
  const attributes: [string, string | null][] = [
    ['HREF', link.url],
    ['ADD_DATE', String(Math.floor(link.savedAt.getTime() / 1000))],
    ['LAST_MODIFIED', String(Math.floor(link.updatedAt.getTime() / 1000))],
    ['TAGS', link.tags.join(',')],
    // Tools divide tags at such signs; this keeps a tag that has one.
    ['DATA-TAGS', isPlainList(link.tags) ? null : JSON.stringify(link.tags)],
    ['DATA-AUTHORS', link.authors.length > 0 ? JSON.stringify(link.authors) : null],
    ['DATA-SECTION', link.section],
    ['DATA-MONTH', link.month],
    ['DATA-VIA', link.via],
    ['DATA-STATUS', link.status],
  ]
  const written = attributes
    .filter(([, value]) => value !== null)
    .map(([name, value]) => `${name}="${escapeHtml(value ?? '')}"`)
    .join(' ')
  const note = link.note === '' ? '' : `<DD>${escapeHtml(link.note)}\n`
  return `<DT><A ${written}>${escapeHtml(link.title ?? '')}</A>\n${note}`
}

function escapeHtml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
}

const csvColumns: readonly (readonly [name: string, value: (link: Link) => string | null])[] = [
  ['url', (link) => link.url],
  ['title', (link) => link.title],
  ['note', (link) => link.note],
  ['authors', (link) => list(link.authors, '; ')],
  ['tags', (link) => list(link.tags, ', ')],
  ['section', (link) => link.section],
  ['month', (link) => link.month],
  ['status', (link) => link.status],
  ['via', (link) => link.via],
  ['saved_at', (link) => link.savedAt.toISOString()],
  ['site_name', (link) => link.siteName],
  ['description', (link) => link.description],
  ['image_url', (link) => link.imageUrl],
  ['published_at', (link) => link.publishedAt],
  ['language', (link) => link.language],
  ['canonical_url', (link) => link.canonicalUrl],
  ['kind', (link) => link.kind],
  ['enrichment', (link) => link.enrichment.status],
]

export async function* exportCsv(links: AsyncIterable<Link>): AsyncGenerator<string> {
  yield `${csvColumns.map(([name]) => name).join(',')}\r\n`
  for await (const link of links) {
    yield `${csvColumns.map(([, value]) => csvCell(value(link) ?? '')).join(',')}\r\n`
  }
}

/** Words for people; a JSON list where a value would be divided or misread. */
function list(values: readonly string[], divider: string): string {
  return isPlainList(values) ? values.join(divider) : JSON.stringify(values)
}

function isPlainList(values: readonly string[]): boolean {
  return values.every((value) => !/[,，、;|[\]\n]|\s(?:&|and)\s/.test(value))
}

function csvCell(raw: string): string {
  const cell = inertCell(raw)
  return /^[\s']|[",\r\n]|\s$/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell
}
