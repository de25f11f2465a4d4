/**
 * Every call of the description with what it takes and what it does not, by each kind of token:
 * no answer is a fault, each is one that the description names, each body is as it says.
 */
import { Ajv2020 } from 'ajv/dist/2020.js'
import formats from 'ajv-formats'
import fc from 'fast-check'
import { beforeEach, describe, expect, it } from 'vitest'
import { describeApi } from '../../src/http/openapi/document.ts'
import { GROUPS } from '../../src/http/openapi/operation.ts'
import type { Described, DescribedOperation } from '../../src/http/views/api-docs/described.ts'
import { TOKEN_SCOPES } from '../../src/store/schema.ts'
import { BASE_URL, useTestApp } from '../support/app.ts'
import { type SentSchema, valuesOf } from './schema-values.ts'

const RUNS = Number(process.env.API_RUNS ?? 8)
const SEED = Number(process.env.API_SEED ?? 20_230_701)

interface Call {
  method: string
  path: string
  operation: DescribedOperation
}

interface Sent {
  scope: (typeof TOKEN_SCOPES)[number] | 'none'
  path: Record<string, unknown>
  query: Record<string, unknown>
  headers: Record<string, string>
  body: { type: string; text: string } | undefined
}

const document = JSON.parse(JSON.stringify(describeApi(BASE_URL))) as Described
const calls: Call[] = Object.entries(document.paths).flatMap(([path, item]) =>
  Object.entries(item).map(([method, operation]) => ({ method, path, operation })),
)

const ajv = new Ajv2020({ strict: false, allErrors: true })
;(formats as unknown as (ajv: Ajv2020) => void)(ajv)
ajv.addSchema(document, 'api')
const pointer = (parts: string[]) =>
  `api#/${parts.map((part) => encodeURIComponent(part.replaceAll('~', '~0').replaceAll('/', '~1'))).join('/')}`

function sentTo({ operation }: Call, ids: number[]): fc.Arbitrary<Sent> {
  const parameters = operation.parameters ?? []
  const within = (place: string) => parameters.filter((parameter) => parameter.in === place)
  const id = fc.oneof(
    { arbitrary: fc.constantFrom(...ids), weight: 6 },
    {
      arbitrary: fc.constantFrom(0, 2_000_000_000, 2_147_483_648, 'x', '1.5', '%00', "'"),
      weight: 1,
    },
  )
  const query = Object.fromEntries(
    within('query').map(({ name, schema }) => [name, valuesOf(schema as SentSchema)]),
  )
  const headers = Object.fromEntries(
    within('header').map(({ name }) => [
      name,
      fc.option(fc.constantFrom('a', '"key-1"', '"no such tag"', '*'), { nil: undefined, freq: 2 }),
    ]),
  )
  const media = Object.entries(operation.requestBody?.content ?? {})[0]
  const body =
    media === undefined
      ? fc.constant(undefined)
      : fc
          .oneof(
            {
              arbitrary:
                media[0] === 'application/json' && media[1].example !== undefined
                  ? fc.oneof(
                      valuesOf(media[1].schema as SentSchema).map((value) => JSON.stringify(value)),
                      fc.constant(JSON.stringify(media[1].example)),
                    )
                  : fc.oneof(fc.constant(String(media[1].schema.example)), fc.string()),
              weight: 9,
            },
            { arbitrary: fc.constantFrom('', '{', '[]', 'null', '"x"', '\0'), weight: 1 },
          )
          .map((text) => ({ type: media[0], text }))
  return fc.record({
    scope: fc.oneof(
      { arbitrary: fc.constant('admin' as const), weight: 4 },
      { arbitrary: fc.constantFrom(...TOKEN_SCOPES, 'none' as const), weight: 1 },
    ),
    path: fc.record(Object.fromEntries(within('path').map(({ name }) => [name, id]))),
    query: fc.record(query, { requiredKeys: [] }),
    headers: fc.record(headers).map((all) => {
      const given = Object.entries(all).filter(([, value]) => value !== undefined)
      return Object.fromEntries(given) as Record<string, string>
    }),
    body,
  })
}

