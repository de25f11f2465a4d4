import { createHmac } from 'node:crypto'
import type { AuthenticationResponseJSON, RegistrationResponseJSON } from '@simplewebauthn/server'
import { z } from 'zod'
import type { Account } from '../domain/account.ts'
import { AppError } from '../errors.ts'
import { findAccount, updateAccount } from '../store/accounts.ts'
import {
  deletePasskey,
  findPasskeyByCredential,
  findPasskeys,
  hasAnyPasskey,
  insertChallenge,
  insertPasskey,
  touchPasskey,
  useChallenge,
} from '../store/passkeys.ts'
import type { Database } from '../store/schema.ts'
import { networkOf, type RateLimiter } from './rate-limiter.ts'
import { hashOfToken } from './secret-token.ts'

const CHALLENGE_S = 5 * 60
/** EdDSA, ES256, RS256 (COSE): what every authenticator has one of. */
const ALGORITHMS = [-8, -7, -257]
/** More would only be forgotten ones. */
const MOST_PASSKEYS = 20

/** Loaded by who first needs it: it is large, and says on stderr that it tries experimental APIs. */
const loadLibrary = () => import('@simplewebauthn/server')

export interface PasskeyDeps {
  db: Database
  now: () => Date
  /** Gives the origin and the relying party's id: never what a request claims. */
  baseUrl: string
  secret: string
  limiter: RateLimiter
}

export type PasskeyService = ReturnType<typeof createPasskeyService>

/**
 * Passkeys (W3C Web Authentication). Each is kept by the device itself and asks its owner for a
 * fingerprint, a face or a PIN: what one has and what one is or knows, both factors in one.
 */
export function createPasskeyService({ db, now, baseUrl, secret, limiter }: PasskeyDeps) {
  const { origin, hostname: rpID } = new URL(baseUrl)

  async function remember(challenge: string, accountId: number | null): Promise<void> {
    const expiresAt = new Date(now().getTime() + CHALLENGE_S * 1000)
    await insertChallenge(db, { hash: hashOfToken(challenge), accountId, expiresAt }, now())
  }

  /** Each challenge is answered once, and only for what it was given out for. */
  const isOurs = (accountId: number | null) => (challenge: string) =>
    useChallenge(db, hashOfToken(challenge), accountId, now())

  return {
    list: (accountId: number) => findPasskeys(db, accountId),
    /** Whether the login page has anything to offer. */
    hasAny: () => hasAnyPasskey(db),
    remove: (accountId: number, id: number) => deletePasskey(db, accountId, id),

    /** What the browser is to make a passkey of. */
    async offer(account: Account, rpName: string) {
      const { generateRegistrationOptions } = await loadLibrary()
      const known = await findPasskeys(db, account.id)
      const userName = account.email ?? rpName
      const options = await generateRegistrationOptions({
        rpName,
        rpID,
        userName,
        userDisplayName: account.name || userName,
        // The same for each passkey of an account, and says nothing about it (section 14.6.1).
        userID: new Uint8Array(
          createHmac('sha256', secret).update(`passkey account ${account.id}`).digest(),
        ),
        attestationType: 'none',
        excludeCredentials: known.map(({ credentialId: id, transports }) => ({ id, transports })),
        supportedAlgorithmIDs: ALGORITHMS,
        authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
      })
      await remember(options.challenge, account.id)
      return options
    },

    /** Throws AppError INVALID_INPUT when the answer is none to a challenge of this account. */
    async add(account: Account, name: string, answer: string): Promise<void> {
      if ((await findPasskeys(db, account.id)).length >= MOST_PASSKEYS)
        throw refusal(`There are ${MOST_PASSKEYS} already. Remove one first.`)
      const response = readAnswer(answer) as RegistrationResponseJSON
      const { verifyRegistrationResponse } = await loadLibrary()
      const { verified, registrationInfo } = await checked(() =>
        verifyRegistrationResponse({
          response,
          expectedChallenge: isOurs(account.id),
          expectedOrigin: origin,
          expectedRPID: rpID,
          requireUserVerification: true,
          supportedAlgorithmIDs: ALGORITHMS,
        }),
      )
      if (!verified) throw refusal('The passkey could not be checked. Try again.')
      const { id, publicKey, counter, transports = [] } = registrationInfo.credential
      const passkey = {
        accountId: account.id,
        credentialId: id,
        publicKey,
        counter,
        transports,
        name,
      }
      if (!(await insertPasskey(db, passkey, now())))
        throw refusal('This passkey is on the list already.')
    },

    /** What the browser is to sign to log in. Throws AppError TOO_MANY_REQUESTS. */
    async challenge({ clientAddress }: { clientAddress: string }) {
      const windowS = 15 * 60
      await limiter.take([
        { key: `passkey:client:${networkOf(clientAddress)}`, max: 60, windowS },
        { key: 'passkey:all', max: 1000, windowS },
      ])
      // Without a list: the device offers what it has, and nobody learns which accounts exist.
      const { generateAuthenticationOptions } = await loadLibrary()
      const options = await generateAuthenticationOptions({ rpID, userVerification: 'required' })
      await remember(options.challenge, null)
      return options
    },

    /** Whose passkey it was; undefined when it is unknown or the answer is not right. */
    async byPasskey(answer: string): Promise<Account | undefined> {
      const response = readAnswer(answer) as AuthenticationResponseJSON
      const passkey = await findPasskeyByCredential(db, response.id)
      const account = passkey && (await findAccount(db, passkey.accountId))
      if (!account) return undefined
      const { verifyAuthenticationResponse } = await loadLibrary()
      const { credentialId: id, counter, transports } = passkey
      const publicKey = new Uint8Array(passkey.publicKey)
      const { verified, authenticationInfo } = await checked(() =>
        verifyAuthenticationResponse({
          response,
          expectedChallenge: isOurs(null),
          expectedOrigin: origin,
          expectedRPID: rpID,
          credential: { id, publicKey, counter, transports },
          requireUserVerification: true,
        }),
      )
      if (!verified) return undefined
      await touchPasskey(db, passkey.id, authenticationInfo.newCounter, now())
      await updateAccount(db, account.id, { lastLoginAt: now() }, now())
      return account
    },
  }
}

/** The library looks at the rest; this much it takes for granted. */
const answerSchema = z.looseObject({
  id: z.string().max(2_000),
  rawId: z.string().max(2_000),
  type: z.literal('public-key'),
  response: z.looseObject({ clientDataJSON: z.string().max(20_000) }),
})

function readAnswer(text: string) {
  try {
    return answerSchema.parse(JSON.parse(text)) as unknown
  } catch (cause) {
    throw refusal('The browser sent no passkey. Try again.', cause)
  }
}

/** What the library finds wrong it throws. */
async function checked<T>(verify: () => Promise<T>): Promise<T> {
  try {
    return await verify()
  } catch (cause) {
    throw refusal('The passkey could not be checked. Try again.', cause)
  }
}

function refusal(message: string, cause?: unknown): AppError {
  return new AppError('INVALID_INPUT', message, {
    fields: [{ field: 'passkey', message }],
    ...(cause !== undefined && { cause }),
  })
}
