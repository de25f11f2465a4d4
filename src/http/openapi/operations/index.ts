import type { Operation } from '../operation.ts'
import { fileOperations } from './files.ts'
import { issueOperations } from './issues.ts'
import { linkOperations } from './links.ts'
import { ownerOperations } from './owner.ts'
import { responseOperations } from './responses.ts'
import { sendingOperations } from './sending.ts'
import { sourceOperations } from './sources.ts'
import { subscriberOperations } from './subscribers.ts'
import { webhookOperations } from './webhooks.ts'

const descriptions: Operation[] = [
  {
    method: 'get',
    path: '/openapi.json',
    id: 'getDescription',
    group: 'Description',
    scope: null,
    summary: 'This description, OpenAPI 3.1',
    answers: { 200: { description: 'The document', types: ['application/json'] } },
  },
  {
    method: 'get',
    path: '/docs',
    id: 'readDescription',
    group: 'Description',
    scope: null,
    summary: 'The same as a page to try it on',
    answers: { 200: { description: 'A page', types: ['text/html'] } },
  },
]

/** Every call of the API: a test compares them with the routes there are. */
export const operations: Operation[] = [
  ...linkOperations,
  ...issueOperations,
  ...sendingOperations,
  ...subscriberOperations,
  ...sourceOperations,
  ...fileOperations,
  ...responseOperations,
  ...webhookOperations,
  ...ownerOperations,
  ...descriptions,
]
