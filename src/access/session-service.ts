import { createHmac, timingSafeEqual } from 'node:crypto'
import type { Account, LoginMethod, Session } from '../domain/account.ts'
import type { Database } from '../store/schema.ts'
import {
  deleteExpiredSessions,
  deleteOtherSessions,
  deleteSession,
  extendSession,
  findLiveSession,
  findSessions,
  insertSession,
} from '../store/sessions.ts'
import { hashOfToken, newSecretToken } from './secret-token.ts'

/** A browser that comes back within this time stays logged in. Seconds. */
export const SESSION_S = 30 * 24 * 3600
/** For so long after a login nobody is asked once more who they are. Seconds. */
export const FRESH_S = 15 * 60
/** Not every page view is worth a write. */
const EXTEND_AFTER_MS = 3600_000

export interface OpenSession {
  session: Session
  account: Account
  /** The end was moved: the cookie has to be sent again. */
  isExtended: boolean
}

export function createSessionService({ db, now }: { db: Database; now: () => Date }) {
  const endOf = (at: Date) => new Date(at.getTime() + SESSION_S * 1000)

  return {
    /** A new session with a new token, which is told here and never again. */
    async open(accountId: number, about: { method: LoginMethod; userAgent: string }) {
      const at = now()
      await deleteExpiredSessions(db, at)
      const token = newSecretToken()
      const session = await insertSession(
        db,
        {
          accountId,
          hash: hashOfToken(token),
          method: about.method,
          userAgent: about.userAgent.slice(0, 400),
          expiresAt: endOf(at),
        },
        at,
      )
      return { token, session }
    },
    async find(token: string): Promise<OpenSession | undefined> {
      const at = now()
      const found = await findLiveSession(db, hashOfToken(token), at)
      if (!found) return undefined
      const isExtended = at.getTime() - found.session.lastSeenAt.getTime() >= EXTEND_AFTER_MS
      if (isExtended)
        await extendSession(db, found.session.id, { lastSeenAt: at, expiresAt: endOf(at) })
      return { ...found, isExtended }
    },
    /** Whether the login is so young that it need not be asked for again. */
    isFresh: (session: Pick<Session, 'createdAt'>) =>
      now().getTime() - session.createdAt.getTime() < FRESH_S * 1000,
    list: (accountId: number) => findSessions(db, accountId, now()),
    end: (session: Pick<Session, 'id' | 'accountId'>) =>
      deleteSession(db, session.accountId, session.id),
    endOthers: (session: Pick<Session, 'id' | 'accountId'>) =>
      deleteOtherSessions(db, session.accountId, session.id),
  }
}

/** What a form of this session carries; nobody can make it without the session's own token. */
export function csrfTokenOf(sessionToken: string): string {
  return createHmac('sha256', sessionToken).update('form').digest('base64url')
}

export function isCsrfTokenOf(sessionToken: string, sent: string): boolean {
  const expected = Buffer.from(csrfTokenOf(sessionToken))
  const given = Buffer.from(sent)
  return given.length === expected.length && timingSafeEqual(given, expected)
}
