import type { Issue } from '../domain/issue.ts'
import { linkJson } from '../domain/link-json.ts'
import type { Subscriber } from '../domain/subscriber.ts'
import { findIssue } from '../store/issues.ts'
import { findLink } from '../store/links.ts'
import type { Db } from '../store/schema.ts'
import { findSubscriber } from '../store/subscribers.ts'
import type { LeasedMessage } from '../store/webhook-deliveries.ts'

/**
 * The text that is signed and sent: `{type, timestamp, data}` (Standard Webhooks, "Payload
 * structure"). Made once, at the first attempt. `data` is the thing as it is then, with the state
 * that it had when the event happened; of what is gone by then, what was noted at the event.
 */
export async function messageBody(
  db: Db,
  message: LeasedMessage,
  baseUrl: string,
): Promise<string> {
  const thing = await thingOf(db, message, baseUrl)
  return JSON.stringify({
    type: message.type,
    timestamp: message.happenedAt.toISOString(),
    data: { ...thing, ...statesOf(message.snapshot, thing) },
  })
}

/** A title may come later than the event: what is known of it now is worth more. */
function statesOf(snapshot: Record<string, unknown>, thing: object | undefined) {
  if (!thing) return snapshot
  const { state, status } = snapshot
  return { ...(state !== undefined && { state }), ...(status !== undefined && { status }) }
}

async function thingOf(db: Db, { type, subjectId: id }: LeasedMessage, baseUrl: string) {
  if (id === null) return undefined
  if (type.startsWith('link.')) {
    const link = await findLink(db, id)
    return link && linkJson(link)
  }
  if (type.startsWith('issue.')) {
    const issue = await findIssue(db, id)
    return issue && issueFacts(issue, baseUrl)
  }
  const subscriber = await findSubscriber(db, id)
  return subscriber && subscriberFacts(subscriber)
}

/** Without its sections: whoever wants them asks for them. */
function issueFacts(issue: Issue, baseUrl: string) {
  return {
    id: issue.id,
    month: issue.month,
    title: issue.title,
    slug: issue.slug,
    state: issue.state,
    url: issue.publishedAt ? `${baseUrl}/issues/${encodeURIComponent(issue.slug)}` : null,
    scheduled_at: issue.scheduledAt?.toISOString() ?? null,
    published_at: issue.publishedAt?.toISOString() ?? null,
    sent_at: issue.sentAt?.toISOString() ?? null,
  }
}

function subscriberFacts(subscriber: Subscriber) {
  return {
    id: subscriber.id,
    email: subscriber.email,
    name: subscriber.name,
    status: subscriber.status,
    tags: subscriber.tags,
    created_at: subscriber.createdAt.toISOString(),
  }
}
