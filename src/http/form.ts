import type { Context } from 'hono'
import { z } from 'zod'
import { AppError } from '../errors.ts'

export type FormEntries = [name: string, value: string][]

/** The fields of a posted form; files stand apart, line ends are line feeds. */
export interface Form {
  entries: FormEntries
  /** The first value, or an empty text. */
  get(name: string): string
  files: ReadonlyMap<string, File>
}

/** What a field of one line says, as the database can keep it; what is too long is cut. */
export const cleanField = (text: string, most: number) =>
  text.replaceAll('\0', '').toWellFormed().trim().slice(0, most)

const FORM_TYPES = /^(?:application\/x-www-form-urlencoded|multipart\/form-data)\b/i

export async function readForm(c: Context): Promise<Form> {
  const entries: FormEntries = []
  const files = new Map<string, File>()
  if (FORM_TYPES.test(c.req.header('content-type') ?? '')) {
    for (const [name, value] of await formData(c))
      if (typeof value !== 'string') files.set(name, value)
      else entries.push([name, value.replace(/\r\n?/g, '\n')])
  }
  return { entries, files, get: (name) => entries.find(([known]) => known === name)?.[1] ?? '' }
}

async function formData(c: Context): Promise<FormData> {
  try {
    return await c.req.formData()
  } catch (cause) {
    throw new AppError('INVALID_INPUT', 'The form could not be read. Send it again.', { cause })
  }
}

const keptSchema = z.array(z.tuple([z.string().max(200), z.string()])).max(200)

/** A form that waits for its sender to log in again, as one hidden field of the login page. */
export function packKept(entries: FormEntries): string {
  return JSON.stringify(entries.filter(([name]) => name !== 'csrf'))
}

export function unpackKept(text: string): FormEntries | undefined {
  if (text === '') return undefined
  try {
    return keptSchema.parse(JSON.parse(text))
  } catch (cause) {
    throw new AppError('INVALID_INPUT', 'The kept form is damaged. Go back and send it again.', {
      cause,
    })
  }
}
