import type { SendOutcome } from '../deliver/mailer.ts'
import { messageOf } from '../errors.ts'

/** The fields nodemailer puts on its errors. */
interface SmtpError {
  code?: string
  command?: string
  response?: string
  responseCode?: number
}

/**
 * What an SMTP failure means for the recipient and for the run.
 *
 * `handedOver`: all bytes including the final dot had left. Then only a whole reply to DATA is an
 * answer; a lost connection, a timeout or half a reply leave the message's fate unknown
 * (RFC 1047), while before the dot they mean that nothing was taken.
 */
export function outcomeOfError(error: unknown, handedOver: boolean): SendOutcome {
  const { code, command, response, responseCode }: SmtpError =
    typeof error === 'object' && error !== null ? error : {}
  const reply = cleanReply(response ?? messageOf(error))
  const answered = responseCode !== undefined && response !== undefined
  if (handedOver && !(answered && command === 'DATA')) return { state: 'unknown', reply }
  if (!answered) {
    if (code === 'EAUTH' || code === 'ENOAUTH') return { state: 'refused', reply }
    if (code === 'EENVELOPE' && command === 'API') return { state: 'failed', reply }
    if (code === 'EMESSAGE') return { state: 'failed', reply }
    return { state: 'deferred', reply, slowDown: true }
  }
  return outcomeOfReply({ responseCode, response, command: command ?? '', reply })
}

function outcomeOfReply(answer: {
  responseCode: number
  response: string
  command: string
  reply: string
}): SendOutcome {
  const { responseCode, command, reply } = answer
  const enhanced = /^\d{3}[ -](\d\.\d{1,3}\.\d{1,3})\b/.exec(answer.response)?.[1] ?? ''
  const aboutRecipient = command === 'RCPT TO' || command === 'DATA'
  // 503 says that the session is out of step, not that the message is unwelcome.
  if (responseCode < 500 || responseCode === 503) {
    return {
      state: 'deferred',
      reply,
      ...((responseCode === 421 || !aboutRecipient) && { slowDown: true }),
    }
  }
  const refusesUs =
    !aboutRecipient || [530, 534, 535, 538].includes(responseCode) || enhanced.startsWith('5.7.')
  if (refusesUs) return { state: 'refused', reply }
  // 5.1.7 and 5.1.8 are about the sender's address.
  const noSuchAddress =
    [550, 551, 553].includes(responseCode) && /^5\.1\.(?!7$|8$)\d+$/.test(enhanced)
  return noSuchAddress ? { state: 'failed', reply, suppress: true } : { state: 'failed', reply }
}

export function cleanReply(reply: string): string {
  return reply.replace(/\s+/g, ' ').trim().slice(0, 500)
}
