/** What is answered to issues, and what other sites are told. */
import type { Generated } from 'kysely'
import type {
  PingKind,
  PingState,
  Relation,
  ResponseKind,
  ResponseState,
} from '../../domain/response.ts'
import type { Default, Nullable, NullableTime } from './columns.ts'

export interface ResponseTables {
  response: {
    id: Generated<number>
    issue_id: number
    kind: ResponseKind
    state: ResponseState
    name: Default<string>
    email: Nullable<string>
    content: Default<string>
    source_url: Nullable<string>
    target_url: Nullable<string>
    author_url: Nullable<string>
    relation: Nullable<Relation>
    title: Nullable<string>
    read_after: NullableTime
    lease_until: NullableTime
    attempts: Default<number>
    read_error: Nullable<string>
    created_at: Date
    updated_at: Date
  }
  ping: {
    id: Generated<number>
    issue_id: number
    kind: PingKind
    url: string
    state: Default<PingState>
    endpoint: Nullable<string>
    last_reply: Nullable<string>
    attempts: Default<number>
    due_at: Date
    lease_until: NullableTime
    done_at: NullableTime
  }
}
