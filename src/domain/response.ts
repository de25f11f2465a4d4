/** What readers and other sites answer to an issue, and whom it is told to. */
export type ResponseKind = 'comment' | 'mention'

/** Only `shown` is public. `unread`: a mention whose page has not been read yet. */
export type ResponseState = 'unread' | 'held' | 'shown' | 'spam'

/** What the owner sees in the room, in this order. */
export const RESPONSE_TABS = ['held', 'shown', 'spam'] as const
export type ResponseTab = (typeof RESPONSE_TABS)[number]

/** What a page elsewhere does with the issue that it links to. */
export const RELATIONS = ['reply', 'like', 'repost', 'bookmark', 'mention'] as const
export type Relation = (typeof RELATIONS)[number]

export interface IssueResponse {
  id: number
  issueId: number
  kind: ResponseKind
  state: ResponseState
  name: string
  /** Never shown. */
  email: string | null
  /** Plain text. */
  content: string
  sourceUrl: string | null
  authorUrl: string | null
  relation: Relation | null
  title: string | null
  readError: string | null
  createdAt: Date
}

export interface ResponseSettings {
  /** Readers may write under an issue. */
  comments: boolean
  /** Other sites may tell that they link to an issue (Webmention). */
  mentions: boolean
  /** Pages that an issue links to are told when it is published. */
  tellLinked: boolean
  /** ISO 8601: issues published before are not told of. Null while nothing is told. */
  tellSince: string | null
  /** One mail a day, at most, when something waits. */
  digest: boolean
  /** Address for "Reply by mail"; empty for none. */
  replyTo: string
  /** WebSub hub; empty for none. */
  hub: string
}

export const DEFAULT_RESPONSES: ResponseSettings = {
  comments: false,
  mentions: false,
  tellLinked: false,
  tellSince: null,
  digest: false,
  replyTo: '',
  hub: '',
}

export const PING_KINDS = ['webmention', 'websub'] as const
export type PingKind = (typeof PING_KINDS)[number]
/** `none`: the page takes no mentions. */
export type PingState = 'waiting' | 'sent' | 'none' | 'failed'

export interface Ping {
  id: number
  issueId: number
  kind: PingKind
  url: string
  state: PingState
  endpoint: string | null
  lastReply: string | null
  attempts: number
  dueAt: Date
}
