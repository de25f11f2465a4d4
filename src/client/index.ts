/**
 * A client of the API: fetch and types, no dependency. Runs in Node, browsers, Workers, Deno, Bun.
 *
 *     const links = createClient({ baseUrl: 'https://links.example', token })
 *     const { id } = await links.links.save({ url: 'https://norn.example/clocks' })
 *     for await (const link of links.links.each({ status: 'inbox' })) console.log(link.title)
 */
import { eachOf } from './pages.ts'
import {
  type Call,
  type CallOptions,
  type ClientOptions,
  createRequest,
  type FileBody,
  type Request,
} from './request.ts'
import type * as t from './types.ts'

export { LinkletterError } from './errors.ts'
export type { CallOptions, ClientOptions, FileBody } from './request.ts'
export type * from './types.ts'

export type Client = ReturnType<typeof createClient>

export function createClient(options: ClientOptions) {
  const request = createRequest(options)
  return {
    links: linkCalls(request),
    issues: issueCalls(request),
    subscribers: subscriberCalls(request),
    sources: sourceCalls(request),
    webhooks: webhookCalls(request),
    responses: responseCalls(request),
    oldPosts: oldPostCalls(request),
    settings: {
      get: () => request.json<t.Settings>(get('/settings')),
      getTagged: () => request.tagged<t.Settings>(get('/settings')),
      change: (changes: t.SettingsChanges, options?: CallOptions) =>
        request.json<t.Settings>(patch('/settings', changes, options)),
    },
    /** Of the public pages, with what is said about the publication. */
    look: {
      get: () => request.json<t.Look>(get('/settings/look')),
      change: (changes: t.LookChanges) => request.json<t.Look>(patch('/settings/look', changes)),
    },
    /** While it is on, this is a copy that sends nothing. */
    hold: {
      get: () => request.json<t.Hold>(get('/hold')),
      set: () => request.json<t.Hold>({ method: 'PUT', path: '/hold' }),
      release: () => request.json<t.Hold>(remove('/hold')),
    },
    tokens: {
      list: () => request.json<t.Page<t.Token>>(get('/tokens')),
      create: (token: t.TokenInput) => request.json<t.NewToken>(post('/tokens', token)),
      revoke: (id: number) => request.none(remove(`/tokens/${id}`)),
    },
    hooks: {
      list: () => request.json<t.Page<t.Hook>>(get('/hooks')),
      create: (hook: t.HookInput) => request.json<t.NewHook>(post('/hooks', hook)),
      remove: (id: number) => request.none(remove(`/hooks/${id}`)),
    },
    bounces: {
      list: (query: t.BounceQuery = {}) => request.json<t.Page<t.Bounce>>(get('/bounces', query)),
    },
    doctor: () => request.json<t.Doctor>(get('/doctor')),
    /** The file is read by the server as its format says. */
    importLinks: (file: FileBody, query: t.ImportQuery = {}) =>
      request.json<t.Import>({
        method: 'POST',
        path: '/imports',
        query,
        body: { file, type: 'application/octet-stream' },
      }),
    exportLinks: (format: t.ExportFormat = 'json') => request.text(get('/export', { format })),
  }
}

function linkCalls(request: Request) {
  const list = (query: t.LinkQuery = {}) => request.json<t.Page<t.Link>>(get('/links', query))
  return {
    /** `duplicate` is true when it was known. */
    save: (link: t.LinkInput, options?: CallOptions) =>
      request.json<t.Link>(post('/links', link, options)),
    /** Up to 500; one answer for each, in their order. */
    saveAll: (links: t.LinkInput[], options?: CallOptions) =>
      request.json<t.Batch>(post('/links/batch', { links }, options)),
    lookUp: (url: string) => request.json<t.Lookup>(get('/links/lookup', { url })),
    list,
    each: (query: t.LinkQuery = {}) => eachOf(list, query),
    get: (id: number) => request.json<t.Link>(get(`/links/${id}`)),
    getTagged: (id: number) => request.tagged<t.Link>(get(`/links/${id}`)),
    change: (id: number, changes: t.LinkChanges, options?: CallOptions) =>
      request.json<t.Link>(patch(`/links/${id}`, changes, options)),
    remove: (id: number, options?: CallOptions) => request.none(remove(`/links/${id}`, options)),
    refresh: (id: number) => request.json<t.Link>(post(`/links/${id}/refresh`)),
  }
}

