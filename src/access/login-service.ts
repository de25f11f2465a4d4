import { createHash } from 'node:crypto'
import type { Account, LoginMethod } from '../domain/account.ts'
import { AppError, type FieldProblem } from '../errors.ts'
import {
  findAccount,
  findAccountByEmail,
  findPasswordHash,
  getOrCreateOwner,
  hasAnyLogin,
  updateAccount,
} from '../store/accounts.ts'
import {
  deleteExpiredLoginTokens,
  deleteLoginTokens,
  insertLoginToken,
  isLoginTokenGood,
  useLoginToken,
} from '../store/login-tokens.ts'
import type { Database, LoginTokenPurpose } from '../store/schema.ts'
import { faultOfPassword, type PasswordFault, type Passwords } from './password.ts'
import { type Limit, networkOf, type RateLimiter } from './rate-limiter.ts'
import { hashOfToken, newSecretToken } from './secret-token.ts'

const START_LINK_S = 24 * 3600
export const MAIL_LINK_MINUTES = 15

export interface LoginDeps {
  db: Database
  now: () => Date
  baseUrl: string
  limiter: RateLimiter
  passwords: Passwords
  /** Throws AppError INVALID_INPUT when the text is no mail address. */
  readEmail: (text: string) => string
  sendLoginMail: (to: string, loginUrl: string, minutes: number) => Promise<void>
}

/** Who asks, as the socket knows it: headers can be forged. */
export interface Caller {
  clientAddress: string
}

export type LoginService = ReturnType<typeof createLoginService>

/** All ways in: a link from the first start or the command line, a mailed link, a password. */
export function createLoginService(deps: LoginDeps) {
  const { db, now, limiter, passwords } = deps

  async function makeLink(accountId: number, purpose: LoginTokenPurpose, lifeS: number) {
    const at = now()
    await deleteExpiredLoginTokens(db, at)
    const token = newSecretToken()
    const expiresAt = new Date(at.getTime() + lifeS * 1000)
    await insertLoginToken(db, { hash: hashOfToken(token), accountId, purpose, expiresAt }, at)
    return `${deps.baseUrl}/login/${token}`
  }

  async function passwordIsRight(account: Account | undefined, password: string) {
    const stored = account ? await findPasswordHash(db, account.id) : null
    const isRight = await passwords.verify(password, stored)
    if (isRight && account && stored !== null && passwords.needsRenewal(stored))
      await updateAccount(db, account.id, { passwordHash: await passwords.hash(password) }, now())
    return isRight
  }

  async function tryPassword(email: string, password: string, caller: Caller) {
    const limits = passwordLimits(email, caller)
    await limiter.take(limits.all)
    const account = await findAccountByEmail(db, email)
    if (!(await passwordIsRight(account, password)) || !account) return undefined
    await limiter.forget(limits.ofAccount.key)
    return account
  }

  return {
    /** While nobody has logged in: a link that replaces the one of the start before. */
    async startLink(): Promise<string | undefined> {
      if (await hasAnyLogin(db)) return undefined
      const owner = await getOrCreateOwner(db)
      await deleteLoginTokens(db, owner.id, 'start')
      return makeLink(owner.id, 'start', START_LINK_S)
    },

    /** Nobody has ever logged in. */
    isFirst: async () => !(await hasAnyLogin(db)),

    /** For who is at the server's command line. */
    async commandLink(): Promise<string> {
      const owner = await getOrCreateOwner(db)
      return makeLink(owner.id, 'command', START_LINK_S)
    },

    /** Mails a link when the address is known; tells nobody whether it is. */
    async mailLink(emailText: string, next: string | undefined): Promise<void> {
      const account = await findAccountByEmail(db, emailText.trim())
      if (!account?.email) return
      const link = await makeLink(account.id, 'mail', MAIL_LINK_MINUTES * 60)
      const query = next === undefined ? '' : `?next=${encodeURIComponent(next)}`
      await deps.sendLoginMail(account.email, `${link}${query}`, MAIL_LINK_MINUTES)
    },

    /** Counts a wish for a mailed link. Throws AppError INVALID_INPUT or TOO_MANY_REQUESTS. */
    async allowMail(emailText: string, caller: Caller): Promise<void> {
      const email = deps.readEmail(emailText)
      await limiter.take([
        { key: `mail:client:${networkOf(caller.clientAddress)}`, max: 10, windowS: 3600 },
        { key: `mail:account:${keyOf(email)}`, max: 5, windowS: 3600 },
        { key: 'mail:all', max: 100, windowS: 3600 },
      ])
    },

    isLinkGood: (token: string) => isLoginTokenGood(db, hashOfToken(token), now()),

    /** Uses a link up. Undefined when it is unknown, used or too old. */
    async byLink(token: string): Promise<Account | undefined> {
      const at = now()
      const accountId = await useLoginToken(db, hashOfToken(token), at)
      if (accountId === undefined) return undefined
      await deleteLoginTokens(db, accountId, 'start')
      await updateAccount(db, accountId, { lastLoginAt: at }, at)
      return findAccount(db, accountId)
    },

    /** Undefined for a wrong password and an unknown address alike. Throws TOO_MANY_REQUESTS. */
    async byPassword(
      email: string,
      password: string,
      caller: Caller,
    ): Promise<Account | undefined> {
      const account = await tryPassword(email.trim(), password, caller)
      if (account) await updateAccount(db, account.id, { lastLoginAt: now() }, now())
      return account
    },

    /**
     * Sets the address and, when one is given, the password. Whoever has a password and did not
     * just come by link proves it first: a browser left open must not give the account away.
     * Throws AppError INVALID_INPUT with the fields and, for `password`, the fault as `cause`.
     */
    async setLogin(
      account: Account,
      input: { email: string; password: string; current: string },
      by: Caller & { method: LoginMethod; sessionAgeS: number },
    ): Promise<void> {
      const email = deps.readEmail(input.email)
      const needsProof = account.hasPassword && !(by.method === 'link' && by.sessionAgeS < 3600)
      if (needsProof && !(await tryPassword(account.email ?? '', input.current, by)))
        throw refusal('current', 'That is not your present password.')
      const isPasswordWanted = input.password !== '' || !account.hasPassword
      const fault = isPasswordWanted ? faultOfPassword(input.password, email) : undefined
      if (fault) throw refusal('password', 'Choose another password.', fault)
      const passwordHash = isPasswordWanted ? await passwords.hash(input.password) : undefined
      await deleteLoginTokens(db, account.id, 'mail')
      await updateAccount(
        db,
        account.id,
        { email, ...(passwordHash !== undefined && { passwordHash }) },
        now(),
      )
    },
  }
}

function passwordLimits(email: string, { clientAddress }: Caller) {
  const windowS = 15 * 60
  const ofAccount: Limit = { key: `password:account:${keyOf(email)}`, max: 10, windowS }
  const ofClient = { key: `password:client:${networkOf(clientAddress)}`, max: 20, windowS }
  // One client that is over its limit uses up nobody else's.
  return { ofAccount, all: [ofClient, ofAccount, { key: 'password:all', max: 300, windowS }] }
}

/** The same for an address that is known and one that is not, and of no length of its own. */
const keyOf = (email: string) =>
  createHash('sha256').update(email.toLowerCase()).digest('base64url')

function refusal(field: string, message: string, fault?: PasswordFault): AppError {
  const fields: FieldProblem[] = [{ field, message }]
  return new AppError('INVALID_INPUT', message, { fields, ...(fault && { cause: fault }) })
}
