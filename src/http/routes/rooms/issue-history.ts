import { isAppError } from '../../../errors.ts'
import { fromCursor, idSchema, readId, toCursor } from '../../input.ts'
import { authorOf, loginOf, newRoomRouter, type RoomContext } from '../../rooms.ts'
import { historyPage, revisionPage } from '../../views/rooms/issues/history.ts'
import { postOnly, type RoomParts } from './parts.ts'

const LIMIT = 30
const DID = ['restored', 'alreadySo'] as const

/** How an issue came to read as it does, and the way back. */
export function issueHistoryRoutes({ services, site }: RoomParts) {
  const { issueHistory } = services

  async function show(c: RoomContext, isConflict = false): Promise<Response> {
    const opened = await issueHistory.open(readId(c), readId(c, 'revision'))
    const { issue, wayBack, version, ...item } = opened
    const page = revisionPage({
      site: await site(),
      csrf: loginOf(c).csrf,
      issue,
      item,
      wayBack,
      version,
      did: DID.find((name) => name === c.req.query('did')),
      isConflict,
    })
    return c.html(page, isConflict ? 409 : 200)
  }

  return newRoomRouter()
    .get('/:id{\\d+}/history', async (c) => {
      const beforeId = fromCursor(c.req.query('cursor'), idSchema)
      const { issue, items, since, nextId } = await issueHistory.list(readId(c), {
        limit: LIMIT,
        beforeId,
      })
      const page = historyPage({
        site: await site(),
        csrf: loginOf(c).csrf,
        issue,
        items,
        since,
        isFirstPage: beforeId === undefined,
        older: nextId === undefined ? undefined : toCursor(nextId),
      })
      return c.html(page)
    })
    .get('/:id{\\d+}/history/:revision{\\d+}', (c) => show(c))
    .get('/:id{\\d+}/history/:revision{\\d+}/restore', (c) =>
      postOnly({ site }, `/admin/issues/${readId(c)}/history/${readId(c, 'revision')}`)(c),
    )
    .post('/:id{\\d+}/history/:revision{\\d+}/restore', async (c) => {
      const id = readId(c)
      try {
        const version = c.get('form').get('version')
        const { revision, hasChanged } = await issueHistory.restore(
          id,
          readId(c, 'revision'),
          authorOf(c),
          version,
        )
        const did = hasChanged ? 'restored' : 'alreadySo'
        return c.redirect(`/admin/issues/${id}/history/${revision.id}?did=${did}`, 303)
      } catch (error) {
        if (!isAppError(error, 'CONFLICT')) throw error
        return show(c, true)
      }
    })
}
