import { sql } from 'kysely'
import type { Editorial } from '../domain/editorial.ts'
import type { Issue } from '../domain/issue.ts'
import { isMonth, type Month, monthName, monthRange } from '../domain/month.ts'
import { AppError } from '../errors.ts'
import { recordRevision } from '../store/issue-revisions.ts'
import { findEntries, findIssue } from '../store/issues.ts'
import type { Database, Db } from '../store/schema.ts'
import { findSectionNames } from '../store/sections.ts'
import { readEditorial } from '../store/settings.ts'

const ASSEMBLY = { source: 'assembly', name: '', session: '' } as const

/**
 * Gathers a month's links, and what earlier months left over, into a draft.
 *
 * Again on a draft: adds what is new, takes out what was skipped or moved to a later month, follows
 * a link to its new section; titles, words, order and removals made by hand stay.
 * Throws AppError INVALID_INPUT, ISSUE_ALREADY_SENT, ISSUE_WRONG_STATE, ISSUE_TOO_FEW_LINKS.
 */
export function createAssembleIssue({ db, now }: { db: Database; now: () => Date }) {
  return function assembleIssue(month: string): Promise<Issue> {
    return db.transaction().execute((trx) => assembleInside(trx, month, now()))
  }
}

export async function assembleInside(db: Db, month: string, now: Date): Promise<Issue> {
  if (!isMonth(month))
    throw new AppError('INVALID_INPUT', 'Write the month as YYYY-MM.', {
      fields: [{ field: 'month', message: 'Write the month as YYYY-MM, for example 2026-07.' }],
    })
  const editorial = await readEditorial(db)
  const id = await openDraft(db, month, editorial)
  await dropUnwanted(db, id, month)
  await followSections(db, id)
  await addNewLinks(db, id, month, editorial)
  const count = (await findEntries(db, id)).length
  // Thrown inside the transaction: a draft that is too thin leaves no trace.
  if (count < editorial.minimumLinks)
    throw new AppError(
      'ISSUE_TOO_FEW_LINKS',
      `${monthName(month, 'en', { year: true })} has ${count} ${count === 1 ? 'link' : 'links'}; an issue needs ${editorial.minimumLinks}. Save more, or lower the minimum in the settings.`,
    )
  const issue = await findIssue(db, id)
  if (!issue) throw new AppError('NOT_FOUND', `There is no issue ${id}.`)
  await recordRevision(db, issue, { author: ASSEMBLY, now })
  return issue
}

async function openDraft(db: Db, month: Month, editorial: Editorial): Promise<number> {
  await db
    .insertInto('issue')
    .values({ month, title: titleOf(month, editorial), slug: await freeSlug(db, month) })
    .onConflict((oc) => oc.column('month').doNothing())
    .execute()
  const issue = await db
    .selectFrom('issue')
    .select(['id', 'state', 'published_at'])
    .where('month', '=', month)
    .forUpdate()
    .executeTakeFirstOrThrow()
  if (issue.state === 'cancelled' && issue.published_at === null)
    await db.updateTable('issue').set({ state: 'draft' }).where('id', '=', issue.id).execute()
  else if (issue.state === 'sent')
    throw new AppError(
      'ISSUE_ALREADY_SENT',
      `The issue of ${month} was sent. New links wait for the next one.`,
    )
  else if (issue.state !== 'draft')
    throw new AppError(
      'ISSUE_WRONG_STATE',
      `The issue of ${month} is ${issue.state}. Only a draft can be assembled again.`,
    )
  return issue.id
}

export function titleOf(month: Month, editorial: Editorial): string {
  return editorial.titlePattern
    .replaceAll('{month}', monthName(month, editorial.locale, { year: false }))
    .replaceAll('{year}', month.slice(0, 4))
}

/** `july-2023`, or with the number after it when an old address of another issue has that. */
async function freeSlug(db: Db, month: Month): Promise<string> {
  const plain = monthName(month, 'en', { year: true }).toLowerCase().replace(/\s+/g, '-')
  const { rows } = await sql<{ taken: boolean }>`
    select exists (select 1 from issue where slug = ${plain} and month <> ${month})
      or exists (select 1 from slug_history where slug = ${plain}) as taken`.execute(db)
  return rows[0]?.taken ? month : plain
}

