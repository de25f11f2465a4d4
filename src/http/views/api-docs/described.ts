/** The parts of our own OpenAPI document that the page shows, as they stand in its JSON. */
export interface Described {
  info: { title: string; version: string; description: string }
  tags: { name: string; description: string }[]
  paths: Record<string, Partial<Record<DescribedMethod, DescribedOperation>>>
  components: { schemas: Record<string, DescribedSchema> }
}

export const DESCRIBED_METHODS = ['get', 'post', 'patch', 'delete'] as const
export type DescribedMethod = (typeof DESCRIBED_METHODS)[number]

export interface DescribedOperation {
  operationId: string
  tags: string[]
  summary: string
  description?: string
  security: { token?: string[] }[]
  parameters?: DescribedParameter[]
  requestBody?: { required?: boolean; content: Record<string, DescribedMedia> }
  responses: Record<
    string,
    { description: string; content?: Record<string, DescribedMedia>; 'x-codes'?: string[] }
  >
}

export interface DescribedParameter {
  name: string
  in: 'path' | 'query' | 'header'
  required?: boolean
  description?: string
  schema: DescribedSchema
}

export interface DescribedMedia {
  schema: DescribedSchema
  example?: unknown
}

export interface DescribedSchema {
  $ref?: string
  type?: string | string[]
  description?: string
  example?: unknown
  enum?: unknown[]
  const?: unknown
  format?: string
  default?: unknown
  minimum?: number
  maximum?: number
  maxLength?: number
  maxItems?: number
  properties?: Record<string, DescribedSchema>
  required?: string[]
  items?: DescribedSchema
  anyOf?: DescribedSchema[]
}
