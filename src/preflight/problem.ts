import type { Issue } from '../domain/issue.ts'
import type { EnrichmentStatus } from '../domain/link.ts'
import type { Month } from '../domain/month.ts'

export const CHECKS = [
  'empty',
  'note',
  'placeholder',
  'author',
  'dead',
  'unread',
  'repeated',
  'address',
  'image',
  'markdown',
  'section',
  'subject',
  'size',
  'sender',
  'test',
] as const
export type Check = (typeof CHECKS)[number]

/**
 * must    readers would be served badly: without the owner's word it is not sent by itself
 * should  worth a look
 */
export type Level = 'must' | 'should'

export interface Problem {
  check: Check
  level: Level
  /** The same as long as the problem is: by it the owner says "I know". */
  key: string
  /** What it is about, e.g. the title of an entry; empty for the issue itself. */
  about: string
  /** What the sentence of the check needs besides: a month, a word, a reason. */
  detail: string
  /** Where it is mended. */
  href: string
}

/** All that the checks look at. */
export interface Facts {
  issue: Issue
  subject: string
  htmlBytes: number
  /** Of the mail as it would be sent now. */
  hash: string
  /** Hash of the test mail that was sent last. */
  testedHash: string | null
  /** By link: newest earlier issue that has it. */
  published: ReadonlyMap<number, Month>
  /** By link: whether its page has been read, and why not. */
  reading: ReadonlyMap<number, { status: EnrichmentStatus; error: string | null }>
  /** What is wrong with the sender's domain, a sentence each. */
  senderFaults: string[]
}
