import type { DraftDay } from '../desks/rhythm-desk.ts'
import type { Issue } from '../domain/issue.ts'
import type { Delivery, Subscriber } from '../domain/subscriber.ts'
import type { Preflight } from '../preflight/preflight.ts'

export { linkJson } from '../domain/link-json.ts'

/** `clicks`: by entry, while clicks are counted. */
export function issueJson(issue: Issue, clicks?: ReadonlyMap<number, number>) {
  return {
    id: issue.id,
    month: issue.month,
    title: issue.title,
    slug: issue.slug,
    state: issue.state,
    intro: issue.intro,
    outro: issue.outro,
    sections: issue.sections.map((section) => ({
      name: section.name,
      entries: section.entries.map((entry) => ({
        id: entry.id,
        link_id: entry.linkId,
        title: entry.title,
        url: entry.url,
        authors: entry.authors,
        note: entry.note,
        dead: entry.dead
          ? { since: entry.dead.since.toISOString(), reason: entry.dead.reason }
          : null,
        ...(clicks && { clicks: clicks.get(entry.id) ?? null }),
      })),
    })),
    scheduled_at: issue.scheduledAt?.toISOString() ?? null,
    audience_tag: issue.audienceTag,
    featured: issue.featured ?? false,
    published_at: issue.publishedAt?.toISOString() ?? null,
    sent_at: issue.sentAt?.toISOString() ?? null,
    corrected_at: issue.correctedAt?.toISOString() ?? null,
  }
}

/** Of a draft with a day: until when it can be approved, and what happens then. */
export function reviewJson({ deadline, postponedTo, goesByItself, reason }: DraftDay) {
  if (!deadline) return null
  return {
    deadline: deadline.toISOString(),
    at_deadline: goesByItself ? ('send' as const) : ('wait' as const),
    postponed_to: postponedTo?.toISOString() ?? null,
    waits_because: reason,
  }
}

export function subscriberJson(subscriber: Subscriber) {
  return {
    id: subscriber.id,
    email: subscriber.email,
    name: subscriber.name,
    status: subscriber.status,
    status_reason: subscriber.statusReason,
    tags: subscriber.tags,
    paused_until: subscriber.pausedUntil?.toISOString() ?? null,
    text_only: subscriber.textOnly,
    created_at: subscriber.createdAt.toISOString(),
    confirmed_at: subscriber.confirmedAt?.toISOString() ?? null,
    unsubscribed_at: subscriber.unsubscribedAt?.toISOString() ?? null,
  }
}

export function deliveryJson(delivery: Delivery) {
  return {
    subscriber_id: delivery.subscriberId,
    email: delivery.email,
    state: delivery.state,
    attempts: delivery.attempts,
    next_attempt_at:
      delivery.state === 'pending' || delivery.state === 'deferred'
        ? delivery.nextAttemptAt.toISOString()
        : null,
    last_reply: delivery.lastReply,
    sent_at: delivery.sentAt?.toISOString() ?? null,
    updated_at: delivery.updatedAt.toISOString(),
  }
}

export function preflightJson({ isGreen, hash, problems, known }: Preflight) {
  return {
    green: isGreen,
    hash,
    problems: problems.map(({ check, level, key, about, detail }) => ({
      check,
      level,
      key,
      about,
      detail,
    })),
    overridden: known.map(({ problem, override }) => ({
      check: problem.check,
      key: problem.key,
      about: problem.about,
      by: override.madeBy,
      at: override.madeAt.toISOString(),
    })),
  }
}
