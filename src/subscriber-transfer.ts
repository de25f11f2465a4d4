import { inertCell } from './collect/imports/csv-formula.ts'
import { openCsv } from './collect/imports/csv-rows.ts'
import { decodeText } from './collect/imports/decode-text.ts'
import { hasLeft, SUBSCRIBER_STATUSES, type SubscriberStatus } from './domain/subscriber.ts'
import { isAppError } from './errors.ts'
import type { Database, Db } from './store/schema.ts'
import {
  type AddedSubscriber,
  type ChangedSubscriber,
  changeSubscribers,
  findSubscribersByKeys,
  findSuppressions,
  insertSubscribers,
  type KnownSubscriber,
} from './store/subscriber-batch.ts'
import { findSubscribers } from './store/subscriber-search.ts'
import { emailKey } from './store/subscribers.ts'
import type { AddressHash } from './subscribe/address-hash.ts'
import {
  createSubscriberReader,
  type ImportedSubscriber,
  isSubscriberHeader,
  writeTags,
} from './subscriber-columns.ts'
import { cleanTags } from './subscriber-service.ts'

const BATCH = 1_000
const EXPORT_PAGE = 1_000
/** How many of each kind the report names. */
const SAMPLES = 10

export interface SubscriberImportReport {
  /** Nothing was written: what an import would do. */
  dry_run: boolean
  created: number
  updated: number
  unchanged: number
  /** Left, bounced, complained or erased before: stay as they are. */
  suppressed: number
  /** All who were known: updated, unchanged and suppressed. */
  duplicates: number
  rejected: { line: number; reason: string }[]
  samples: {
    created: { line: number; email: string }[]
    updated: { line: number; email: string; changes: string[] }[]
    suppressed: { line: number; email: string; reason: string }[]
  }
}

export interface SubscriberImportOptions {
  isDryRun?: boolean
  /** Of rows that say none; `active` when absent: the owner vouches. */
  status?: SubscriberStatus
  onProgress?: (done: number) => void
}

export interface SubscriberTransferDeps {
  db: Database
  now: () => Date
  hashAddress: AddressHash
  readEmail: (text: string) => string
}

interface Row extends ImportedSubscriber {
  line: number
  key: string
  /** Hex. */
  hash: string
}

type Verdict =
  | { kind: 'created'; row: Row; add: AddedSubscriber }
  | { kind: 'updated'; row: Row; change: ChangedSubscriber; changes: string[] }
  | { kind: 'unchanged'; row: Row }
  | { kind: 'suppressed'; row: Row; reason: string }

/** Lists of readers in and out, whatever their length. */
export function createSubscriberTransfer(deps: SubscriberTransferDeps) {
  const { db, now } = deps

  /**
   * A known reader gets a name and tags of the file; who left stays gone, and who left elsewhere
   * leaves here too. Throws AppError INVALID_INPUT when no column holds addresses.
   */
  async function importCsv(
    body: AsyncIterable<Uint8Array | string>,
    options: SubscriberImportOptions = {},
  ): Promise<SubscriberImportReport> {
    const { isDryRun = false, status: fallback = 'active', onProgress } = options
    const report = newReport(isDryRun)
    const table = await openCsv(decodeText(body), isSubscriberHeader)
    const read = createSubscriberReader(table.header, { fallback, now: now() })
    // A dry run writes nothing that a later line could meet again.
    const seen = isDryRun ? new Set<number>() : undefined
    let batch = new Map<string, Row>()
    let done = 0

    async function flush(): Promise<void> {
      const rows = [...batch.values()]
      batch = new Map()
      if (rows.length > 0) tell(report, await takeBatch(rows, seen))
      onProgress?.(done)
    }

    for await (const row of table.rows) {
      done += 1
      if (!row.ok) {
        report.rejected.push({ line: row.line, reason: row.reason })
        continue
      }
      try {
        const reader = read(row.fields, row.cells)
        const email = deps.readEmail(reader.email)
        const key = emailKey(email)
        if (batch.size >= BATCH || batch.has(key)) await flush()
        const hash = Buffer.from(deps.hashAddress(email)).toString('hex')
        batch.set(key, {
          ...reader,
          tags: cleanTags(reader.tags),
          email,
          key,
          hash,
          line: row.line,
        })
      } catch (error) {
        if (!isAppError(error, 'INVALID_INPUT')) throw error
        report.rejected.push({ line: row.line, reason: error.message })
      }
    }
    await flush()
    report.duplicates = report.updated + report.unchanged + report.suppressed
    return report
  }

  function takeBatch(rows: Row[], seen: Set<number> | undefined): Promise<Verdict[]> {
    if (seen) return judge(db, rows, seen)
    return db.transaction().execute(async (trx) => {
      const verdicts = await judge(trx, rows)
      const adds = verdicts.flatMap((verdict) => (verdict.kind === 'created' ? [verdict.add] : []))
      const changes = verdicts.flatMap((v) => (v.kind === 'updated' ? [v.change] : []))
      const added = await insertSubscribers(trx, adds, now())
      await changeSubscribers(trx, changes, now())
      return verdicts.map((verdict) =>
        verdict.kind === 'created' && !added.has(verdict.row.key)
          ? { kind: 'unchanged', row: verdict.row }
          : verdict,
      )
    })
  }

  async function judge(trx: Db, rows: Row[], seen?: Set<number>): Promise<Verdict[]> {
    const keys = rows.map((row) => row.key)
    const known = await findSubscribersByKeys(trx, keys, { lock: seen === undefined })
    const suppressed = await findSuppressions(
      trx,
      rows.map((row) => row.hash),
    )
    return rows.map((row) => {
      const reader = known.get(row.key)
      const reason = suppressed.get(row.hash)
      if (!reader && reason) return { kind: 'suppressed', row, reason }
      const verdict: Verdict = reader
        ? judgeKnown(row, reader)
        : { kind: 'created', row, add: toAdd(row, now()) }
      const isWritten = verdict.kind === 'created' || verdict.kind === 'updated'
      return seen && isWritten && isRepeated(row, seen) ? { kind: 'unchanged', row } : verdict
    })
  }

  /** One line a reader, in the order in which they came. `importCsv` reads it back to no change. */
  async function* exportCsv(): AsyncGenerator<string> {
    yield 'email,name,status,tags\r\n'
    for (let afterId = 0; ; ) {
      const found = await findSubscribers(db, { afterId, limit: EXPORT_PAGE })
      const last = found.at(-1)
      if (!last) return
      yield found
        .map(({ email, name, status, tags }) =>
          [email, name, status, writeTags(tags)].map(csvCell).join(','),
        )
        .join('\r\n')
        .concat('\r\n')
      afterId = last.id
    }
  }

  return { importCsv, exportCsv }
}

