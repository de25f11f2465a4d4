import { z } from 'zod'
import { POST_FORMATS } from '../../../render/posts/post-files.ts'
import { restoreSchema, listSchema as revisionQuery } from '../../routes/issue-revisions.ts'
import { changesSchema, listSchema, monthSchema, renderSchema } from '../../routes/issues.ts'
import type { Operation } from '../operation.ts'
import {
  issueSchema,
  listOf,
  restoredSchema,
  revisionListSchema,
  revisionSchema,
} from '../things.ts'

const group = 'Issues' as const
const scope = 'edit' as const

export const issueOperations: Operation[] = [
  {
    method: 'post',
    path: '/issues',
    id: 'assembleIssue',
    group,
    scope,
    summary: 'Assemble a month',
    description: 'Again: adds what is new and keeps your edits and order.',
    isRepeatable: true,
    body: { schema: monthSchema, example: { month: '2026-07' } },
    answers: {
      200: { description: 'The draft was there; it holds what is new', schema: issueSchema },
      201: { description: 'The new draft', schema: issueSchema },
    },
    errors: ['ISSUE_ALREADY_SENT', 'ISSUE_WRONG_STATE', 'ISSUE_TOO_FEW_LINKS', 'CONFLICT'],
  },
  {
    method: 'get',
    path: '/issues',
    id: 'listIssues',
    group,
    scope,
    summary: 'List issues, newest month first',
    query: listSchema,
    answers: { 200: { description: 'Issues', schema: listOf(issueSchema) } },
  },
  {
    method: 'get',
    path: '/issues/{id}',
    id: 'getIssue',
    group,
    scope,
    summary: 'Read an issue',
    isTagged: true,
    answers: { 200: { description: 'The issue', schema: issueSchema } },
  },
  {
    method: 'patch',
    path: '/issues/{id}',
    id: 'changeIssue',
    group,
    scope,
    summary: 'Change title, intro, outro, sections, order',
    description:
      '`sections` is the whole arrangement: entries keep their `id`; one with `link_id` alone takes in a link; what is left out goes.',
    isTagged: true,
    body: { schema: changesSchema, example: { intro: 'A short month.' } },
    answers: { 200: { description: 'The issue as it is now', schema: issueSchema } },
    errors: ['CONFLICT', 'ISSUE_WRONG_STATE', 'INVALID_URL'],
  },
  {
    method: 'get',
    path: '/issues/{id}/render',
    id: 'renderIssue',
    group,
    scope,
    summary: 'See what would go out',
    description: '`Linkletter-Warning` says when the mail is too large.',
    query: renderSchema,
    answers: {
      200: {
        description: 'The mail, the page or the text',
        types: ['text/html', 'text/plain', 'text/markdown'],
      },
    },
  },
  {
    method: 'get',
    path: '/issues/{id}/post',
    id: 'getPostFile',
    group,
    scope,
    summary: 'A post file for another blog',
    query: z.object({
      format: z.enum(POST_FORMATS).default('jekyll').meta({ description: 'Of which blog engine' }),
    }),
    answers: { 200: { description: 'A file', types: ['text/markdown', 'text/xml'] } },
    errors: ['CONFLICT', 'ISSUE_WRONG_STATE'],
  },
  {
    method: 'get',
    path: '/issues/{id}/revisions',
    id: 'listRevisions',
    group,
    scope,
    summary: 'Who changed what and when',
    query: revisionQuery,
    answers: { 200: { description: 'States, newest first', schema: revisionListSchema } },
  },
  {
    method: 'get',
    path: '/issues/{id}/revisions/{revision}',
    id: 'getRevision',
    group,
    scope,
    summary: 'Read an earlier state',
    answers: { 200: { description: 'Its words and what changed', schema: revisionSchema } },
  },
  {
    method: 'post',
    path: '/issues/{id}/revisions/{revision}/restore',
    id: 'restoreRevision',
    group,
    scope,
    summary: 'Bring an earlier state back',
    description: 'With `version`: only when the issue has not changed since.',
    isRepeatable: true,
    body: { schema: restoreSchema, example: {} },
    answers: { 200: { description: 'The issue as it is now', schema: restoredSchema } },
    errors: ['CONFLICT', 'ISSUE_WRONG_STATE'],
  },
]
