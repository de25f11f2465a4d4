import { loginOf, newRoomRouter } from '../../rooms.ts'
import { holdWords } from '../../views/rooms/hold/words.ts'
import { roomMessage } from '../../views/rooms/layout.ts'
import { postOnly, type RoomParts } from './parts.ts'

/** The owner's word that a restored copy may send. */
export function holdRoomRoutes(parts: RoomParts) {
  const { services, site } = parts
  return newRoomRouter()
    .get('/release', postOnly(parts, '/admin'))
    .post('/release', async (c) => {
      await services.sendingHold.release()
      return c.redirect('/admin/hold?did=released', 303)
    })
    .get('/', async (c) => {
      const isReleased = c.req.query('did') === 'released'
      if (!isReleased || (await services.sendingHold.isOn())) return c.redirect('/admin', 303)
      const about = await site()
      const words = holdWords(about.publication.locale)
      return c.html(
        roomMessage({
          site: about,
          csrf: loginOf(c).csrf,
          title: words.moreIssues,
          text: words.released,
          link: { href: '/admin/issues', text: words.moreIssues },
        }),
      )
    })
}
