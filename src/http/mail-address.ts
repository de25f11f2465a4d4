import { isAppError } from '../errors.ts'
import { readEmail } from '../subscriber-service.ts'

export function isMailAddress(text: string): boolean {
  try {
    readEmail(text)
    return true
  } catch (error) {
    if (isAppError(error, 'INVALID_INPUT')) return false
    throw error
  }
}

/** A link that can hold nothing but the address, whatever signs are in it (RFC 6068 §2). */
export function mailtoOf(address: string, subject?: string): string {
  const to = encodeURIComponent(address.toWellFormed()).replace('%40', '@')
  return subject === undefined
    ? `mailto:${to}`
    : `mailto:${to}?subject=${encodeURIComponent(subject.toWellFormed())}`
}
