import type { Context } from 'hono'
import { z } from 'zod'
import type { HistoryItem } from '../../desks/issue-history.ts'
import type { IssueContent, Revision, RevisionAuthor } from '../../domain/issue-content.ts'
import type { IssueChange } from '../../domain/issue-difference.ts'
import type { Services } from '../../services.ts'
import {
  fromCursor,
  idSchema,
  limitSchema,
  readBody,
  readId,
  readQuery,
  toCursor,
} from '../input.ts'
import { issueJson } from '../json.ts'
import { type ApiVariables, newRouter } from '../problem.ts'

export const listSchema = z.object({ cursor: z.string().max(500).optional(), limit: limitSchema })
/** `version` of the list or of the revision: refused when the issue has changed since. */
export const restoreSchema = z.object({ version: z.string().max(100).optional() })

/** The edit history of an issue; what is mounted before asks for the scope. */
export function issueRevisionRoutes({ issueHistory }: Pick<Services, 'issueHistory'>) {
  return newRouter()
    .get('/:id/revisions', async (c) => {
      const { cursor, limit } = readQuery(c, listSchema)
      const { items, version, nextId } = await issueHistory.list(readId(c), {
        limit,
        beforeId: fromCursor(cursor, idSchema),
      })
      return c.json({
        items: items.map((item) => itemJson(item, { withParts: false })),
        next_cursor: nextId === undefined ? null : toCursor(nextId),
        version,
      })
    })
    .get('/:id/revisions/:revision', async (c) => {
      const opened = await issueHistory.open(readId(c), readId(c, 'revision'))
      return c.json({
        ...itemJson(opened, { withParts: true }),
        ...contentJson(opened.revision.content),
        version: opened.version,
      })
    })
    .post('/:id/revisions/:revision/restore', async (c) => {
      const { version } = await readBody(c, restoreSchema)
      const [id, revisionId] = [readId(c), readId(c, 'revision')]
      const restored = await issueHistory.restore(id, revisionId, apiAuthorOf(c), version)
      return c.json({
        ...issueJson(restored.issue),
        revision: revisionJson(restored.revision),
      })
    })
}

/** Who changes an issue over the API. */
export function apiAuthorOf(c: Context<{ Variables: ApiVariables }>): RevisionAuthor {
  const name = c.get('tokenName') ?? ''
  return { source: 'api', name, session: `token:${c.get('tokenId')}` }
}

function revisionJson(revision: Revision) {
  return {
    id: revision.id,
    by: { source: revision.source, name: revision.name },
    begun_at: revision.begunAt.toISOString(),
    made_at: revision.madeAt.toISOString(),
    restored_from: revision.restoredFrom?.toISOString() ?? null,
    losses: revision.losses,
  }
}

function itemJson({ revision, changes }: HistoryItem, options: { withParts: boolean }) {
  return {
    ...revisionJson(revision),
    changes: changes.map((change) => changeJson(change, options.withParts)),
  }
}

function changeJson(change: IssueChange, withParts: boolean) {
  const kind = change.kind.replaceAll('-', '_')
  if (withParts || !('parts' in change)) return { ...change, kind }
  const { parts: _, ...rest } = change
  return { ...rest, kind }
}

function contentJson({ sections, ...words }: IssueContent) {
  return {
    ...words,
    sections: sections.map(({ name, entries }) => ({
      name,
      entries: entries.map(({ linkId, ...entry }) => ({ ...entry, link_id: linkId })),
    })),
  }
}
