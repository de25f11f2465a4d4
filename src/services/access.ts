/** Who gets in: people by their logins, programs by their tokens. */
import { createLoginService } from '../access/login-service.ts'
import { createPasskeyService } from '../access/passkey-service.ts'
import { createPasswords } from '../access/password.ts'
import { createPeopleService } from '../access/people-service.ts'
import type { RateLimiter } from '../access/rate-limiter.ts'
import { createSecondFactorService } from '../access/second-factor-service.ts'
import { createSessionService } from '../access/session-service.ts'
import { createSendInvitation, createSendLoginMail } from '../login-mail.ts'
import type { SendServiceMail } from '../send-service-mail.ts'
import { readEmail } from '../subscriber-service.ts'
import { createTokenService } from '../token-service.ts'
import type { ServiceDeps } from './deps.ts'

interface Needs {
  limiter: RateLimiter
  sendServiceMail: SendServiceMail
}

export function createAccess(deps: ServiceDeps, { limiter, sendServiceMail }: Needs) {
  const { db, now, secret, passwordCost } = deps
  const { baseUrl } = deps.config
  const secondFactors = createSecondFactorService({ db, now, secret, limiter })
  const logins = createLoginService({
    db,
    now,
    baseUrl,
    limiter,
    passwords: createPasswords({ ...(passwordCost && { cost: passwordCost }) }),
    secondFactors,
    readEmail,
    sendLoginMail: createSendLoginMail(sendServiceMail),
  })
  return {
    sessions: createSessionService({ db, now }),
    logins,
    secondFactors,
    passkeys: createPasskeyService({ db, now, baseUrl, secret, limiter }),
    people: createPeopleService({
      db,
      now,
      readEmail,
      inviteLink: logins.inviteLink,
      sendInvitation: createSendInvitation(sendServiceMail),
    }),
    tokens: createTokenService({ db, now }),
  }
}
