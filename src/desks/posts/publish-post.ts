import { cleanUrl } from '../../collect/clean-url.ts'
import type { Issue } from '../../domain/issue.ts'
import { monthName } from '../../domain/month.ts'
import { oldPathOf } from '../../domain/old-path.ts'
import type { OldPost } from '../../domain/old-post.ts'
import { AppError } from '../../errors.ts'
import { freeSlugFor, insertMovedIssue, type PlacedIssue } from '../../store/issue-transfer.ts'
import { findIssueByMonth } from '../../store/issues.ts'
import { findLinksByKeys, insertLinks, lockImports } from '../../store/link-batch.ts'
import { scheduleChecks } from '../../store/link-checks.ts'
import { insertOldPath } from '../../store/old-paths.ts'
import type { Db } from '../../store/schema.ts'
import { findSectionNames } from '../../store/sections.ts'
import { monthTaken, type PreparedPost } from './judge-post.ts'
import { postProblems } from './post-problems.ts'

/** What was published, and the path from which it is redirected. */
export interface PublishedPost {
  issue: Issue
  oldPath: string | null
}

/** From then on the links are looked at once a month. */
const FIRST_CHECK_MS = 30 * 86_400_000

/**
 * An old post as the issue of its month, within a transaction: entries fixed as they stand, public,
 * with nobody to be mailed. Throws AppError CONFLICT when month or address were taken meanwhile.
 */
export function createPublishPost({
  now,
  fetchAllow,
}: {
  now: () => Date
  fetchAllow: readonly string[]
}) {
  async function publishIn(
    trx: Db,
    post: OldPost,
    { month, date }: PreparedPost,
  ): Promise<PublishedPost> {
    await lockImports(trx)
    const placed = await placeLinks(trx, post, { month, date })
    const plainSlug = monthName(month, 'en', { year: true }).toLowerCase().replace(/\s+/g, '-')
    const isAdded = await insertMovedIssue(
      trx,
      {
        month,
        title: post.title.trim(),
        slug: await freeSlugFor(trx, plainSlug, month),
        // Sent in the sense that nothing is left to be sent: no reader was planned for.
        state: 'sent',
        intro: post.intro,
        outro: post.outro,
        scheduledAt: null,
        publishedAt: date,
        sentAt: date,
        correctedAt: null,
        pausedReason: null,
        plannedAt: date,
        candidates: 0,
        audienceTag: null,
        featured: false,
        createdAt: now(),
        updatedAt: now(),
        oldSlugs: [],
        sections: placed.sections,
        mail: null,
      },
      { marksLinks: true },
    )
    const issue = await findIssueByMonth(trx, month)
    if (!isAdded || !issue)
      throw new AppError(
        'CONFLICT',
        issue ? monthTaken(month, issue, 'en') : `The month ${month} is taken.`,
      )
    await scheduleChecks(trx, placed.linkIds, new Date(now().getTime() + FIRST_CHECK_MS))
    const oldPath = post.oldUrl === null ? undefined : oldPathOf(post.oldUrl)
    const isOwn = oldPath === `/issues/${issue.slug}`
    if (oldPath !== undefined && !isOwn) {
      const url = (post.oldUrl ?? '').trim().slice(0, 2_000)
      if (!(await insertOldPath(trx, { path: oldPath, issueId: issue.id, url, now: now() })))
        throw new AppError('CONFLICT', postProblems('en').addressTaken)
    }
    return { issue, oldPath: oldPath === undefined || isOwn ? null : oldPath }
  }

  /** Known links are taken by their keys; new ones are published from the start. */
  async function placeLinks(
    trx: Db,
    post: OldPost,
    { month, date }: PreparedPost,
  ): Promise<{ sections: PlacedIssue['sections']; linkIds: number[] }> {
    const groups = groupsOf(post).map((section) => ({
      ...section,
      entries: section.entries.map((entry) => ({
        ...entry,
        address: cleanUrl(entry.url, fetchAllow),
      })),
    }))
    const entries = groups.flatMap((group) =>
      group.entries.map((entry) => ({ ...entry, section: group.name })),
    )
    const keys = [...new Set(entries.map(({ address }) => address.dedupeKey))]
    const known = await findLinksByKeys(trx, keys)
    // What an old blog called its sections does not become one of today's.
    const sections = new Set(await findSectionNames(trx))
    const fresh = keys.flatMap((key) => {
      const entry = entries.find(({ address }) => address.dedupeKey === key)
      return entry && !known.has(key) ? [entry] : []
    })
    const added = await insertLinks(
      trx,
      fresh.map((entry) => ({
        url: entry.address.url,
        dedupeKey: entry.address.dedupeKey,
        title: entry.title,
        authors: entry.authors,
        note: entry.note,
        section: entry.section !== null && sections.has(entry.section) ? entry.section : null,
        tags: [],
        via: null,
        month,
        status: 'published',
        savedAt: date,
        provenance: { title: 'owner', ...(entry.authors.length > 0 && { authors: 'owner' }) },
      })),
    )
    const used = new Set<number>()
    return {
      sections: groups.map((group, position) => ({
        name: group.name,
        position,
        entries: group.entries.map((entry, place) => {
          const link = known.get(entry.address.dedupeKey)
          const id = link?.id ?? added.get(entry.address.dedupeKey) ?? null
          // A link stands once in an issue; the second time its words stand for themselves.
          const linkId = id === null || used.has(id) ? null : id
          if (linkId !== null) used.add(linkId)
          return {
            position: place,
            linkId,
            placedSection: null,
            removedAt: null,
            // It was never mailed, so nobody has an address of ours for it.
            shortId: null,
            clicks: 0,
            title: entry.title,
            url: entry.address.url,
            authors: entry.authors,
            note: entry.note,
            siteName: link?.siteName ?? null,
            kind: link?.kind ?? null,
            tags: link?.tags ?? [],
          }
        }),
      })),
      linkIds: [...used],
    }
  }

  return publishIn
}

/** Sections of one name are one; the group without a name is last. */
function groupsOf(post: OldPost): OldPost['sections'] {
  const groups = new Map<string | null, OldPost['sections'][number]>()
  for (const { name, entries } of post.sections) {
    const key = name?.trim() || null
    const group = groups.get(key)
    if (group) group.entries.push(...entries)
    else groups.set(key, { name: key, entries: [...entries] })
  }
  const all = [...groups.values()].filter(({ entries }) => entries.length > 0)
  return [...all.filter(({ name }) => name !== null), ...all.filter(({ name }) => name === null)]
}
