import { loginOf, newRoomRouter } from '../../rooms.ts'
import { storeSettings } from '../../settings-input.ts'
import { numbersPage } from '../../views/rooms/clicks/settings-page.ts'
import { settingsWords } from '../../views/rooms/settings/words.ts'
import type { RoomParts } from './parts.ts'

/** Whether clicks are counted. */
export function numbersRoutes({ services, site }: RoomParts) {
  return newRoomRouter()
    .get('/', async (c) => {
      const about = await site()
      const { countClicks } = await services.readEditorial()
      const isSaved = c.req.query('saved') === 'yes'
      const notice = isSaved ? settingsWords(about.publication.locale).saved : undefined
      const page = { site: about, csrf: loginOf(c).csrf, notice, isOn: countClicks }
      return c.html(numbersPage(page))
    })
    .post('/', async (c) => {
      const isOn = c.get('form').get('count_clicks') === 'yes'
      await storeSettings(services.db, { count_clicks: isOn })
      return c.redirect('/admin/settings/numbers?saved=yes', 303)
    })
}
