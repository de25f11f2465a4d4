import type { Issue } from '../domain/issue.ts'
import type { Link } from '../domain/link.ts'
import type { Delivery, Subscriber } from '../domain/subscriber.ts'

export function linkJson(link: Link) {
  return {
    id: link.id,
    url: link.url,
    canonical_url: link.canonicalUrl,
    title: link.title,
    authors: link.authors,
    site_name: link.siteName,
    description: link.description,
    image_url: link.imageUrl,
    published_at: link.publishedAt,
    language: link.language,
    kind: link.kind,
    note: link.note,
    section: link.section,
    tags: link.tags,
    via: link.via,
    month: link.month,
    status: link.status,
    saved_at: link.savedAt.toISOString(),
    enrichment: link.enrichment,
  }
}

export function issueJson(issue: Issue) {
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
      })),
    })),
    scheduled_at: issue.scheduledAt?.toISOString() ?? null,
    published_at: issue.publishedAt?.toISOString() ?? null,
    sent_at: issue.sentAt?.toISOString() ?? null,
    corrected_at: issue.correctedAt?.toISOString() ?? null,
  }
}

export function subscriberJson(subscriber: Subscriber) {
  return {
    id: subscriber.id,
    email: subscriber.email,
    name: subscriber.name,
    status: subscriber.status,
    tags: subscriber.tags,
    created_at: subscriber.createdAt.toISOString(),
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