function issueCalls(request: Request) {
  const list = (query: t.IssueQuery = {}) => request.json<t.Page<t.Issue>>(get('/issues', query))
  const revisions = (id: number, query: t.RevisionQuery = {}) =>
    request.json<t.Revisions>(get(`/issues/${id}/revisions`, query))
  const deliveries = (id: number, query: t.DeliveryQuery = {}) =>
    request.json<t.Page<t.Delivery>>(get(`/issues/${id}/deliveries`, query))
  return {
    assemble: (month: string, options?: CallOptions) =>
      request.json<t.Issue>(post('/issues', { month }, options)),
    list,
    each: (query: t.IssueQuery = {}) => eachOf(list, query),
    get: (id: number) => request.json<t.Issue>(get(`/issues/${id}`)),
    getTagged: (id: number) => request.tagged<t.Issue>(get(`/issues/${id}`)),
    change: (id: number, changes: t.IssueChanges, options?: CallOptions) =>
      request.json<t.Issue>(patch(`/issues/${id}`, changes, options)),
    revisions,
    eachRevision: (id: number, query: t.RevisionQuery = {}) =>
      eachOf((more: t.RevisionQuery) => revisions(id, more), query),
    revision: (id: number, revision: number) =>
      request.json<t.Revision>(get(`/issues/${id}/revisions/${revision}`)),
    /** With the `version` of what was shown, refused where the issue has changed since. */
    restore: (id: number, revision: number, seen: t.RestoreInput = {}) =>
      request.json<t.RestoredIssue>(post(`/issues/${id}/revisions/${revision}/restore`, seen)),
    render: (id: number, format: t.RenderFormat = 'html') =>
      request.text(get(`/issues/${id}/render`, { format })),
    preflight: (id: number) => request.json<t.Preflight>(get(`/issues/${id}/preflight`)),
    override: (id: number, problems: string[]) =>
      request.json<t.Preflight>(post(`/issues/${id}/preflight`, { problems })),
    test: (id: number, to: string[]) =>
      request.json<{ sent: string[] }>(post(`/issues/${id}/test`, { to })),
    schedule: (id: number, schedule: t.ScheduleInput) =>
      request.json<t.Issue>(post(`/issues/${id}/schedule`, schedule)),
    /** Gives a draft another day, an ISO 8601 time. */
    postpone: (id: number, at: string) =>
      request.json<t.Issue>(post(`/issues/${id}/postpone`, { at })),
    send: (id: number, how: t.SendInput = {}, options?: CallOptions) =>
      request.json<t.Issue>(post(`/issues/${id}/send`, how, options)),
    pause: (id: number) => request.json<t.Issue>(post(`/issues/${id}/pause`)),
    resume: (id: number, how: { force?: boolean } = {}) =>
      request.json<t.Issue>(post(`/issues/${id}/resume`, how)),
    cancel: (id: number) => request.json<t.Issue>(post(`/issues/${id}/cancel`)),
    progress: (id: number) => request.json<t.Progress>(get(`/issues/${id}/progress`)),
    deliveries,
    eachDelivery: (id: number, query: t.DeliveryQuery = {}) =>
      eachOf((more: t.DeliveryQuery) => deliveries(id, more), query),
    resolveUnknown: (id: number, as: 'sent' | 'retry') =>
      request.json<{ resolved: number }>(post(`/issues/${id}/deliveries/resolve`, { as })),
  }
}

function subscriberCalls(request: Request) {
  const list = (query: t.SubscriberQuery = {}) =>
    request.json<t.Page<t.Subscriber>>(get('/subscribers', query))
  return {
    /** `status: 'active'` skips the mail to confirm: you vouch for them. */
    add: (subscriber: t.SubscriberInput) =>
      request.json<t.Subscriber>(post('/subscribers', subscriber)),
    list,
    each: (query: t.SubscriberQuery = {}) => eachOf(list, query),
    counts: () => request.json<t.SubscriberCounts>(get('/subscribers/counts')),
    get: (id: number) => request.json<t.Subscriber>(get(`/subscribers/${id}`)),
    getTagged: (id: number) => request.tagged<t.Subscriber>(get(`/subscribers/${id}`)),
    change: (id: number, changes: t.SubscriberChanges, options?: CallOptions) =>
      request.json<t.Subscriber>(patch(`/subscribers/${id}`, changes, options)),
    remove: (id: number, options?: CallOptions) =>
      request.none(remove(`/subscribers/${id}`, options)),
    suppress: (id: number, why: t.SuppressInput) =>
      request.json<t.Subscriber>(post(`/subscribers/${id}/suppress`, why)),
    askAgain: (id: number) => request.json<t.Subscriber>(post(`/subscribers/${id}/confirmation`)),
    importCsv: (csv: FileBody, query: t.SubscriberImportQuery = {}) =>
      request.json<t.SubscriberImport>({
        method: 'POST',
        path: '/subscribers/import',
        query,
        body: { file: csv, type: 'text/csv' },
      }),
    exportCsv: () => request.text(get('/subscribers/export.csv')),
  }
}

