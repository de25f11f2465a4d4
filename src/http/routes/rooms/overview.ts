import { monthOf, monthRange } from '../../../domain/month.ts'
import { countWaitingLinks } from '../../../store/link-counts.ts'
import { loginOf, newRoomRouter } from '../../rooms.ts'
import { overviewPage } from '../../views/rooms/overview.ts'
import type { RoomParts } from './parts.ts'

export function overviewRoutes({ services, site }: RoomParts) {
  return newRoomRouter().get('/', async (c) => {
    const about = await site()
    const { timeZone } = about.publication
    const month = monthOf(services.now(), timeZone)
    const waiting = await countWaitingLinks(services.db, { month, ...monthRange(month, timeZone) })
    return c.html(overviewPage({ site: about, csrf: loginOf(c).csrf, month, waiting }))
  })
}