async function dropUnwanted(db: Db, issueId: number, month: Month): Promise<void> {
  await db
    .deleteFrom('entry')
    .where('issue_id', '=', issueId)
    .where((eb) =>
      eb.exists(
        eb
          .selectFrom('link')
          .select('link.id')
          .whereRef('link.id', '=', 'entry.link_id')
          .where((or) => or.or([or('link.status', '=', 'skipped'), or('link.month', '>', month)])),
      ),
    )
    .execute()
}

async function followSections(db: Db, issueId: number): Promise<void> {
  const moved = (await findEntries(db, issueId)).filter(
    (entry) => entry.link_id !== null && entry.link_section !== entry.placed_section,
  )
  for (const entry of moved) {
    const sectionId = await issueSection(db, issueId, entry.link_section)
    await db
      .updateTable('entry')
      .set({
        section_id: sectionId,
        placed_section: entry.link_section,
        position: await nextPosition(db, sectionId),
      })
      .where('id', '=', entry.id)
      .execute()
  }
}

async function addNewLinks(
  db: Db,
  issueId: number,
  month: Month,
  editorial: Editorial,
): Promise<void> {
  const { until } = monthRange(month, editorial.timeZone)
  const links = await db
    .selectFrom('link')
    .leftJoin('section', 'section.id', 'link.section_id')
    .select(['link.id', 'section.name as section'])
    .where('link.status', '=', 'inbox')
    .where((eb) =>
      eb.or([
        eb('link.month', '<=', month),
        eb.and([eb('link.month', 'is', null), eb('link.saved_at', '<', until)]),
      ]),
    )
    // Neither here already (shown or taken out by hand) nor in another issue that is not over.
    .where((eb) =>
      eb.not(
        eb.exists(
          eb
            .selectFrom('entry')
            .innerJoin('issue', 'issue.id', 'entry.issue_id')
            .select('entry.id')
            .whereRef('entry.link_id', '=', 'link.id')
            .where((or) =>
              or.or([
                or('entry.issue_id', '=', issueId),
                or.and([or('entry.removed_at', 'is', null), or('issue.state', '!=', 'cancelled')]),
              ]),
            ),
        ),
      ),
    )
    .orderBy('link.saved_at')
    .orderBy('link.id')
    // None of them may be merged into another one before its entry is there.
    .forKeyShare('link')
    .execute()
  for (const link of links) {
    const sectionId = await issueSection(db, issueId, link.section)
    await db
      .insertInto('entry')
      .values({
        issue_id: issueId,
        section_id: sectionId,
        position: await nextPosition(db, sectionId),
        link_id: link.id,
        placed_section: link.section,
      })
      .onConflict((oc) => oc.columns(['issue_id', 'link_id']).doNothing())
      .execute()
  }
}

/** The issue's own section of that name; a new one takes the place that the settings give it. */
export async function issueSection(db: Db, issueId: number, name: string | null): Promise<number> {
  const known = await db
    .selectFrom('issue_section')
    .select('id')
    .where('issue_id', '=', issueId)
    .where('name', name === null ? 'is' : '=', name)
    .executeTakeFirst()
  if (known) return known.id
  const order = await findSectionNames(db)
  const index = name === null ? order.length : order.indexOf(name)
  const { id } = await db
    .insertInto('issue_section')
    .values({ issue_id: issueId, name, position: (index === -1 ? order.length : index) + 1 })
    .returning('id')
    .executeTakeFirstOrThrow()
  return id
}

async function nextPosition(db: Db, sectionId: number): Promise<number> {
  const { last } = await db
    .selectFrom('entry')
    .select((eb) => eb.fn.max('position').as('last'))
    .where('section_id', '=', sectionId)
    .executeTakeFirstOrThrow()
  return (last ?? 0) + 1
}