describe('each call of the API', () => {
  const app = useTestApp('postgres')
  let month = 1
  beforeEach(() => {
    month = 1
  })

  /** Something of everything, so that ids lead somewhere; and tokens that nobody has revoked. */
  async function prepare(): Promise<{ ids: number[]; tokens: Record<string, string> }> {
    const { services, db } = app
    const { link } = await services.saveLink({ url: `https://norn.example/${month}`, title: 'A' })
    await db
      .updateTable('link')
      .set({ month: `2021-${String(month).padStart(2, '0')}` })
      .execute()
    const issue = await services.assembleIssue(`2021-${String(month).padStart(2, '0')}`)
    await services.editIssue(
      issue.id,
      { intro: 'x'.repeat(150) },
      { source: 'api', name: '', session: 'a' },
    )
    month = (month % 12) + 1
    const { subscriber } = await services.subscribers.add({
      email: `ada${link.id}@reader.example`,
      status: 'active',
    })
    const { webhook } = await services.webhooks.add({ url: 'https://hooks.norn.example/' })
    await services.webhooks.ping(webhook.id)
    await db.deleteFrom('webhook').where('id', '<', webhook.id).execute()
    await services.sources.addImported({
      feedUrl: `https://norn.example/feed${link.id}`,
      title: 'Feed',
      siteUrl: null,
      folderPath: [],
      tags: [],
    } as unknown as Parameters<typeof services.sources.addImported>[0])
    const { hook } = await services.hooks.create('inbound', 'Mail')
    const source = await db
      .selectFrom('source')
      .select((eb) => eb.fn.max('id').as('id'))
      .executeTakeFirstOrThrow()
    const tokens: Record<string, string> = {}
    for (const scope of TOKEN_SCOPES)
      tokens[scope] = (await services.tokens.create(scope, scope)).token
    const revision = await db
      .selectFrom('issue_revision')
      .select((eb) => eb.fn.max('id').as('id'))
      .executeTakeFirst()
    const delivery = await db
      .selectFrom('webhook_delivery')
      .select((eb) => eb.fn.max('id').as('id'))
      .executeTakeFirst()
    return {
      ids: [
        ...new Set([
          link.id,
          issue.id,
          subscriber.id,
          webhook.id,
          hook.id,
          source.id ?? 1,
          revision?.id ?? 1,
          delivery?.id ?? 1,
        ]),
      ],
      tokens,
    }
  }

  async function check(call: Call, sent: Sent, tokens: Record<string, string>): Promise<void> {
    const { method, path, operation } = call
    const address = path.replace(/\{(\w+)\}/g, (_all, name) => String(sent.path[name]))
    const query = new URLSearchParams()
    for (const [name, value] of Object.entries(sent.query)) query.set(name, asText(value))
    const answer = await app.request(`/api/v1${address}?${query}`, {
      method: method.toUpperCase(),
      headers: {
        ...(sent.scope !== 'none' && { authorization: `Bearer ${tokens[sent.scope]}` }),
        ...(sent.body && { 'content-type': sent.body.type }),
        ...sent.headers,
      },
      ...(sent.body && { body: sent.body.text }),
    })
    const text = await answer.text()
    const type = answer.headers.get('content-type')?.split(';', 1)[0] ?? ''
    const said = `${answer.status} ${type} ${text.slice(0, 500)}`
    expect(app.faults, said).toEqual([])
    const described = operation.responses[String(answer.status)]
    if (!described) throw new Error(`not described: ${said}`)
    if (described['x-codes']) {
      expect(type, said).toBe('application/problem+json')
      const { code } = JSON.parse(text) as { code: string }
      expect(described['x-codes'], said).toContain(code)
    } else if (text !== '') expect(Object.keys(described.content ?? {}), said).toContain(type)
    if (!type.endsWith('json') || described.content?.[type] === undefined) return
    const status = String(answer.status)
    const where = ['paths', path, method, 'responses', status, 'content', type, 'schema']
    const validate = ajv.getSchema(pointer(where))
    if (!validate) throw new Error(`no schema at ${where.join(' ')}`)
    if (!validate(JSON.parse(text))) throw new Error(`${ajv.errorsText(validate.errors)}: ${said}`)
  }

  it.each(Object.keys(GROUPS))('answers as described, whatever it is sent: %s', async (group) => {
    for (const call of calls.filter(({ operation }) => operation.tags.includes(group))) {
      const { ids, tokens } = await prepare()
      await fc.assert(
        fc.asyncProperty(sentTo(call, ids), async (sent) => {
          app.faults = []
          await check(call, sent, tokens)
        }),
        { numRuns: RUNS, seed: SEED, endOnFailure: true },
      )
    }
  })
})

const asText = (value: unknown) => (typeof value === 'string' ? value : JSON.stringify(value))