/** How final a state is: an import moves nobody back. */
const RANK = {
  pending: 0,
  active: 1,
  unsubscribed: 2,
  bounced: 3,
  complained: 4,
} as const satisfies {
  [S in SubscriberStatus]: number
}

function judgeKnown(row: Row, known: KnownSubscriber): Verdict {
  if (hasLeft(known.status) && RANK[row.status] < RANK[known.status])
    return { kind: 'suppressed', row, reason: known.status }
  const status = RANK[row.status] > RANK[known.status] ? row.status : known.status
  const name = row.name === '' ? known.name : row.name
  const tags = cleanTags([...known.tags, ...row.tags])
  const changes = [
    ...(name === known.name ? [] : ['name']),
    ...(tags.join('\0') === known.tags.join('\0') ? [] : ['tags']),
    ...(status === known.status ? [] : [`status: ${known.status} → ${status}`]),
  ]
  if (changes.length === 0) return { kind: 'unchanged', row }
  const change = { id: known.id, name, tags, status, reason: row.reason }
  return { kind: 'updated', row, change, changes }
}

function toAdd(
  { email, key, name, status, reason, tags, createdAt }: Row,
  now: Date,
): AddedSubscriber {
  const at = createdAt !== null && createdAt < now ? createdAt : now
  return { email, key, name, status, reason, tags, createdAt: at }
}

/** 48 bits of the hash: a million lines take tens of megabytes and are never mixed up in practice. */
function isRepeated(row: Row, seen: Set<number>): boolean {
  const mark = Number.parseInt(row.hash.slice(0, 12), 16)
  if (seen.has(mark)) return true
  seen.add(mark)
  return false
}

function newReport(isDryRun: boolean): SubscriberImportReport {
  return {
    dry_run: isDryRun,
    created: 0,
    updated: 0,
    unchanged: 0,
    suppressed: 0,
    duplicates: 0,
    rejected: [],
    samples: { created: [], updated: [], suppressed: [] },
  }
}

function tell(report: SubscriberImportReport, verdicts: Verdict[]): void {
  const { samples } = report
  for (const verdict of verdicts) {
    report[verdict.kind] += 1
    const { line, email } = verdict.row
    if (verdict.kind === 'created') sample(samples.created, { line, email })
    if (verdict.kind === 'updated')
      sample(samples.updated, { line, email, changes: verdict.changes })
    if (verdict.kind === 'suppressed')
      sample(samples.suppressed, { line, email, reason: verdict.reason })
  }
}

function sample<T>(list: T[], item: T): void {
  if (list.length < SAMPLES) list.push(item)
}

function csvCell(value: string): string {
  const safe = inertCell(value)
  return /[",;\r\n]/.test(safe) || safe !== safe.trim() ? `"${safe.replaceAll('"', '""')}"` : safe
}

export function isSubscriberStatus(text: string): text is SubscriberStatus {
  return (SUBSCRIBER_STATUSES as readonly string[]).includes(text)
}
