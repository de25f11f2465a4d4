import { z } from 'zod'
import {
  createDocument,
  type ZodOpenApiOperationObject,
  type ZodOpenApiRequestBodyObject,
} from 'zod-openapi'
import { PING, WEBHOOK_EVENTS } from '../../domain/webhook.ts'
import type { ErrorCode } from '../../errors.ts'
import { STATUS_OF } from '../problem.ts'
import { type Answer, errorsOf, GROUPS, type Operation, parametersOf } from './operation.ts'
import { operations } from './operations/index.ts'
import { problemSchema } from './things.ts'

export type ApiDocument = ReturnType<typeof createDocument>
type Parameters = NonNullable<ZodOpenApiOperationObject['requestParams']>

/** The API as OpenAPI 3.1, from the schemas that check what it is sent. */
export function describeApi(baseUrl: string): ApiDocument {
  const paths: Record<string, Record<string, ZodOpenApiOperationObject>> = {}
  for (const operation of operations) {
    paths[operation.path] ??= {}
    Object.assign(paths[operation.path] ?? {}, { [operation.method]: toOperation(operation) })
  }
  return createDocument(
    {
      openapi: '3.1.0',
      info: { title: 'Linkletter', version: '1', description: INTRODUCTION },
      servers: [{ url: `${baseUrl}/api/v1` }],
      tags: Object.entries(GROUPS).map(([name, description]) => ({ name, description })),
      paths,
      webhooks: { event: { post: webhookOperation } },
      components: {
        securitySchemes: {
          token: {
            type: 'http',
            scheme: 'bearer',
            description:
              'A token of scope save, edit or admin; each may do what the ones before may',
          },
        },
      },
    },
    {
      // Answers may get more fields; a program that refuses those would break.
      override: ({ jsonSchema, io }) => {
        if (io === 'output' && jsonSchema.additionalProperties === false)
          delete jsonSchema.additionalProperties
      },
    },
  )
}

const INTRODUCTION = `Save links, edit issues, send them.

Send \`Authorization: Bearer TOKEN\`. Times are ISO 8601 in UTC. Lists end where \`next_cursor\` is null. Errors are RFC 9457 problems with a stable \`code\`. \`RateLimit\` says how many calls are left.`

function toOperation(operation: Operation): ZodOpenApiOperationObject {
  const { id, group, summary, description, scope, body } = operation
  const responses: Record<string, object> = {}
  for (const [status, answer] of Object.entries(operation.answers))
    responses[status] = toResponse(operation, answer)
  if (operation.isTagged && operation.method === 'get')
    responses['304'] = { description: 'Unchanged since the ETag in If-None-Match' }
  for (const [status, codes] of byStatus(errorsOf(operation))) responses[status] = toProblem(codes)
  return {
    operationId: id,
    tags: [group],
    summary,
    ...(description && { description }),
    security: scope === null ? [] : [{ token: [scope] }],
    requestParams: toParameters(operation),
    ...(body ? { requestBody: toBody(body) } : {}),
    responses: responses as ZodOpenApiOperationObject['responses'],
  }
}

function toParameters({ path, query, method, isRepeatable, isTagged }: Operation): Parameters {
  const isChange = method === 'patch' || method === 'delete'
  const names = parametersOf(path)
  const headers = {
    ...(isRepeatable && {
      'Idempotency-Key': z
        .string()
        .max(255)
        .optional()
        .meta({ description: 'The same key and body again: the first answer again' }),
    }),
    ...(isTagged &&
      isChange && {
        'If-Match': z
          .string()
          .optional()
          .meta({ description: 'An ETag: refused with 412 when it has changed since' }),
      }),
    ...(isTagged &&
      method === 'get' && {
        'If-None-Match': z.string().optional().meta({ description: 'An ETag: 304 when unchanged' }),
      }),
  }
  return {
    ...(names.length > 0 && {
      path: z.object(Object.fromEntries(names.map((name) => [name, pathId]))),
    }),
    ...(query && { query }),
    ...(Object.keys(headers).length > 0 && { header: z.object(headers) }),
  }
}

const pathId = z.int().min(0).max(2_147_483_647).meta({ example: 1 })

function toBody(body: NonNullable<Operation['body']>): ZodOpenApiRequestBodyObject {
  if ('file' in body) {
    const schema = z.string().meta({ example: body.example })
    return {
      required: true,
      content: Object.fromEntries(body.file.map((type) => [type, { schema }])),
    }
  }
  return {
    required: !body.schema.safeParse({}).success,
    content: { 'application/json': { schema: body.schema, example: body.example } },
  }
}

function toResponse({ isTagged, method, scope }: Operation, answer: Answer) {
  const headers = {
    ...(scope !== null && rateHeaders),
    ...(isTagged && method !== 'delete' && { ETag: etagHeader }),
  }
  const content = {
    ...(answer.schema && { 'application/json': { schema: answer.schema } }),
    ...Object.fromEntries((answer.types ?? []).map((type) => [type, { schema: anyText(type) }])),
  }
  return {
    description: answer.description,
    ...(Object.keys(headers).length > 0 && { headers }),
    ...(Object.keys(content).length > 0 && { content }),
  }
}

const anyText = (type: string) => (type === 'application/json' ? z.unknown() : z.string())
const etagHeader = { schema: { type: 'string' as const }, description: 'For If-Match' }
const rateHeaders = {
  RateLimit: {
    schema: { type: 'string' as const },
    description: 'Calls that are left, and seconds',
  },
}

function toProblem(codes: ErrorCode[]) {
  return {
    description: codes.join(', '),
    content: { 'application/problem+json': { schema: problemSchema } },
    'x-codes': codes,
  }
}

function byStatus(codes: ErrorCode[]): Map<number, ErrorCode[]> {
  return Map.groupBy(codes, (code) => STATUS_OF[code])
}

const webhookOperation: ZodOpenApiOperationObject = {
  operationId: 'receiveEvent',
  summary: 'What a webhook is sent',
  description: 'Signed by the Standard Webhooks rules. Any 2xx takes it; 410 ends it for good.',
  security: [],
  requestParams: {
    header: z.object({
      'webhook-id': z.string(),
      'webhook-timestamp': z.string(),
      'webhook-signature': z.string(),
    }),
  },
  requestBody: {
    required: true,
    content: {
      'application/json': {
        schema: z.object({
          type: z.enum([...WEBHOOK_EVENTS, PING]),
          timestamp: z.iso.datetime(),
          data: z.record(z.string(), z.unknown()),
        }),
      },
    },
  },
  responses: { 204: { description: 'Taken' } },
}
