import { AppError } from './errors.ts'
import { findHold, type Hold, holdSending, releaseHold } from './store/hold.ts'
import type { Database } from './store/schema.ts'

export type SendingHold = ReturnType<typeof createSendingHold>

/**
 * A copy of an instance must not mail what the instance itself mails as well. While the hold is on,
 * no issue goes out and no mail to a reader; what the owner asks for at the moment (a test, a login
 * link) does.
 */
export function createSendingHold({
  db,
  now,
  wake,
}: {
  db: Database
  now: () => Date
  wake: () => void
}) {
  const isOn = async (): Promise<boolean> => (await findHold(db)) !== undefined
  return {
    find: (): Promise<Hold | undefined> => findHold(db),
    isOn,
    /** Throws AppError SENDING_HELD while it is on. */
    async refuse(): Promise<void> {
      if (await isOn())
        throw new AppError(
          'SENDING_HELD',
          'This is a restored copy, and nothing is sent until you say so: release it on the overview, by DELETE /api/v1/hold, or by the command "hold release".',
        )
    },
    /** For copies that came about without import --all, before they are started. */
    async set(): Promise<void> {
      if (await isOn()) return
      await db
        .transaction()
        .execute((trx) => holdSending(trx, { at: now(), copyOf: null, madeAt: null }))
    },
    /** Issues that were stopped stay paused; everything else goes on. */
    async release(): Promise<void> {
      await releaseHold(db)
      wake()
    },
  }
}
