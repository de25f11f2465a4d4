/** Who may do what: people and how they log in, programs and their tokens, limits. */
import type { ColumnType, Generated } from 'kysely'
import type { LinkedMethod, LoginMethod, Role } from '../../domain/account.ts'
import type { Default, JsonDefault, Nullable, NullableTime, Time } from './columns.ts'

export interface AccessTables {
  account: {
    id: Generated<number>
    name: Default<string>
    email: Nullable<string>
    password_hash: Nullable<string>
    role: Role
    last_login_at: NullableTime
    created_at: Time
    updated_at: Time
  }
  session: {
    id: Generated<number>
    account_id: number
    hash: Uint8Array
    method: LoginMethod
    user_agent: Default<string>
    created_at: Date
    last_seen_at: Date
    expires_at: Date
  }
  login_token: {
    hash: Uint8Array
    account_id: number
    purpose: LoginTokenPurpose
    created_at: Date
    expires_at: Date
    used_at: NullableTime
    method: Nullable<LinkedMethod>
  }
  second_factor: {
    account_id: number
    secret: Uint8Array
    last_step: number
    created_at: Date
  }
  recovery_code: { hash: Uint8Array; account_id: number }
  passkey: {
    id: Generated<number>
    account_id: number
    credential_id: string
    public_key: Uint8Array
    counter: ColumnType<number | string, number, number>
    transports: JsonDefault<string[]>
    name: string
    created_at: Date
    last_used_at: NullableTime
  }
  passkey_challenge: { hash: Uint8Array; account_id: number | null; expires_at: Date }
  token: {
    id: Generated<number>
    name: string
    scope: TokenScope
    prefix: string
    hash: Uint8Array
    /** Who made it; null: the command line, or a version that did not ask. */
    account_id: Nullable<number>
    created_at: Time
    last_used_at: NullableTime
    revoked_at: NullableTime
  }
  idempotency: {
    token_id: number
    key: string
    fingerprint: Uint8Array
    status: Nullable<number>
    content_type: Nullable<string>
    body: Nullable<string>
    created_at: Date
  }
  rate_limit: { key: string; count: number; ends_at: Date }
}

export const TOKEN_SCOPES = ['save', 'edit', 'admin'] as const
export type TokenScope = (typeof TOKEN_SCOPES)[number]

/**
 * Who made a login link: the first start, the command line, or a mail that was asked for.
 * `code` is no way in: it holds the place of somebody who still has to give the second factor.
 */
export type LoginTokenPurpose = 'start' | 'command' | 'mail' | 'invite' | 'code'
