import { describe, expect, it } from 'vitest'
import { z } from 'zod'
import { checkForm } from '../../src/http/input.ts'
import { useTestApp } from '../support/app.ts'

/** What is said of the field `x`. */
const said = (schema: z.ZodType, value: unknown, locale = 'en') =>
  checkForm(z.object({ x: schema }), { x: value }, locale).problems

describe('what is wrong with an input', () => {
  it.each([
    [z.string(), undefined, 'This is missing.'],
    [z.string(), 7, 'Write a text here.'],
    [z.number(), 'a', 'Write a number.'],
    [z.number(), Number.NaN, 'Write a number.'],
    [z.number().int(), 1.5, 'Write a whole number.'],
    [z.number().max(31), 99, 'Write 31 or less.'],
    [z.number().min(1), 0, 'Write 1 or more.'],
    [z.boolean(), 'yes', 'Write true or false.'],
    [z.enum(['off', 'review']), 'x', 'Choose one of: off, review.'],
    [z.string().max(200), 'a'.repeat(201), 'Shorten this to 200 characters.'],
    [z.string().min(1), '', 'Write something here.'],
    [z.array(z.string()).max(2), ['a', 'b', 'c'], 'Give at most 2 of these.'],
    [z.array(z.string()).min(1), [], 'Give at least 1 of these.'],
    [z.array(z.string()), 'a', 'Write a list here.'],
    [z.strictObject({}), { y: 1 }, 'There is no y here; leave it out.'],
    [z.iso.datetime(), 'soon', 'Write the time like 2026-07-01T09:00:00Z.'],
    [z.string().max(1, 'Own words.'), 'ab', 'Own words.'],
  ])('%# is said in a sentence that tells what to do', (schema, value, message) => {
    expect(said(schema, value)).toEqual([{ field: 'x', message }])
  })

  it('is said in the language of the rooms', () => {
    expect(said(z.number().max(31), 99, 'de-AT')).toEqual([
      { field: 'x', message: 'Schreiben Sie höchstens 31.' },
    ])
  })

  it('stands at the field that a person sees, also within a list', () => {
    const schema = z.object({ schedule: z.object({ day: z.number() }), tags: z.array(z.string()) })
    const { problems } = checkForm(schema, { schedule: { day: 'x' }, tags: ['a', 7] }, 'en')
    expect(problems?.map(({ field }) => field)).toEqual(['day', 'tags'])
  })
})

describe('the API', () => {
  const app = useTestApp('pglite')

  it('says with each field what to do, and nothing in the words of programmers', async () => {
    const { status, body } = await app.json('PATCH', '/settings', {
      schedule: { day: 99, mode: 'x', time: '25:00' },
      minimum_links: 'two',
    })
    expect(status).toBe(422)
    expect(body).toMatchObject({
      errors: [
        { field: 'minimum_links', message: 'Write a number.' },
        { field: 'schedule.mode', message: 'Choose one of: off, review, automatic.' },
        { field: 'schedule.day', message: 'Write 31 or less.' },
        { field: 'schedule.time', message: 'Write the time like 09:00.' },
      ],
    })
    expect(await app.json('PATCH', '/settings', [])).toMatchObject({
      body: { detail: 'body: Write an object here, with its fields in braces.' },
    })
  })
})
