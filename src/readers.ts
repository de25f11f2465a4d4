import type { RateLimiter } from './access/rate-limiter.ts'
import type { UnsubscribeTokens } from './deliver/unsubscribe-token.ts'
import { createReaderMails } from './reader-mails.ts'
import type { SendServiceMail } from './send-service-mail.ts'
import type { Database } from './store/schema.ts'
import { createAddressHash } from './subscribe/address-hash.ts'
import { createEraseSubscriber } from './subscribe/erase-subscriber.ts'
import { createFormStamps } from './subscribe/form-stamp.ts'
import { createJoining } from './subscribe/joining.ts'
import { createLeaving } from './subscribe/leaving.ts'
import { createPreferences } from './subscribe/preferences.ts'
import { createSubscriberService, readEmail } from './subscriber-service.ts'
import { createSubscriberTransfer } from './subscriber-transfer.ts'

export interface ReadersDeps {
  db: Database
  now: () => Date
  secret: string
  baseUrl: string
  tokens: UnsubscribeTokens
  limiter: RateLimiter
  sendServiceMail: SendServiceMail
  /** This is a copy that sends nothing by itself. */
  isHeld: () => Promise<boolean>
  inBackground: (work: Promise<void>) => void
  log?: ((message: string, details: Record<string, unknown>) => void) | undefined
}

export type Readers = ReturnType<typeof createReaders>

/** Everything about the people on the list: what they do themselves, and what the owner does. */
export function createReaders(deps: ReadersDeps) {
  const hashAddress = createAddressHash(deps.secret)
  const shared = { ...deps, hashAddress, readEmail }
  const mails = createReaderMails({ ...shared, send: deps.sendServiceMail })
  // No answer waits for a mail: neither its words nor its time tell what is known of an address.
  const mailWaits = () => deps.inBackground(mails.sendDue())
  const erase = createEraseSubscriber(shared)
  const leaving = createLeaving({
    ...shared,
    mailWaits,
    readToken: (token) => deps.tokens.read(token) ?? undefined,
  })
  return {
    joining: createJoining({ ...shared, mailWaits, stamps: createFormStamps(deps.secret) }),
    leaving,
    preferences: createPreferences({ ...shared, erase, mailWaits }),
    subscribers: createSubscriberService({ ...shared, erase, mailWaits, leave: leaving.leave }),
    transfer: createSubscriberTransfer(shared),
    /** Sends the mails to single readers that are due; those of a server that was away too. */
    sendMails: mails.sendDue,
  }
}
