import { AppError } from '../../errors.ts'

/** Parameters of a call, from the query and, where a client posts a form, from that. */
export class Params {
  readonly #values: URLSearchParams

  constructor(...sources: URLSearchParams[]) {
    this.#values = new URLSearchParams(sources.flatMap((source) => [...source]))
  }

  /** Undefined: not sent. Sent empty is an empty text. */
  text(name: string, max = 200_000): string | undefined {
    const value = this.#values.get(name)?.toWellFormed()
    if (value === undefined) return undefined
    if (value.length > max) throw wrong(`${name} is longer than ${max} characters.`)
    if (value.includes('\0')) throw wrong(`${name} holds a NUL character. Remove it.`)
    return value
  }

  flag(name: string): boolean | undefined {
    const value = this.text(name)?.trim().toLowerCase()
    if (value === undefined || value === '') return undefined
    if (['yes', '1', 'true'].includes(value)) return true
    if (['no', '0', 'false'].includes(value)) return false
    throw wrong(`${name} is yes or no.`)
  }

  count(name: string, max: number): number | undefined {
    const value = this.text(name)?.trim()
    if (value === undefined || value === '') return undefined
    if (!/^\d{1,9}$/.test(value)) throw wrong(`${name} is a whole number.`)
    return Math.min(Number(value), max)
  }

  time(name: string): Date | undefined {
    const value = this.text(name)?.trim()
    if (value === undefined || value === '') return undefined
    const isWritten = /^\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?Z?$/.test(value)
    const at = new Date(value.endsWith('Z') ? value : `${value}Z`)
    if (!isWritten || Number.isNaN(at.getTime()) || at.getUTCFullYear() < 1)
      throw wrong(`Write ${name} like 2023-07-01T09:00:00Z.`)
    return at
  }

  /** A day in UTC as its first instant; a time means its day. */
  day(name: string): Date | undefined {
    const value = this.text(name)?.trim()
    if (value === undefined || value === '') return undefined
    const day = new Date(`${value.slice(0, 10)}T00:00:00Z`)
    if (!/^\d{4}-\d\d-\d\d(?:T[\d:.]+Z?)?$/.test(value) || Number.isNaN(day.getTime()))
      throw wrong(`Write ${name} like 2023-07-01.`)
    return day
  }

  /** Divided by blanks; some clients send commas. */
  tags(name: string, max: number): string[] | undefined {
    const names = this.text(name)
      ?.split(/[\s,]+/)
      .filter(Boolean)
    if (names === undefined) return undefined
    if (names.length > max) throw wrong(`${name} takes at most ${max} tags.`)
    const long = names.find((tag) => tag.length > 255)
    if (long !== undefined) throw wrong(`The tag ${long.slice(0, 40)}… is too long.`)
    return names
  }
}

function wrong(message: string): AppError {
  return new AppError('INVALID_INPUT', message)
}
