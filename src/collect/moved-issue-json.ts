import type { MovedEntry, MovedIssue } from '../store/issue-transfer.ts'

/** An issue as the export writes it; `imports/linkletter-parts.ts` reads it back. */
export function movedIssueJson(issue: MovedIssue) {
  return {
    month: issue.month,
    title: issue.title,
    slug: issue.slug,
    state: issue.state,
    intro: issue.intro,
    outro: issue.outro,
    scheduled_at: issue.scheduledAt,
    published_at: issue.publishedAt,
    sent_at: issue.sentAt,
    corrected_at: issue.correctedAt,
    paused_reason: issue.pausedReason,
    planned_at: issue.plannedAt,
    candidates: issue.candidates,
    audience_tag: issue.audienceTag,
    featured: issue.featured,
    created_at: issue.createdAt,
    updated_at: issue.updatedAt,
    old_slugs: issue.oldSlugs.map((old) => ({ slug: old.slug, created_at: old.createdAt })),
    old_paths: (issue.oldPaths ?? []).map((old) => ({
      path: old.path,
      url: old.url,
      created_at: old.createdAt,
    })),
    sections: issue.sections.map(({ name, position, entries }) => ({
      name,
      position,
      entries: entries.map(entryJson),
    })),
    mail: issue.mail && {
      subject: issue.mail.subject,
      preheader: issue.mail.preheader,
      html: issue.mail.html,
      text: issue.mail.text,
      slots: issue.mail.slots,
      created_at: issue.mail.createdAt,
    },
  }
}

function entryJson(entry: MovedEntry) {
  return {
    position: entry.position,
    link_url: entry.linkUrl,
    placed_section: entry.placedSection,
    removed_at: entry.removedAt,
    title: entry.title,
    url: entry.url,
    authors: entry.authors,
    note: entry.note,
    site_name: entry.siteName,
    kind: entry.kind,
    tags: entry.tags,
    short_id: entry.shortId,
    clicks: entry.clicks,
  }
}
