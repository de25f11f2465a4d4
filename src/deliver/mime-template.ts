/**
 * A message encoded once, with places where each recipient's values go.
 *
 * Both parts are quoted-printable. Around a place stand soft line breaks (RFC 2045 §6.7 rule 5),
 * so that a value of any length is encoded by itself and no other line moves. Encoding and
 * headers are nodemailer's.
 */
import MailComposer from 'nodemailer/lib/mail-composer'
import MimeNode from 'nodemailer/lib/mime-node'
import { encode, wrap } from 'nodemailer/lib/qp'
import { createBodyHasher, type DkimSigner, type HeaderLine } from './dkim.ts'
import { cleanAddress, cleanMailbox, type Mailbox, oneLine } from './mailbox.ts'
import type { MimeMessage } from './mailer.ts'

export interface MimeTemplateOptions {
  from: Mailbox
  subject: string
  text: string
  /** Null for a message that is plain text alone. */
  html: string | null
  /** Headers that are the same for all. */
  headers?: Record<string, string>
  /** Name of a place → the marker that stands for it in `text` and `html`. */
  slots?: Record<string, string>
  dkim?: DkimSigner | undefined
}

export interface MimeRecipient {
  to: Mailbox
  messageId: string
  date: Date
  /** Headers of this message, ASCII; folded where they are longer than a line. */
  headers?: Record<string, string>
  /** Name of a place → its value, plain in `text` and markup in `html`. */
  text?: Record<string, string>
  html?: Record<string, string>
  /** Where bounces go; the address of `from` when absent. */
  returnPath?: string
  fileName?: string
}

export type MimeTemplate = ReturnType<typeof createMimeTemplate>

/** Two characters less than 76, because a dot at the start of a line becomes `=2E`. */
const LINE_LENGTH = 74
const SOFT_BREAK = '=\r\n'

interface Slot {
  part: 'text' | 'html'
  name: string
}

/** Throws AppError INVALID_INPUT for a sender that could be read as somebody else. */
export function createMimeTemplate(options: MimeTemplateOptions) {
  const from = cleanMailbox(options.from)
  const { lines, boundary } = constantHeaders({ ...options, from })
  const pieces = joinPieces(bodyPieces(options, boundary))
  const [first, ...others] = pieces
  const start = Buffer.isBuffer(first) ? first : Buffer.alloc(0)
  const rest = Buffer.isBuffer(first) ? others : pieces
  const hashBody = createBodyHasher(start)
  const before = headerBlock(lines.slice(0, 2))
  const behind = `${headerBlock(lines.slice(2))}\r\n`

  return {
    /** Throws AppError INVALID_INPUT for an address that could reach somebody else than written. */
    async fill(recipient: MimeRecipient): Promise<MimeMessage> {
      const to = cleanMailbox(recipient.to)
      const own: HeaderLine[] = [
        ['To', toHeader(to)],
        ['Message-ID', oneLine(recipient.messageId)],
        ['Date', rfc5322Date(recipient.date)],
        ...Object.entries(recipient.headers ?? {}).map(([name, value]) => headerLine(name, value)),
      ]
      const filled = rest.map((piece) =>
        Buffer.isBuffer(piece) ? piece : encodeSlot(recipient[piece.part]?.[piece.name] ?? ''),
      )
      let head = before + headerBlock(own) + behind
      if (options.dkim) {
        const headers = [...lines.slice(0, 2), ...own, ...lines.slice(2)]
        const signature = await options.dkim.sign(headers, hashBody(filled))
        head = headerBlock([['DKIM-Signature', signature]]) + head
      }
      return {
        chunks: [Buffer.from(head, 'utf8'), start, ...filled],
        envelope: {
          from: recipient.returnPath ? cleanAddress(recipient.returnPath) : from.address,
          to: to.address,
        },
        messageId: recipient.messageId,
        ...(recipient.fileName !== undefined && { fileName: recipient.fileName }),
      }
    },
  }
}

function headerBlock(lines: readonly HeaderLine[]): string {
  let block = ''
  for (const [name, value] of lines) block += `${name}: ${value}\r\n`
  return block
}

/** From and Subject first, then the other headers that all messages share. */
function constantHeaders(options: MimeTemplateOptions) {
  const node = new MailComposer({
    from: options.from,
    subject: oneLine(options.subject),
    text: '.',
    ...(options.html !== null && { html: '.' }),
    headers: Object.fromEntries(
      Object.entries(options.headers ?? {}).map(([name, value]) => [name, asHeader(value)]),
    ),
  }).compile()
  const all = readHeaders(node.buildHeaders())
  const isPlain = options.html === null
  const elsewhere = new Set([
    ...['to', 'message-id', 'date', 'from', 'subject'],
    ...(isPlain ? ['content-type', 'content-transfer-encoding'] : []),
  ])
  const named = (wanted: string) => all.filter(([name]) => name.toLowerCase() === wanted)
  const lines = [
    ...named('from'),
    ...named('subject'),
    ...all.filter(([name]) => !elsewhere.has(name.toLowerCase())),
    ...(isPlain ? partHeaders('plain') : []),
  ]
  const type = named('content-type')[0]?.[1] ?? ''
  const boundary = /boundary="([^"]+)"/.exec(type)?.[1]
  return { lines, boundary: isPlain ? undefined : boundary }
}

