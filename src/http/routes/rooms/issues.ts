import { isMonth } from '../../../domain/month.ts'
import { AppError, isAppError } from '../../../errors.ts'
import { loginOf, newRoomRouter, type RoomContext } from '../../rooms.ts'
import { issuesPage } from '../../views/rooms/issues/list.ts'
import { approvalRoutes } from './approval.ts'
import { checkRoutes } from './check.ts'
import { issueEditRoutes } from './issue-edit.ts'
import { issueHistoryRoutes } from './issue-history.ts'
import { issuePostRoomRoutes } from './issue-post.ts'
import { issuePreviewRoutes } from './issue-preview.ts'
import type { RoomParts } from './parts.ts'
import { sendingRoutes } from './sending.ts'

/** The room of issues: the list, and each issue's own pages. */
export function issuesRoomRoutes(parts: RoomParts) {
  const { services, site } = parts

  async function show(c: RoomContext, problem?: string): Promise<Response> {
    const list = await services.issueDesk.list()
    const { rhythmDesk } = services
    const { held: heldResponses } = await services.responses.count()
    const page = issuesPage({
      site: await site(),
      csrf: loginOf(c).csrf,
      ...list,
      coming: await rhythmDesk.describe(list.coming),
      lastSkipped: await rhythmDesk.lastSkipped(),
      schedule: (await services.readEditorial()).schedule,
      heldResponses,
      problem,
    })
    return c.html(page, problem === undefined ? 200 : 422)
  }

  return newRoomRouter()
    .get('/', (c) => show(c))
    .post('/', async (c) => {
      const month = c.get('form').get('month')
      if (!isMonth(month)) throw new AppError('INVALID_INPUT', 'Choose a month.')
      try {
        const { id } = await services.assembleIssue(month)
        return c.redirect(`/admin/issues/${id}?did=assembled`, 303)
      } catch (error) {
        if (!isAppError(error, 'ISSUE_TOO_FEW_LINKS', 'ISSUE_WRONG_STATE', 'ISSUE_ALREADY_SENT'))
          throw error
        return show(c, error.message)
      }
    })
    .route('/', issueEditRoutes(parts))
    .route('/', issuePreviewRoutes(parts))
    .route('/', issueHistoryRoutes(parts))
    .route('/', issuePostRoomRoutes(parts))
    .route('/', checkRoutes(parts))
    .route('/', approvalRoutes(parts))
    .route('/', sendingRoutes(parts))
}
