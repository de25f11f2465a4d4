import { changesSchema, listSchema, newSourceSchema } from '../../routes/sources.ts'
import type { Operation } from '../operation.ts'
import { addedSourceSchema, polledSourceSchema, sourceListSchema, sourceSchema } from '../things.ts'

const group = 'Sources' as const
const scope = 'edit' as const

export const sourceOperations: Operation[] = [
  {
    method: 'get',
    path: '/sources',
    id: 'listSources',
    group,
    scope,
    summary: 'List sources',
    query: listSchema,
    answers: { 200: { description: 'Sources, and what is wrong', schema: sourceListSchema } },
  },
  {
    method: 'post',
    path: '/sources',
    id: 'addSource',
    group,
    scope,
    summary: 'Add a feed, or a page that names one',
    body: {
      schema: newSourceSchema,
      example: { url: 'https://norn.example/feed.xml', section: 'Articles' },
    },
    answers: {
      200: { description: 'It was known: `duplicate` is true', schema: addedSourceSchema },
      201: { description: 'The new source', schema: addedSourceSchema },
    },
    errors: [
      'INVALID_URL',
      'CONFLICT',
      'FETCH_REFUSED',
      'FETCH_TIMEOUT',
      'FETCH_TOO_LARGE',
      'FETCH_FAILED',
      'PAGE_BLOCKED',
      'PAGE_NOT_READABLE',
      'PAGE_STATUS',
    ],
  },
  {
    method: 'get',
    path: '/sources/{id}',
    id: 'getSource',
    group,
    scope,
    summary: 'Read a source',
    isTagged: true,
    answers: { 200: { description: 'The source', schema: sourceSchema } },
  },
  {
    method: 'patch',
    path: '/sources/{id}',
    id: 'changeSource',
    group,
    scope,
    summary: 'Change or pause a source',
    isTagged: true,
    body: { schema: changesSchema, example: { state: 'paused' } },
    answers: { 200: { description: 'The source as it is now', schema: sourceSchema } },
  },
  {
    method: 'delete',
    path: '/sources/{id}',
    id: 'deleteSource',
    group,
    scope,
    summary: 'Remove a source',
    description: 'Its links stay.',
    isTagged: true,
    answers: { 204: { description: 'It is gone' } },
  },
  {
    method: 'post',
    path: '/sources/{id}/poll',
    id: 'pollSource',
    group,
    scope,
    summary: 'Look for new links now',
    answers: { 200: { description: 'The source, and what was found', schema: polledSourceSchema } },
    errors: ['CONFLICT'],
  },
]
