import { domainToASCII, domainToUnicode } from 'node:url'
import DKIM from 'nodemailer/lib/dkim'
import MailComposer from 'nodemailer/lib/mail-composer'
import { AppError } from '../errors.ts'
import type { Mailbox, OutgoingMail } from './mailer.ts'

export interface DkimOptions {
  domainName: string
  keySelector: string
  /** PEM. */
  privateKey: string
}

export interface ComposedMail {
  raw: Buffer
  envelope: { from: string; to: string }
}

/**
 * The bytes of one message, the same whatever carries them, and its SMTP envelope.
 * Throws AppError INVALID_INPUT for an address that could reach somebody else than written.
 */
export async function composeMail(mail: OutgoingMail, dkim?: DkimOptions): Promise<ComposedMail> {
  const from = cleanMailbox(mail.from)
  const to = cleanMailbox(mail.to)
  const node = new MailComposer({
    from,
    to: [to],
    subject: oneLine(mail.subject),
    text: mail.text,
    html: mail.html,
    messageId: mail.messageId,
    date: mail.date ?? new Date(),
    headers: Object.fromEntries(Object.entries(mail.headers).map(([n, v]) => [n, asHeader(v)])),
    disableFileAccess: true,
    disableUrlAccess: true,
    newline: 'win',
  }).compile()
  const raw = await node.build()
  const envelope = {
    from: mail.envelope ? cleanAddress(mail.envelope.from) : from.address,
    to: mail.envelope ? cleanAddress(mail.envelope.to) : to.address,
  }
  return { raw: dkim ? await sign(raw, dkim) : raw, envelope }
}

async function sign(raw: Buffer, options: DkimOptions): Promise<Buffer> {
  const chunks: Buffer[] = []
  for await (const chunk of new DKIM(options).sign(raw))
    chunks.push(Buffer.from(chunk as Uint8Array))
  return Buffer.concat(chunks)
}

function cleanMailbox(mailbox: Mailbox): Mailbox {
  return { name: oneLine(mailbox.name), address: cleanAddress(mailbox.address) }
}

/**
 * Plain addresses only (RFC 5321 dot-string), the domain as it goes over the wire.
 * Quoted local parts, comments, lists and invisible letters are refused: libraries along the
 * way read them differently.
 */
export function cleanAddress(address: string): string {
  const match = /^([^\s"(),:;<>@[\]\\\p{C}]+)@([^\s"(),:;<>@[\]\\\p{C}/?#%]+)$/u.exec(address)
  const [local, domain] = [match?.[1], match?.[2]]
  if (local !== undefined && domain !== undefined && address.length <= 254) {
    const ascii = domainToASCII(domain)
    const written = domain.normalize('NFC').toLowerCase()
    const same = ascii === written || domainToUnicode(ascii) === written
    if (ascii !== '' && same) return `${local}@${ascii}`
  }
  throw new AppError('INVALID_INPUT', `Not a plain mail address: ${JSON.stringify(address)}`)
}

/** ASCII as it stands: left to itself nodemailer encodes a List-Id as a whole, brackets included. */
function asHeader(value: string) {
  const line = oneLine(value)
  return /^[ -~]*$/.test(line) ? { prepared: true, foldLines: true, value: line } : line
}

function oneLine(value: string): string {
  return value
    .replace(/[\u0000-\u001f\u007f\u0085\u2028\u2029]+/g, ' ')
    .replace(/ {2,}/g, ' ')
    .trim()
}
