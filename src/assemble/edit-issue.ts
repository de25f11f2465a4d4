import type { Issue } from '../domain/issue.ts'
import type { RevisionAuthor } from '../domain/issue-content.ts'
import { AppError, type FieldProblem } from '../errors.ts'
import { recordRevision } from '../store/issue-revisions.ts'
import { findEntries, findIssue } from '../store/issues.ts'
import type { Database, Db } from '../store/schema.ts'
import { issueSection } from './assemble-issue.ts'

export interface EntryInput {
  id?: number | undefined
  link_id?: number | null | undefined
  title?: string | undefined
  url?: string | undefined
  authors?: string[] | undefined
  note?: string | undefined
}

export interface IssueChanges {
  title?: string | undefined
  slug?: string | undefined
  intro?: string | undefined
  outro?: string | undefined
  /** Put forward on the home page; no correction of the issue. */
  featured?: boolean | undefined
  /** The whole arrangement: what is not listed is taken out of the issue, never deleted as a link. */
  sections?: { name: string | null; entries: EntryInput[] }[] | undefined
}

/** Worked out from how the issue is when its turn comes; undefined changes nothing. */
export type ChangeIssue = IssueChanges | ((issue: Issue) => IssueChanges | undefined)

/** What links or a merge of two of them did to a draft between two edits. */
export const LINKS_AUTHOR: RevisionAuthor = { source: 'links', name: '', session: '' }

/**
 * Stores hand edits of an issue, and keeps how it read before and after. After publishing this corrects the page (`correctedAt`), and a new
 * slug leaves the old one redirecting; mail that went out stays as it was.
 * Throws AppError NOT_FOUND, INVALID_INPUT, CONFLICT (slug taken), ISSUE_WRONG_STATE.
 */
export function createEditIssue({
  db,
  now,
  checkUrl,
}: {
  db: Database
  now: () => Date
  checkUrl: (url: string) => string
}) {
  return function editIssue(
    id: number,
    change: ChangeIssue,
    author: RevisionAuthor,
  ): Promise<Issue> {
    return db.transaction().execute(async (trx) => {
      const issue = await lockEditable(trx, id)
      const changes = typeof change === 'function' ? change(issue) : change
      if (!changes) return issue
      await recordRevision(trx, issue, { author: LINKS_AUTHOR, now: now() })
      const slug =
        changes.slug === undefined ? issue.slug : await takeSlug(trx, issue, changes.slug)
      await trx
        .updateTable('issue')
        .set({
          title: changes.title ?? issue.title,
          intro: changes.intro ?? issue.intro,
          outro: changes.outro ?? issue.outro,
          slug,
          featured: changes.featured ?? issue.featured ?? false,
          updated_at: now(),
          ...(issue.publishedAt && changesText(changes) && { corrected_at: now() }),
        })
        .where('id', '=', id)
        .execute()
      if (changes.sections) await arrange(trx, issue, changes.sections, now(), checkUrl)
      const changed = await getIssue(trx, id)
      await recordRevision(trx, changed, { author, now: now() })
      return changed
    })
  }
}

/** The issue, held until the transaction ends. Throws AppError NOT_FOUND, ISSUE_WRONG_STATE. */
export async function lockEditable(db: Db, id: number): Promise<Issue> {
  await db.selectFrom('issue').select('id').where('id', '=', id).forUpdate().execute()
  const issue = await getIssue(db, id)
  if (issue.state === 'cancelled')
    throw new AppError(
      'ISSUE_WRONG_STATE',
      'The issue is cancelled. Assemble its month again first.',
    )
  return issue
}

export async function getIssue(db: Db, id: number): Promise<Issue> {
  const issue = await findIssue(db, id)
  if (!issue) throw new AppError('NOT_FOUND', `There is no issue ${id}.`)
  return issue
}

const changesText = ({ featured: _, ...text }: IssueChanges) =>
  Object.values(text).some((value) => value !== undefined)

async function takeSlug(db: Db, issue: Issue, wanted: string): Promise<string> {
  const slug = wanted.trim().toLowerCase()
  if (!/^[\p{L}\p{N}]+(?:[-_.][\p{L}\p{N}]+)*$/u.test(slug) || slug.length > 100)
    throw invalid('slug', 'Use letters, digits and single hyphens, for example july-2026.')
  if (slug === issue.slug) return slug
  const taken = await db
    .selectFrom('issue')
    .select('id')
    .where('slug', '=', slug)
    .executeTakeFirst()
  const old = await db
    .selectFrom('slug_history')
    .select('issue_id')
    .where('slug', '=', slug)
    .executeTakeFirst()
  if (taken || (old && old.issue_id !== issue.id))
    throw new AppError(
      'CONFLICT',
      `The address "${slug}" belongs to another issue. Choose another.`,
      {
        fields: [{ field: 'slug', message: 'Another issue has this address.' }],
      },
    )
  // Going back to an old slug must not leave it redirecting to itself.
  await db.deleteFrom('slug_history').where('slug', '=', slug).execute()
  if (issue.publishedAt)
    await db
      .insertInto('slug_history')
      .values({ slug: issue.slug, issue_id: issue.id })
      .onConflict((oc) => oc.column('slug').doUpdateSet({ issue_id: issue.id }))
      .execute()
  return slug
}

