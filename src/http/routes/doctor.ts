import { hasFailed } from '../../doctor/doctor.ts'
import type { Services } from '../../services.ts'
import { requireScope } from '../auth.ts'
import { newRouter } from '../problem.ts'

/** What must be right for a mail to arrive, looked at now. */
export function doctorRoutes({ doctor }: Pick<Services, 'doctor'>) {
  return newRouter()
    .use(requireScope('admin'))
    .get('/', async (c) => {
      const findings = await doctor.run()
      c.header('cache-control', 'no-store')
      return c.json({ ok: !hasFailed(findings), findings })
    })
}