function sourceCalls(request: Request) {
  return {
    list: (query: t.SourceQuery = {}) => request.json<t.Page<t.Source>>(get('/sources', query)),
    add: (source: t.SourceInput) => request.json<t.AddedSource>(post('/sources', source)),
    get: (id: number) => request.json<t.Source>(get(`/sources/${id}`)),
    change: (id: number, changes: t.SourceChanges, options?: CallOptions) =>
      request.json<t.Source>(patch(`/sources/${id}`, changes, options)),
    remove: (id: number) => request.none(remove(`/sources/${id}`)),
    poll: (id: number) => request.json<t.PolledSource>(post(`/sources/${id}/poll`)),
  }
}

function webhookCalls(request: Request) {
  return {
    list: (query: t.WebhookQuery = {}) => request.json<t.Page<t.Webhook>>(get('/webhooks', query)),
    /** `secret` is in this answer and never again. */
    add: (webhook: t.WebhookInput) => request.json<t.NewWebhook>(post('/webhooks', webhook)),
    get: (id: number) => request.json<t.Webhook>(get(`/webhooks/${id}`)),
    change: (id: number, changes: t.WebhookChanges, options?: CallOptions) =>
      request.json<t.Webhook>(patch(`/webhooks/${id}`, changes, options)),
    remove: (id: number) => request.none(remove(`/webhooks/${id}`)),
    rotateSecret: (id: number) => request.json<t.NewWebhook>(post(`/webhooks/${id}/rotate-secret`)),
    test: (id: number) => request.json<t.WebhookDelivery>(post(`/webhooks/${id}/test`)),
    deliveries: (id: number, query: t.WebhookDeliveryQuery = {}) =>
      request.json<t.Page<t.WebhookDelivery>>(get(`/webhooks/${id}/deliveries`, query)),
    replay: (id: number, delivery: number) =>
      request.json<t.WebhookDelivery>(post(`/webhooks/${id}/deliveries/${delivery}/replay`)),
  }
}

/** Comments and mentions. */
function responseCalls(request: Request) {
  return {
    /** All of one state; those that are held unless another is asked for. */
    list: (query: t.ResponseQuery = {}) =>
      request.json<t.Page<t.IssueResponse>>(get('/responses', query)),
    move: (id: number, state: t.ResponseState) =>
      request.json<t.MovedResponse>(patch(`/responses/${id}`, { state })),
    remove: (id: number) => request.none(remove(`/responses/${id}`)),
    settings: {
      get: () => request.json<t.ResponseSettings>(get('/responses/settings')),
      change: (changes: t.ResponseSettingsChanges) =>
        request.json<t.ResponseSettings>(patch('/responses/settings', changes)),
    },
  }
}

/** Roundups of another blog: a Markdown or HTML file, or a WordPress export. */
function oldPostCalls(request: Request) {
  const send = <T>(file: FileBody, query: object) =>
    request.json<T>({
      method: 'POST',
      path: '/issues/import',
      query: query as Call['query'],
      body: { file, type: 'application/octet-stream' },
    })
  return {
    /** What is recognised in it; nothing is changed. */
    read: (file: FileBody, query: t.OldPostQuery = {}) => send<t.ReadOldPosts>(file, query),
    /** Each post becomes the published issue of its month, and nobody is mailed. */
    publish: (file: FileBody, query: t.OldPostQuery = {}) =>
      send<t.PublishedOldPosts>(file, { ...query, confirm: 'true' }),
  }
}

const get = (path: string, query?: object): Call => ({
  method: 'GET',
  path,
  query: query as Call['query'],
})
const post = (path: string, json: unknown = {}, options?: CallOptions): Call => ({
  method: 'POST',
  path,
  body: { json },
  options,
})
const patch = (path: string, json: unknown, options?: CallOptions): Call => ({
  method: 'PATCH',
  path,
  body: { json },
  options,
})
const remove = (path: string, options?: CallOptions): Call => ({ method: 'DELETE', path, options })