function readHeaders(block: string): HeaderLine[] {
  return block
    .trimEnd()
    .split(/\r?\n(?![ \t])/)
    .map((line) => {
      const colon = line.indexOf(':')
      return [
        line.slice(0, colon),
        line
          .slice(colon + 1)
          .replace(/\r?\n/g, '\r\n')
          .trim(),
      ]
    })
}

/** ASCII as it stands: left to itself nodemailer encodes a List-Id as a whole, brackets included. */
function asHeader(value: string) {
  const line = oneLine(value)
  return /^[ -~]*$/.test(line) ? { prepared: true, foldLines: true, value: line } : line
}

function headerLine(name: string, value: string): HeaderLine {
  // Folded between addresses only: an address itself must not be torn.
  const line = oneLine(value)
  return [name, line.length + name.length > 74 ? line.replaceAll(', <', ',\r\n <') : line]
}

function toHeader(to: Mailbox): string {
  if (to.name === '' && /^[ -~]*$/.test(to.address)) return to.address
  const block = new MimeNode('text/plain').setHeader('To', [to]).buildHeaders()
  return readHeaders(block).find(([name]) => name === 'To')?.[1] ?? to.address
}

/** RFC 5322 §3.3. */
function rfc5322Date(date: Date): string {
  return date.toUTCString().replace('GMT', '+0000')
}

function partHeaders(type: 'plain' | 'html'): HeaderLine[] {
  return [
    ['Content-Type', `text/${type}; charset=utf-8`],
    ['Content-Transfer-Encoding', 'quoted-printable'],
  ]
}

/** The body as encoded text and places, in order. Without a boundary it is the text alone. */
function bodyPieces(
  { text, html, slots = {} }: MimeTemplateOptions,
  boundary: string | undefined,
): (string | Slot)[] {
  if (boundary === undefined || html === null) {
    // One line end at the end and no more: empty lines there are not part of what DKIM hashes.
    const only = partPieces('text', text.trimEnd(), slots)
    const endsInSlot = only.length > 1 && only.at(-1) === ''
    return endsInSlot ? only : [...only, '\r\n']
  }
  const head = (type: 'plain' | 'html') => {
    const lines = partHeaders(type).map(([name, value]) => `${name}: ${value}\r\n`)
    return `--${boundary}\r\n${lines.join('')}\r\n`
  }
  return [
    head('plain'),
    ...partPieces('text', text, slots),
    `\r\n${head('html')}`,
    ...partPieces('html', html, slots),
    `\r\n--${boundary}--\r\n`,
  ]
}

/** Text between two places as one run of bytes. */
function joinPieces(raw: (string | Slot)[]): (Buffer | Slot)[] {
  const pieces: (Buffer | Slot)[] = []
  let text = ''
  for (const piece of raw) {
    if (typeof piece === 'string') text += piece
    else {
      pieces.push(Buffer.from(text, 'latin1'), piece)
      text = ''
    }
  }
  return [...pieces, Buffer.from(text, 'latin1')]
}

function partPieces(
  part: Slot['part'],
  body: string,
  slots: Record<string, string>,
): (string | Slot)[] {
  const names = new Map(Object.entries(slots).map(([name, marker]) => [marker, name]))
  const withCrlf = body.replace(/\r?\n|\r/g, '\r\n')
  if (names.size === 0) return [quotedPrintable(withCrlf)]
  const escaped = [...names.keys()].map((marker) => marker.replace(/[^\w-]/g, '\\$&'))
  return withCrlf.split(new RegExp(`(${escaped.join('|')})`)).map((piece, index, all) => {
    const name = index % 2 === 1 ? names.get(piece) : undefined
    if (name !== undefined) return { part, name }
    const encoded = quotedPrintable(piece)
    const isLast = index === all.length - 1
    return isLast || encoded === '' || encoded.endsWith('\n') ? encoded : encoded + SOFT_BREAK
  })
}

/** Letters that quoted-printable leaves alone, and no blank or dot where it would matter. */
const NEEDS_NO_ENCODING = /^[!-<>-~](?:[ -<>-~]*[!-<>-~])?$/

function encodeSlot(value: string): Buffer {
  if (NEEDS_NO_ENCODING.test(value)) return Buffer.from(breakLines(value), 'latin1')
  return Buffer.from(value === '' ? '' : quotedPrintable(value) + SOFT_BREAK, 'latin1')
}

/** Each line ends in a soft line break; a dot at its start is written out. */
function breakLines(plain: string): string {
  let lines = ''
  for (let at = 0; at < plain.length; at += LINE_LENGTH - 1) {
    const line = plain.slice(at, at + LINE_LENGTH - 1)
    lines += (line.startsWith('.') ? `=2E${line.slice(1)}` : line) + SOFT_BREAK
  }
  return lines
}

function quotedPrintable(text: string): string {
  return wrap(encode(text), LINE_LENGTH).replace(/^\./gm, '=2E')
}
