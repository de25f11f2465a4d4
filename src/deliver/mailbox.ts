import { domainToASCII, domainToUnicode } from 'node:url'
import { AppError } from '../errors.ts'

/** A mailbox as two values, never as one string: mail libraries read lists out of strings. */
export interface Mailbox {
  name: string
  address: string
}

/** Throws AppError INVALID_INPUT like `cleanAddress`. */
export function cleanMailbox(mailbox: Mailbox): Mailbox {
  return { name: oneLine(mailbox.name), address: cleanAddress(mailbox.address) }
}

/**
 * Plain addresses only (RFC 5321 dot-string), the domain as it goes over the wire.
 * Quoted local parts, comments, lists and invisible letters are refused: libraries along the
 * way read them differently. Throws AppError INVALID_INPUT.
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

/** Control characters and line ends out: what is left cannot start a header of its own. */
export function oneLine(value: string): string {
  return value
    .replace(/[\u0000-\u001f\u007f\u0085\u2028\u2029]+/g, ' ')
    .replace(/ {2,}/g, ' ')
    .trim()
}