/** Puts the entries where the sections say; what is not listed is taken out. */
export async function arrange(
  db: Db,
  issue: Issue,
  sections: NonNullable<IssueChanges['sections']>,
  now: Date,
  checkUrl: (url: string) => string,
): Promise<void> {
  const known = await findEntries(db, issue.id)
  const kept = new Set<number>()
  for (const [sectionIndex, section] of sections.entries()) {
    const name = section.name === null || section.name.trim() === '' ? null : section.name.trim()
    const sectionId = await issueSection(db, issue.id, name)
    await db
      .updateTable('issue_section')
      .set({ position: sectionIndex + 1 })
      .where('id', '=', sectionId)
      .execute()
    for (const [index, input] of section.entries.entries()) {
      const field = `sections.${sectionIndex}.entries.${index}`
      const row =
        input.id === undefined
          ? known.find((entry) => input.link_id != null && entry.link_id === input.link_id)
          : known.find((entry) => entry.id === input.id)
      if (input.id !== undefined && !row)
        throw invalid(`${field}.id`, `This issue has no entry ${input.id}.`)
      const id = row?.id ?? (await addEntry(db, issue, input, sectionId, field, checkUrl))
      if (kept.has(id)) throw invalid(field, 'This entry is listed twice. Keep one of the two.')
      kept.add(id)
      await db
        .updateTable('entry')
        .set({
          section_id: sectionId,
          position: index + 1,
          removed_at: null,
          ...(row && overrides(row, input, checkUrl)),
        })
        .where('id', '=', id)
        .execute()
    }
  }
  const gone = known.filter((entry) => !kept.has(entry.id)).map((entry) => entry.id)
  if (gone.length > 0)
    await db.updateTable('entry').set({ removed_at: now }).where('id', 'in', gone).execute()
  await db
    .deleteFrom('issue_section')
    .where('issue_id', '=', issue.id)
    .where((eb) =>
      eb.not(
        eb.exists(
          eb.selectFrom('entry').select('id').whereRef('entry.section_id', '=', 'issue_section.id'),
        ),
      ),
    )
    .where((eb) =>
      eb.or([
        eb('name', 'is', null),
        eb('name', 'not in', ['', ...sections.map((s) => s.name ?? '')]),
      ]),
    )
    .execute()
}

/** Only what differs becomes a hand edit; the rest goes on following the link. */
function overrides(
  row: { title: string; url: string; authors: string[]; note: string },
  input: EntryInput,
  checkUrl: (url: string) => string,
) {
  return {
    ...(input.title !== undefined && input.title !== row.title && { title: input.title }),
    ...(input.url !== undefined && input.url !== row.url && { url: checkUrl(input.url) }),
    ...(input.note !== undefined && input.note !== row.note && { note: input.note }),
    ...(input.authors !== undefined &&
      JSON.stringify(input.authors) !== JSON.stringify(row.authors) && {
        authors: JSON.stringify(input.authors),
      }),
  }
}

async function addEntry(
  db: Db,
  issue: Issue,
  input: EntryInput,
  sectionId: number,
  field: string,
  checkUrl: (url: string) => string,
): Promise<number> {
  const linkId = input.link_id ?? null
  if (linkId !== null) {
    const link = await db
      .selectFrom('link')
      .select('id')
      .where('id', '=', linkId)
      .executeTakeFirst()
    if (!link) throw invalid(`${field}.link_id`, `There is no link ${linkId}.`)
  } else if (!input.title || !input.url)
    throw invalid(field, 'A new entry needs link_id, or title and url.')
  const { id } = await db
    .insertInto('entry')
    .values({
      issue_id: issue.id,
      section_id: sectionId,
      position: 0,
      link_id: linkId,
      title: input.title ?? null,
      url: input.url === undefined ? null : checkUrl(input.url),
      authors: input.authors === undefined ? null : JSON.stringify(input.authors),
      note: input.note ?? null,
    })
    .onConflict((oc) => oc.columns(['issue_id', 'link_id']).doUpdateSet({ removed_at: null }))
    .returning('id')
    .executeTakeFirstOrThrow()
  return id
}

function invalid(field: string, message: string): AppError {
  const fields: FieldProblem[] = [{ field, message }]
  return new AppError('INVALID_INPUT', message, { fields })
}
