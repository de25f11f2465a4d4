import type { SendingHold } from '../../sending-hold.ts'
import type { Hold } from '../../store/hold.ts'
import { requireScope } from '../auth.ts'
import { newRouter } from '../problem.ts'

/** Whether this is a copy that sends nothing, and the owner's word that it may. */
export function holdRoutes({ sendingHold }: { sendingHold: SendingHold }) {
  return newRouter()
    .use(requireScope('admin'))
    .get('/', async (c) => c.json(holdJson(await sendingHold.find())))
    .put('/', async (c) => {
      await sendingHold.set()
      return c.json(holdJson(await sendingHold.find()))
    })
    .delete('/', async (c) => {
      await sendingHold.release()
      return c.json(holdJson(undefined))
    })
}

function holdJson(hold: Hold | undefined) {
  return {
    held: hold !== undefined,
    held_at: hold?.at ?? null,
    copy_of: hold?.copyOf ?? null,
    copied_at: hold?.madeAt ?? null,
  }
}
