import type { IssueMessages, IssueRecipient } from './issue-message.ts'
import type { MimeMessage } from './mailer.ts'

/** Below this share of use, others send the same readers and looking ahead is for nothing. */
const LEAST_USE = 0.5
/** Before the share says anything. */
const FIRST_LOOK = 200

export interface ComposeAheadOptions {
  compose: IssueMessages
  /** Readers whose turn will come, in its order, from behind that one. May be wrong. */
  findNext(afterId: number, limit: number): Promise<IssueRecipient[]>
  /** How many messages are under way at once. */
  connections: number
  /** Looking ahead has failed; messages are composed when their turn comes. */
  onError(error: unknown): void
}

/**
 * Composes messages before their turn. An RSA signature takes a millisecond on another thread,
 * which is then over when a connection asks for the message.
 */
export function createComposeAhead(options: ComposeAheadOptions): IssueMessages {
  const { compose, findNext, connections } = options
  const ready = new Map<
    number,
    { reader: IssueRecipient; message: Promise<MimeMessage | undefined> }
  >()
  let furthest = -1
  /** The furthest reader whose turn has come, now and a while ago. */
  const turn = { now: -1, earlier: -1, calls: 0 }
  let isLooking = false
  let isOver = false
  let used = 0
  let wasted = 0

  async function look() {
    try {
      const readers = await findNext(furthest, 3 * connections)
      isOver = readers.length === 0
      for (const reader of readers) {
        if (reader.subscriberId <= furthest) continue // taken meanwhile
        furthest = reader.subscriberId
        // Composed again when its turn comes, and then the error is seen.
        const message = compose(reader).catch(() => undefined)
        ready.set(reader.subscriberId, { reader, message })
      }
    } catch (error) {
      isOver = true
      options.onError(error)
    } finally {
      isLooking = false
    }
  }

  function lookAhead() {
    if (isLooking || isOver || ready.size > connections) return
    const isInVain = used + wasted >= FIRST_LOOK && used < (used + wasted) * LEAST_USE
    if (isInVain) return
    isLooking = true
    void look()
  }

  /** Readers come in the order of their ids: who was passed long ago was sent to by another. */
  function dropPassed(subscriberId: number) {
    turn.now = Math.max(turn.now, subscriberId)
    furthest = Math.max(furthest, subscriberId)
    turn.calls += 1
    if (turn.calls < 2 * connections) return
    for (const id of ready.keys()) {
      if (id > turn.earlier) break
      ready.delete(id)
      wasted += 1
    }
    turn.earlier = turn.now
    turn.calls = 0
  }

  return async (recipient) => {
    const { subscriberId } = recipient
    const found = ready.get(subscriberId)
    if (found) used += 1
    ready.delete(subscriberId)
    dropPassed(subscriberId)
    lookAhead()
    const message = found && isSame(found.reader, recipient) ? await found.message : undefined
    return message ?? compose(recipient)
  }
}

function isSame(one: IssueRecipient, other: IssueRecipient): boolean {
  return (
    one.email === other.email &&
    one.name === other.name &&
    (one.isTextOnly ?? false) === (other.isTextOnly ?? false)
  )
}
