import { flag, jsonList, oneLine } from './collect/imports/cells.ts'
import { plainCell } from './collect/imports/csv-formula.ts'
import { parseSavedAt } from './collect/imports/saved-at.ts'
import { SUBSCRIBER_STATUSES, type SubscriberStatus } from './domain/subscriber.ts'
import { AppError } from './errors.ts'

/**
 * What the columns of a list of readers are called: in our own export, and by Mailchimp,
 * Buttondown, Ghost, listmonk, Substack and people. The first name that a file has wins.
 */
const COLUMNS = {
  email: [
    'email',
    'email address',
    'e mail',
    'e mail address',
    'mail',
    'subscriber email',
    'mailadresse',
  ],
  name: ['name', 'full name', 'subscriber name', 'display name'],
  firstName: ['first name', 'firstname', 'fname', 'given name', 'vorname'],
  lastName: ['last name', 'lastname', 'lname', 'surname', 'family name', 'nachname'],
  tags: ['tags', 'tag', 'labels', 'label'],
  status: ['status', 'subscriber status', 'subscription status', 'subscriber type'],
  // Yes or no: Ghost, others.
  subscribed: ['subscribed to emails', 'subscribed'],
  // Substack.
  disabled: ['email disabled'],
  // When it happened: Mailchimp, which writes a file for each state, and Ghost.
  unsubscribedAt: ['unsub time', 'unsubscribed at', 'deleted at'],
  cleanedAt: ['clean time'],
  createdAt: [
    'created at',
    'creation date',
    'optin time',
    'confirm time',
    'signup date',
    'subscribed at',
    'created',
  ],
} as const satisfies Record<string, readonly string[]>
type Column = keyof typeof COLUMNS

/** Buttondown's "type" is a status; anybody else's may be anything. */
const BUTTONDOWN = ['creation date', 'secondary id', 'metadata']

/** The words of other tools. Unknown ones are refused: a guess could mail somebody who left. */
const STATUS_WORDS = {
  active:
    'active subscribed enabled confirmed regular premium free paid comp gifted trialed past_due unpaid',
  pending: 'pending unconfirmed unactivated validating',
  unsubscribed:
    'unsubscribed disabled inactive removed deleted cancelled canceled blocked non-subscribed nonsubscribed',
  bounced: 'bounced cleaned undeliverable invalid hardbounced',
  complained: 'complained spam spammy abuse blocklisted blacklisted',
} as const satisfies Record<SubscriberStatus, string>
const statusOf = new Map<string, SubscriberStatus>(
  SUBSCRIBER_STATUSES.flatMap((status) =>
    STATUS_WORDS[status].split(' ').map((word) => [word, status] as const),
  ),
)

export interface ImportedSubscriber {
  email: string
  name: string
  status: SubscriberStatus
  /** The other tool's word, where it was not ours. */
  reason: string | null
  tags: string[]
  createdAt: Date | null
}

/** A first row that holds names; else it holds addresses alone. */
export function isSubscriberHeader(cells: readonly string[]): boolean {
  return !cells.some((cell) => cell.includes('@'))
}

/**
 * Reads rows by what their columns mean. `fallback` is the status of a row that says none.
 * Throws AppError INVALID_INPUT when no column holds addresses.
 */
export function createSubscriberReader(
  header: readonly string[],
  { fallback, now }: { fallback: SubscriberStatus; now: Date },
) {
  const nameOf = (column: Column) => {
    const names: readonly string[] = COLUMNS[column]
    const isButtondown = column === 'status' && BUTTONDOWN.some((name) => header.includes(name))
    return [...names, ...(isButtondown ? ['type'] : [])].find((name) => header.includes(name))
  }
  const names = new Map(
    (Object.keys(COLUMNS) as Column[]).map((column) => [column, nameOf(column)]),
  )
  if (header.length > 0 && names.get('email') === undefined)
    throw new AppError(
      'INVALID_INPUT',
      'The first line must name the columns, with "email" among them.',
    )

  /** Throws AppError INVALID_INPUT for a status that nobody knows. */
  return (fields: Record<string, string>, cells: readonly string[]): ImportedSubscriber => {
    const cell = (column: Column) => plainCell((fields[names.get(column) ?? ''] ?? '').trim())
    const { status, reason } = readStatus(cell, fallback)
    return {
      email: header.length > 0 ? cell('email') : plainCell((cells[0] ?? '').trim()),
      name: shortLine(cell('name') || `${cell('firstName')} ${cell('lastName')}`, 200),
      status,
      reason,
      tags: readTags(cell('tags')),
      createdAt: parseSavedAt(cell('createdAt'), now),
    }
  }
}

function readStatus(cell: (column: Column) => string, fallback: SubscriberStatus) {
  const word = cell('status').toLowerCase()
  const known = statusOf.get(word)
  if (word !== '' && known === undefined)
    throw new AppError(
      'INVALID_INPUT',
      `"${word.slice(0, 40)}" is no status: ${SUBSCRIBER_STATUSES.join(', ')}.`,
    )
  if (known !== undefined && known !== 'active')
    return { status: known, reason: word === known ? null : `Imported as "${word}".` }
  if (cell('cleanedAt') !== '')
    return { status: 'bounced' as const, reason: 'Imported as "cleaned".' }
  const hasLeft =
    cell('unsubscribedAt') !== '' ||
    flag(cell('subscribed')) === false ||
    flag(cell('disabled')) === true
  if (hasLeft) return { status: 'unsubscribed' as const, reason: null }
  return { status: known ?? fallback, reason: null }
}

/** A JSON list, or names between commas, semicolons or bars, quoted or not. */
export function readTags(text: string): string[] {
  const list = text.startsWith('[') ? jsonList(text) : null
  const names = list
    ? list.filter((name) => typeof name === 'string')
    : [...text.matchAll(/"((?:[^"]|"")*)"|[^,;|"]+/g)].map(([plain, quoted]) => quoted ?? plain)
  return names.map((name) => shortLine(name, 100)).filter((name) => name !== '')
}

/** PostgreSQL takes no half of a surrogate pair. */
const shortLine = (text: string, max: number) => oneLine(text).slice(0, max).toWellFormed()

/** Read back by `readTags` as they were. */
export function writeTags(tags: readonly string[]): string {
  const isPlain = tags.every((tag) => !/[,;|"[]/.test(tag))
  return isPlain ? tags.join(';') : JSON.stringify(tags)
}
