/**
 * A message that came in by a hook → saved links.
 *
 * A message is taken once: its Message-ID and its links are one commit. A mail without links is
 * an answer with a reason, not an error, because a mail pipe would bounce it or try for days.
 */
import { createHash } from 'node:crypto'
import type { Link } from '../../domain/link.ts'
import { isAppError } from '../../errors.ts'
import { insertInboundMessage } from '../../store/inbound-messages.ts'
import type { NewLink } from '../../store/links.ts'
import type { Db } from '../../store/schema.ts'
import { type CleanUrl, cleanUrl } from '../clean-url.ts'
import { addOrMerge, type SaveLinkDeps } from '../save-link.ts'
import type { DecodeBody } from './mail-bytes.ts'
import { linksOf, type MailLink } from './mail-links.ts'
import { ownLines } from './own-text.ts'
import { type Mail, readMail } from './read-mail.ts'
import { readSubject, type Subject } from './read-subject.ts'

export interface ReceivedMail {
  links: { link: Link; isNew: boolean }[]
  rejected: { url: string; reason: string }[]
  /** Why nothing, or not everything, was saved. */
  reason: string | null
}

/** Links of one mail; what has more is a list that nobody picked from. */
export const MOST_MAIL_LINKS = 50

interface ChosenLink extends MailLink {
  address: CleanUrl
}

export interface ReceiveMailDeps extends SaveLinkDeps {
  /** Bytes → text, by what they look like. */
  decodeBody: DecodeBody
}

export function createReceiveMail(deps: ReceiveMailDeps) {
  const { db, now, fetchAllow, enqueueEnrichment } = deps

  /** Throws INVALID_INPUT when `raw` is no message. */
  return async function receiveMail(raw: Uint8Array, hookId: number): Promise<ReceivedMail> {
    const mail = await readMail(raw, deps.decodeBody)
    const subject = readSubject(mail.subject)
    const { chosen, rejected, reason } = chooseLinks(mail, subject)
    const savedAt = now()
    return db.transaction().execute(async (trx) => {
      const isFirst = await insertInboundMessage(trx, {
        messageHash: hash(mail.messageId ?? raw),
        hookId,
        saved: chosen.length,
        reason,
        receivedAt: savedAt,
      })
      if (!isFirst)
        return {
          links: [],
          rejected: [],
          reason: 'This message was taken before. Nothing is saved twice.',
        }
      const title = chosen.length === 1 ? titleOf(subject, chosen[0]) : null
      const links: ReceivedMail['links'] = []
      for (const each of chosen) {
        const link = toNewLink(each, { title, tags: subject.tags, savedAt })
        links.push(await save(trx, link))
      }
      return { links, rejected, reason }
    })
  }

  async function save(trx: Db, link: NewLink) {
    return addOrMerge(trx, link, { now: link.savedAt, enqueueEnrichment })
  }

  function chooseLinks(mail: Mail, { isReply }: Subject) {
    const rejected: ReceivedMail['rejected'] = []
    if (mail.automatic !== null)
      return { chosen: [], rejected, reason: `${mail.automatic} It was not read.` }
    const chosen = new Map<string, ChosenLink>()
    let tooMany = 0
    for (const link of linksOf(ownLines(mail.text, isReply), mail.unsubscribeUrls)) {
      const address = addressOf(link, fetchAllow, rejected)
      if (!address) continue
      const known = chosen.get(address.dedupeKey)
      if (known) known.note = joined(known.note, link.note)
      else if (chosen.size < MOST_MAIL_LINKS) chosen.set(address.dedupeKey, { ...link, address })
      else tooMany++
    }
    return {
      chosen: [...chosen.values()],
      rejected,
      reason: reasonOf(chosen.size, tooMany, rejected),
    }
  }
}

function addressOf(
  { url }: MailLink,
  fetchAllow: readonly string[],
  rejected: ReceivedMail['rejected'],
): CleanUrl | null {
  try {
    return cleanUrl(url, fetchAllow)
  } catch (error) {
    if (!isAppError(error, 'INVALID_URL')) throw error
    if (rejected.length < MOST_MAIL_LINKS)
      rejected.push({ url: url.slice(0, 500).toWellFormed(), reason: error.message })
    return null
  }
}

function reasonOf(
  saved: number,
  tooMany: number,
  rejected: ReceivedMail['rejected'],
): string | null {
  if (tooMany > 0)
    return `The mail has more than ${MOST_MAIL_LINKS} links; the first ${MOST_MAIL_LINKS} are saved, ${tooMany} are not.`
  if (saved > 0) return null
  return rejected.length > 0
    ? 'None of the addresses in the mail can be saved.'
    : 'There is no link in the mail. Write the address on a line of its own, your note above it.'
}

/** A shared page comes with its title for a subject; an address is none. */
function titleOf({ title }: Subject, link: ChosenLink | undefined): string | null {
  const bare = (text: string) =>
    text
      .toLowerCase()
      .replace(/^https?:\/\//, '')
      .replace(/^www\.|\/$/g, '')
  const isAddress =
    link !== undefined && [link.url, link.address.url].map(bare).includes(bare(title))
  return title === '' || isAddress || /^(?:https?:\/\/|www\.)\S+$/i.test(title) ? null : title
}

function toNewLink(
  { address, note }: ChosenLink,
  { title, tags, savedAt }: { title: string | null; tags: string[]; savedAt: Date },
): NewLink {
  return {
    url: address.url,
    dedupeKey: address.dedupeKey,
    title,
    authors: [],
    // Programs that share a page put its title above the address as well.
    note: title !== null && sameWords(note, title) ? '' : note,
    section: null,
    tags,
    via: null,
    month: null,
    savedAt,
    provenance: title === null ? {} : { title: 'owner' },
  }
}

function sameWords(a: string, b: string): boolean {
  const words = (text: string) =>
    text
      .toLowerCase()
      .replace(/[^\p{L}\p{N}]+/gu, ' ')
      .trim()
  return words(a) === words(b)
}

function joined(first: string, second: string): string {
  if (first.includes(second)) return first
  return first === '' ? second : `${first}\n\n${second}`
}

function hash(id: string | Uint8Array): string {
  return createHash('sha256').update(id).digest('base64url')
}
