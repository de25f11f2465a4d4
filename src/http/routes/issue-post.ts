import { readPostFormat } from '../../render/posts/post-files.ts'
import type { Services } from '../../services.ts'
import { fileAnswer } from '../file-answer.ts'
import { readId } from '../input.ts'
import { newRouter } from '../problem.ts'

/** An issue as a file for a blog that exists already. */
export function issuePostRoutes({ posts }: Pick<Services, 'posts'>) {
  return newRouter().get('/:id/post', async (c) => {
    const format = readPostFormat(c.req.query('format') ?? 'jekyll')
    const { text, name, contentType } = await posts.of(readId(c), format)
    return fileAnswer(c, text, name, contentType)
  })
}
