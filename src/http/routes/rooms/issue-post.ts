import { readPostFormat } from '../../../render/posts/post-files.ts'
import { fileAnswer } from '../../file-answer.ts'
import { readId } from '../../input.ts'
import { newRoomRouter } from '../../rooms.ts'
import type { RoomParts } from './parts.ts'

/** The issue as a file for another blog. */
export function issuePostRoomRoutes({ services }: RoomParts) {
  return newRoomRouter().get('/:id{\\d+}/post', async (c) => {
    const format = readPostFormat(c.req.query('format') ?? '')
    const { text, name, contentType } = await services.posts.of(readId(c), format)
    return fileAnswer(c, text, name, contentType)
  })
}
