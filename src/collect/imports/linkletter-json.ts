/**
 * Our own export: links as the API shows them, in `{"links":[…]}` or a bare list.
 * Read back to the same state, metadata and its provenance included.
 */
import {
  ENRICHMENT_STATUSES,
  LINK_STATUSES,
  METADATA_FIELDS,
  type Provenance,
} from '../../domain/link.ts'
import { checkAddress, shortened } from './address.ts'
import { flag, monthOrNull, splitAuthors, textOrNull, titleOr } from './cells.ts'
import {
  type ImportContext,
  type ImportedLink,
  type ImportRow,
  importedLink,
} from './imported-link.ts'
import { fieldsOf, splitJsonEntries } from './json-entries.ts'
import { parseSavedAt } from './saved-at.ts'
import { createTagSplitter } from './tags.ts'

type Fields = Record<string, unknown>

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
    if (listName !== null && listName !== 'links' && listName !== 'items') {
      leftOut.set(listName, (leftOut.get(listName) ?? 0) + 1)
    } else if (!entry.ok) {
      yield { line, ok: false, reason: entry.reason, input: entry.input }
    } else {
      yield toRow(line, entry.value, (fields) => ({
        tags: splitTags(fields.tags, 'comma'),
        savedAt: exactInstant(fields.saved_at) ?? parseSavedAt(fields.saved_at, now),
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
  more: (fields: Fields) => Pick<ImportedLink, 'tags' | 'savedAt'>,
): ImportRow {
  const fields = fieldsOf(value)
  const address = checkAddress(fields?.url)
  if (!fields || !address.ok) {
    const reason = address.ok ? 'This entry is no link.' : address.reason
    const input = typeof fields?.url === 'string' ? fields.url : JSON.stringify(value)
    return { line, ok: false, reason, input: shortened(input) }
  }
  const hasTitle = typeof fields.title === 'string' && fields.title.trim() !== ''
  const { title } = titleOr(address.url, fields.title)
  const link = importedLink({
    url: address.url,
    title,
    titleIsPlaceholder: !hasTitle,
    note: exactText(fields.note),
    authors: splitAuthors(fields.authors),
    section: textOrNull(fields.section),
    month: monthOrNull(fields.month),
    via: textOrNull(fields.via),
    private: flag(fields.private) === true,
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

/** As it was, lines and indentation included. */
function exactText(raw: unknown): string {
  return typeof raw === 'string' ? raw.replaceAll('\0', '').toWellFormed() : ''
}

function metadataOf(fields: Fields): ImportedLink['metadata'] {
  return {
    siteName: textOrNull(fields.site_name),
    description: exactText(fields.description) || null,
    imageUrl: webAddressOrNull(fields.image_url),
    publishedAt: textOrNull(fields.published_at),
    language: textOrNull(fields.language),
    canonicalUrl: webAddressOrNull(fields.canonical_url),
    kind: textOrNull(fields.kind),
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
  return { enrichment: { status, error: textOrNull(fields.error) }, provenance }
}
