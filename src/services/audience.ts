/** Those who read: the list, what comes back of its mails, what readers answer and follow. */
import type { RateLimiter } from '../access/rate-limiter.ts'
import { createClickCounter } from '../clicks/click-counter.ts'
import { decodeBody } from '../enrich/charset.ts'
import { createFeedbackService } from '../feedback-service.ts'
import { createReaders } from '../readers.ts'
import { createResponses } from '../response-service.ts'
import type { SendingHold } from '../sending-hold.ts'
import { readEmail } from '../subscriber-service.ts'
import type { ServiceDeps } from './deps.ts'
import type { Mailing } from './mailing.ts'

interface Needs extends Pick<Mailing, 'unsubscribeTokens' | 'returnPaths' | 'sendServiceMail'> {
  limiter: RateLimiter
  sendingHold: SendingHold
}

export function createAudience(deps: ServiceDeps, needs: Needs) {
  const { db, now, secret, config, guardedFetch, inBackground, log } = deps
  const { unsubscribeTokens: tokens, returnPaths, sendServiceMail, limiter, sendingHold } = needs
  const readers = createReaders({
    db,
    now,
    secret,
    baseUrl: config.baseUrl,
    tokens,
    limiter,
    sendServiceMail,
    isHeld: sendingHold.isOn,
    inBackground,
    log,
  })
  const { subscribers } = readers
  return {
    readers,
    subscribers,
    feedback: createFeedbackService({
      db,
      now,
      tokens,
      returnPaths,
      unsubscribe: (id) => subscribers.unsubscribe(id),
      config: config.feedback ?? {},
      guardedFetch,
      log,
    }),
    responses: createResponses({
      db,
      now,
      secret,
      baseUrl: config.baseUrl,
      limiter,
      guardedFetch,
      fetchAllow: config.fetchAllow,
      sendServiceMail,
      readEmail,
      decodeBody,
      inBackground,
      log,
    }),
    clicks: createClickCounter({ db, now, inBackground, held: deps.heldClicks }),
  }
}
