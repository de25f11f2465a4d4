/** What the answers of several subjects are made of. */
import { z } from 'zod'
import { ERROR_CODES } from '../../errors.ts'

export const id = z.int().positive()
export const count = z.int().nonnegative()
export const time = z.iso
  .datetime()
  .meta({ description: 'ISO 8601 in UTC', example: '2026-07-01T09:00:00.000Z' })
export const month = z.string().meta({ description: 'YYYY-MM', example: '2026-07' })
export const texts = z.array(z.string())

/** A list that goes on at `next_cursor`, or ends where that is null. */
export const listOf = <T extends z.ZodType>(item: T) =>
  z.object({
    items: z.array(item),
    next_cursor: z.string().nullable().meta({ description: 'For `cursor`; null at the end' }),
  })

export const problemSchema = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.int(),
    detail: z.string().meta({ description: 'A sentence that says what to do' }),
    code: z.enum(ERROR_CODES).meta({ description: 'Stable: decide by this' }),
    errors: z
      .array(z.object({ field: z.string(), message: z.string() }))
      .optional()
      .meta({ description: 'The fields that are wrong' }),
  })
  .meta({
    id: 'Problem',
    description: 'RFC 9457 problem details',
    example: {
      type: 'about:blank',
      title: 'Not Found',
      status: 404,
      detail: 'There is no link 7.',
      code: 'NOT_FOUND',
    },
  })

export const rejected = z.array(z.object({ line: z.int(), reason: z.string() }))
