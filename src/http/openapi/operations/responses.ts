import {
  listSchema,
  moveSchema,
  settingsSchema as settingsBody,
} from '../../routes/responses-api.ts'
import type { Operation } from '../operation.ts'
import { movedResponseSchema, responseSchema, responseSettingsSchema } from '../site-things.ts'
import { listOf } from '../things.ts'

const group = 'Responses' as const

export const responseOperations: Operation[] = [
  {
    method: 'get',
    path: '/responses',
    id: 'listResponses',
    group,
    scope: 'edit',
    summary: 'List comments and mentions',
    query: listSchema,
    answers: { 200: { description: 'Responses', schema: listOf(responseSchema) } },
  },
  {
    method: 'patch',
    path: '/responses/{id}',
    id: 'moveResponse',
    group,
    scope: 'edit',
    summary: 'Show, hold, or put away as spam',
    body: { schema: moveSchema, example: { state: 'shown' } },
    answers: { 200: { description: 'Where it is now', schema: movedResponseSchema } },
  },
  {
    method: 'delete',
    path: '/responses/{id}',
    id: 'deleteResponse',
    group,
    scope: 'edit',
    summary: 'Delete a response',
    answers: { 204: { description: 'It is gone' } },
  },
  {
    method: 'get',
    path: '/responses/settings',
    id: 'getResponseSettings',
    group,
    scope: 'admin',
    summary: 'Who may respond, and who is told',
    answers: { 200: { description: 'The settings', schema: responseSettingsSchema } },
  },
  {
    method: 'patch',
    path: '/responses/settings',
    id: 'changeResponseSettings',
    group,
    scope: 'admin',
    summary: 'Change who may respond',
    body: { schema: settingsBody, example: { comments: true } },
    answers: {
      200: { description: 'The settings as they are now', schema: responseSettingsSchema },
    },
  },
]
