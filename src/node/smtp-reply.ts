import type { LaneFailure, SendOutcome } from '../deliver/mailer.ts'
import { messageOf } from '../errors.ts'
import type { SmtpAnswer } from './smtp-answers.ts'
import { UnsafeConnection } from './smtp-tls.ts'

/** The fields nodemailer puts on its errors. */
interface SmtpError {
  code?: string
  command?: string
  response?: string
  responseCode?: number
}

/**
 * What it means that no connection could be opened: nothing was tried with any recipient.
 * Credentials, encryption and policy are about us; all else may pass.
 */
export function outcomeOfError(error: unknown): LaneFailure {
  if (error instanceof UnsafeConnection) return { state: 'refused', reply: error.message }
  const { code, command, response, responseCode }: SmtpError =
    typeof error === 'object' && error !== null ? error : {}
  const reply = cleanReply(response ?? messageOf(error))
  if (responseCode !== undefined && response !== undefined && responseCode >= 500) {
    const outcome = outcomeOfAnswer({ code: responseCode, text: response }, command ?? '')
    return outcome.state === 'refused' ? outcome : { state: 'deferred', reply, slowDown: true }
  }
  if (code === 'EAUTH' || code === 'ENOAUTH') return { state: 'refused', reply }
  return { state: 'deferred', reply, slowDown: true }
}

/** What a negative answer to a command means for the recipient and for the run. */
export function outcomeOfAnswer(
  { code, text }: SmtpAnswer,
  command: 'MAIL FROM' | 'RCPT TO' | 'DATA' | (string & {}),
): Exclude<SendOutcome, { state: 'sent' | 'unknown' }> {
  const reply = cleanReply(text)
  const enhanced = /^\d{3}[ -](\d\.\d{1,3}\.\d{1,3})\b/.exec(text)?.[1] ?? ''
  const aboutRecipient = command === 'RCPT TO' || command === 'DATA'
  // 503 says that the session is out of step, not that the message is unwelcome.
  if (code < 500 || code === 503) {
    return {
      state: 'deferred',
      reply,
      ...((code === 421 || !aboutRecipient) && { slowDown: true }),
    }
  }
  const refusesUs =
    !aboutRecipient || [530, 534, 535, 538].includes(code) || enhanced.startsWith('5.7.')
  if (refusesUs) return { state: 'refused', reply }
  // 5.1.7 and 5.1.8 are about the sender's address.
  const noSuchAddress = [550, 551, 553].includes(code) && /^5\.1\.(?!7$|8$)\d+$/.test(enhanced)
  return noSuchAddress ? { state: 'failed', reply, suppress: true } : { state: 'failed', reply }
}

export function cleanReply(reply: string): string {
  return reply.replace(/\s+/g, ' ').trim().slice(0, 500)
}
