import { timingSafeEqual } from 'node:crypto'
import type { Db } from '../../store/schema.ts'
import { findSubscriber } from '../../store/subscribers.ts'
import type { ReturnPaths } from '../return-path.ts'
import type { RecipientOfIssue, UnsubscribeTokens } from '../unsubscribe-token.ts'

const LARGEST_ID = 2_147_483_647
/** Each costs a MAC; a report names one or two. */
const MOST_CANDIDATES = 50
const MESSAGE_ID = /issue-(\d{1,10})\.(\d{1,10})\.([0-9a-f]{20})@/gi

export interface RecipientProofs {
  tokens: UnsubscribeTokens
  /** Undefined when bounces go to MAIL_FROM. */
  returnPaths: ReturnPaths | undefined
}

/**
 * Whose message a report is about: by a return path in `envelope`, else by the Message-ID of one
 * of our messages in `returned`. Both hold a MAC, so that nobody can report a mail that he did
 * not get. Null when there is no genuine one.
 */
export function findRecipient(
  { tokens, returnPaths }: RecipientProofs,
  { envelope, returned }: { envelope: string; returned: string },
): RecipientOfIssue | null {
  return returnPaths?.find(envelope) ?? findMessageId(tokens, returned)
}

/**
 * The address of the reader whom a mail about no issue (a confirmation, a goodbye) did not reach,
 * by its return path. Null where nobody has the address that was mailed, or nothing is genuine.
 */
export async function findServiceMailAddress(
  db: Db,
  returnPaths: ReturnPaths | undefined,
  envelope: string,
): Promise<string | null> {
  for (const path of returnPaths?.findServiceMails(envelope) ?? []) {
    const reader = await findSubscriber(db, path.subscriberId)
    if (reader && path.isOf(reader.email)) return reader.email
  }
  return null
}

function findMessageId(tokens: UnsubscribeTokens, text: string): RecipientOfIssue | null {
  for (const [, issue, subscriber, key = ''] of text.matchAll(MESSAGE_ID).take(MOST_CANDIDATES)) {
    const recipient = { issueId: Number(issue), subscriberId: Number(subscriber) }
    if (recipient.issueId > LARGEST_ID || recipient.subscriberId > LARGEST_ID) continue
    const wanted = Buffer.from(tokens.messageKey(recipient))
    const given = Buffer.from(key.toLowerCase())
    if (wanted.length === given.length && timingSafeEqual(wanted, given)) return recipient
  }
  return null
}
