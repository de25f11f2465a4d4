import { slotValues } from '../render/fill-slots.ts'
import type { RenderedMail } from '../render/rendered-issue.ts'
import type { DkimSigner } from './dkim.ts'
import type { Mailbox } from './mailbox.ts'
import type { MimeMessage } from './mailer.ts'
import { createMimeTemplate } from './mime-template.ts'
import type { ReturnPaths } from './return-path.ts'
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

export interface IssueSender {
  from: Mailbox
  baseUrl: string
  tokens: UnsubscribeTokens
  /** Undefined: bounces go to `from`. */
  returnPaths?: ReturnPaths | undefined
  now(): Date
  dkim?: DkimSigner | undefined
}

export interface IssueRecipient {
  subscriberId: number
  email: string
  name: string
  /** The reader wants no HTML. */
  isTextOnly?: boolean
}

export type IssueMessages = (recipient: IssueRecipient) => Promise<MimeMessage>

/**
 * Encodes an issue's mail once; the answer makes each reader's message of it, the same at every
 * attempt but for its date. `test` gives the same message with a subject and an id of its own.
 * Throws AppError INVALID_INPUT for an address that is not plain.
 */
export function createIssueMessages(
  issueId: number,
  { mail, listId, publication, slug }: IssueMail,
  sender: IssueSender,
  test?: { id: string },
): IssueMessages {
  const host = sender.from.address.split('@').at(-1) ?? 'localhost'
  const common = {
    from: sender.from,
    subject: test ? `[Test] ${mail.subject}` : mail.subject,
    text: mail.text,
    slots: { ...mail.slots },
    headers: {
      'List-Id': `${phrase(publication.name)} <${listId.replace(/[^A-Za-z0-9.-]/g, '-')}>`,
      'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
      'Feedback-ID': `issue-${issueId}:issue:linkletter:${host}`,
    },
    dkim: sender.dkim,
  }
  const whole = createMimeTemplate({ ...common, html: mail.html })
  const plain = createMimeTemplate({ ...common, html: null })
  const kind = test ? `test-${test.id}-` : 'issue-'

  return async ({ subscriberId, email, name, isTextOnly = false }) => {
    const token = sender.tokens.create({ issueId, subscriberId })
    const unsubscribeUrl = `${sender.baseUrl.replace(/\/$/, '')}/unsubscribe/${token}`
    // Where bounces are read by a machine, these are, too.
    const mailbox = sender.returnPaths?.address ?? sender.from.address
    const mailto = `mailto:${mailbox}?subject=unsubscribe%20${token}`
    const key = sender.tokens.messageKey({ issueId, subscriberId })
    const values = slotValues({
      unsubscribeUrl,
      reason: `You get this because you subscribed to ${publication.name} with ${email}.`,
      ...(mail.slots.preferencesUrl !== undefined && {
        preferencesUrl: `${sender.baseUrl.replace(/\/$/, '')}/preferences/${sender.tokens.createPreferences({ issueId, subscriberId })}`,
      }),
    })
    return (isTextOnly ? plain : whole).fill({
      to: { name, address: email },
      messageId: `<${kind}${issueId}.${subscriberId}.${key}@${host}>`,
      date: sender.now(),
      ...(sender.returnPaths && {
        returnPath: sender.returnPaths.create({ issueId, subscriberId }),
      }),
      headers: { 'List-Unsubscribe': `<${unsubscribeUrl}>, <${mailto}>` },
      text: values.text,
      html: values.html,
      fileName: `${test ? 'test-' : ''}${slug ?? `issue-${issueId}`}-${test ? email : subscriberId}`,
    })
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
