import { createHash } from 'node:crypto'
import type { FeedbackEvent, FeedbackOutcome } from '../../domain/feedback.ts'
import type { Database } from '../../store/schema.ts'
import type { RecipientOfIssue } from '../unsubscribe-token.ts'
import { classifyBounce, classifyWords } from './classify-bounce.ts'
import { findRecipient, findServiceMailAddress, type RecipientProofs } from './find-recipient.ts'
import { type Report, readReport } from './read-report.ts'
import { recordFeedback } from './record-feedback.ts'
import { addressOfField, type ReportFields } from './report-fields.ts'

export interface ReceiveReportDeps extends RecipientProofs {
  db: Database
  now: () => Date
  /** Takes effect before the next mail is marked as leaving. */
  unsubscribe(subscriberId: number): Promise<void>
}

type Verdict = Pick<FeedbackEvent, 'kind' | 'reason'> | { ignored: string }

/** Complaints about something else than that the mail was unwanted. */
const NO_COMPLAINT = new Set(['not-spam', 'auth-failure', 'dmarc'])
/** Plain text that says that the server goes on trying. */
const STILL_TRYING = /\b(?:will (?:be retried|keep trying|retry)|not yet been delivered|delayed)\b/i

export type ReceiveReport = ReturnType<typeof createReceiveReport>

/**
 * A raw message to the bounce address: a bounce, a complaint, or "unsubscribe TOKEN" from a mail
 * program. Throws AppError INVALID_INPUT when it is no message; everything else has an outcome.
 */
export function createReceiveReport(deps: ReceiveReportDeps) {
  return async function receiveReport(raw: Uint8Array): Promise<FeedbackOutcome> {
    const report = await readReport(raw)
    const leaving = readUnsubscribe(deps, report.subject)
    if (leaving) {
      await deps.unsubscribe(leaving.subscriberId)
      return { result: 'unsubscribed', reason: 'The reader left by mail.' }
    }
    if (report.type === 'other') return { result: 'ignored', reason: report.reason }
    const recipient = findRecipient(deps, report)
    const email = recipient
      ? null
      : await findServiceMailAddress(deps.db, deps.returnPaths, report.envelope)
    if (!recipient && email === null)
      return {
        result: 'ignored',
        reason: 'It names no mail of ours: neither our return path nor our Message-ID.',
      }
    const verdict = judge(report)
    if ('ignored' in verdict) return { result: 'ignored', reason: verdict.ignored }
    const key = `${verdict.kind === 'complaint' ? 'arf' : 'dsn'}:${recipient?.issueId ?? 'service'}:${report.messageId ?? hash(raw)}`
    return deps.db.transaction().execute((trx) =>
      recordFeedback(
        trx,
        {
          ...verdict,
          source: 'report',
          key,
          recipient,
          email,
        },
        deps.now(),
      ),
    )
  }
}

/** RFC 2369 mailto, as our List-Unsubscribe writes it. */
function readUnsubscribe({ tokens }: RecipientProofs, subject: string): RecipientOfIssue | null {
  const token = /^(?:(?:re|aw|fwd?):\s*)*unsubscribe\s+([A-Za-z0-9_-]{44})\s*$/i.exec(subject)?.[1]
  return token === undefined ? null : tokens.read(token)
}

function judge({ type, blocks, text, subject }: Report): Verdict {
  if (type === 'complaint') return judgeComplaint(blocks[0] ?? new Map())
  if (type === 'delivery') return judgeDelivery(blocks)
  if (STILL_TRYING.test(text) || STILL_TRYING.test(subject))
    return { ignored: 'The server goes on trying.' }
  const words = text.slice(0, 3_000)
  const answer = answerIn(words)
  return answer === undefined
    ? { kind: classifyWords(words) ?? 'soft', reason: words.trim() || subject }
    : { kind: classifyBounce('', answer), reason: answer }
}

function judgeComplaint(fields: ReportFields): Verdict {
  const type = fields.get('feedback-type')?.toLowerCase() ?? 'abuse'
  if (NO_COMPLAINT.has(type)) return { ignored: `Not a complaint: feedback type ${type}.` }
  const by = fields.get('reporting-mta') ?? fields.get('user-agent') ?? 'a mail provider'
  return { kind: 'complaint', reason: `Complaint (${type}), reported by ${by}` }
}

/**
 * One of our messages has one recipient; several blocks mean that it was sent on to several
 * places. The mildest counts, because some of them may be reached.
 */
function judgeDelivery(blocks: ReportFields[]): Verdict {
  const failed = blocks.filter(hasFailed)
  if (failed.length < blocks.length || failed.length === 0)
    return { ignored: 'The server goes on trying, or has delivered it.' }
  const verdicts = failed.map((block) => {
    const words = (block.get('diagnostic-code') ?? '').replace(/^[\w-]+\s*;\s*/, '')
    const status = /\d\.\d{1,3}\.\d{1,3}/.exec(block.get('status') ?? '')?.[0] ?? ''
    return {
      kind: classifyBounce(status, words),
      reason: words || `Status ${status || 'unknown'} of ${hostOf(block)}`,
    }
  })
  return verdicts.find(({ kind }) => kind !== 'hard') ?? (verdicts[0] as (typeof verdicts)[number])
}

function hasFailed(block: ReportFields): boolean {
  const action = block.get('action')
  return action === undefined ? /^5/.test(block.get('status') ?? '') : /^failed\b/i.test(action)
}

function hostOf(block: ReportFields): string {
  return addressOfField(block.get('remote-mta')) || 'the mail server'
}

/** The line of a plain report that holds the server's answer. */
function answerIn(text: string): string | undefined {
  return text
    .split('\n')
    .map((line) => line.trim())
    .find((line) => /(?:^|[\s:;])[45]\d\d[ -]|\b[45]\.\d{1,3}\.\d{1,3}\b/.test(line))
}

function hash(raw: Uint8Array): string {
  return createHash('sha256').update(raw).digest('base64url')
}
