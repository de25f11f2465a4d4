import { html } from 'hono/html'
import type { Html } from '../layout.ts'
import type { DescribedSchema } from './described.ts'

/** Larger bounds are there for the database, not for readers. */
const TOLD_MAXIMUM = 1_000_000

/** What a value is, in a few words; names of things lead to their description. */
export function typeOf(schema: DescribedSchema): Html {
  if (schema.$ref) {
    const name = schema.$ref.split('/').at(-1) ?? ''
    return html`<a href="#thing-${name}">${name}</a>`
  }
  if (schema.anyOf) {
    const kinds = schema.anyOf.filter(({ type }) => type !== 'null')
    const isNullable = kinds.length < schema.anyOf.length
    return html`${kinds.map((kind, index) => html`${index > 0 ? ' or ' : ''}${typeOf(kind)}`)}${isNullable ? ' or null' : ''}`
  }
  if (schema.enum) return html`${schema.enum.map((value) => JSON.stringify(value)).join(', ')}`
  if (schema.const !== undefined) return html`${JSON.stringify(schema.const)}`
  if (schema.type === 'array' && schema.items) return html`list of ${typeOf(schema.items)}`
  const type = [schema.type ?? 'anything'].flat().join(' or ')
  return html`${schema.format === 'date-time' ? 'time' : type}${boundsOf(schema)}`
}

function boundsOf({ minimum, maximum, maxLength, default: preset }: DescribedSchema): string {
  const isTold = maximum !== undefined && maximum <= TOLD_MAXIMUM
  return [
    isTold ? `, ${minimum ?? 0} to ${maximum}` : '',
    maxLength === undefined ? '' : `, up to ${maxLength} characters`,
    preset === undefined ? '' : `, ${JSON.stringify(preset)} unless given`,
  ].join('')
}

/** `code` in backquotes, nothing else of Markdown. */
export function codeIn(text: string): Html {
  return html`${text.split('`').map((part, index) => (index % 2 === 1 ? html`<code>${part}</code>` : part))}`
}

/** The fields of an object, those of objects inside it after them. */
export function fieldsOf(schema: DescribedSchema, prefix = ''): Html {
  const rows = Object.entries(schema.properties ?? {})
  if (rows.length === 0) return html`<p>${typeOf(schema)}</p>`
  return html`<dl class="fields">${rows.map(([name, field]) => fieldRow(prefix + name, field, schema.required?.includes(name) ?? false))}</dl>`
}

function fieldRow(name: string, schema: DescribedSchema, isRequired: boolean): Html {
  const inner = schema.properties ? schema : schema.items?.properties ? schema.items : undefined
  const mark = schema.properties ? '.' : '[].'
  return html`<div><dt><code>${name}</code>${isRequired ? '' : html` <span class="muted">may be absent</span>`}</dt><dd>${inner ? (schema.properties ? 'object' : 'list of objects') : typeOf(schema)}${schema.description ? html`. ${codeIn(schema.description)}` : ''}</dd></div>${
    inner
      ? Object.entries(inner.properties ?? {}).map(([field, each]) =>
          fieldRow(name + mark + field, each, inner.required?.includes(field) ?? false),
        )
      : ''
  }`
}
