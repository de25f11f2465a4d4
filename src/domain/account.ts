/**
 * What somebody may do in the rooms, least first. Collectors save and annotate links, editors also
 * make issues, owners also send them and see to readers, settings and people.
 */
export const ROLES = ['collector', 'editor', 'owner'] as const
export type Role = (typeof ROLES)[number]

/** How a session began. */
export type LoginMethod = 'password' | 'link' | 'passkey'
/** Those that a second factor may have to follow; a passkey is both. */
export type LinkedMethod = Exclude<LoginMethod, 'passkey'>

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

/** A key in a device or a password store that logs in by itself. */
export interface Passkey {
  id: number
  accountId: number
  credentialId: string
  /** The owner's word for it. */
  name: string
  createdAt: Date
  lastUsedAt: Date | null
}
