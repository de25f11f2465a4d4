import { Readable } from 'node:stream'
import { parse } from 'csv-parse'
import { SUBSCRIBER_STATUSES, type SubscriberStatus } from './domain/subscriber.ts'
import { AppError, messageOf } from './errors.ts'
import type { Services } from './services.ts'
import type { Db } from './store/schema.ts'
import { findSubscribers } from './store/subscribers.ts'

export interface SubscriberImportReport {
  created: number
  duplicates: number
  rejected: { line: number; reason: string }[]
}

/**
 * CSV with the columns email, name, status, tags, in any order. Without a status the owner vouches:
 * `active`. A known address stays as it is, so whoever left stays gone.
 * Throws AppError INVALID_INPUT when there is no column `email`.
 */
export async function importSubscribers(
  { subscribers }: Pick<Services, 'subscribers'>,
  body: AsyncIterable<Uint8Array>,
): Promise<SubscriberImportReport> {
  const report: SubscriberImportReport = { created: 0, duplicates: 0, rejected: [] }
  const parser = Readable.from(body).pipe(
    parse({
      bom: true,
      columns: (header: string[]) => header.map((name) => name.trim().toLowerCase()),
      info: true,
      relax_column_count: true,
      skip_empty_lines: true,
      trim: true,
    }),
  )
  try {
    for await (const { record, info } of parser as AsyncIterable<{
      record: Record<string, string>
      info: { lines: number }
    }>) {
      if (record.email === undefined)
        throw new AppError(
          'INVALID_INPUT',
          'The first line must name the columns, with "email" among them.',
        )
      try {
        const status = (record.status || 'active') as SubscriberStatus
        if (!SUBSCRIBER_STATUSES.includes(status))
          throw new AppError(
            'INVALID_INPUT',
            `"${status}" is no status: ${SUBSCRIBER_STATUSES.join(', ')}.`,
          )
        const { isNew } = await subscribers.add({
          email: record.email,
          name: record.name ?? '',
          status,
          tags: (record.tags ?? '')
            .split(/[,;]/)
            .map((tag) => tag.trim())
            .filter(Boolean),
        })
        if (isNew) report.created++
        else report.duplicates++
      } catch (error) {
        if (!(error instanceof AppError)) throw error
        report.rejected.push({ line: info.lines, reason: error.message })
      }
    }
  } catch (cause) {
    if (cause instanceof AppError) throw cause
    if ((cause as { code?: string }).code?.startsWith('CSV_'))
      throw new AppError('INVALID_INPUT', `The file is no valid CSV: ${messageOf(cause)}`, {
        cause,
      })
    throw cause
  }
  return report
}

export async function exportSubscribers(db: Db): Promise<string> {
  const lines = ['email,name,status,tags']
  for (let afterId = 0; ; ) {
    const found = await findSubscribers(db, { afterId, limit: 1000 })
    for (const s of found)
      lines.push([s.email, s.name, s.status, s.tags.join(';')].map(cell).join(','))
    const last = found.at(-1)
    if (!last) return `${lines.join('\r\n')}\r\n`
    afterId = last.id
  }
}

/** Spreadsheets run cells that start like a formula; an apostrophe makes them text. */
function cell(value: string): string {
  const safe = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}
