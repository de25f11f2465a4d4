import type { Context } from 'hono'
import { z } from 'zod'
import { AppError, type FieldProblem } from '../errors.ts'
import { inputSentences } from './input-words.ts'

/** The JSON body, checked. Throws AppError INVALID_INPUT with each field that is wrong. */
export async function readBody<T extends z.ZodType>(c: Context, schema: T): Promise<z.infer<T>> {
  const text = await c.req.text()
  let json: unknown
  try {
    json = text.trim() === '' ? {} : JSON.parse(text)
  } catch (cause) {
    throw new AppError('INVALID_INPUT', 'The body is not valid JSON.', { cause })
  }
  return checkInput(schema, json)
}

export function readQuery<T extends z.ZodType>(c: Context, schema: T): z.infer<T> {
  return checkInput(schema, c.req.query())
}

/** Throws AppError INVALID_INPUT with each field that is wrong. */
export function checkInput<T extends z.ZodType>(schema: T, value: unknown): z.infer<T> {
  const result = schema.safeParse(value, { error: inputSentences() })
  if (result.success) return result.data
  const fields = result.error.issues.map((issue) => ({
    field: issue.path.join('.'),
    message: issue.message,
  }))
  const first = fields[0]
  throw new AppError(
    'INVALID_INPUT',
    first ? `${first.field || 'body'}: ${first.message}` : 'Invalid input.',
    {
      fields,
    },
  )
}

/** What a form says, checked; its problems stand at their fields, in the language of the rooms. */
export function checkForm<T extends z.ZodType>(
  schema: T,
  values: unknown,
  locale: string,
): { data: z.infer<T>; problems?: never } | { data?: never; problems: FieldProblem[] } {
  const result = schema.safeParse(values, { error: inputSentences(locale) })
  if (result.success) return { data: result.data }
  const nameIn = (path: PropertyKey[]) => path.findLast((part) => typeof part === 'string') ?? ''
  return {
    problems: result.error.issues.map(({ path, message }) => ({ field: nameIn(path), message })),
  }
}

/** A positive whole number of the path. Throws AppError NOT_FOUND: nothing else has such an address. */
export function readId(c: Context, name = 'id'): number {
  const text = c.req.param(name) ?? ''
  const id = Number(text)
  if (!/^\d{1,10}$/.test(text) || id > 2_147_483_647)
    throw new AppError('NOT_FOUND', `There is nothing with the id "${text.slice(0, 40)}".`)
  return id
}

/** Ids are PostgreSQL integers: a larger number is nobody's. */
export const idSchema = z.number().int().min(0).max(2_147_483_647)

export const limitSchema = z.coerce.number().int().min(1).max(500).default(50)

/** Opaque to the client: where the list goes on. */
export function toCursor(value: unknown): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url')
}

export function fromCursor<T extends z.ZodType>(
  text: string | undefined,
  schema: T,
): z.infer<T> | undefined {
  if (text === undefined) return undefined
  try {
    return schema.parse(JSON.parse(Buffer.from(text, 'base64url').toString('utf8')))
  } catch (cause) {
    throw new AppError('INVALID_INPUT', 'Take the cursor from next_cursor of the list before.', {
      cause,
      fields: [{ field: 'cursor', message: 'Not a cursor of this list.' }],
    })
  }
}

export const cleanText = (max: number) =>
  z
    .string()
    .max(max)
    .refine((s) => !s.includes('\0'), 'Remove the NUL character.')
    // Half a surrogate pair is no character, and PostgreSQL takes none inside JSON.
    .overwrite((s) => s.toWellFormed())
