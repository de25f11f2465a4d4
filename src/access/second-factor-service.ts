import { AppError } from '../errors.ts'
import type { Database } from '../store/schema.ts'
import {
  countRecoveryCodes,
  deleteSecondFactor,
  findSecondFactor,
  hasSecondFactor,
  replaceRecoveryCodes,
  storeSecondFactor,
  useRecoveryCode,
  useStep,
} from '../store/second-factors.ts'
import { newTotpSecret, stepOfCode, totpSetup } from './one-time-code.ts'
import { type Limit, networkOf, type RateLimiter } from './rate-limiter.ts'
import { hashOfRecoveryCode, newRecoveryCodes } from './recovery-codes.ts'
import { createSealer } from './sealer.ts'

const WINDOW_S = 15 * 60

export interface SecondFactorDeps {
  db: Database
  now: () => Date
  secret: string
  limiter: RateLimiter
}

export interface SecondFactorState {
  /** Null while it is off. */
  since: Date | null
  recoveryCodes: number
}

export type SecondFactorService = ReturnType<typeof createSecondFactorService>

/** A code from an app beside the password or the mailed link, and codes for when the app is gone. */
export function createSecondFactorService({ db, now, secret, limiter }: SecondFactorDeps) {
  const sealer = createSealer({ secret, purpose: 'second factor' })
  const contextOf = (accountId: number) => `account ${accountId}`
  /** A secret on its way through the form is none that is in force. */
  const offerOf = (accountId: number) => `offer ${accountId}`

  async function take(accountId: number, clientAddress: string): Promise<Limit> {
    const ofAccount = { key: `code:account:${accountId}`, max: 10, windowS: WINDOW_S }
    const ofClient = { key: `code:client:${networkOf(clientAddress)}`, max: 20, windowS: WINDOW_S }
    await limiter.take([ofClient, ofAccount])
    return ofAccount
  }

  async function isRight(accountId: number, typed: string): Promise<boolean> {
    const digits = typed.replace(/[\s-]/g, '')
    if (!/^\d{6}$/.test(digits)) return useRecoveryCode(db, accountId, hashOfRecoveryCode(typed))
    const factor = await findSecondFactor(db, accountId)
    if (!factor) return false
    const plain = sealer.open(factor.secret, contextOf(accountId))
    if (!plain)
      throw new AppError(
        'CONFIGURATION',
        'The second factor cannot be read: SECRET is not the one it was stored with. On the server, login-link --reset-second-factor takes it away.',
      )
    const step = stepOfCode(plain, digits, now())
    return step !== undefined && (await useStep(db, accountId, step))
  }

  /** A code works once, whichever kind it is. Throws AppError TOO_MANY_REQUESTS. */
  async function verify(
    accountId: number,
    typed: string,
    by: { clientAddress: string },
  ): Promise<boolean> {
    const limit = await take(accountId, by.clientAddress)
    if (!(await isRight(accountId, typed))) return false
    await limiter.forget(limit.key)
    return true
  }

  async function demand(accountId: number, typed: string, by: { clientAddress: string }) {
    if (!(await verify(accountId, typed, by)))
      throw refusal('The code is wrong, or was used before.')
  }

  return {
    verify,
    isOn: (accountId: number) => hasSecondFactor(db, accountId),

    async state(accountId: number): Promise<SecondFactorState> {
      const factor = await findSecondFactor(db, accountId)
      const recoveryCodes = factor ? await countRecoveryCodes(db, accountId) : 0
      return { since: factor?.createdAt ?? null, recoveryCodes }
    },

    /**
     * A secret to put into an app. Nothing is stored: it comes back with the form, encrypted.
     * `sealed` of an earlier offer shows that one again.
     */
    offer(
      accountId: number,
      about: { issuer: string; label: string },
      sealed?: string,
    ): { sealed: string; uri: string; typed: string } {
      const earlier = sealed && sealer.open(Buffer.from(sealed, 'base64url'), offerOf(accountId))
      const plain = earlier || newTotpSecret()
      return {
        sealed: Buffer.from(sealer.seal(plain, offerOf(accountId))).toString('base64url'),
        ...totpSetup(plain, about),
      }
    },

    /**
     * Puts an offered secret in force once the app has shown a code of it; the recovery codes are
     * returned here and never again. Throws AppError INVALID_INPUT with the field `code`.
     */
    async turnOn(
      accountId: number,
      input: { sealed: string; code: string },
      by: { clientAddress: string },
    ): Promise<string[]> {
      const limit = await take(accountId, by.clientAddress)
      const plain = sealer.open(Buffer.from(input.sealed, 'base64url'), offerOf(accountId))
      const step = plain && stepOfCode(plain, input.code.replace(/\s/g, ''), now())
      if (!plain || step === undefined) throw refusal('The code does not belong to this secret.')
      const codes = newRecoveryCodes()
      const factor = {
        secret: sealer.seal(plain, contextOf(accountId)),
        step,
        recoveryHashes: codes.map(({ hash }) => hash),
      }
      await storeSecondFactor(db, accountId, factor, now())
      await limiter.forget(limit.key)
      return codes.map(({ text }) => text)
    },

    /** Throws AppError INVALID_INPUT with the field `code`. */
    async turnOff(accountId: number, code: string, by: { clientAddress: string }): Promise<void> {
      await demand(accountId, code, by)
      await deleteSecondFactor(db, accountId)
    },

    /** New recovery codes in place of all earlier ones. Throws AppError INVALID_INPUT. */
    async renewCodes(
      accountId: number,
      code: string,
      by: { clientAddress: string },
    ): Promise<string[]> {
      await demand(accountId, code, by)
      const codes = newRecoveryCodes()
      await replaceRecoveryCodes(
        db,
        accountId,
        codes.map(({ hash }) => hash),
      )
      return codes.map(({ text }) => text)
    },

    /** Without a code, for who is at the server's command line. */
    reset: (accountId: number) => deleteSecondFactor(db, accountId),
  }
}

function refusal(message: string): AppError {
  return new AppError('INVALID_INPUT', message, { fields: [{ field: 'code', message }] })
}
