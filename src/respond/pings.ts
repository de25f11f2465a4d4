import type { FetchedResource, GuardedFetch } from '../domain/fetching.ts'
import type { Issue } from '../domain/issue.ts'
import type { Ping, ResponseSettings } from '../domain/response.ts'
import { retryAfterS } from '../domain/retry-after.ts'
import { isAppError } from '../errors.ts'
import { renderMarkdown } from '../render/markdown.ts'
import { webUrl } from '../render/safe-url.ts'
import { findIssue } from '../store/issues.ts'
import {
  claimPings,
  findUntoldIssues,
  finishPing,
  insertPings,
  postponePing,
} from '../store/pings.ts'
import type { Database } from '../store/schema.ts'
import { findEndpoint } from './find-endpoint.ts'

export interface PingDeps {
  db: Database
  now: () => Date
  baseUrl: string
  guardedFetch: GuardedFetch
  decodeBody: (body: Uint8Array, contentType: string | null) => string
  readSettings: () => Promise<ResponseSettings>
  log?: ((message: string, details: Record<string, unknown>) => void) | undefined
}

const LEASE_MS = 120_000
const AT_ONCE = 5
const MOST_BYTES = 1024 * 1024
const MOST_LINKS = 500
/** Minutes until the next try; then it is given up. */
const RETRY_MINUTES = [1, 10, 60, 360, 1_440]

/**
 * Tells others that an issue is out: each page that it links to, where that takes Webmentions, and
 * the hub of the feeds (WebSub). A row a page says how far that is, so each is told once.
 */
export function createPings(deps: PingDeps) {
  const { db, now, baseUrl, guardedFetch } = deps

  /** Rows for issues that are out since telling began. */
  async function plan(): Promise<void> {
    const settings = await deps.readSettings()
    if (settings.tellSince === null) return
    const since = new Date(settings.tellSince)
    if (settings.tellLinked)
      for (const issueId of await findUntoldIssues(db, 'webmention', since)) {
        const issue = await findIssue(db, issueId)
        const urls = issue ? linksOf(issue, baseUrl) : []
        await insertPings(db, { issueId, kind: 'webmention', urls, now: now() })
      }
    if (settings.hub !== '')
      for (const issueId of await findUntoldIssues(db, 'websub', since))
        await insertPings(db, { issueId, kind: 'websub', urls: [settings.hub], now: now() })
  }

  async function send(ping: Ping & { slug: string }): Promise<void> {
    try {
      await (ping.kind === 'websub' ? tellHub(ping) : tellPage(ping))
    } catch (error) {
      if (!isAppError(error)) throw error
      if (error.code === 'FETCH_REFUSED')
        await finishPing(db, ping.id, { state: 'failed', reply: error.message }, now())
      else await giveTime(ping, error.message)
    }
  }

  async function tellPage(ping: Ping & { slug: string }): Promise<void> {
    const page = await guardedFetch({
      url: ping.url,
      headers: { accept: 'text/html, */*;q=0.1' },
      maxBytes: MOST_BYTES,
    })
    if (isPassing(page)) return giveTime(ping, replyOf(page), page)
    const type = page.headers.get('content-type')
    const isHtml = type === null || /html/i.test(type)
    const endpoint = findEndpoint({
      url: page.url,
      link: page.headers.get('link'),
      html: isHtml ? deps.decodeBody(page.body, type) : null,
    })
    if (endpoint === undefined)
      return finishPing(db, ping.id, { state: 'none', reply: replyOf(page) }, now())
    const source = `${baseUrl}/issues/${encodeURIComponent(ping.slug)}`
    await post(ping, endpoint, { source, target: ping.url })
  }

  function tellHub(ping: Ping): Promise<void> {
    const feeds = ['feed.xml', 'atom.xml', 'feed.json'].map((name) => `${baseUrl}/${name}`)
    return post(ping, ping.url, { 'hub.mode': 'publish', 'hub.url': feeds })
  }

  async function post(ping: Ping, endpoint: string, form: Record<string, string | string[]>) {
    const body = new URLSearchParams()
    for (const [name, value] of Object.entries(form))
      for (const each of [value].flat()) body.append(name, each)
    const answer = await guardedFetch({
      url: endpoint,
      method: 'POST',
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
      body: body.toString(),
      maxBytes: 10_000,
    })
    if (isPassing(answer)) return giveTime(ping, replyOf(answer), answer)
    const state = answer.status < 300 ? 'sent' : 'failed'
    await finishPing(db, ping.id, { state, endpoint, reply: replyOf(answer) }, now())
  }

  async function giveTime(ping: Ping, reply: string, answer?: FetchedResource): Promise<void> {
    const minutes = RETRY_MINUTES[ping.attempts]
    if (minutes === undefined) return finishPing(db, ping.id, { state: 'failed', reply }, now())
    const asked = answer ? (retryAfterS(answer.headers, now()) ?? 0) : 0
    const waitMs = Math.max(minutes * 60_000, asked * 1_000)
    await postponePing(db, ping.id, { dueAt: new Date(now().getTime() + waitMs), reply })
  }

  return {
    async work(): Promise<void> {
      await plan()
      for (;;) {
        const due = await claimPings(db, { now: now(), leaseMs: LEASE_MS, limit: AT_ONCE })
        if (due.length === 0) return
        const outcomes = await Promise.allSettled(due.map(send))
        for (const [index, outcome] of outcomes.entries()) {
          if (outcome.status === 'fulfilled') continue
          // Its lease ends by itself; the next minute tries it again.
          deps.log?.('ping not sent', { id: due[index]?.id, reason: String(outcome.reason) })
        }
      }
    },
  }
}

/** Busy or broken for now. */
const isPassing = ({ status }: FetchedResource) => status >= 500 || status === 429

const replyOf = ({ status }: FetchedResource) => `Status ${status}`

/** Pages elsewhere that an issue links to: its entries, and links of its texts. */
function linksOf(issue: Issue, baseUrl: string): string[] {
  const own = new URL(baseUrl).origin
  const entries = issue.sections.flatMap((section) => section.entries)
  const texts = [issue.intro, issue.outro, ...entries.map(({ note }) => note)]
  const inTexts = texts.flatMap((text) =>
    [...renderMarkdown(text).matchAll(/ href="(https?:[^"]+)"/g)].map(([, href = '']) =>
      href.replaceAll('&amp;', '&'),
    ),
  )
  const urls = [...entries.map(({ url }) => url), ...inTexts].flatMap((url) => webUrl(url) ?? [])
  return [...new Set(urls)].filter((url) => new URL(url).origin !== own).slice(0, MOST_LINKS)
}
