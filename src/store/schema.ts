/** All tables: each subject describes its own below `schema/`. */
import type { Kysely, Transaction } from 'kysely'
import type { AccessTables } from './schema/access.ts'
import type { DeliveryTables } from './schema/deliveries.ts'
import type { IssueTables } from './schema/issues.ts'
import type { LinkTables } from './schema/links.ts'
import type { MonthTables } from './schema/months.ts'
import type { ResponseTables } from './schema/responses.ts'
import type { SiteTables } from './schema/site.ts'
import type { SourceTables } from './schema/sources.ts'
import type { SubscriberTables } from './schema/subscribers.ts'
import type { WebhookTables } from './schema/webhooks.ts'

export { type LoginTokenPurpose, TOKEN_SCOPES, type TokenScope } from './schema/access.ts'
export type { UndoneLink } from './schema/links.ts'
export type { MonthOutcome, OwnerMailKind } from './schema/months.ts'
export { HOOK_KINDS, type HookKind } from './schema/sources.ts'
export type { ServiceMailKind, SubscriberTokenPurpose } from './schema/subscribers.ts'

export interface Schema
  extends AccessTables,
    DeliveryTables,
    IssueTables,
    LinkTables,
    MonthTables,
    ResponseTables,
    SiteTables,
    SourceTables,
    SubscriberTables,
    WebhookTables {}

/** The database or a transaction on it: every query module takes one first. */
export type Db = Kysely<Schema> | Transaction<Schema>
export type Database = Kysely<Schema>
