import { messageOf } from '../errors.ts'
import type { Services } from '../services.ts'
import {
  readMailboxPosition,
  takeMailboxTurn,
  writeMailboxPosition,
} from '../store/bounce-mailbox.ts'
import { createReadBounceMailbox } from './imap-bounces.ts'

/** A little less than 5 minutes, so that the minute's tick does not just miss it. */
const EVERY_S = 290

export interface PollBouncesDeps {
  imapUrl: string
  services: Pick<Services, 'db' | 'now' | 'feedback'>
  log: (message: string, details: Record<string, unknown>) => void
}

/** Looks into the mailbox of bounces when it is time; one process at a time. Never throws. */
export function createPollBounces({ imapUrl, services, log }: PollBouncesDeps) {
  const { db, now, feedback } = services
  const readMailbox = createReadBounceMailbox({
    imapUrl,
    now,
    receiveReport: feedback.receiveReport,
    readPosition: () => readMailboxPosition(db),
    writePosition: (position) => writeMailboxPosition(db, position),
    log,
  })
  let running: Promise<void> | undefined

  async function poll(signal?: AbortSignal): Promise<void> {
    try {
      if (!(await takeMailboxTurn(db, now(), EVERY_S))) return
      const pass = await readMailbox(signal)
      if (pass.read > 0) log('mailbox of bounces', { ...pass })
    } catch (error) {
      if (!signal?.aborted)
        log('mailbox of bounces not read, tried again in 5 minutes', { error: messageOf(error) })
    }
  }

  return (signal?: AbortSignal): Promise<void> => {
    running ??= poll(signal).finally(() => {
      running = undefined
    })
    return running
  }
}
