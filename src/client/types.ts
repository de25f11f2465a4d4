/** Types of the API, from the schemas that the server checks with. Types alone: nothing is loaded. */
import type { z } from 'zod'
import type * as site from '../http/openapi/site-things.ts'
import type * as things from '../http/openapi/things.ts'
import type { bouncesSchema } from '../http/routes/feedback.ts'
import type { hookSchema } from '../http/routes/hooks.ts'
import type * as revisions from '../http/routes/issue-revisions.ts'
import type * as issues from '../http/routes/issues.ts'
import type * as links from '../http/routes/links.ts'
import type { lookSchema } from '../http/routes/look.ts'
import type { querySchema as oldPostSchema } from '../http/routes/old-posts.ts'
import type * as responses from '../http/routes/responses-api.ts'
import type { tokenSchema } from '../http/routes/settings.ts'
import type * as sources from '../http/routes/sources.ts'
import type * as subscribers from '../http/routes/subscribers.ts'
import type { exportSchema, importSchema } from '../http/routes/transfer.ts'
import type * as webhooks from '../http/routes/webhooks.ts'
import type { settingsSchema } from '../http/settings-input.ts'

export type Link = z.output<typeof things.linkSchema>
export type Lookup = z.output<typeof things.lookupSchema>
export type Batch = z.output<typeof things.batchSchema>
export type Issue = z.output<typeof things.issueSchema>
export type Revisions = z.output<typeof things.revisionListSchema>
export type Revision = z.output<typeof things.revisionSchema>
export type RestoredIssue = z.output<typeof things.restoredSchema>
export type Preflight = z.output<typeof things.preflightSchema>
export type Progress = z.output<typeof things.progressSchema>
export type Delivery = z.output<typeof things.deliverySchema>
export type Subscriber = z.output<typeof things.subscriberSchema>
export type SubscriberCounts = z.output<typeof things.subscriberCountsSchema>
export type SubscriberImport = z.output<typeof things.subscriberImportSchema>
export type Import = z.output<typeof things.importSchema>
export type Settings = z.output<typeof things.settingsSchema>
export type Token = z.output<typeof things.tokenSchema>
export type NewToken = z.output<typeof things.newTokenSchema>
export type Hook = z.output<typeof things.hookSchema>
export type NewHook = z.output<typeof things.newHookSchema>
export type Webhook = z.output<typeof things.webhookSchema>
export type NewWebhook = z.output<typeof things.newWebhookSchema>
export type WebhookDelivery = z.output<typeof things.webhookDeliverySchema>
export type Source = z.output<typeof things.sourceSchema>
export type AddedSource = z.output<typeof things.addedSourceSchema>
export type PolledSource = z.output<typeof things.polledSourceSchema>
export type Bounce = z.output<typeof things.bounceSchema>
export type Doctor = z.output<typeof things.doctorSchema>
export type Look = z.output<typeof site.lookSchema>
export type Hold = z.output<typeof site.holdSchema>
export type IssueResponse = z.output<typeof site.responseSchema>
export type MovedResponse = z.output<typeof site.movedResponseSchema>
export type ResponseState = MovedResponse['state']
export type ResponseSettings = z.output<typeof site.responseSettingsSchema>
type OldPosts = z.output<typeof site.oldPostsSchema>
export type ReadOldPosts = Filled<Omit<OldPosts, 'created' | 'skipped'>>
export type PublishedOldPosts = Filled<Omit<OldPosts, 'posts'>>

export type LinkInput = z.input<typeof links.newLinkSchema>
export type LinkChanges = z.input<typeof links.changesSchema>
export type LinkQuery = Numbered<z.input<typeof links.listSchema>>
export type IssueChanges = z.input<typeof issues.changesSchema>
export type IssueQuery = Numbered<z.input<typeof issues.listSchema>>
export type RevisionQuery = Numbered<z.input<typeof revisions.listSchema>>
export type RestoreInput = z.input<typeof revisions.restoreSchema>
export type RenderFormat = z.output<typeof issues.renderSchema>['format']
export type ScheduleInput = z.input<typeof issues.scheduleSchema>
export type SendInput = z.input<typeof issues.sendSchema>
export type DeliveryQuery = Numbered<z.input<typeof issues.deliveriesSchema>>
export type SubscriberInput = z.input<typeof subscribers.newSchema>
export type SubscriberChanges = z.input<typeof subscribers.changesSchema>
export type SubscriberQuery = Numbered<z.input<typeof subscribers.listSchema>>
export type SuppressInput = z.input<typeof subscribers.suppressSchema>
export type SubscriberImportQuery = Numbered<z.input<typeof subscribers.importSchema>>
export type SettingsChanges = z.input<typeof settingsSchema>
export type TokenInput = z.input<typeof tokenSchema>
export type HookInput = z.input<typeof hookSchema>
export type WebhookInput = z.input<typeof webhooks.newWebhookSchema>
export type WebhookChanges = z.input<typeof webhooks.webhookChangesSchema>
export type WebhookQuery = Numbered<z.input<typeof webhooks.webhookListSchema>>
export type WebhookDeliveryQuery = Numbered<z.input<typeof webhooks.webhookDeliveriesSchema>>
export type SourceInput = z.input<typeof sources.newSourceSchema>
export type SourceChanges = z.input<typeof sources.changesSchema>
export type SourceQuery = Numbered<z.input<typeof sources.listSchema>>
export type BounceQuery = Numbered<z.input<typeof bouncesSchema>>
export type LookChanges = z.input<typeof lookSchema>
export type ResponseQuery = z.input<typeof responses.listSchema>
export type ResponseSettingsChanges = z.input<typeof responses.settingsSchema>
export type OldPostQuery = Omit<z.input<typeof oldPostSchema>, 'confirm'>
export type ImportQuery = Numbered<z.input<typeof importSchema>>
export type ExportFormat = z.output<typeof exportSchema>['format']

/** Numbers of a query come as text, so its schemas take anything; numbers are meant. */
type Numbered<T> = { [K in keyof T]: unknown extends T[K] ? number : T[K] }

/** One of the answers that the description gives together: there, what it has is never absent. */
type Filled<T> = { [K in keyof T]-?: Exclude<T[K], undefined> }

/** A list that goes on at `next_cursor`, or ends where that is null. */
export interface Page<T> {
  items: T[]
  next_cursor: string | null
}
