import { createHash } from 'node:crypto'
import type { Account, LinkedMethod, LoginMethod } from '../domain/account.ts'
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
  deletePendingLogin,
  findPendingLogin,
  insertLoginToken,
  isLoginTokenGood,
  type LinkPurpose,
  useLoginToken,
} from '../store/login-tokens.ts'
import { countPasskeys } from '../store/passkeys.ts'
import type { Database } from '../store/schema.ts'
import { faultOfPassword, type PasswordFault, type Passwords } from './password.ts'
import { type Limit, networkOf, type RateLimiter } from './rate-limiter.ts'
import type { SecondFactorService } from './second-factor-service.ts'
import { hashOfToken, newSecretToken } from './secret-token.ts'
import { FRESH_S } from './session-service.ts'

const START_LINK_S = 24 * 3600
export const INVITE_DAYS = 7
/** In which the code has to follow. */
const CODE_S = 15 * 60
export const MAIL_LINK_MINUTES = 15

export interface LoginDeps {
  db: Database
  now: () => Date
  baseUrl: string
  limiter: RateLimiter
  passwords: Passwords
  secondFactors: Pick<SecondFactorService, 'isOn' | 'verify'>
  /** Throws AppError INVALID_INPUT when the text is no mail address. */
  readEmail: (text: string) => string
  sendLoginMail: (to: string, loginUrl: string, minutes: number) => Promise<void>
}

/** Who asks, as the socket knows it: headers can be forged. */
export interface Caller {
  clientAddress: string
}

/** Who has come, and how; with `pending`, they still have to give a code and are not in. */
export interface Entry {
  account: Account
  method: LinkedMethod
  pending?: string | undefined
}

export type LoginService = ReturnType<typeof createLoginService>

/**
 * All ways in but passkeys: a link from the first start or the command line, a mailed link, a
 * password; and the code that may have to follow.
 */
export function createLoginService(deps: LoginDeps) {
  const { db, now, limiter, passwords } = deps

  async function makeLink(accountId: number, purpose: LinkPurpose, lifeS: number) {
    const at = now()
    await deleteExpiredLoginTokens(db, at)
    const token = newSecretToken()
    const expiresAt = new Date(at.getTime() + lifeS * 1000)
    await insertLoginToken(db, { hash: hashOfToken(token), accountId, purpose, expiresAt }, at)
    return `${deps.baseUrl}/login/${token}`
  }

  async function accountAtServer(email?: string): Promise<Account> {
    if (email === undefined) return getOrCreateOwner(db)
    const account = await findAccountByEmail(db, email.trim())
    if (!account) throw new AppError('NOT_FOUND', `Nobody here has the address "${email}".`)
    return account
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

  /** In, or held until the code comes. */
  async function admit(
    account: Account,
    method: LinkedMethod,
    needsNoCode = false,
  ): Promise<Entry> {
    const at = now()
    if (!needsNoCode && (await deps.secondFactors.isOn(account.id))) {
      await deleteExpiredLoginTokens(db, at)
      const pending = newSecretToken()
      const expiresAt = new Date(at.getTime() + CODE_S * 1000)
      const hash = hashOfToken(pending)
      await insertLoginToken(
        db,
        { hash, accountId: account.id, purpose: 'code', method, expiresAt },
        at,
      )
      return { account, method, pending }
    }
    await updateAccount(db, account.id, { lastLoginAt: at }, at)
    return { account, method }
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

    /**
     * For who is at the server's command line, and so needs no code: the first owner, or who has
     * the address. Throws AppError NOT_FOUND.
     */
    async commandLink(email?: string): Promise<string> {
      return makeLink((await accountAtServer(email)).id, 'command', START_LINK_S)
    },
    accountAtServer,

    /** For somebody new; replaces the one before. */
    async inviteLink(accountId: number): Promise<string> {
      await deleteLoginTokens(db, accountId, 'invite')
      return makeLink(accountId, 'invite', INVITE_DAYS * 24 * 3600)
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
    async byLink(token: string): Promise<Entry | undefined> {
      const used = await useLoginToken(db, hashOfToken(token), now())
      const account = used && (await findAccount(db, used.accountId))
      if (!account) return undefined
      for (const purpose of ['start', 'invite'] as const)
        await deleteLoginTokens(db, account.id, purpose)
      // Whoever is at the server could take the second factor away as well.
      return admit(account, 'link', used.purpose === 'command')
    },

    /** Undefined for a wrong password and an unknown address alike. Throws TOO_MANY_REQUESTS. */
    async byPassword(email: string, password: string, caller: Caller): Promise<Entry | undefined> {
      const account = await tryPassword(email.trim(), password, caller)
      return account && admit(account, 'password')
    },

    /**
     * The code that a login waits for. `over`: it waited too long, or came in already.
     * Throws AppError TOO_MANY_REQUESTS.
     */
    async byCode(pending: string, code: string, caller: Caller): Promise<Entry | 'wrong' | 'over'> {
      const hash = hashOfToken(pending)
      const found = await findPendingLogin(db, hash, now())
      const account = found && (await findAccount(db, found.accountId))
      if (!account) return 'over'
      if (!(await deps.secondFactors.verify(account.id, code, caller))) return 'wrong'
      if (!(await deletePendingLogin(db, hash))) return 'over'
      return admit(account, found.method, true)
    },

    /**
     * Whether this account can prove once more who it is. The first owner, before any password or
     * address is set, could only be sent back to the command line.
     */
    canProve: async (account: Account): Promise<boolean> =>
      account.hasPassword || account.email !== null || (await countPasskeys(db, account.id)) > 0,

    /**
     * Sets the address and, when one is given, the password. Whoever has a password and did not
     * just come by link or passkey proves it first: a browser left open must not give the account
     * away.
     * Throws AppError INVALID_INPUT with the fields and the LoginFault, if any, as `cause`.
     */
    async setLogin(
      account: Account,
      input: { email: string; password: string; current: string },
      by: Caller & LoginAge,
    ): Promise<void> {
      const email = deps.readEmail(input.email)
      if (
        asksForPassword(account, by) &&
        !(await tryPassword(account.email ?? '', input.current, by))
      )
        throw refusal('current', 'That is not your present password.')
      const holder = await findAccountByEmail(db, email)
      if (holder && holder.id !== account.id)
        throw refusal('email', 'Somebody here has that address already.', { is: 'taken' })
      const isPasswordWanted = input.password !== '' || !account.hasPassword
      const fault = isPasswordWanted ? faultOfPassword(input.password, email) : undefined
      if (fault) throw refusal('password', 'Choose another password.', fault)
      const passwordHash = isPasswordWanted ? await passwords.hash(input.password) : undefined
      for (const purpose of ['mail', 'code'] as const)
        await deleteLoginTokens(db, account.id, purpose)
      await updateAccount(
        db,
        account.id,
        { email, ...(passwordHash !== undefined && { passwordHash }) },
        now(),
      )
    },
  }
}

export interface LoginAge {
  method: LoginMethod
  sessionAgeS: number
}

/** Whether a new password takes the present one: not just after a login without it. */
export function asksForPassword({ hasPassword }: Account, { method, sessionAgeS }: LoginAge) {
  return hasPassword && (method === 'password' || sessionAgeS >= FRESH_S)
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

/** What is wrong with a new password or address. */
export type LoginFault = PasswordFault | { is: 'taken' }

function refusal(field: string, message: string, fault?: LoginFault): AppError {
  const fields: FieldProblem[] = [{ field, message }]
  return new AppError('INVALID_INPUT', message, { fields, ...(fault && { cause: fault }) })
}
