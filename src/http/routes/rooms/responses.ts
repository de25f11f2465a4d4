import { RESPONSE_TABS } from '../../../domain/response.ts'
import type { FieldProblem } from '../../../errors.ts'
import { webUrl } from '../../../render/safe-url.ts'
import { cleanField } from '../../form.ts'
import { readId } from '../../input.ts'
import { isMailAddress } from '../../mail-address.ts'
import { loginOf, newRoomRouter, type RoomContext } from '../../rooms.ts'
import { RESPONSES_PATH, responsesPage } from '../../views/rooms/responses/list.ts'
import { responseSettingsPage } from '../../views/rooms/responses/settings.ts'
import { responsesRoomWords } from '../../views/rooms/responses/words.ts'
import { postOnly, type RoomParts } from './parts.ts'

const ACTS = { show: 'shown', hold: 'held', spam: 'spam' } as const
const DONE = ['shown', 'held', 'spam', 'removed', 'emptied'] as const

/** What was answered to issues: read, shown, put away. */
export function responsesRoomRoutes(parts: RoomParts) {
  const { services, site } = parts
  const { responses } = services
  const words = async () => responsesRoomWords((await site()).publication.locale)

  /** Back to the list that the form stood on. */
  const done = (c: RoomContext, tab: string, did: (typeof DONE)[number]) =>
    c.redirect(`${RESPONSES_PATH}?tab=${tab}&did=${did}`, 303)

  const router = newRoomRouter()
    .get('/', async (c) => {
      const tab = RESPONSE_TABS.find((each) => each === c.req.query('tab')) ?? 'held'
      const did = DONE.find((each) => each === c.req.query('did'))
      const page = responsesPage({
        site: await site(),
        csrf: loginOf(c).csrf,
        tab,
        responses: await responses.list(tab),
        counts: await responses.count(),
        settings: await responses.readSettings(),
        notice: did && (await words()).did[did],
      })
      return c.html(page)
    })
    .get('/empty', postOnly(parts, RESPONSES_PATH))
    .post('/empty', async (c) => {
      await responses.removeSpam()
      return done(c, 'spam', 'emptied')
    })
    .get('/:id{\\d+}/:act{show|hold|spam|remove}', postOnly(parts, RESPONSES_PATH))
    .post('/:id{\\d+}/remove', async (c) => {
      await responses.remove(readId(c))
      return done(c, 'held', 'removed')
    })
  for (const [act, tab] of Object.entries(ACTS))
    router.post(`/:id{\\d+}/${act}`, async (c) => {
      await responses.move(readId(c), tab)
      return done(c, 'held', tab)
    })
  return router
}

/** The settings of responses, a page of the settings. */
export function responseSettingsRoutes({ services, site }: RoomParts) {
  const { responses } = services
  return newRoomRouter()
    .get('/', async (c) => {
      const about = await site()
      const page = responseSettingsPage({
        site: about,
        csrf: loginOf(c).csrf,
        settings: await responses.readSettings(),
        notice:
          c.req.query('saved') === 'yes'
            ? responsesRoomWords(about.publication.locale).saved
            : undefined,
      })
      return c.html(page)
    })
    .post('/', async (c) => {
      const form = c.get('form')
      const about = await site()
      const words = responsesRoomWords(about.publication.locale)
      const settings = {
        comments: form.get('comments') === 'yes',
        mentions: form.get('mentions') === 'yes',
        digest: form.get('digest') === 'yes',
        tellLinked: form.get('tellLinked') === 'yes',
        replyTo: cleanField(form.get('replyTo'), 254),
        hub: cleanField(form.get('hub'), 2_000),
      }
      const problems: FieldProblem[] = []
      if (settings.replyTo !== '' && !isMailAddress(settings.replyTo))
        problems.push({ field: 'replyTo', message: words.replyToWrong })
      if (settings.hub !== '' && webUrl(settings.hub) === null)
        problems.push({ field: 'hub', message: words.hubWrong })
      if (problems.length > 0)
        return c.html(
          responseSettingsPage({ site: about, csrf: loginOf(c).csrf, settings, problems }),
          422,
        )
      await responses.saveSettings(settings)
      return c.redirect('/admin/settings/responses?saved=yes', 303)
    })
}
