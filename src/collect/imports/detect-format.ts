import { isKnownColumn, isLinkHeader } from './csv-columns.ts'
import { columnName } from './csv-rows.ts'

/** Formats that can be asked for; `POST /imports?format=` takes these names. */
export const IMPORT_FORMATS = [
  'netscape',
  'pinboard',
  'pocket',
  'raindrop',
  'csv',
  'opml',
  'urls',
  'month',
  'linkletter',
  'json',
] as const
export type ImportFormat = (typeof IMPORT_FORMATS)[number]

/** How a file is written, whatever tool it came from. */
export type FileKind =
  | 'bookmarks'
  | 'opml'
  | 'posts'
  | 'xml'
  | 'html'
  | 'json'
  | 'table'
  | 'lines'
  | 'binary'

/** What the beginning of a file shows. */
export function fileKindOf(head: string): FileKind {
  const start = head.trimStart()
  if (/^(?:PK\x03|%PDF|SQLite format|mozLz4|.PNG|\x1f)/.test(start)) return 'binary'
  if (start.startsWith('<') && !/^<https?:/i.test(start)) {
    if (/<opml[\s>]/i.test(start)) return 'opml'
    if (/^<!doctype netscape-bookmark/i.test(start)) return 'bookmarks'
    if (
      /<d[lt][\s>]|<a\s[^<>]*(?:add_date|time_added)\s*=|(?:pocket|instapaper:) export/i.test(start)
    ) {
      return 'bookmarks'
    }
    if (/^(?:<\?xml[^>]*>\s*)?<posts[\s>]/i.test(start)) return 'posts'
    return /^<\?xml|^<(?:rss|feed)[\s>]/i.test(start) ? 'xml' : 'html'
  }
  if (/^\[(?:InternetShortcut|\{[0-9a-f-]{36}\})\]/i.test(start)) return 'lines'
  if (/^[[{]\s*(?:["{}[\]]|$)/.test(start)) return 'json'
  return hasHeader(start) ? 'table' : 'lines'
}

/** The format of a file by its content, helped by its name where the content leaves it open. */
export function detectFormat(head: string, fileName = ''): ImportFormat | null {
  const kind = fileKindOf(head)
  const start = head.trimStart()
  if (kind === 'bookmarks') return /pocket export/i.test(start) ? 'pocket' : 'netscape'
  if (kind === 'opml') return 'opml'
  if (kind === 'posts') return 'pinboard'
  if (kind === 'json') return jsonFormat(start)
  if (kind === 'table') return tableFormat(namesOf(start))
  if (kind === 'lines') return /\.csv$/i.test(fileName) ? 'csv' : 'urls'
  return null
}

function jsonFormat(start: string): ImportFormat | null {
  if (/^\{\s*"format"\s*:\s*"linkletter"/.test(start)) return 'linkletter'
  if (/"sections"\s*:/.test(start) && !/"links"\s*:/.test(start)) return 'month'
  if (/"href"\s*:/.test(start)) return 'pinboard'
  const isOurs = /^\{\s*"version"\s*:\s*\d+\s*,\s*"links"|"enrichment"\s*:/.test(start)
  if (isOurs) return 'linkletter'
  return /"(?:url|uri|link|links|roots)"\s*:/.test(start) ? 'json' : null
}

function tableFormat(names: readonly string[]): ImportFormat {
  const has = (...wanted: string[]) => wanted.every((name) => names.includes(name))
  if (has('excerpt', 'folder', 'created')) return 'raindrop'
  return has('time added', 'status') ? 'pocket' : 'csv'
}

function hasHeader(start: string): boolean {
  const names = namesOf(start)
  return isLinkHeader(names) && (names.length > 1 || names.every(isKnownColumn))
}

/** Column names of a first line, as far as can be told without reading the table. */
function namesOf(start: string): string[] {
  const line = start.replace(/^sep=.\r?\n/i, '').split(/[\r\n]/, 1)[0] ?? ''
  return line.split(/[,;\t|]/).map((cell) => columnName(cell.replace(/"/g, '')))
}
