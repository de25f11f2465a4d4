/** What the API answers about issues: their text, their history, what speaks against sending. */
import { z } from 'zod'
import { ISSUE_STATES } from '../../domain/issue.ts'
import { SETTLED_AS } from '../../domain/rhythm.ts'
import { id, month, texts, time } from './thing-parts.ts'

const entrySchema = z.object({
  id,
  link_id: id.nullable(),
  title: z.string(),
  url: z.string(),
  authors: texts,
  note: z.string(),
  dead: z.object({ since: time, reason: z.string() }).nullable(),
})

const issueFields = {
  id,
  month,
  title: z.string(),
  slug: z.string(),
  state: z.enum(ISSUE_STATES),
  intro: z.string(),
  outro: z.string(),
  sections: z.array(z.object({ name: z.string().nullable(), entries: z.array(entrySchema) })),
  scheduled_at: time.nullable(),
  audience_tag: z.string().nullable(),
  featured: z.boolean(),
  published_at: time.nullable(),
  sent_at: time.nullable(),
  corrected_at: time.nullable(),
  review: z
    .object({
      deadline: time.meta({ description: 'Until when it can be approved' }),
      at_deadline: z
        .enum(['wait', 'send'])
        .meta({ description: 'What happens then; `send` unless something holds it back' }),
      postponed_to: time.nullable(),
      waits_because: z
        .enum(SETTLED_AS)
        .exclude(['over', 'sent'])
        .nullable()
        .meta({ description: 'Its day came and did not send it' }),
    })
    .nullable()
    .optional()
    .meta({ description: 'Of an issue by itself: null unless it is a draft with a day' }),
}
export const issueSchema = z.object(issueFields).meta({ id: 'Issue' })

const revisionFields = {
  id,
  by: z.object({ source: z.enum(['room', 'api', 'assembly', 'links']), name: z.string() }),
  begun_at: time,
  made_at: time,
  restored_from: time.nullable(),
  losses: z.array(z.object({ title: z.string(), reason: z.enum(['elsewhere', 'no_link']) })),
}
const change = z
  .looseObject({ kind: z.string() })
  .meta({ description: 'One thing that is different; more fields by kind' })
const version = z.string().meta({ description: 'Of the issue now, for `restore`' })

export const revisionListSchema = z
  .object({
    items: z.array(z.object({ ...revisionFields, changes: z.array(change) })),
    next_cursor: z.string().nullable(),
    version,
  })
  .meta({ id: 'RevisionList' })
export const revisionSchema = z
  .object({
    ...revisionFields,
    changes: z.array(change),
    title: z.string(),
    slug: z.string(),
    intro: z.string(),
    outro: z.string(),
    sections: z.array(
      z.object({
        name: z.string().nullable(),
        entries: z.array(entrySchema.omit({ dead: true })),
      }),
    ),
    version,
  })
  .meta({ id: 'Revision' })
export const restoredSchema = z
  .object({ ...issueFields, revision: z.object(revisionFields) })
  .meta({ id: 'RestoredIssue' })

const problemOfIssue = z.object({
  check: z.string(),
  level: z.enum(['must', 'should']),
  key: z.string().meta({ description: 'For saying that you know' }),
  about: z.string().nullable(),
  detail: z.unknown(),
})
export const preflightSchema = z
  .object({
    green: z.boolean(),
    hash: z.string().meta({ description: 'Of the mail as it would go out' }),
    problems: z.array(problemOfIssue),
    overridden: z.array(
      z.object({
        check: z.string(),
        key: z.string(),
        about: z.string().nullable(),
        by: z.string(),
        at: time,
      }),
    ),
  })
  .meta({ id: 'Preflight' })
