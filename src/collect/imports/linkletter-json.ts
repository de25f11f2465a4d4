/**
 * Our own export: links as the API shows them, in `{"links":[…]}` or a bare list; beside them
 * `settings`, `sections`, `issues`, `look`, `response_settings` and `responses`. Read back to the
 * same state, metadata and its provenance included.
 */
import {
  ENRICHMENT_STATUSES,
  LINK_STATUSES,
  METADATA_FIELDS,
  type Provenance,
} from '../../domain/link.ts'
import { checkAddress, shortened } from './address.ts'
import { flag, monthOrNull, splitAuthors, textOrNull } from './cells.ts'
import {
  type ImportContext,
  type ImportedLink,
  type ImportedPart,
  type ImportRow,
  importedLink,
} from './imported-link.ts'
import { fieldsOf, splitJsonEntries } from './json-entries.ts'
import { readEditorial, readMovedIssue } from './linkletter-parts.ts'
import { parseSavedAt } from './saved-at.ts'
import { readMovedLook, readMovedResponse, readMovedResponseSettings } from './site-parts.ts'
import { createTagSplitter } from './tags.ts'

type Fields = Record<string, unknown>

/** Lists beside the links, by their name. */
const parts: Record<string, (value: unknown) => ImportedPart | { problem: string }> = {
  settings: (value) => ({ kind: 'settings', editorial: readEditorial(value) }),
  sections: (value) => {
    const name = textOrNull(fieldsOf(value)?.name)
    return name === null ? { problem: 'This section has no name.' } : { kind: 'section', name }
  },
  issues: (value) => {
    const read = readMovedIssue(value)
    return 'problem' in read ? read : { kind: 'issue', issue: read }
  },
  look: (value) => {
    const read = readMovedLook(value)
    return 'problem' in read ? read : { kind: 'look', look: read }
  },
  response_settings: (value) => {
    const read = readMovedResponseSettings(value)
    return 'problem' in read ? read : { kind: 'response settings', settings: read }
  },
  responses: (value) => {
    const read = readMovedResponse(value)
    return 'problem' in read ? read : { kind: 'response', response: read }
  },
}

export async function* readLinkletterJson(
  text: AsyncIterable<string>,
  { now }: ImportContext,
): AsyncGenerator<ImportRow> {
  const splitTags = createTagSplitter()
  const leftOut = new Map<string, number>()
  let line = 1
  for await (const entry of splitJsonEntries(text)) {
    line = entry.line
    const { listName } = entry
    const readPart = listName !== null && Object.hasOwn(parts, listName) && parts[listName]
    if (!readPart && listName !== null && listName !== 'links' && listName !== 'items') {
      leftOut.set(listName, (leftOut.get(listName) ?? 0) + 1)
    } else if (!entry.ok) {
      yield { line, ok: false, reason: entry.reason, input: entry.input }
    } else if (readPart) {
      const part = readPart(entry.value)
      yield 'problem' in part
        ? { line, ok: false, reason: part.problem, input: shortened(JSON.stringify(entry.value)) }
        : { line, ok: true, part }
    } else {
      yield toRow(line, entry.value, (fields) => ({
        tags: exactList(fields.tags) ?? splitTags(fields.tags, 'comma'),
        savedAt: exactInstant(fields.saved_at) ?? parseSavedAt(fields.saved_at, now),
        updatedAt: exactInstant(fields.updated_at),
      }))
    }
  }
  for (const [name, count] of leftOut) {
    yield { line, ok: true, notice: `${count} under “${name}” are no links and were left out.` }
  }
}

function toRow(
  line: number,
  value: unknown,
  more: (fields: Fields) => Pick<ImportedLink, 'tags' | 'savedAt' | 'updatedAt'>,
): ImportRow {
  const fields = fieldsOf(value)
  const address = checkAddress(fields?.url)
  if (!fields || !address.ok) {
    const reason = address.ok ? 'This entry is no link.' : address.reason
    const input = typeof fields?.url === 'string' ? fields.url : JSON.stringify(value)
    return { line, ok: false, reason, input: shortened(input) }
  }
  const title = exactText(fields.title)
  const link = importedLink({
    url: address.url,
    title: title || address.url,
    titleIsPlaceholder: title === '',
    note: exactText(fields.note),
    authors: exactList(fields.authors) ?? splitAuthors(fields.authors),
    section: exactText(fields.section) || null,
    month: monthOrNull(fields.month),
    via: exactText(fields.via) || null,
    private: flag(fields.private) === true,
    unread: flag(fields.to_read),
    otherKeys: textsOf(fields.other_keys),
    status: LINK_STATUSES.find((status) => status === fields.status) ?? null,
    metadata: metadataOf(fields),
    ...enrichmentOf(fields.enrichment),
    ...more(fields),
  })
  return { line, ok: true, link }
}

/** Unlike other formats ours keeps milliseconds, and the owner's clock may have run ahead. */
function exactInstant(raw: unknown): Date | null {
  if (typeof raw !== 'string' || !/^\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(raw)) return null
  const instant = new Date(raw)
  return Number.isNaN(instant.getTime()) ? null : instant
}

/** A list of texts as it was; null when it is none, as in a file that somebody made by hand. */
function exactList(raw: unknown): string[] | null {
  const isList = Array.isArray(raw) && raw.every((text) => typeof text === 'string' && text !== '')
  return isList ? raw.map(exactText) : null
}

function textsOf(raw: unknown): string[] {
  const given = Array.isArray(raw) ? raw : []
  return given.filter((text) => typeof text === 'string' && text !== '' && text.length <= 8_192)
}

/** As it was, lines and indentation included. */
function exactText(raw: unknown): string {
  return typeof raw === 'string' ? raw.replaceAll('\0', '').toWellFormed() : ''
}

function metadataOf(fields: Fields): ImportedLink['metadata'] {
  return {
    siteName: exactText(fields.site_name) || null,
    description: exactText(fields.description) || null,
    imageUrl: webAddressOrNull(fields.image_url),
    publishedAt: exactText(fields.published_at) || null,
    language: exactText(fields.language) || null,
    canonicalUrl: webAddressOrNull(fields.canonical_url),
    kind: exactText(fields.kind) || null,
  }
}

function webAddressOrNull(raw: unknown): string | null {
  const address = checkAddress(raw)
  return address.ok ? address.url : null
}

function enrichmentOf(raw: unknown): Pick<ImportedLink, 'enrichment' | 'provenance'> {
  const fields = fieldsOf(raw)
  const status = ENRICHMENT_STATUSES.find((each) => each === fields?.status)
  if (!fields || !status) return { enrichment: null, provenance: null }
  const given = fieldsOf(fields.provenance) ?? {}
  const provenance: Provenance = {}
  for (const field of METADATA_FIELDS) {
    const source = given[field]
    if (typeof source === 'string') provenance[field] = source
  }
  return { enrichment: { status, error: exactText(fields.error) || null }, provenance }
}
