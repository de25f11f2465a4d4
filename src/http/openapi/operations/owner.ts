import { bouncesSchema } from '../../routes/feedback.ts'
import { hookSchema as hookBody } from '../../routes/hooks.ts'
import { lookSchema as lookBody } from '../../routes/look.ts'
import { tokenSchema as tokenBody } from '../../routes/settings.ts'
import { settingsSchema as settingsBody } from '../../settings-input.ts'
import type { Operation } from '../operation.ts'
import { holdSchema, lookSchema } from '../site-things.ts'
import {
  bounceSchema,
  doctorSchema,
  embedSchema,
  hookSchema,
  listOf,
  newHookSchema,
  newTokenSchema,
  settingsSchema,
  tokenSchema,
} from '../things.ts'

const group = 'Owner' as const
const scope = 'admin' as const
/** A copy of an instance sends nothing while it is held. */
const HOLD_WORDS = {
  get: ['getHold', 'Is this a copy that sends nothing?'],
  put: ['setHold', 'Hold everything back, before a copy starts'],
  delete: ['releaseHold', 'Let a copy send'],
} as const

export const ownerOperations: Operation[] = [
  {
    method: 'get',
    path: '/settings',
    id: 'getSettings',
    group,
    scope,
    summary: 'Read the settings',
    isTagged: true,
    answers: { 200: { description: 'The settings', schema: settingsSchema } },
  },
  {
    method: 'patch',
    path: '/settings',
    id: 'changeSettings',
    group,
    scope,
    summary: 'Change settings',
    isTagged: true,
    body: { schema: settingsBody, example: { name: 'Small Hours', sections: ['Articles'] } },
    answers: { 200: { description: 'The settings as they are now', schema: settingsSchema } },
    errors: ['CONFLICT'],
  },
  {
    method: 'get',
    path: '/settings/embed',
    id: 'getEmbed',
    group,
    scope,
    summary: 'A sign-up form for another page',
    answers: { 200: { description: 'HTML', schema: embedSchema } },
    errors: ['NOT_FOUND'],
  },
  {
    method: 'get',
    path: '/settings/look',
    id: 'getLook',
    group,
    scope,
    summary: 'Read the look of the public pages',
    answers: { 200: { description: 'The look', schema: lookSchema } },
  },
  {
    method: 'patch',
    path: '/settings/look',
    id: 'changeLook',
    group,
    scope,
    summary: 'Change the look and the about page',
    description: 'Logos go in by the settings.',
    body: { schema: lookBody, example: { accent: '#a3226b', font: 'serif' } },
    answers: { 200: { description: 'The look as it is now', schema: lookSchema } },
  },
  ...(['get', 'put', 'delete'] as const).map((method): Operation => {
    const [id, summary] = HOLD_WORDS[method]
    return {
      method,
      path: '/hold',
      id,
      group,
      scope,
      summary,
      answers: { 200: { description: 'Whether it is on', schema: holdSchema } },
    }
  }),
  {
    method: 'get',
    path: '/tokens',
    id: 'listTokens',
    group,
    scope,
    summary: 'List tokens',
    answers: { 200: { description: 'Tokens', schema: listOf(tokenSchema) } },
  },
  {
    method: 'post',
    path: '/tokens',
    id: 'createToken',
    group,
    scope,
    summary: 'Make a token',
    body: { schema: tokenBody, example: { name: 'Phone', scope: 'save' } },
    answers: { 201: { description: 'The token, shown this once', schema: newTokenSchema } },
  },
  {
    method: 'delete',
    path: '/tokens/{id}',
    id: 'revokeToken',
    group,
    scope,
    summary: 'Revoke a token',
    answers: { 204: { description: 'It is no longer valid' } },
  },
  {
    method: 'get',
    path: '/hooks',
    id: 'listHooks',
    group,
    scope,
    summary: 'List addresses that take mail in',
    answers: { 200: { description: 'Hooks', schema: listOf(hookSchema) } },
  },
  {
    method: 'post',
    path: '/hooks',
    id: 'createHook',
    group,
    scope,
    summary: 'Make an address that takes mail in',
    body: { schema: hookBody, example: { kind: 'inbound', name: 'Mail' } },
    answers: { 201: { description: 'The address, shown this once', schema: newHookSchema } },
  },
  {
    method: 'delete',
    path: '/hooks/{id}',
    id: 'deleteHook',
    group,
    scope,
    summary: 'Remove such an address',
    answers: { 204: { description: 'It is gone' } },
  },
  {
    method: 'get',
    path: '/bounces',
    id: 'listBounces',
    group,
    scope,
    summary: 'Bounces and complaints, newest first',
    query: bouncesSchema,
    answers: { 200: { description: 'Bounces', schema: listOf(bounceSchema) } },
  },
  {
    method: 'get',
    path: '/doctor',
    id: 'runDoctor',
    group,
    scope,
    summary: 'What must be right for mail to arrive',
    answers: { 200: { description: 'Findings', schema: doctorSchema } },
  },
]
