/** Months: how their issues were begun and settled, and whom that was told to. */
import type { SettledAs } from '../../domain/rhythm.ts'
import type { Default, Nullable, NullableTime, Time } from './columns.ts'

export interface MonthTables {
  month_run: {
    month: string
    outcome: MonthOutcome
    detail: Nullable<string>
    created_at: Time
    postponed_to: NullableTime
    round: Default<number>
    round_begun_at: Time
    reminded_at: NullableTime
    settled_at: NullableTime
    settled_as: Nullable<SettledAs>
    links: Nullable<number>
  }
  owner_mail: {
    id: string
    kind: OwnerMailKind
    month: string
    occasion: string
    account_id: number
    state: Default<OwnerMailState>
    attempts: Default<number>
    due_at: Date
    lease_until: NullableTime
    last_reply: Nullable<string>
    made_at: Date
  }
}

/** Mails to those who own the publication, about an issue or a month without one. */
export type OwnerMailKind = 'draft' | 'reminder' | 'deadline' | 'skipped' | 'paused'

/** `unknown`: handed over, answer never seen; not sent again. `unneeded`: overtaken by events. */
export type OwnerMailState = 'waiting' | 'sending' | 'sent' | 'failed' | 'unknown' | 'unneeded'

export type MonthOutcome = 'assembled' | 'too_few_links' | 'already_there'
