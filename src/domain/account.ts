/** What somebody may do in the rooms; there is one owner. */
export type Role = 'owner' | 'editor' | 'collector'

/** How a session began. */
export type LoginMethod = 'password' | 'link'

/** Somebody who can log in. */
export interface Account {
  id: number
  name: string
  /** Names the account at login, and gets login links. */
  email: string | null
  role: Role
  hasPassword: boolean
  /** Null until the first login. */
  lastLoginAt: Date | null
}

/** One browser that is logged in; its token is stored as a hash only. */
export interface Session {
  id: number
  accountId: number
  method: LoginMethod
  userAgent: string
  createdAt: Date
  lastSeenAt: Date
  expiresAt: Date
}
