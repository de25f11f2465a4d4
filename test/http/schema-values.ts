import fc from 'fast-check'

/** The parts of JSON Schema that our description uses for what is sent. */
export interface SentSchema {
  type?: string | string[]
  enum?: unknown[]
  const?: unknown
  anyOf?: SentSchema[]
  pattern?: string
  format?: string
  minimum?: number
  maximum?: number
  items?: SentSchema
  properties?: Record<string, SentSchema>
  required?: string[]
}

const HOSTILE = [
  '',
  ' ',
  "'; drop table link; --",
  '\0',
  '\ud800',
  '%',
  '{{env}}',
  '<script>alert(1)</script>',
  '../../etc/passwd',
  'é'.repeat(300),
  'https://norn.example/clocks',
  'http://10.0.0.1/',
  'javascript:alert(1)',
  'ada@reader.example',
  'a@x.example, b@y.example',
]

const text = fc.oneof(fc.constantFrom(...HOSTILE), fc.string({ maxLength: 40, unit: 'binary' }))
const months = fc.constantFrom('2023-05', '2023-06', '2023-07', '2023-13', '0000-01', '9999-12')
const times = fc.constantFrom(
  '2023-08-01T09:00:00Z',
  '2023-08-01T09:00:00+14:00',
  '0001-01-01T00:00:00Z',
  '9999-12-31T23:59:59Z',
  'yesterday',
)
const numbers = fc.oneof(
  fc.integer({ min: -1, max: 40 }),
  fc.constantFrom(2_147_483_647, 2_147_483_648, 1e300, 0.5),
)

/** Values that the schema takes, and now and then some that it does not. */
export function valuesOf(schema: SentSchema): fc.Arbitrary<unknown> {
  return fc.oneof(
    { arbitrary: fitting(schema), weight: 12 },
    { arbitrary: fc.jsonValue({ maxDepth: 2 }), weight: 1 },
  )
}

function fitting(schema: SentSchema): fc.Arbitrary<unknown> {
  if (schema.enum) return fc.constantFrom(...schema.enum)
  if (schema.const !== undefined) return fc.constant(schema.const)
  if (schema.anyOf) return fc.oneof(...schema.anyOf.map(fitting))
  const type = [schema.type ?? []].flat()
  if (type.length > 1) return fc.oneof(...type.map((each) => fitting({ ...schema, type: each })))
  switch (type[0]) {
    case 'string':
      if (schema.format === 'date-time') return times
      return schema.pattern?.includes('-(0[1-9]') ? months : text
    case 'integer':
    case 'number':
      return numbers
    case 'boolean':
      return fc.boolean()
    case 'null':
      return fc.constant(null)
    case 'array':
      return fc.array(valuesOf(schema.items ?? {}), { maxLength: 3 })
    case 'object':
      return objects(schema)
    default:
      return fc.jsonValue({ maxDepth: 2 })
  }
}

function objects({ properties = {}, required = [] }: SentSchema): fc.Arbitrary<unknown> {
  const fields = Object.fromEntries(
    Object.entries(properties).map(([name, schema]) => [name, valuesOf(schema)]),
  )
  return fc.record(fields, { requiredKeys: required })
}
