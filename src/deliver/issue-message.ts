import { fillSlots } from '../render/fill-slots.ts'
import type { RenderedMail } from '../render/rendered-issue.ts'
import type { Mailbox, OutgoingMail } from './mailer.ts'
import type { UnsubscribeTokens } from './unsubscribe-token.ts'

/** What one issue's mails have in common; loaded once a run. */
export interface IssueMail {
  mail: Pick<RenderedMail, 'subject' | 'html' | 'text' | 'slots'>
  /** Without angle brackets, e.g. `links.example.org`. */
  listId: string
  publication: { name: string; locale: string }
  /** Used for the names of outbox files. */
  slug?: string
}

/** The message for one reader, the same at every attempt but for its date. */
export function issueMessage(
  { mail, listId, publication, slug }: IssueMail,
  to: { issueId: number; subscriberId: number; email: string; name: string },
  sender: { from: Mailbox; baseUrl: string; tokens: UnsubscribeTokens },
): OutgoingMail {
  const { issueId, subscriberId } = to
  const token = sender.tokens.create({ issueId, subscriberId })
  const unsubscribeUrl = `${sender.baseUrl.replace(/\/$/, '')}/unsubscribe/${token}`
  const filled = fillSlots(mail, {
    unsubscribeUrl,
    reason: `You get this because you subscribed to ${publication.name} with ${to.email}.`,
    ...(mail.slots.preferencesUrl !== undefined && {
      preferencesUrl: unsubscribeUrl.replace('/unsubscribe/', '/preferences/'),
    }),
  })
  const host = sender.from.address.split('@').at(-1) ?? 'localhost'
  const key = sender.tokens.messageKey({ issueId, subscriberId })
  const mailto = `mailto:${sender.from.address}?subject=unsubscribe%20${token}`
  return {
    from: sender.from,
    to: { name: to.name, address: to.email },
    subject: mail.subject,
    html: filled.html,
    text: filled.text,
    messageId: `<issue-${issueId}.${subscriberId}.${key}@${host}>`,
    headers: {
      'List-Id': `${phrase(publication.name)} <${listId.replace(/[^A-Za-z0-9.-]/g, '-')}>`,
      'List-Unsubscribe': `<${unsubscribeUrl}>, <${mailto}>`,
      'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
      'Feedback-ID': `issue-${issueId}:issue:linkletter:${host}`,
    },
    fileName: `${slug ?? `issue-${issueId}`}-${subscriberId}`,
  }
}

/** A name before angle brackets (RFC 5322 phrase): quoted, or as encoded-words beyond ASCII. */
function phrase(name: string): string {
  const line = name.replace(/[\u0000-\u001f\u007f]+/g, ' ').trim()
  if (/^[ -~]*$/.test(line)) return `"${line.replace(/(["\\])/g, '\\$1')}"`
  const words: string[] = []
  let word = ''
  for (const letter of line) {
    if (Buffer.byteLength(word + letter) > 45) {
      words.push(word)
      word = ''
    }
    word += letter
  }
  words.push(word)
  return words.map((part) => `=?utf-8?B?${Buffer.from(part).toString('base64')}?=`).join(' ')
}
