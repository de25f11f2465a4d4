import type { Context } from 'hono'
import { z } from 'zod'
import { POST_FORMATS } from '../../collect/posts/post.ts'
import type { PublishedPost } from '../../desks/post-desk.ts'
import type { OldPost } from '../../domain/old-post.ts'
import { AppError, type FieldProblem, isAppError } from '../../errors.ts'
import type { Services } from '../../services.ts'
import { isWithin, requireRoom } from '../auth.ts'
import { readQuery } from '../input.ts'
import { issueJson } from '../json.ts'
import { newRouter } from '../problem.ts'

export const querySchema = z.object({
  format: z
    .enum(['auto', ...POST_FORMATS], { error: `One of ${POST_FORMATS.join(', ')}.` })
    .default('auto'),
  confirm: z.enum(['true', 'false'], { error: 'true or false.' }).default('false'),
  month: z
    .string()
    .regex(/^\d{4}-(0[1-9]|1[0-2])$/, 'Write the month as YYYY-MM.')
    .optional(),
  date: z.iso.date({ error: 'Write the day as YYYY-MM-DD.' }).optional(),
  old_url: z.string().max(2_000).optional(),
})

/**
 * Old roundup posts as issues. Without `confirm=true` the answer says what was recognised and
 * nothing is changed.
 */
export function oldPostRoutes({ postDesk }: Pick<Services, 'postDesk'>) {
  return newRouter().post('/import', requireRoom('/admin/import-posts'), async (c) => {
    const query = readQuery(c, querySchema)
    const isConfirmed = query.confirm === 'true'
    if (isConfirmed && !isWithin(c.get('scope'), 'admin'))
      throw new AppError('FORBIDDEN', 'Publishing needs a token of scope admin.')
    const { format, posts, isCut } = await postDesk.read(bodyOf(c), {
      format: query.format,
      oldUrl: query.old_url,
    })
    if (posts.length > 1 && (query.month || query.date || query.old_url))
      throw new AppError(
        'INVALID_INPUT',
        'month, date and old_url are for a file with one post; this one has several.',
      )
    const given = posts.map((post) => ({
      ...post,
      month: query.month ?? post.month,
      date: query.date ?? post.date,
      oldUrl: query.old_url ?? post.oldUrl,
    }))
    if (!isConfirmed)
      return c.json({
        format,
        confirmed: false,
        more_in_file: isCut,
        posts: await Promise.all(
          given.map(async (post) => postJson(post, await postDesk.problemsOf(post))),
        ),
      })
    const [only] = given
    if (given.length === 1 && only)
      return c.json(
        {
          format,
          confirmed: true,
          more_in_file: isCut,
          created: [createdJson(only, await postDesk.publish(only))],
          skipped: [],
        },
        201,
      )
    const created: ReturnType<typeof createdJson>[] = []
    const skipped: { title: string; month: string | null; problems: FieldProblem[] }[] = []
    for (const post of given) {
      try {
        created.push(createdJson(post, await postDesk.publish(post)))
      } catch (error) {
        if (!isAppError(error, 'CONFLICT', 'INVALID_INPUT')) throw error
        const problems =
          error.fields.length > 0 ? error.fields : [{ field: '', message: error.message }]
        skipped.push({ title: post.title, month: post.month, problems })
      }
    }
    return c.json(
      { format, confirmed: true, more_in_file: isCut, created, skipped },
      created.length > 0 ? 201 : 200,
    )
  })
}

async function* bodyOf(c: Context): AsyncGenerator<Uint8Array> {
  yield new Uint8Array(await c.req.arrayBuffer())
}

/** Left out of it: what the file held and an issue cannot, each with the reason. */
function postJson(post: OldPost, problems: FieldProblem[]) {
  return {
    title: post.title,
    month: post.month,
    date: post.date,
    old_url: post.oldUrl,
    intro: post.intro,
    outro: post.outro,
    sections: post.sections,
    left_out: post.leftOut,
    problems,
  }
}

function createdJson({ leftOut }: OldPost, { issue, oldPath }: PublishedPost) {
  return { issue: issueJson(issue), redirected_from: oldPath, left_out: leftOut }
}
