/**
 * A raw message (RFC 822 and what followed) → what there is to read in it.
 *
 * The plain text is read where it names an address, else the HTML, which is turned into text.
 * Messages that were forwarded as attachments are read after it. Throws INVALID_INPUT for what
 * cannot be parsed; a message without headers or body is one without text.
 */
import PostalMime, { type Email } from 'postal-mime'
import { AppError } from '../../errors.ts'
import { type DecodeBody, prepareMail } from './mail-bytes.ts'
import { mailHtmlToText } from './mail-html.ts'

export interface Mail {
  /** As the sender wrote it, or ''. */
  subject: string
  /** `<…>`, or null. */
  messageId: string | null
  /** Lines end with \n; links of HTML are written as in Markdown. */
  text: string
  /** Addresses by which one leaves a mailing list. */
  unsubscribeUrls: string[]
  /** Why nobody wrote this message to us, or null. */
  automatic: string | null
}

/** Characters that are read; a newsletter has a tenth. */
const LONGEST_TEXT = 500_000
/** Forwarded as attachments. */
const MOST_ATTACHED = 20

export async function readMail(raw: Uint8Array, decodeBody: DecodeBody): Promise<Mail> {
  const email = await parse(prepareMail(raw, decodeBody))
  const texts = [bodyOf(email)]
  for (const content of attachedMessages(email)) texts.push(bodyOf(await parse(content)))
  const header = (name: string) => email.headers.find(({ key }) => key === name)?.value ?? ''
  return {
    subject: (email.subject ?? '')
      .replace(/[\s\p{Cc}]+/gu, ' ')
      .trim()
      .slice(0, 2_000),
    messageId: /<[^<>\s]{1,990}>/.exec(email.messageId ?? '')?.[0] ?? null,
    text: texts.join('\n\n').slice(0, LONGEST_TEXT),
    unsubscribeUrls: [...header('list-unsubscribe').matchAll(/<(https?:[^<>\s]+)>/gi)].map(
      (match) => match[1] ?? '',
    ),
    automatic: automaticReason(header('auto-submitted'), header('content-type')),
  }
}

async function parse(raw: Uint8Array): Promise<Email> {
  try {
    return await PostalMime.parse(raw, { maxNestingDepth: 50, maxRfc822NestingDepth: 3 })
  } catch (cause) {
    throw new AppError('INVALID_INPUT', 'This is no mail message that can be read.', { cause })
  }
}

function bodyOf({ text = '', html = '' }: Email): string {
  const plain = text.replace(/\r\n?/g, '\n')
  return html === '' || /https?:\/\/|\bwww\./i.test(plain) ? plain : mailHtmlToText(html)
}

/** "Forward as attachment": the parser reads only those inside that are shown in place. */
function attachedMessages({ attachments }: Email): Uint8Array[] {
  return attachments
    .filter(({ mimeType }) => mimeType === 'message/rfc822')
    .slice(0, MOST_ATTACHED)
    .map(({ content }) =>
      typeof content === 'string' ? new TextEncoder().encode(content) : new Uint8Array(content),
    )
}

/** RFC 3834: answers of machines would go round and round. What a list or a rule sends on is read. */
function automaticReason(autoSubmitted: string, contentType: string): string | null {
  if (/^\s*auto-replied\b/i.test(autoSubmitted)) return 'This is an automatic reply.'
  if (/^\s*multipart\/report\b/i.test(contentType)) return 'This is a delivery report.'
  return null
}
