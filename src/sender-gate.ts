import type { Finding } from './doctor/finding.ts'
import { AppError } from './errors.ts'
import type { Database } from './store/schema.ts'
import { countRecipients, forceSend, isSendForced } from './store/sender-check.ts'

/** Up to so many recipients nobody is stopped: large receivers ask for all three above 5,000 a day. */
export const LARGE_SEND = 5_000

export type SenderGate = ReturnType<typeof createSenderGate>

/**
 * A large send from a domain that fails SPF, DKIM or DMARC lands in spam folders and harms the
 * domain for long: it needs the owner's word.
 */
export function createSenderGate({
  db,
  checkSenderDomain,
  refuseHeld = async () => undefined,
}: {
  db: Database
  /** Throws while nothing may leave at all, whatever `force` says. */
  refuseHeld?: () => Promise<void>
  checkSenderDomain: () => Promise<Finding[]>
}) {
  /** `tag`: the audience it is about to get; as it was when absent. */
  async function failures(issueId: number, tag?: string | null): Promise<Finding[]> {
    const recipients = await countRecipients(db, { issueId, tag, most: LARGE_SEND + 1 })
    if (recipients <= LARGE_SEND) return []
    if (await isSendForced(db, issueId)) return []
    return (await checkSenderDomain()).filter(({ status }) => status === 'fail')
  }

  return {
    /**
     * Throws AppError SENDER_NOT_AUTHENTICATED with the findings. `force` is remembered, so that
     * a send that begins later is not asked about again.
     */
    async pass(
      issueId: number,
      { force, tag }: { force: boolean; tag?: string | null | undefined },
    ): Promise<void> {
      await refuseHeld()
      if (force) return forceSend(db, issueId, true)
      const failing = await failures(issueId, tag)
      if (failing.length > 0)
        throw new AppError(
          'SENDER_NOT_AUTHENTICATED',
          `This goes to more than ${LARGE_SEND.toLocaleString('en')} readers, and the sender's domain fails: ${failing.map(({ text }) => text).join(' ')} Mend it, or send with "force": true.`,
          {
            fields: failing.map(({ check, text, fix }) => ({
              field: check,
              message: [text, fix].filter(Boolean).join(' '),
            })),
          },
        )
    },
    /** The next send of this issue is asked about again. */
    forget: (issueId: number): Promise<void> => forceSend(db, issueId, false),
    /** For a send that nobody waits for: why it must not begin, else null. */
    async refusal(issueId: number): Promise<string | null> {
      const failing = await failures(issueId)
      if (failing.length === 0) return null
      return `The sender's domain fails its checks: ${failing.map(({ text }) => text).join(' ')} Mend it and resume, or resume with "force": true.`
    },
  }
}
