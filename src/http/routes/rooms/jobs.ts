import { AppError } from '../../../errors.ts'
import { JOB_KINDS } from '../../../store/jobs.ts'
import { loginOf, newRoomRouter } from '../../rooms.ts'
import { jobsPage } from '../../views/rooms/jobs/page.ts'
import { postOnly, type RoomParts } from './parts.ts'

/** The work in the background: what waits, what failed, trying it again. */
export function jobsRoutes(parts: RoomParts) {
  const { services, site } = parts
  return newRoomRouter()
    .get('/', async (c) => {
      const retried = Number(c.req.query('retried'))
      return c.html(
        jobsPage({
          site: await site(),
          csrf: loginOf(c).csrf,
          ...(await services.jobDesk.show()),
          retried: Number.isSafeInteger(retried) && retried > 0 ? retried : 0,
        }),
      )
    })
    .get('/:kind/retry', postOnly(parts, '/admin/jobs'))
    .post('/:kind/retry', async (c) => {
      const kind = JOB_KINDS.find((each) => each === c.req.param('kind'))
      if (!kind) throw new AppError('NOT_FOUND', 'There is no such queue.')
      const id = c.get('form').get('id')
      const retried = await services.jobDesk.retry(kind, id === 'all' ? 'all' : { id })
      return c.redirect(`/admin/jobs?retried=${retried}`, 303)
    })
}
