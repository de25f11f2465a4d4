import { closeCancelled } from '../store/delivery-progress.ts'
import { findIssueIds, moveIssue } from '../store/issues.ts'
import { deleteUnusedImages } from '../store/link-images.ts'
import { enqueueOwnerMails } from '../store/owner-mails.ts'
import type { Database, Db } from '../store/schema.ts'
import { deleteFailedServiceMails } from '../store/service-mails.ts'
import { readEditorial } from '../store/settings.ts'
import { runMonths } from './months.ts'

const DAY_MS = 86_400_000
/** Younger pictures stay, also when no link has them at the moment. */
const KEEP_IMAGES_MS = 30 * DAY_MS
/** Mails that nobody could deliver hold addresses; the owner has so long to look at them. */
const KEEP_FAILED_MS = 30 * DAY_MS

export interface TickDeps {
  db: Database
  now: () => Date
  publish: (id: number) => Promise<unknown>
  /** Why a scheduled issue must not begin by itself, else null. */
  refusal?: (id: number) => Promise<string | null>
  /**
   * This is a copy: no issue is scheduled, started or sent on, no bounces are read, and nobody is
   * told anything.
   */
  isHeld?: () => Promise<boolean>
  /** Looks into the mailbox of bounces when it is time, and does not wait for it. */
  readBounces?: () => void
  /** Begins to poll the sources that are due, and does not wait for them. */
  pollSources: () => void
  /** The issue holds links of the sample month, which nobody else should ever see. */
  holdsSample?: (issueId: number, db: Db) => Promise<boolean>
  /** How many things keep the issue from being sent while nobody looks. */
  countHeldBack?: (issueId: number) => Promise<number>
  /** Begins to send the mails to single readers that wait, and does not wait for them. */
  sendReaderMails?: () => void
  /** The same for mails to those who own the publication. */
  sendOwnerMails?: () => void
  /** Begins to tell webhooks what happened, and does not wait for it. */
  tellWebhooks?: () => void
  /** Begins the daily look at what must be right for mail to arrive, and does not wait for it. */
  lookAround?: () => void
  /** Remembers when it last tidied up, where each tick is made anew. */
  tidied?: { atMs: number }
  /** Begins with what is due of responses: mentions, pings, the digest. */
  answerOthers?: () => void
}

/**
 * Finds in the database what is due and does it: assemble, start what was scheduled, send on,
 * poll sources. Whoever wakes it, how often and on how many processes does not
 * matter: each decision is one row or one conditional UPDATE.
 */
export function createTick(deps: TickDeps) {
  const tidied = deps.tidied ?? { atMs: 0 }
  return async function tick(): Promise<void> {
    const isHeld = (await deps.isHeld?.()) ?? false
    // A month that cannot be decided must not hold up what is being sent; it is said at the end.
    const [months] = await Promise.allSettled([runMonths(deps, { isHeld })])
    if (!isHeld) await startScheduled(deps)
    deps.pollSources()
    deps.sendReaderMails?.()
    deps.lookAround?.()
    if (!isHeld) {
      deps.readBounces?.()
      deps.sendOwnerMails?.()
      deps.tellWebhooks?.()
      deps.answerOthers?.()
      for (const id of await findIssueIds(deps.db, ['sending'])) await deps.publish(id)
    }
    if (months.status === 'rejected') throw months.reason
    const nowMs = deps.now().getTime()
    if (nowMs - tidied.atMs < DAY_MS) return
    tidied.atMs = nowMs
    // A message that was under way when its send was cancelled may have been put off since.
    await closeCancelled(deps.db)
    await deleteUnusedImages(deps.db, new Date(nowMs - KEEP_IMAGES_MS))
    await deleteFailedServiceMails(deps.db, new Date(nowMs - KEEP_FAILED_MS))
  }
}

/** A schedule that is late by more than the grace period (a restored backup) asks instead. */
async function startScheduled({ db, now, refusal }: TickDeps): Promise<void> {
  const { schedule } = await readEditorial(db)
  for (const id of await findIssueIds(db, ['scheduled'], now())) {
    const { scheduled_at, month } = await db
      .selectFrom('issue')
      .select(['scheduled_at', 'month'])
      .where('id', '=', id)
      .executeTakeFirstOrThrow()
    const lateMs = now().getTime() - (scheduled_at?.getTime() ?? 0)
    const reason =
      lateMs > schedule.graceHours * 3_600_000
        ? `Was due ${scheduled_at?.toISOString()}, too long ago to send by itself. Resume to send it now.`
        : ((await refusal?.(id)) ?? null)
    if (reason === null) await moveIssue(db, id, ['scheduled'], 'sending')
    else
      await db.transaction().execute(async (trx) => {
        const isPaused = await moveIssue(trx, id, ['scheduled'], 'paused', { pausedReason: reason })
        const occasion = scheduled_at?.toISOString() ?? ''
        if (isPaused) await enqueueOwnerMails(trx, { kind: 'paused', month, occasion }, now())
      })
  }
}
