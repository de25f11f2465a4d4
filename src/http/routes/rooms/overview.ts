import { loginOf, newRoomRouter } from '../../rooms.ts'
import { overviewPage } from '../../views/rooms/overview/page.ts'
import type { RoomParts } from './parts.ts'

/** This month at a glance. */
export function overviewRoutes({ services, site }: RoomParts) {
  return newRoomRouter().get('/', async (c) =>
    c.html(
      overviewPage({
        site: await site(),
        csrf: loginOf(c).csrf,
        ...(await services.overviewDesk.show()),
      }),
    ),
  )
}
