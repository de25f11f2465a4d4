/**
 * A raw message that came back → what it reports.
 *
 * Delivery reports are multipart/report with `message/delivery-status` (RFC 3464), complaints
 * with `message/feedback-report` (RFC 5965). Servers without either write plain text; such a
 * message counts only by its sender, because readers answer to the same address.
 * Throws AppError INVALID_INPUT for what cannot be parsed.
 */
import PostalMime, { type Email } from 'postal-mime'
import { AppError } from '../../errors.ts'
import { type ReportFields, readReportFields } from './report-fields.ts'

export interface Report {
  type: 'delivery' | 'complaint' | 'plain' | 'other'
  subject: string
  /** `<…>` of the report itself, or null. */
  messageId: string | null
  /** One block a recipient (delivery), or the one of a complaint. */
  blocks: ReportFields[]
  /** Plain text written for people, without the returned message. */
  text: string
  /** Where a return path may stand: addressed headers, and what the report says of the envelope. */
  envelope: string
  /** Where the Message-ID of our message may stand: the returned message or its headers. */
  returned: string
  /** Why a message of type `other` is nothing to act on. */
  reason: string
}

/** A report with a whole returned letter has 2,000 lines; the parser keeps each by itself. */
const MOST_LINES = 10_000
const MOST_BYTES = 1024 * 1024
/** The returned message's headers are at its start. */
const MOST_RETURNED = 64 * 1024
const MOST_TEXT = 100_000
const MOST_ENVELOPE = 256 * 1024

const ADDRESSED = new Set([
  'to',
  'cc',
  'delivered-to',
  'x-original-to',
  'envelope-to',
  'x-envelope-to',
  'x-delivered-to',
  'x-forwarded-to',
  'x-rcpt-to',
  'resent-to',
  'return-path',
  'x-failed-recipients',
])

export async function readReport(raw: Uint8Array): Promise<Report> {
  const email = await parse(beginningOf(raw))
  const header = (name: string) => email.headers.find(({ key }) => key === name)?.value ?? ''
  const part = (type: RegExp) =>
    email.attachments.filter(({ mimeType }) => type.test(mimeType)).map(textOf)
  const statuses = part(/^message\/(?:global-)?delivery-status$/).flatMap(readReportFields)
  const complaint = part(/^message\/feedback-report$/).flatMap(readReportFields)[0]
  const returned = part(
    /^(?:message\/(?:rfc822|global)|(?:text|message)\/(?:rfc822|global)-headers)$/,
  )
  const text = (email.text ?? '').replace(/\r\n?/g, '\n').slice(0, MOST_TEXT)
  const blocks = complaint ? [complaint] : statuses.filter(isRecipient)
  const [type, reason] = typeOf(email, header, { complaint, statuses: blocks })
  return {
    type,
    reason,
    subject: (email.subject ?? '').replace(/[\s\p{Cc}]+/gu, ' ').trim(),
    messageId: /<[^<>\s]{1,990}>/.exec(email.messageId ?? '')?.[0] ?? null,
    blocks,
    text: withoutReturned(text),
    envelope: [
      ...email.headers.filter(({ key }) => ADDRESSED.has(key)).map(({ value }) => value),
      ...[...statuses, ...(complaint ? [complaint] : [])].flatMap((block) => [...block.values()]),
      ...returned,
    ]
      .join('\n')
      .slice(0, MOST_ENVELOPE),
    returned: [header('in-reply-to'), header('references'), ...returned, text]
      .join('\n')
      .slice(0, 2 * MOST_RETURNED),
  }
}

function beginningOf(raw: Uint8Array): Uint8Array {
  let end = -1
  for (let lines = 0; lines < MOST_LINES; lines += 1) {
    end = raw.indexOf(10, end + 1)
    if (end < 0 || end > MOST_BYTES) return raw.subarray(0, MOST_BYTES)
  }
  return raw.subarray(0, end)
}

async function parse(raw: Uint8Array): Promise<Email> {
  try {
    return await PostalMime.parse(raw, { maxNestingDepth: 50, forceRfc822Attachments: true })
  } catch (cause) {
    throw new AppError('INVALID_INPUT', 'This is no mail message that can be read.', { cause })
  }
}

/** The first block is about the message, the others about a recipient each. */
function isRecipient(block: ReportFields): boolean {
  return block.has('action') || block.has('status')
}

function textOf({ content }: Email['attachments'][number]): string {
  const bytes = typeof content === 'string' ? content : new Uint8Array(content)
  const text = typeof bytes === 'string' ? bytes : new TextDecoder('latin1').decode(bytes)
  return text.slice(0, MOST_RETURNED).replace(/\r?\n[ \t]+/g, ' ')
}

type Found = { complaint: ReportFields | undefined; statuses: ReportFields[] }

function typeOf(
  email: Email,
  header: (name: string) => string,
  { complaint, statuses }: Found,
): [type: Report['type'], reason: string] {
  if (complaint) return ['complaint', '']
  if (statuses.length > 0) return ['delivery', '']
  // Before the automatic answers: reports of mail servers are marked as such, too.
  if (isFromMailSystem(email, header)) return ['plain', '']
  if (isAutomatic(email, header)) return ['other', 'An automatic answer, such as of a vacation.']
  return ['other', 'Not a report about a mail.']
}

/** The mail system signs as such (RFC 5321 §6.1 null sender, RFC 2142 names). */
function isFromMailSystem(email: Email, header: (name: string) => string): boolean {
  const local = email.from?.address?.split('@')[0]?.toLowerCase() ?? ''
  if (/^(?:mailer-daemon|mail-daemon|postmaster|mdaemon)$/.test(local)) return true
  if (header('x-failed-recipients') !== '') return true
  const isNullSender = header('return-path').trim() === '<>'
  return isNullSender && /undeliver|deliver|returned mail|failure notice/i.test(email.subject ?? '')
}

/** RFC 3834, and what programs did before it. */
function isAutomatic(email: Email, header: (name: string) => string): boolean {
  return (
    /^\s*auto-/i.test(header('auto-submitted')) ||
    ['x-autoreply', 'x-autorespond', 'x-auto-response-suppress'].some((n) => header(n) !== '') ||
    /^\s*auto_reply/i.test(header('precedence')) ||
    /^(?:automatic reply|auto(?:matic)?[- ]?(?:reply|response)|out of (?:the )?office|abwesenheit)/i.test(
      email.subject ?? '',
    )
  )
}

/** qmail, Exim and others put the message itself below a line that says so: our own words. */
function withoutReturned(text: string): string {
  const cut = text.search(
    /^[->\t ]*(?:below this line is a copy|this is a copy of the message|original message|returned message|forwarded message|message header follows|transcript of)/im,
  )
  return cut < 0 ? text : text.slice(0, cut)
}
